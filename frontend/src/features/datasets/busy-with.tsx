import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Dataset } from "./api";
import { JobProgress } from "./job-progress";
import { type Job, jobOn, jobsQuery } from "./jobs";
import { useSlow } from "./use-slow";

const SLOW_MS = 500;
const POLL_MS = 500;

interface BusyWithProps {
  dataset: Dataset;
  /** The kinds of job that it may be. */
  kinds: readonly Job["kind"][];
  title: string;
}

/** In place of what is not there yet; past half a second it says how far it is. */
export function BusyWith({ dataset, kinds, title }: BusyWithProps) {
  const slow = useSlow(true, SLOW_MS);
  const { data: jobs } = useQuery({ ...jobsQuery, enabled: slow, refetchInterval: POLL_MS });
  if (!slow) return <Skeleton height={52} />;
  return <JobProgress title={title} job={jobOn(jobs, dataset.id, kinds)} />;
}
