import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { uploadServer } from "@/lib/upload";
import { type Dataset, type Upload, Uploads } from "./uploads";

export const uploads = new Uploads(uploadServer);

function isGoingOn({ phase }: Upload): boolean {
  return phase !== "done" && phase !== "failed";
}

/** The uploads of one place, oldest first. `onDone` is told of those that end while the caller is shown. */
export function useUploads(place: string, onDone: (dataset: Dataset) => void): readonly Upload[] {
  const client = useQueryClient();
  const all = useSyncExternalStore(uploads.subscribe, uploads.list);
  const here = all.filter((upload) => upload.place === place);
  const seen = useRef(new Set<number>());
  const tell = useRef(onDone);
  tell.current = onDone;
  useEffect(() => {
    for (const { key, phase, dataset, place: of } of all) {
      if (of !== place) continue;
      if (phase !== "done") seen.current.add(key);
      else if (dataset && seen.current.delete(key)) {
        void client.invalidateQueries({ queryKey: ["datasets"], exact: true });
        uploads.dismiss(key);
        tell.current(dataset);
      }
    }
  }, [all, place, client]);
  useWarningBeforeLeaving(all.some(isGoingOn));
  return here;
}

/** A reload loses the files of an upload that goes on. */
function useWarningBeforeLeaving(busy: boolean): void {
  useEffect(() => {
    if (!busy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [busy]);
}
