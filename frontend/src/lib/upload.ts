import { api, type Schemas, unwrap } from "./client";
import { ApiProblem, readProblem } from "./problem";
import type { UploadServer } from "./resumable";

const PIECE = "application/offset+octet-stream";

/** Uploads of dataset files, in pieces, so that a lost connection costs no more than one. */
export const uploadServer: UploadServer<Schemas["DatasetOut"]> = {
  open: (files, signal) =>
    unwrap(
      api.POST("/api/datasets/uploads", {
        signal,
        body: { files: files.map(({ name, size }) => ({ name, bytes: size })) },
      }),
    ),
  state: (id, signal) =>
    unwrap(api.GET("/api/datasets/uploads/{upload_id}", { signal, ...named(id) })),
  append: async ({ id, offset }, piece, signal) => {
    // The generated client writes JSON only.
    const answer = await fetch(`/api/datasets/uploads/${encodeURIComponent(id)}`, {
      method: "PATCH",
      headers: { "content-type": PIECE, "upload-offset": String(offset) },
      body: piece,
      signal,
    }).catch((cause: unknown) => {
      if (signal.aborted) throw cause;
      throw ApiProblem.unreachable();
    });
    if (!answer.ok) {
      const body: unknown = await answer.json().catch(() => null);
      throw new ApiProblem(readProblem(body, answer.status));
    }
    return { id, offset: Number(answer.headers.get("upload-offset")) };
  },
  finish: (id, signal) =>
    unwrap(api.POST("/api/datasets/uploads/{upload_id}/finish", { signal, ...named(id) })),
  drop: async (id) => {
    await unwrap(api.DELETE("/api/datasets/uploads/{upload_id}", named(id)));
  },
};

function named(id: string) {
  return { params: { path: { upload_id: id } } };
}
