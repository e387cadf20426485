const CHUNK = 4096;

/** The newest lines of a log, in chunks, so that neither adding nor forgetting moves the rest. */
export class LogLines {
  readonly #limit: number;
  readonly #chunks: string[][] = [];
  #first = 0;
  #end = 0;
  #longest = 0;

  constructor(limit = 200_000) {
    this.#limit = limit;
  }

  /** The number of the oldest line that is kept, counting from 0: so many older ones are in the file only. */
  get first(): number {
    return this.#first;
  }

  /** One past the number of the newest line. */
  get end(): number {
    return this.#end;
  }

  /** The characters of the longest line so far. */
  get longest(): number {
    return this.#longest;
  }

  add(text: string): void {
    let chunk = this.#chunks.at(-1);
    if (!chunk || chunk.length === CHUNK) {
      chunk = [];
      this.#chunks.push(chunk);
    }
    chunk.push(text);
    this.#end += 1;
    if (text.length > this.#longest) this.#longest = text.length;
    if (this.#end - this.#first >= this.#limit + CHUNK) {
      this.#chunks.shift();
      this.#first += CHUNK;
    }
  }

  /** A line by its number in the whole log. */
  at(line: number): string | undefined {
    const offset = line - this.#first;
    if (offset < 0) return undefined;
    return this.#chunks[Math.floor(offset / CHUNK)]?.[offset % CHUNK];
  }

  text(): string {
    return this.#chunks.map((chunk) => chunk.join("\n")).join("\n");
  }
}
