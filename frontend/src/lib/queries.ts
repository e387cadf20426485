import { queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "./client";

/** The parts of the API that several places read; each place keeps its own calls beside itself. */

const HEALTHY_MS = 15_000;
const FAILING_MS = 2_000;

export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/health", { signal })),
  refetchInterval: (query) => (query.state.status === "error" ? FAILING_MS : HEALTHY_MS),
  retry: false,
});

export const methodsQuery = queryOptions({
  queryKey: ["methods"],
  queryFn: async ({ signal }) => {
    const { items } = await unwrap(api.GET("/api/methods", { signal }));
    // The client's own types lose that a pair has two numbers.
    return items as Schemas["Method"][];
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** The catalogue held against the installed trainer, which is read when the server starts. */
export const trainerQuery = queryOptions({
  queryKey: ["trainer"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/trainer", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
  refetchInterval: (query) => (query.state.data?.state === "reading" ? FAILING_MS : false),
});

export const datasetsQuery = queryOptions({
  queryKey: ["datasets"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/datasets", { signal }))).items,
});

/** Models and adapters; the server looks for them anew at each call. */
export const modelsQuery = queryOptions({
  queryKey: ["models"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/models", { signal }))).items,
});

interface ReportOptions {
  dataset: string;
  method: string;
  batchSize?: number;
  maskPrompt?: boolean;
}

/** Whether a registered dataset is ready for a method. */
export function reportQuery({ dataset, method, batchSize = 1, maskPrompt = false }: ReportOptions) {
  return queryOptions({
    queryKey: ["datasets", dataset, "report", method, batchSize, maskPrompt],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/datasets/{dataset_id}/report", {
          signal,
          params: {
            path: { dataset_id: dataset },
            query: { method, batch_size: batchSize, mask_prompt: maskPrompt },
          },
        }),
      ),
  });
}

/** The newest runs: what the shell shows as running, and whether there has been one at all. */
export const recentRunsQuery = queryOptions({
  queryKey: ["runs", "recent"],
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET("/api/runs", { signal, params: { query: { limit: 20 } } }))).items,
});
