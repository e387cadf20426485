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

/** What the reports say of the datasets of a list, from the first on, two at a time. */
export function useVerdicts(datasets: readonly Dataset[]): readonly ListVerdict[] {
  const [method] = useRememberedMethod();
  const [allowed, setAllowed] = useState(AT_ONCE);
  const reports = useQueries({
    queries: datasets.map((dataset, index) => ({
      ...reportQuery({ dataset: dataset.id, method: method?.id ?? "" }),
      enabled: method !== undefined && index < allowed && isLookedAt(dataset),
      retry: false,
    })),
  });
  const waiting = datasets.findIndex((dataset, index) => {
    const report = reports[index];
    return isLookedAt(dataset) && !report?.data && !report?.isError;
  });
  const next = (waiting < 0 ? datasets.length : waiting) + AT_ONCE;
  useEffect(() => setAllowed((before) => Math.max(before, next)), [next]);
  return datasets.map((dataset, index): ListVerdict => {
    const report = reports[index];
    if (report?.data) return { state: "known", report: report.data };
    return { state: report?.isError || !isLookedAt(dataset) ? "unknown" : "waiting" };
  });
}

function isLookedAt({ missing, files }: Dataset): boolean {
  return missing == null && files.reduce((sum, { bytes }) => sum + bytes, 0) <= LARGEST_BYTES;
}
