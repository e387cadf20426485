import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "@/lib/client";
import { asProblem } from "@/lib/problem";

export type Job = Schemas["Job"];

const BUSY_MS = 500;
const IDLE_MS = 2_000;

/** Long work on datasets: what goes on, and what ended lately. */
export const jobsQuery = queryOptions({
  queryKey: ["dataset-jobs"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/datasets/jobs", { signal }))).items,
  refetchInterval: ({ state }) => (state.data?.some(isRunning) ? BUSY_MS : IDLE_MS),
});

export function jobQuery(id: string) {
  return queryOptions({
    queryKey: ["dataset-jobs", id],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/datasets/jobs/{job_id}", { signal, params: { path: { job_id: id } } })),
    refetchInterval: ({ state }) => (!state.data || isRunning(state.data) ? BUSY_MS : false),
  });
}

export function cancelJob(client: QueryClient) {
  return mutationOptions({
    mutationFn: (id: string) =>
      unwrap(api.DELETE("/api/datasets/jobs/{job_id}", { params: { path: { job_id: id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: jobsQuery.queryKey }),
  });
}

export function isRunning(job: Pick<Job, "state">): boolean {
  return job.state === "running" || job.state === "waiting";
}

/** Whether a request ended because somebody called its job off: that is no error. */
export function isCancelled(error: unknown): boolean {
  return asProblem(error).code === "cancelled";
}

/** The running job of one of these kinds on a dataset. */
export function jobOn(
  jobs: readonly Job[] | undefined,
  dataset: string,
  kinds: readonly Job["kind"][],
): Job | undefined {
  return jobs?.find((job) => isRunning(job) && job.dataset === dataset && kinds.includes(job.kind));
}
