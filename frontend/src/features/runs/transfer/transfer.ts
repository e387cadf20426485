import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/client";
import { applyChange } from "../list/run-changes";

export function importRun(client: QueryClient) {
  return mutationOptions({
    mutationFn: (file: File) =>
      unwrap(
        api.POST("/api/runs/import", {
          headers: { "Content-Type": "application/gzip" },
          // The file itself is the body: it is streamed, however large it is.
          body: file as unknown as string,
          bodySerializer: (body) => body as unknown as File,
        }),
      ),
    onSuccess: (run) => applyChange(client, { run }),
  });
}

/** Where a run's archive is downloaded from; without checkpoints only its newest adapter is in it. */
export function exportAddress(runId: string, checkpoints: boolean): string {
  return `/api/runs/${encodeURIComponent(runId)}/export?checkpoints=${checkpoints}`;
}
