import type { Schemas } from "./client";
import { ApiProblem, readProblem } from "./problem";

export interface UploadOptions {
  files: readonly File[];
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Uploads dataset files. `fetch` tells nothing of progress, so this is an XMLHttpRequest. */
export function uploadDataset(options: UploadOptions): Promise<Schemas["DatasetOut"]> {
  const { files, onProgress, signal } = options;
  const form = new FormData();
  for (const file of files) form.append("file", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/datasets");
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status < 300) resolve(request.response);
      else reject(new ApiProblem(readProblem(request.response, request.status)));
    };
    request.onerror = () => reject(ApiProblem.unreachable());
    request.onabort = () => reject(new DOMException("The upload was cancelled.", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
