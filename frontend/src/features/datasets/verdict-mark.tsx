import { Skeleton } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconFileOff,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { methodsQuery } from "@/lib/queries";
import type { Dataset } from "./api";
import type { ListVerdict } from "./use-verdicts";
import classes from "./verdict-mark.module.css";
import { readyWords } from "./words";

interface VerdictMarkProps {
  dataset: Dataset;
  verdict: ListVerdict | undefined;
}

/** Ready, for what, or not: an icon and a word or two. */
export function VerdictMark({ dataset, verdict }: VerdictMarkProps) {
  const { data: methods } = useQuery(methodsQuery);
  if (dataset.missing != null) {
    return (
      <span className={classes.mark} data-tone="bad" title={dataset.missing}>
        <IconFileOff size={15} aria-hidden /> Files gone
      </span>
    );
  }
  if (!verdict || !methods || verdict.state === "waiting") {
    return <Skeleton height={18} width={90} component="span" className={classes.waiting} />;
  }
  if (verdict.state === "unknown") {
    return (
      <span className={classes.mark} data-tone="quiet">
        <IconCircleDashed size={15} aria-hidden /> Open to check
      </span>
    );
  }
  const { report } = verdict;
  const ready = methods.filter(({ id }) => report.methods?.includes(id) || isThis(report, id));
  const Icon = ready.length > 0 ? IconCircleCheck : IconAlertTriangle;
  return (
    <span
      className={classes.mark}
      data-tone={ready.length > 0 ? "good" : "bad"}
      title={report.verdict}
    >
      <Icon size={15} aria-hidden /> {readyWords(ready, methods.length)}
    </span>
  );
}

function isThis(report: { method: string; ready: boolean }, id: string): boolean {
  return report.ready && report.method === id;
}
