import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "@/lib/client";
import type { RunOut } from "../api";
import { applyChange } from "../list/run-changes";

export const queueQuery = queryOptions({
  queryKey: ["runs", "queue"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/queue", { signal })),
});

export function changeQueue(client: QueryClient) {
  return mutationOptions({
    mutationFn: (body: Schemas["QueuePatch"]) => unwrap(api.PATCH("/api/queue", { body })),
    onSuccess: (queue) => client.setQueryData(queueQuery.queryKey, queue),
  });
}

/** Moves a queued run one place earlier or later. */
export function moveRun(client: QueryClient, runId: string) {
  return mutationOptions({
    mutationFn: async (step: -1 | 1) => {
      const { waiting } = await unwrap(api.GET("/api/queue"));
      const before = beforeWhich(waiting, runId, step);
      if (before === undefined) return null;
      return await unwrap(
        api.POST("/api/runs/{run_id}/move", {
          params: { path: { run_id: runId } },
          body: { before },
        }),
      );
    },
    onSuccess: (run: RunOut | null) => {
      if (run) applyChange(client, { run });
    },
  });
}

/** The run to stand before after a step; null: at the end; undefined: it cannot go further. */
export function beforeWhich(
  waiting: readonly string[],
  runId: string,
  step: -1 | 1,
): string | null | undefined {
  const at = waiting.indexOf(runId);
  if (at < 0) return undefined;
  if (step < 0) return at > 0 ? waiting[at - 1] : undefined;
  return at + 1 < waiting.length ? (waiting[at + 2] ?? null) : undefined;
}
