import { LogView } from "@/components/log/log-view";
import type { RunStore } from "@/lib/stream/run-store";
import { logAddress, type RunDetail } from "./api";
import { useSlice } from "./run/use-run-store";

/** What the trainer printed. */
export function LogTab({ run, store }: { run: RunDetail; store: RunStore }) {
  const version = useSlice(store, "log");
  const placeholder =
    run.status === "queued"
      ? "The run waits in the queue. What it prints will stand here."
      : "Nothing printed yet.";
  return (
    <LogView
      lines={store.log}
      version={version}
      download={logAddress(run.id)}
      placeholder={placeholder}
    />
  );
}
