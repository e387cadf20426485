import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { reportQuery } from "@/lib/queries";
import type { Dataset, Report } from "./api";

/** The report on a dataset for a method; waits until both are known and its files are there. */
export function useReport(dataset: Dataset, method: string | undefined): UseQueryResult<Report> {
  return useQuery({
    ...reportQuery({ dataset: dataset.id, method: method ?? "" }),
    enabled: method !== undefined && dataset.missing == null,
  });
}
