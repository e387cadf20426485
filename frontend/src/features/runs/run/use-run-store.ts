import { useEffect, useState, useSyncExternalStore } from "react";
import { socketAddress } from "@/lib/stream/address";
import { RunStore, type Slice } from "@/lib/stream/run-store";
import { RunStream } from "@/lib/stream/run-stream";

/**
 * Everything a run has said, followed live while the calling component is shown. `endsAt` is the seq of
 * the last event of a run that is known to have ended.
 */
export function useRunStore(runId: string, endsAt: number | null): RunStore {
  const [{ store, stream }] = useState(() => follow(runId));
  useEffect(() => {
    stream.start();
    return () => stream.close();
  }, [stream]);
  useEffect(() => {
    if (endsAt !== null) stream.expectEnd(endsAt);
  }, [stream, endsAt]);
  return store;
}

function follow(runId: string) {
  const store = new RunStore();
  const path = `/api/runs/${encodeURIComponent(runId)}/stream`;
  const stream = new RunStream({
    url: (after) => socketAddress(`${path}?after=${after}`),
    onEvents: (events) => store.apply(events),
    onState: (state) => store.setConnection(state),
  });
  return { store, stream };
}

/** Renders again when a slice of the store changed; gives a number that grew. */
export function useSlice(store: RunStore, slice: Slice): number {
  return useSyncExternalStore(store.subscribe, () => store.version(slice));
}
