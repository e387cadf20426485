import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Schemas } from "@/lib/client";
import { uploadDataset } from "@/lib/upload";

export type Dataset = Schemas["DatasetOut"];

/** An upload of dataset files with its progress, which can be cancelled. */
export function useUpload(onDone: (dataset: Dataset) => void) {
  const client = useQueryClient();
  const [share, setShare] = useState(0);
  const controller = useRef<AbortController | null>(null);
  const mutation = useMutation({
    mutationFn: (files: readonly File[]) => {
      setShare(0);
      controller.current = new AbortController();
      return uploadDataset({ files, onProgress: setShare, signal: controller.current.signal });
    },
    onSuccess: (dataset) => {
      void client.invalidateQueries({ queryKey: ["datasets"] });
      onDone(dataset);
    },
  });
  const cancelled = mutation.error instanceof DOMException;
  return {
    upload: mutation.mutate,
    cancel: () => controller.current?.abort(),
    uploading: mutation.isPending,
    share,
    error: cancelled ? null : mutation.error,
  };
}
