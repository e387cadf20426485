import { queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/client";
import { hasEnded } from "@/lib/stream/events";
import { type RunDetail, runQuery } from "../api";
import type { CompareSearch } from "../search";
import type { Columns } from "./overlay";

/** As many runs as a sweep can have. */
const MOST = 64;
const LIVE_MS = 3_000;

const groupQuery = (group: string) =>
  queryOptions({
    queryKey: ["runs", "group", group],
    queryFn: async ({ signal }) => {
      const query = { group, archived: "any", sort: "created", limit: MOST } as const;
      return (await unwrap(api.GET("/api/runs", { signal, params: { query } }))).items;
    },
  });

function metricsQuery(runId: string, isLive: boolean) {
  return queryOptions({
    queryKey: ["runs", "metrics", runId, isLive],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/runs/{run_id}/metrics", {
          signal,
          params: { path: { run_id: runId }, query: { with_parents: true } },
        }),
      ),
    refetchInterval: isLive ? LIVE_MS : false,
    staleTime: isLive ? 0 : Number.POSITIVE_INFINITY,
  });
}

export interface Comparison {
  title: string;
  /** undefined until all are there. */
  runs: RunDetail[] | undefined;
  error: Error | null;
}

/** The runs that an address names. */
export function useComparison({ runs: ids, group }: CompareSearch): Comparison {
  const members = useQuery({ ...groupQuery(group ?? ""), enabled: group !== undefined });
  const wanted = group ? members.data?.map((run) => run.id) : chosen(ids);
  const details = useQueries({ queries: (wanted ?? []).map((id) => runQuery(id)) });
  const found = details.flatMap((query) => query.data ?? []);
  const isWhole = wanted !== undefined && details.every((query) => !query.isPending);
  return {
    title: (group && members.data?.[0]?.group_name) || "Compare runs",
    runs: isWhole ? found : undefined,
    error: members.error ?? details.find((query) => query.error)?.error ?? null,
  };
}

/** What each of these runs reported, asked for again while it trains. */
export function useMetrics(runs: readonly RunDetail[]): Map<string, Columns> {
  const queries = useQueries({
    queries: runs.map((run) => metricsQuery(run.id, !hasEnded(run.status))),
  });
  const found = new Map<string, Columns>();
  for (const [index, run] of runs.entries()) {
    const data = queries[index]?.data;
    if (data) found.set(run.id, data);
  }
  return found;
}

function chosen(ids: string | undefined): string[] {
  const each = (ids ?? "").split(",").map((id) => id.trim());
  return [...new Set(each.filter(Boolean))].slice(0, MOST);
}
