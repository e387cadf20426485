import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/client";
import type { RunOut } from "../api";
import { applyChange } from "../list/run-changes";

export const trashQuery = queryOptions({
  queryKey: ["trash"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/trash", { signal })),
  staleTime: 0,
});

export function restoreRun(client: QueryClient) {
  return mutationOptions({
    mutationFn: (runId: string) =>
      unwrap(api.POST("/api/trash/{run_id}/restore", { params: { path: { run_id: runId } } })),
    onSuccess: async (run: RunOut) => {
      applyChange(client, { run });
      await client.invalidateQueries({ queryKey: ["runs", "list"] });
      await client.invalidateQueries({ queryKey: trashQuery.queryKey });
    },
  });
}

export function removeForGood(client: QueryClient) {
  return mutationOptions({
    mutationFn: (runId: string | null) =>
      runId === null
        ? unwrap(api.DELETE("/api/trash"))
        : unwrap(api.DELETE("/api/trash/{run_id}", { params: { path: { run_id: runId } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: trashQuery.queryKey }),
  });
}
