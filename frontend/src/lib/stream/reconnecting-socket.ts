export type ConnectionState = "connecting" | "live" | "reconnecting" | "ended";

export interface SocketOptions {
  /** Asked anew for each connection, because the cursor in it moves. */
  url: () => string;
  onMessage: (text: string) => void;
  onState: (state: ConnectionState) => void;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
const TICK_MS = 5_000;
/** A tick that comes this late means that the machine slept. */
const SLEPT_MS = 15_000;
/** After a wake, a connection silent for this long is not believed. */
const SILENT_MS = 20_000;
/** The server's word that there is nothing here to follow, and never will be. */
const GONE = 4404;

/** How long to wait before attempt `attempt` (0 for the first); jitter keeps many tabs apart. */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
  return ceiling * (0.5 + random() / 2);
}

/** A WebSocket that comes back: with growing pauses after errors, at once after sleep. */
export class ReconnectingSocket {
  readonly #options: SocketOptions;
  #socket: WebSocket | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #tick: ReturnType<typeof setInterval> | undefined;
  #attempt = 0;
  #heardAt = 0;
  #tickedAt = 0;
  #state: ConnectionState = "connecting";
  #open = false;

  constructor(options: SocketOptions) {
    this.#options = options;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  start(): void {
    if (this.#open || this.#state === "ended") return;
    this.#open = true;
    this.#tickedAt = Date.now();
    this.#tick = setInterval(() => this.#onTick(), TICK_MS);
    window.addEventListener("online", this.#onWake);
    window.addEventListener("pageshow", this.#onWake);
    document.addEventListener("visibilitychange", this.#onWake);
    this.#connect();
  }

  /** Drops the connection and opens a new one after the pause that is due. */
  reconnect(): void {
    if (!this.#open) return;
    this.#drop();
    this.#setState("reconnecting");
    this.#retry = setTimeout(() => this.#connect(), retryDelay(this.#attempt));
    this.#attempt += 1;
  }

  /** Nothing more will come: closes for good. */
  end(): void {
    this.close();
    this.#setState("ended");
  }

  close(): void {
    this.#open = false;
    this.#drop();
    clearInterval(this.#tick);
    window.removeEventListener("online", this.#onWake);
    window.removeEventListener("pageshow", this.#onWake);
    document.removeEventListener("visibilitychange", this.#onWake);
  }

  #connect(): void {
    this.#drop();
    const socket = new WebSocket(this.#options.url());
    this.#socket = socket;
    socket.onopen = () => {
      this.#heardAt = Date.now();
      this.#setState("live");
    };
    socket.onmessage = (message: MessageEvent<unknown>) => {
      this.#heardAt = Date.now();
      // Only a message proves the server well; one that accepts and drops must not be hammered.
      this.#attempt = 0;
      if (typeof message.data === "string") this.#options.onMessage(message.data);
    };
    socket.onclose = (close) => (close.code === GONE ? this.end() : this.reconnect());
  }

  /** Lets go of the socket without hearing from it again. */
  #drop(): void {
    clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #setState(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  }

  #onTick(): void {
    const late = Date.now() - this.#tickedAt > SLEPT_MS;
    this.#tickedAt = Date.now();
    // A hidden tab's timers are slowed on purpose; it is looked after when it shows again.
    if (late && !document.hidden) this.#onWake();
  }

  readonly #onWake = (): void => {
    if (!this.#open || document.hidden) return;
    const silent = Date.now() - this.#heardAt > SILENT_MS;
    const waiting = this.#socket === null;
    if (!waiting && !(silent && this.#state === "live")) return;
    this.#attempt = 0;
    this.#setState("reconnecting");
    this.#connect();
  };
}
