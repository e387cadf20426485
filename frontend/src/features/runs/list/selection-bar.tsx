import { Button } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconChartLine } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ProblemNote } from "@/components/ui/problem-note";
import { archiveRuns } from "../actions";
import classes from "./runs.module.css";

interface SelectionBarProps {
  ids: readonly string[];
  /** Whether the list shows the archive, from where runs are taken back. */
  isArchive: boolean;
  onClear: () => void;
}

/** What can be done with the runs that are ticked. */
export function SelectionBar({ ids, isArchive, onClear }: SelectionBarProps) {
  const archive = useMutation(archiveRuns(useQueryClient()));
  return (
    <section className={classes.selection} aria-label="Ticked runs">
      <span role="status">
        {ids.length === 0 ? "Tick runs to compare or archive them." : `${ids.length} ticked`}
      </span>
      <Button
        size="xs"
        variant="default"
        disabled={ids.length < 2}
        leftSection={<IconChartLine size={14} />}
        renderRoot={
          ids.length < 2
            ? undefined
            : (props) => <Link to="/compare" search={{ runs: ids.join(",") }} {...props} />
        }
      >
        Compare
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={ids.length === 0}
        loading={archive.isPending}
        leftSection={isArchive ? <IconArchiveOff size={14} /> : <IconArchive size={14} />}
        onClick={() => archive.mutate({ ids, archived: !isArchive }, { onSuccess: onClear })}
      >
        {isArchive ? "Take out of the archive" : "Archive"}
      </Button>
      {ids.length > 0 && (
        <Button size="xs" variant="subtle" onClick={onClear}>
          Untick all
        </Button>
      )}
      {archive.error && <ProblemNote error={archive.error} />}
    </section>
  );
}
