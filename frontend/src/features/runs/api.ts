import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
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
