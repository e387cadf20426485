import { api, type Schemas, unwrap } from "./client";
import { ApiProblem, readProblem } from "./problem";
import type { UploadServer, UploadState } from "./resumable";

type Dataset = Schemas["DatasetOut"];
type Answer = Schemas["UploadOut"];

/** Uploads of dataset files, in pieces, so that a lost connection costs no more than one. */
export const uploadServer: UploadServer<Dataset> = {
  open: (files, signal) =>
    stateOf(
      unwrap(
        api.POST("/api/datasets/uploads", {
          signal,
          body: { files: files.map(({ name, size }) => ({ name, bytes: size })) },
        }),
      ),
    ),
  state: (id, signal) =>
    stateOf(
      unwrap(
        api.GET("/api/datasets/uploads/{upload_id}", {
          signal,
          params: { path: { upload_id: id } },
        }),
      ),
    ),
  append: async (id, file, offset, piece, signal) => {
    // The generated client writes JSON only.
    const address = `/api/datasets/uploads/${encodeURIComponent(id)}?file=${file}&offset=${offset}`;
    const answer = await fetch(address, { method: "PATCH", body: piece, signal }).catch(
      (cause: unknown) => {
        if (signal.aborted) throw cause;
        throw ApiProblem.unreachable();
      },
    );
    const body: unknown = await answer.json().catch(() => null);
    if (!answer.ok) throw new ApiProblem(readProblem(body, answer.status));
    return asState(body as Answer);
  },
  finish: (id, signal) =>
    unwrap(
      api.POST("/api/datasets/uploads/{upload_id}/finish", {
        signal,
        params: { path: { upload_id: id } },
      }),
    ),
  drop: async (id) => {
    await unwrap(
      api.DELETE("/api/datasets/uploads/{upload_id}", { params: { path: { upload_id: id } } }),
    );
  },
};

async function stateOf(answer: Promise<Answer>): Promise<UploadState> {
  return asState(await answer);
}

function asState({ id, files }: Answer): UploadState {
  return { id, received: files.map(({ received }) => received) };
}
