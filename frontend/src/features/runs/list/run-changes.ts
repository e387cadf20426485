import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Schemas } from "@/lib/client";
import { recentRunsQuery } from "@/lib/queries";
import { socketAddress } from "@/lib/stream/address";
import { ReconnectingSocket } from "@/lib/stream/reconnecting-socket";
import { type RunDetail, runQuery } from "../api";
import type { RunsSearch } from "../search";
import { patchPages, type RunListChange, type RunPages, replaced } from "./patch-pages";

/** The fields that a change leaves out when they hold nothing. */
const NOTHING = {
  reason: null,
  started_at: null,
  ended_at: null,
  progress: null,
  summary: null,
  queue_position: null,
  parent_id: null,
  group_id: null,
  group_name: null,
  start_at: null,
} satisfies Partial<RunDetail>;

/** Brings everything the panel knows of runs up to one change. */
export function applyChange(client: QueryClient, change: RunListChange): void {
  const lists = client.getQueriesData<RunPages>({ queryKey: ["runs", "list"] });
  for (const [key, pages] of lists) {
    if (!pages) continue;
    const patched = patchPages(pages, change, key[2] as RunsSearch);
    if (patched === "refetch") void client.invalidateQueries({ queryKey: key });
    else client.setQueryData(key, patched);
  }
  applyToRecent(client, change);
  applyToQueue(client, change);
  const { run, deleted } = change;
  if (run) {
    const { queryKey } = runQuery(run.id);
    client.setQueryData(queryKey, (old: RunDetail | undefined) => {
      return old && { ...old, ...NOTHING, ...run };
    });
  }
  if (deleted) client.removeQueries({ queryKey: runQuery(deleted).queryKey });
}

/** What waits changes where a run comes into the queue or leaves it. */
function applyToQueue(client: QueryClient, { run, deleted, queue }: RunListChange): void {
  const queryKey = ["runs", "queue"];
  if (queue) client.setQueryData(queryKey, queue);
  const old = client.getQueryData<Schemas["QueueOut"]>(queryKey);
  const id = deleted ?? run?.id;
  if (!old || id === undefined) return;
  if ((run?.status === "queued") !== old.waiting.includes(id)) {
    void client.invalidateQueries({ queryKey });
  }
}

function applyToRecent(client: QueryClient, { run, deleted }: RunListChange): void {
  const { queryKey } = recentRunsQuery;
  const recent = client.getQueryData(queryKey);
  if (!recent) return;
  if (deleted) {
    client.setQueryData(
      queryKey,
      recent.filter((item) => item.id !== deleted),
    );
  } else if (run && recent.some((item) => item.id === run.id)) {
    client.setQueryData(queryKey, replaced(recent, run));
  } else if (run && (recent[0]?.created_at ?? "") < run.created_at) {
    client.setQueryData(queryKey, [run, ...recent]);
  }
}

/** Keeps lists of runs live while the calling component is shown, and catches up after a lost connection. */
export function useRunChanges(): void {
  const client = useQueryClient();
  useEffect(() => {
    let wasLive = false;
    const socket = new ReconnectingSocket({
      url: () => socketAddress("/api/stream"),
      onMessage: (text) => applyChange(client, JSON.parse(text) as RunListChange),
      onState: (state) => {
        if (state !== "live") return;
        // What changed while nobody listened is not told again.
        if (wasLive) void client.invalidateQueries({ queryKey: ["runs", "list"] });
        if (wasLive) void client.invalidateQueries({ queryKey: recentRunsQuery.queryKey });
        if (wasLive) void client.invalidateQueries({ queryKey: ["runs", "queue"] });
        wasLive = true;
      },
    });
    socket.start();
    return () => socket.close();
  }, [client]);
}
