import { Button, Menu } from "@mantine/core";
import {
  IconCheck,
  IconChevronDown,
  IconCopy,
  IconDownload,
  IconFileExport,
} from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Fragment, useEffect, useState } from "react";
import { ProblemNote } from "@/components/ui/problem-note";
import { copyText } from "@/lib/clipboard";
import { saveText } from "@/lib/download";
import { type Format, type Source, writeConfiguration } from "./api";
import classes from "./export-menu.module.css";

const SHOWN_MS = 2500;

const FORMS: readonly { title: string; format: Format; full: boolean }[] = [
  { title: "Temper YAML", format: "yaml", full: false },
  { title: "Temper YAML, every value", format: "yaml", full: true },
  { title: "Temper JSON", format: "json", full: false },
  { title: "Trainer's YAML, beside the command", format: "trainer-yaml", full: false },
  { title: "Command", format: "command", full: false },
];

interface ExportMenuProps {
  /** Null where there is nothing to write down yet. */
  source: Source | null;
}

/** A configuration in every form, to copy or to download. */
export function ExportMenu({ source }: ExportMenuProps) {
  const [said, setSaid] = useState("");
  const write = useMutation({
    mutationFn: async ({ form, copy }: { form: (typeof FORMS)[number]; copy: boolean }) => {
      if (!source) return "";
      const { name, text } = await writeConfiguration(source, form.format, form.full);
      if (!copy) {
        saveText(name, "text/plain", text);
        return "Downloaded";
      }
      return (await copyText(text)) ? "Copied" : "Not copied: download it";
    },
    onSuccess: setSaid,
  });
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <div className={classes.export}>
      <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button
            variant="default"
            size="compact-xs"
            disabled={source === null}
            loading={write.isPending}
            leftSection={
              said ? <IconCheck size={13} aria-hidden /> : <IconFileExport size={13} aria-hidden />
            }
            rightSection={<IconChevronDown size={13} aria-hidden />}
          >
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {[true, false].map((copy) => (
            <Fragment key={String(copy)}>
              <Menu.Label>{copy ? "Copy" : "Download"}</Menu.Label>
              {FORMS.map((form) => (
                <Menu.Item
                  key={form.title}
                  leftSection={
                    copy ? (
                      <IconCopy size={14} aria-hidden />
                    ) : (
                      <IconDownload size={14} aria-hidden />
                    )
                  }
                  onClick={() => write.mutate({ form, copy })}
                >
                  <span className="visually-hidden">{copy ? "Copy " : "Download "}</span>
                  {form.title}
                </Menu.Item>
              ))}
            </Fragment>
          ))}
        </Menu.Dropdown>
      </Menu>
      <span className={classes.said} role="status">
        {said}
      </span>
      {write.error && (
        <div className={classes.problem}>
          <ProblemNote error={write.error} />
        </div>
      )}
    </div>
  );
}
