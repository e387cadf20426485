import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";

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
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/methods", { signal }))).items,
  staleTime: Number.POSITIVE_INFINITY,
});

export const datasetsQuery = queryOptions({
  queryKey: ["datasets"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/datasets", { signal }))).items,
});

/** The newest runs: what the shell shows as running, and whether there has been one at all. */
export const recentRunsQuery = queryOptions({
  queryKey: ["runs", "recent"],
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET("/api/runs", { signal, params: { query: { limit: 20 } } }))).items,
});
