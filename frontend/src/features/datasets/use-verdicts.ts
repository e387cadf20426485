import { useQueries } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { reportQuery } from "@/lib/queries";
import type { Dataset, Report } from "./api";
import { useRememberedMethod } from "./use-method";

/** A larger dataset is only looked at when somebody opens it. */
const LARGEST_BYTES = 200_000_000;
/** A browser has six connections to a server, and a report may take long. */
const AT_ONCE = 2;

export type ListVerdict =
  | { state: "waiting" }
  | { state: "unknown" }
  | { state: "known"; report: Report };

/** What the reports say of the datasets of a list: the small ones first, two at a time. */
export function useVerdicts(datasets: readonly Dataset[]): readonly ListVerdict[] {
  const [method] = useRememberedMethod();
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());
  const keyOf = (dataset: Dataset) => `${method?.id} ${dataset.id}`;
  const turn = new Set(
    datasets
      .filter((dataset) => isLookedAt(dataset) && !settled.has(keyOf(dataset)))
      .sort((a, b) => bytesOf(a) - bytesOf(b))
      .slice(0, AT_ONCE),
  );
  const reports = useQueries({
    queries: datasets.map((dataset) => ({
      ...reportQuery({ dataset: dataset.id, method: method?.id ?? "" }),
      enabled: method !== undefined && (turn.has(dataset) || settled.has(keyOf(dataset))),
      retry: false,
    })),
  });
  const ended = datasets.filter((_, index) => reports[index]?.data || reports[index]?.isError);
  const news = ended.map(keyOf).filter((key) => !settled.has(key));
  useEffect(() => {
    if (news.length > 0) setSettled((before) => new Set([...before, ...news]));
  });
  return datasets.map((dataset, index): ListVerdict => {
    const report = reports[index];
    if (report?.data) return { state: "known", report: report.data };
    return { state: report?.isError || !isLookedAt(dataset) ? "unknown" : "waiting" };
  });
}

function isLookedAt(dataset: Dataset): boolean {
  return dataset.missing == null && bytesOf(dataset) <= LARGEST_BYTES;
}

function bytesOf({ files }: Dataset): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
