import { hasEnded, type RunEvent } from "./events";
import { type ConnectionState, ReconnectingSocket } from "./reconnecting-socket";

export interface RunStreamOptions {
  /** The address of the stream of events after a cursor. */
  url: (after: number) => string;
  /** Events never seen before, in order and without a gap. */
  onEvents: (events: RunEvent[]) => void;
  onState: (state: ConnectionState) => void;
}

interface Batch {
  cursor: number;
  events: RunEvent[];
}

/** Follows one run's event log: every event once, in order, whatever happens to the connection. */
export class RunStream {
  readonly #options: RunStreamOptions;
  readonly #socket: ReconnectingSocket;
  #cursor = 0;
  #lastSeq: number | null = null;

  constructor(options: RunStreamOptions) {
    this.#options = options;
    this.#socket = new ReconnectingSocket({
      url: () => options.url(this.#cursor),
      onMessage: (text) => this.#receive(text),
      onState: options.onState,
    });
  }

  /** The seq of the newest event that was handed on. */
  get cursor(): number {
    return this.#cursor;
  }

  start(): void {
    this.#socket.start();
  }

  close(): void {
    this.#socket.close();
  }

  /** Tells that the log of an ended run stops at `seq`, even where its closing event is missing. */
  expectEnd(seq: number): void {
    this.#lastSeq = seq;
    if (this.#cursor >= seq) this.#socket.end();
  }

  #receive(text: string): void {
    const batch = readBatch(text);
    if (batch === "ping") return;
    if (batch === "broken") {
      this.#socket.reconnect();
      return;
    }
    const fresh: RunEvent[] = [];
    let next = this.#cursor + 1;
    let gap = false;
    let closed = false;
    for (const event of batch.events) {
      if (event.seq < next) continue;
      if (event.seq > next) {
        gap = true;
        break;
      }
      fresh.push(event);
      next += 1;
      closed ||= event.type === "state" && hasEnded(event.status);
    }
    this.#cursor = next - 1;
    if (fresh.length > 0) this.#options.onEvents(fresh);
    if (gap || batch.cursor > this.#cursor) this.#socket.reconnect();
    else if (closed || (this.#lastSeq !== null && this.#cursor >= this.#lastSeq))
      this.#socket.end();
  }
}

function readBatch(text: string): Batch | "ping" | "broken" {
  try {
    const message = JSON.parse(text) as Partial<Batch> | null;
    if (!Array.isArray(message?.events)) return "ping";
    return { cursor: message.cursor ?? 0, events: message.events };
  } catch {
    return "broken";
  }
}
