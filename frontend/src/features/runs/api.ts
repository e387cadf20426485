import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "@/lib/client";
import type { Rollout } from "@/lib/stream/events";
import type { RunsSearch } from "./search";

export type RunOut = Schemas["RunOut"];
export type RunDetail = Schemas["RunDetail"];
export type RunPage = Schemas["RunPage"];

const PAGE = 100;

export function runsQuery(search: RunsSearch) {
  return infiniteQueryOptions({
    queryKey: ["runs", "list", search],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...search, limit: PAGE, ...(pageParam && { cursor: pageParam }) };
      return unwrap(api.GET("/api/runs", { signal, params: { query } }));
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
  });
}

export function runQuery(runId: string) {
  return queryOptions({
    queryKey: ["runs", "detail", runId],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/runs/{run_id}", { signal, params: { path: { run_id: runId } } })),
  });
}

/** What was saved; `version` is another one whenever that may have changed. */
export function checkpointsQuery(runId: string, version = "") {
  return queryOptions({
    queryKey: ["runs", "checkpoints", runId, version],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/runs/{run_id}/checkpoints", { signal, params: { path: { run_id: runId } } }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** The numbers of a run and of those that it goes on from; what was before it stays so. */
export function earlierQuery(runId: string) {
  return queryOptions({
    queryKey: ["runs", "earlier", runId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/runs/{run_id}/metrics", {
          signal,
          params: { path: { run_id: runId }, query: { with_parents: true } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

/** Every tag that some run carries. */
export const tagsQuery = queryOptions({
  queryKey: ["tags"],
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET("/api/tags", { signal }))).items.map(({ tag }) => tag),
});

/** One rollout by its place in the event log; what happened stays so. */
export function rolloutQuery(runId: string, seq: number) {
  return queryOptions({
    queryKey: ["runs", "rollout", runId, seq],
    queryFn: async ({ signal }) => {
      const query = { after: seq - 1, limit: 1, types: "rollout" };
      const page = await unwrap(
        api.GET("/api/runs/{run_id}/events", {
          signal,
          params: { path: { run_id: runId }, query },
        }),
      );
      return page.events.find((event): event is Rollout => event.type === "rollout") ?? null;
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}

export function logAddress(runId: string): string {
  return `/api/runs/${encodeURIComponent(runId)}/log?download=true`;
}
