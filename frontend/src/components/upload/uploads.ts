import type { Schemas } from "@/lib/client";
import { ApiProblem, asProblem } from "@/lib/problem";
import { sendResumable, type UploadPhase, type UploadServer } from "@/lib/resumable";
import { Speed } from "@/lib/speed";
import { forgetUpload, knownUpload, rememberUpload } from "./remembered-uploads";

export type Dataset = Schemas["DatasetOut"];

/** An upload as a page shows it. */
export interface Upload {
  key: number;
  /** Which page's it is. */
  place: string;
  names: readonly string[];
  total: number;
  sent: number;
  phase: UploadPhase | "done" | "failed";
  bytesPerSecond: number | null;
  secondsLeft: number | null;
  error: unknown;
  dataset: Dataset | null;
}

/** The uploads of this tab. They outlive the page that started them. */
export class Uploads {
  private shown: readonly Upload[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly running = new Map<number, { files: readonly File[]; stop: AbortController }>();
  private readonly ids = new Map<number, string>();
  private readonly server: UploadServer<Dataset>;
  private next = 1;

  constructor(server: UploadServer<Dataset>) {
    this.server = server;
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  list = () => this.shown;

  start(files: readonly File[], place: string): void {
    const empty = files.find(({ size }) => size === 0);
    if (empty) {
      this.refuse(empty.name, refusal(`${empty.name} is empty`, "Choose a file with rows."), place);
      return;
    }
    const total = files.reduce((sum, { size }) => sum + size, 0);
    const names = files.map(({ name }) => name);
    void this.send(this.add({ place, names, total, phase: "sending" }), files);
  }

  /** Says why something that was given is not sent. */
  refuse(name: string, error: unknown, place: string): void {
    this.add({ place, names: [name], total: 0, phase: "failed", error });
  }

  canRetry(key: number): boolean {
    return this.running.has(key);
  }

  /** Sends the rest of a failed upload. */
  retry(key: number): void {
    const files = this.running.get(key)?.files;
    if (files) void this.send(key, files);
  }

  /** Ends an upload; the server forgets what it has of it. */
  cancel(key: number): void {
    const running = this.running.get(key);
    running?.stop.abort(new DOMException("The upload was cancelled.", "AbortError"));
    if (running) this.drop(key, running.files);
    this.dismiss(key);
  }

  /** Takes an upload that ended off the page. */
  dismiss(key: number): void {
    this.running.delete(key);
    this.ids.delete(key);
    this.show(this.shown.filter((upload) => upload.key !== key));
  }

  private add(upload: Pick<Upload, "place" | "names" | "total" | "phase"> & Partial<Upload>) {
    const key = this.next++;
    const nothing = {
      sent: 0,
      bytesPerSecond: null,
      secondsLeft: null,
      error: null,
      dataset: null,
    };
    this.show([...this.shown, { ...nothing, ...upload, key }]);
    return key;
  }

  /** Has both sides forget what arrived of an upload. */
  private drop(key: number, files: readonly File[]): void {
    forgetUpload(files);
    const id = this.ids.get(key);
    this.ids.delete(key);
    // Without a server there is nobody to tell; it sweeps abandoned uploads itself.
    if (id !== undefined) void this.server.drop(id).catch(() => undefined);
  }

  private async send(key: number, files: readonly File[]): Promise<void> {
    const stop = new AbortController();
    const speed = new Speed();
    this.running.set(key, { files, stop });
    this.change(key, { phase: "sending", error: null });
    try {
      const dataset = await sendResumable({
        server: this.server,
        files,
        known: knownUpload(files),
        signal: stop.signal,
        onOpened: (id) => {
          this.ids.set(key, id);
          rememberUpload(files, id);
        },
        onProgress: (phase, sent) => {
          if (phase === "reconnecting") speed.reset();
          const bytesPerSecond = phase === "sending" ? speed.add(performance.now(), sent) : null;
          this.change(key, {
            phase,
            sent,
            bytesPerSecond,
            ...this.left(key, sent, bytesPerSecond),
          });
        },
      });
      forgetUpload(files);
      this.change(key, { phase: "done", dataset });
    } catch (error) {
      if (stop.signal.aborted) return;
      // What the server refused once it refuses again: the next attempt begins anew.
      if (asProblem(error).status >= 400) this.drop(key, files);
      this.change(key, { phase: "failed", error });
    }
  }

  private left(key: number, sent: number, speed: number | null): { secondsLeft: number | null } {
    const total = this.shown.find((upload) => upload.key === key)?.total ?? 0;
    return { secondsLeft: speed ? (total - sent) / speed : null };
  }

  private change(key: number, changes: Partial<Upload>): void {
    this.show(
      this.shown.map((upload) => (upload.key === key ? { ...upload, ...changes } : upload)),
    );
  }

  private show(uploads: readonly Upload[]): void {
    this.shown = uploads;
    for (const listener of this.listeners) listener();
  }
}

/** An error of this side, before anything was sent. */
export function refusal(title: string, detail: string): ApiProblem {
  return new ApiProblem({ title, status: 0, detail, code: "refused", errors: [] });
}
