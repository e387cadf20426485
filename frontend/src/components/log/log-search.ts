import { plainText } from "./ansi";

/** Lines by number; what a log view can show and search. */
export interface LineSource {
  readonly first: number;
  readonly end: number;
  readonly longest: number;
  at(line: number): string | undefined;
}

/** Finds the lines that hold a text, a slice at a time, and goes on as lines come. Case does not count. */
export class LogSearch {
  readonly query: string;
  readonly #needle: string;
  readonly #source: LineSource;
  #matches: number[] = [];
  #next: number;

  constructor(source: LineSource, query: string) {
    this.#source = source;
    this.query = query;
    this.#needle = query.toLowerCase();
    this.#next = source.first;
  }

  /** The numbers of matching lines that are still kept, ascending. */
  get matches(): readonly number[] {
    const first = this.#source.first;
    if ((this.#matches[0] ?? first) < first) {
      this.#matches = this.#matches.filter((line) => line >= first);
    }
    return this.#matches;
  }

  /** Looks at up to `lines` more lines; true when none is left. */
  advance(lines: number): boolean {
    const { end, first } = this.#source;
    this.#next = Math.max(this.#next, first);
    const stop = this.#needle ? Math.min(end, this.#next + lines) : end;
    for (; this.#needle && this.#next < stop; this.#next++) {
      const text = this.#source.at(this.#next);
      if (text !== undefined && this.#holds(text)) this.#matches.push(this.#next);
    }
    this.#next = stop;
    return stop === end;
  }

  /** The match at or after `line` (`step` 1) or at or before it (`step` -1), going round; -1 when there is none. */
  find(line: number, step: 1 | -1): number {
    const matches = this.matches;
    if (matches.length === 0) return -1;
    let low = 0;
    let high = matches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((matches[middle] as number) < line) low = middle + 1;
      else high = middle;
    }
    if (step === 1) return matches[low] ?? (matches[0] as number);
    if (matches[low] === line) return line;
    return matches[low - 1] ?? (matches.at(-1) as number);
  }

  #holds(text: string): boolean {
    return plainText(text).toLowerCase().includes(this.#needle);
  }
}

/** Where `query` stands in `text`, as [start, end) pairs. */
export function occurrences(text: string, query: string): [number, number][] {
  if (!query) return [];
  const haystack = text.toLowerCase();
  const needle = query.toLowerCase();
  const found: [number, number][] = [];
  for (
    let at = haystack.indexOf(needle);
    at >= 0;
    at = haystack.indexOf(needle, at + needle.length)
  ) {
    found.push([at, at + needle.length]);
  }
  return found;
}
