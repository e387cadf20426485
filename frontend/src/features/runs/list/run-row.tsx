import { ActionIcon, Checkbox } from "@mantine/core";
import { IconClock, IconCopy, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo, type ReactNode } from "react";
import { isActive } from "@/components/status/status";
import { StatusBadge } from "@/components/status/status-badge";
import { useClone } from "@/features/configurations/use-clone";
import { formatNumber } from "@/lib/numbers";
import { hasEnded } from "@/lib/stream/events";
import { formatDuration, formatMoment, formatWhen } from "@/lib/times";
import type { RunOut } from "../api";
import { MoveButtons } from "../queue/move-buttons";
import { useNow } from "../use-now";
import classes from "./runs.module.css";
import { Sparkline } from "./sparkline";

interface RunRowProps {
  run: RunOut;
  method: string;
  /** The row's place in the whole table, the heading being 1. */
  row: number;
  onDelete: (run: RunOut) => void;
  isTicked: boolean;
  onTick: (id: string, isTicked: boolean) => void;
}

/** One run in the list. */
export const RunRow = memo(function RunRow(props: RunRowProps) {
  const { run, method, row, onDelete, isTicked, onTick } = props;
  const clone = useClone();
  const isTicking = isActive(run.status);
  const now = useNow(true, isTicking ? 1000 : 30_000);
  const { summary, progress } = run;
  const total = progress?.total;
  const share = isTicking && total ? progress.iteration / total : null;
  return (
    <tr className={classes.row} aria-rowindex={row}>
      <Cell area="tick">
        <Checkbox
          size="xs"
          aria-label={`Tick ${run.name}`}
          checked={isTicked}
          onChange={(event) => onTick(run.id, event.currentTarget.checked)}
        />
      </Cell>
      <Cell area="status">
        <StatusBadge status={run.status} />
        {share !== null && <span className={classes.share}>{Math.floor(share * 100)}%</span>}
        {run.queue_position && <span className={classes.share}>#{run.queue_position}</span>}
        {startsLater(run, now) && (
          <span className={classes.share} title={`Starts at ${formatMoment(run.start_at ?? "")}`}>
            <IconClock size={13} aria-label={`Starts at ${formatMoment(run.start_at ?? "")}`} />
          </span>
        )}
      </Cell>
      <Cell area="name">
        <Link
          className={classes.link}
          to="/runs/$runId"
          params={{ runId: run.id }}
          title={run.reason ?? run.name}
        >
          {run.name}
        </Link>
        {run.group_id && (
          <Link className={classes.group} to="/compare" search={{ group: run.group_id }}>
            {run.group_name}
          </Link>
        )}
        {run.tags.map((tag) => (
          <span key={tag} className={classes.tag}>
            {tag}
          </span>
        ))}
      </Cell>
      <Cell area="method">{method}</Cell>
      <Cell area="model" title={run.model}>
        {run.model_name}
      </Cell>
      <Cell area="dataset" title={run.dataset}>
        {run.dataset_name}
      </Cell>
      <Cell area="value">
        {summary && (
          <>
            <span className={classes.best}>{metricWord(summary.metric)}</span>
            <span className={classes.figure}>{formatNumber(summary.last)}</span>
            <span className={classes.best}>best {formatNumber(summary.best)}</span>
          </>
        )}
      </Cell>
      <Cell area="curve">
        <Sparkline values={summary?.sparkline ?? []} />
      </Cell>
      <Cell area="duration">{run.started_at ? durationOf(run, now) : ""}</Cell>
      <Cell area="when" title={formatMoment(run.created_at)}>
        {formatWhen(run.created_at, now)}
      </Cell>
      <Cell area="menu">
        {run.status === "queued" && <MoveButtons run={run} />}
        <ActionIcon
          size="sm"
          aria-label={`Clone and edit ${run.name}`}
          title={clone.error ? clone.error.message : "Clone and edit"}
          loading={clone.isPending}
          color={clone.error ? "red" : undefined}
          onClick={() => clone.mutate(run.id)}
        >
          <IconCopy size={15} />
        </ActionIcon>
        <ActionIcon
          size="sm"
          aria-label={`Delete ${run.name}`}
          title={canDelete(run) ? "Delete" : "Stop it before you delete it"}
          disabled={!canDelete(run)}
          onClick={() => onDelete(run)}
        >
          <IconTrash size={15} />
        </ActionIcon>
      </Cell>
    </tr>
  );
});

interface CellProps {
  area: string;
  title?: string;
  children: ReactNode;
}

function Cell({ area, title, children }: CellProps) {
  return (
    <td className={classes[area]} title={title}>
      <div>{children}</div>
    </td>
  );
}

function canDelete(run: RunOut): boolean {
  return hasEnded(run.status) || run.status === "queued";
}

function startsLater(run: RunOut, now: number): boolean {
  return run.status === "queued" && Boolean(run.start_at) && Date.parse(run.start_at ?? "") > now;
}

function durationOf(run: RunOut, now: number): string {
  const end = run.ended_at ? Date.parse(run.ended_at) : now;
  return formatDuration((end - Date.parse(run.started_at ?? "")) / 1000);
}

/** `train_total_rewards_mean` is a reward, `train_loss` a loss. */
function metricWord(metric: string): string {
  return metric.includes("reward") ? "reward" : "loss";
}
