import { ApiProblem, isUnreachable } from "./problem";

/** How many bytes of an upload the server holds; several files are one stream, one after the other. */
export interface UploadState {
  id: string;
  offset: number;
}

/** The server's side of an upload that can be resumed. All reject with ApiProblem, or as aborted. */
export interface UploadServer<Made> {
  open(files: readonly File[], signal: AbortSignal): Promise<UploadState>;
  state(id: string, signal: AbortSignal): Promise<UploadState>;
  append(at: UploadState, piece: Blob, signal: AbortSignal): Promise<UploadState>;
  /** Asking again is safe. */
  finish(id: string, signal: AbortSignal): Promise<Made>;
  drop(id: string): Promise<void>;
}

export type UploadPhase = "sending" | "reconnecting" | "finishing";

export interface ResumableOptions<Made> {
  server: UploadServer<Made>;
  files: readonly File[];
  /** An unfinished upload of the same files. */
  known?: string | null;
  signal: AbortSignal;
  onOpened?: (id: string) => void;
  onProgress: (phase: UploadPhase, sent: number) => void;
  /** Waits so many milliseconds; rejects when the signal aborts. */
  wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export const PIECE_BYTES = 8 * 2 ** 20;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
const OUT_OF_STEP = 409;

/** Sends files piece by piece from where the server is, through lost connections, to the end. */
export async function sendResumable<Made>(options: ResumableOptions<Made>): Promise<Made> {
  const { server, files, known, signal, onOpened, onProgress, wait = sleep } = options;
  const stream = new Blob([...files]);
  let sent = 0;
  /** Does one step; a lost connection is waited out, and the step is done again. */
  const lasting = async <Answer>(step: () => Promise<Answer>): Promise<Answer> => {
    for (let pause = FIRST_WAIT_MS; ; pause = Math.min(pause * 2, LONGEST_WAIT_MS)) {
      try {
        return await step();
      } catch (error) {
        if (!isUnreachable(error)) throw error;
        onProgress("reconnecting", sent);
        await wait(pause, signal);
      }
    }
  };
  const open = () => lasting(() => server.open(files, signal));
  let state = known ? await lasting(() => server.state(known, signal)).catch(open) : await open();
  const { id } = state;
  onOpened?.(id);
  while (state.offset < stream.size) {
    sent = state.offset;
    onProgress("sending", sent);
    const at = state;
    let unsure = false;
    state = await lasting(async () => {
      // After a lost connection only the server knows how much of the piece arrived.
      if (unsure) return server.state(id, signal);
      unsure = true;
      const piece = stream.slice(at.offset, at.offset + PIECE_BYTES);
      return server.append(at, piece, signal).catch((error: unknown) => {
        if (!isOutOfStep(error)) throw error;
        return server.state(id, signal);
      });
    });
  }
  onProgress("finishing", state.offset);
  return lasting(() => server.finish(id, signal));
}

function isOutOfStep(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.status === OUT_OF_STEP;
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}
