import { Button, Checkbox, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { methodsQuery } from "@/lib/queries";
import { tagsQuery } from "../api";
import type { RunsSearch, Sort } from "../search";
import classes from "./runs.module.css";

const STATUSES = [
  { value: "queued,starting,running,stopping", label: "Not ended" },
  { value: "running", label: "Running" },
  { value: "queued", label: "Queued" },
  { value: "completed", label: "Completed" },
  { value: "failed", label: "Failed" },
  { value: "stopped", label: "Stopped" },
];

const SORT_NAMES: Record<Sort, string> = {
  "-created": "Newest first",
  created: "Oldest first",
  "-started": "Started last first",
  "-ended": "Ended last first",
  name: "By name",
  method: "By method",
  status: "By status",
};

interface RunsFiltersProps {
  search: RunsSearch;
  onChange: (search: RunsSearch) => void;
}

/** Which runs are listed, and in what order. */
export function RunsFilters({ search, onChange }: RunsFiltersProps) {
  const { data: methods } = useQuery(methodsQuery);
  const { data: tags, refetch } = useQuery(tagsQuery);
  const [typed, setTyped] = useState(search.q ?? "");
  const find = useDebouncedCallback((q: string) => onChange({ ...search, q }), 250);
  useEffect(() => setTyped(search.q ?? ""), [search.q]);
  return (
    <search className={classes.filters}>
      <TextInput
        className={classes.search}
        aria-label="Search runs"
        placeholder="Search names, notes and tags"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          find(event.currentTarget.value);
        }}
      />
      <Select
        className={classes.filter}
        aria-label="Status"
        placeholder="Any status"
        clearable
        data={STATUSES}
        value={search.status ?? null}
        onChange={(status) => onChange({ ...search, status: status ?? "" })}
      />
      <Select
        className={classes.filter}
        aria-label="Method"
        placeholder="Any method"
        clearable
        data={(methods ?? []).map(({ id, title }) => ({ value: id, label: title }))}
        value={search.method ?? null}
        onChange={(method) => onChange({ ...search, method: method ?? "" })}
      />
      <Select
        className={classes.filter}
        aria-label="Tag"
        placeholder="Any tag"
        clearable
        searchable
        nothingFoundMessage="No such tag"
        data={known(tags, search.tag)}
        value={search.tag ?? null}
        onDropdownOpen={() => void refetch()}
        onChange={(tag) => onChange({ ...search, tag: tag ?? "" })}
      />
      <Checkbox
        className={classes.archived}
        label="Archive"
        checked={search.archived === "true"}
        onChange={(event) => {
          const { archived: _, ...rest } = search;
          onChange(event.currentTarget.checked ? { ...rest, archived: "true" } : rest);
        }}
      />
      {search.group && (
        <Button
          size="xs"
          variant="default"
          onClick={() => onChange({ ...search, group: "" })}
          rightSection={<IconX size={12} aria-hidden />}
        >
          One sweep
        </Button>
      )}
      <Select
        className={classes.filter}
        aria-label="Order"
        data={Object.entries(SORT_NAMES).map(([value, label]) => ({ value, label }))}
        allowDeselect={false}
        value={search.sort ?? "-created"}
        onChange={(sort) => onChange({ ...search, sort: sort as Sort })}
      />
    </search>
  );
}

/** The tags to choose from, with the chosen one even where no run carries it any more. */
function known(tags: readonly string[] = [], chosen: string | undefined): string[] {
  return chosen === undefined || tags.includes(chosen) ? [...tags] : [...tags, chosen];
}
