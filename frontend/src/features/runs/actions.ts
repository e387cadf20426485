import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "@/lib/client";
import { type RunOut, runQuery } from "./api";
import { applyChange } from "./list/run-changes";
import { setLastDeleted } from "./trash/last-deleted";

export function patchRun(client: QueryClient, runId: string) {
  return mutationOptions({
    mutationFn: (body: Schemas["RunPatch"]) =>
      unwrap(api.PATCH("/api/runs/{run_id}", { params: { path: { run_id: runId } }, body })),
    onSuccess: (run: RunOut, { notes }) => {
      applyChange(client, { run });
      if (notes === undefined || notes === null) return;
      client.setQueryData(runQuery(runId).queryKey, (old) => old && { ...old, notes });
    },
  });
}

export function stopRun(client: QueryClient, runId: string) {
  return mutationOptions({
    mutationFn: (save: boolean) =>
      unwrap(
        api.POST("/api/runs/{run_id}/stop", {
          params: { path: { run_id: runId } },
          body: { save },
        }),
      ),
    onSuccess: (run: RunOut) => applyChange(client, { run }),
  });
}

export function resumeRun(client: QueryClient, runId: string) {
  return mutationOptions({
    mutationFn: (body: Schemas["ResumeRequest"]) =>
      unwrap(api.POST("/api/runs/{run_id}/resume", { params: { path: { run_id: runId } }, body })),
    onSuccess: (run: RunOut) => {
      applyChange(client, { run });
      // The run before it links to it.
      return client.invalidateQueries({ queryKey: runQuery(runId).queryKey });
    },
  });
}

/** Puts several runs into the archive, or takes them out. */
export function archiveRuns(client: QueryClient) {
  return mutationOptions({
    mutationFn: async ({ ids, archived }: { ids: readonly string[]; archived: boolean }) => {
      for (const id of ids) {
        const path = { run_id: id };
        const run = await unwrap(
          api.PATCH("/api/runs/{run_id}", { params: { path }, body: { archived } }),
        );
        applyChange(client, { run });
      }
    },
  });
}

export function deleteRun(client: QueryClient, { id, name }: Pick<RunOut, "id" | "name">) {
  return mutationOptions({
    mutationFn: () =>
      unwrap(api.DELETE("/api/runs/{run_id}", { params: { path: { run_id: id } } })),
    onSuccess: () => {
      applyChange(client, { deleted: id });
      setLastDeleted({ id, name });
      void client.invalidateQueries({ queryKey: ["trash"] });
    },
  });
}
