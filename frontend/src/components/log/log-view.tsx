import { ActionIcon, Button, Switch, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import {
  IconCheck,
  IconChevronDown,
  IconChevronUp,
  IconCopy,
  IconDownload,
  IconSearch,
} from "@tabler/icons-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { copyText } from "@/lib/clipboard";
import { formatCount } from "@/lib/numbers";
import { plainText } from "./ansi";
import classes from "./log.module.css";
import type { LineSource } from "./log-search";
import { LogViewport, type LogViewportHandle } from "./log-viewport";
import { useLogSearch } from "./use-log-search";

const COPIED_MS = 1500;

interface LogViewProps {
  lines: LineSource & { text: () => string };
  /** Grows with the lines. */
  version: number;
  /** Where the whole log is to be had as a file. */
  download: string;
  /** What stands in place of the lines while there are none. */
  placeholder: string;
}

/** A log with its colours: search, follow, wrap, copy, download. */
export function LogView({ lines, version, download, placeholder }: LogViewProps) {
  const [follow, setFollow] = useState(true);
  const [wrap, setWrap] = useState(false);
  const [startAt, setStartAt] = useState(0);
  const [typed, setTyped] = useState("");
  const [query] = useDebouncedValue(typed, 150);
  const search = useLogSearch(lines, version, query);
  const viewport = useRef<LogViewportHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const isEmpty = lines.end === 0;

  const go = (step: 1 | -1) => {
    const line = search.go(step, viewport.current?.topLine() ?? 0);
    if (line === null) return;
    setFollow(false);
    viewport.current?.show(line);
  };
  const onSearchKey = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      go(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      setTyped("");
      viewport.current?.focus();
    }
  };
  const onKey = (event: KeyboardEvent) => {
    const isFind = event.key === "f" && (event.ctrlKey || event.metaKey);
    if (!isFind && (event.key !== "/" || event.target === field.current)) return;
    event.preventDefault();
    field.current?.select();
  };
  const copy = async () => {
    setCopied(await copyText(lines.text().split("\n").map(plainText).join("\n")));
    setTimeout(() => setCopied(false), COPIED_MS);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut from the lines to the search field
    <div className={classes.log} onKeyDown={onKey}>
      <div className={classes.toolbar}>
        <TextInput
          ref={field}
          className={classes.search}
          aria-label="Search the log"
          placeholder="Search"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            search.forget();
          }}
          onKeyDown={onSearchKey}
        />
        <span className={classes.found} role="status">
          {query && found(search.position, search.count)}
        </span>
        <ActionIcon
          aria-label="Previous match"
          disabled={search.count === 0}
          onClick={() => go(-1)}
        >
          <IconChevronUp size={16} />
        </ActionIcon>
        <ActionIcon aria-label="Next match" disabled={search.count === 0} onClick={() => go(1)}>
          <IconChevronDown size={16} />
        </ActionIcon>
        <span className={classes.spacer} />
        <Switch
          label="Follow"
          checked={follow}
          onChange={(event) => setFollow(event.currentTarget.checked)}
        />
        <Switch
          label="Wrap"
          checked={wrap}
          onChange={(event) => {
            setStartAt(viewport.current?.topLine() ?? 0);
            setWrap(event.currentTarget.checked);
          }}
        />
        <Button
          variant="default"
          disabled={isEmpty}
          leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          onClick={copy}
        >
          {copied ? "Copied" : "Copy"}
        </Button>
        <Button
          component="a"
          href={download}
          download
          variant="default"
          leftSection={<IconDownload size={14} />}
        >
          Download
        </Button>
      </div>
      {lines.first > 0 && (
        <p className={classes.older}>
          {formatCount(lines.first)} older lines are in the file only: download it to see them.
        </p>
      )}
      <div className={classes.frame}>
        {isEmpty && <p className={classes.placeholder}>{placeholder}</p>}
        <LogViewport
          key={String(wrap)}
          ref={viewport}
          lines={lines}
          query={query}
          current={search.current}
          wrap={wrap}
          follow={follow}
          onFollow={setFollow}
          startAt={startAt}
        />
      </div>
    </div>
  );
}

function found(position: number, count: number): string {
  if (count === 0) return "not found";
  return position > 0
    ? `${formatCount(position)} of ${formatCount(count)}`
    : `${formatCount(count)} found`;
}
