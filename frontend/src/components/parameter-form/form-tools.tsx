import { Button, Input, Switch } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type RefObject, useEffect, useRef } from "react";
import { takesKeys } from "@/lib/focus";
import classes from "./parameter-form.module.css";

interface FormToolsProps {
  query: string;
  onQuery: (query: string) => void;
  onlyChanged: boolean;
  onOnlyChanged: (only: boolean) => void;
  /** How many parameters were changed. */
  changes: number;
  onResetAll: () => void;
  /** What a search finds or does not; empty without one. */
  said: string;
}

/** The row above the fields: search (`/` leads to it, Escape clears it), filter and reset. */
export function FormTools(props: FormToolsProps) {
  const { query, onQuery, onlyChanged, onOnlyChanged, changes, onResetAll, said } = props;
  const search = useRef<HTMLInputElement>(null);
  useSlash(search);
  return (
    <search className={classes.tools}>
      <Input
        ref={search}
        size="xs"
        type="search"
        className={classes.search}
        leftSection={<IconSearch size={14} aria-hidden />}
        placeholder="Search parameters"
        aria-label="Search parameters"
        aria-keyshortcuts="/"
        value={query}
        onChange={(event) => onQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || query === "") return;
          event.preventDefault();
          onQuery("");
        }}
      />
      <span className={classes.said} role="status">
        {said}
      </span>
      <Switch
        label={`Only changed (${changes})`}
        checked={onlyChanged}
        onChange={(event) => onOnlyChanged(event.currentTarget.checked)}
      />
      <Button variant="subtle" size="compact-xs" disabled={changes === 0} onClick={onResetAll}>
        Reset all
      </Button>
    </search>
  );
}

/** `/` focuses the search unless the key belongs to the field that has the focus. */
function useSlash(search: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.defaultPrevented || takesKeys(event.target)) return;
      event.preventDefault();
      search.current?.focus();
      search.current?.select();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [search]);
}
