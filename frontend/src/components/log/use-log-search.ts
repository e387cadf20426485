import { useEffect, useMemo, useReducer, useState } from "react";
import { type LineSource, LogSearch } from "./log-search";

const SLICE = 20_000;

/** The search of a log for `query`; grows with the log, a slice at a time so that the page stays quick. */
export function useLogSearch(lines: LineSource, version: number, query: string) {
  const search = useMemo(() => new LogSearch(lines, query), [lines, query]);
  const [current, setCurrent] = useState<number | null>(null);
  const [, found] = useReducer((n: number) => n + 1, 0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: version tells of new lines
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const step = () => {
      const before = search.matches.length;
      const done = search.advance(SLICE);
      if (search.matches.length !== before || done) found();
      if (!done) timer = setTimeout(step);
    };
    step();
    return () => clearTimeout(timer);
  }, [search, version]);

  /** Moves to the match after (`1`) or before (`-1`) the current one, or else `from`; gives its line. */
  const go = (step: 1 | -1, from: number): number | null => {
    const line = search.find(current === null ? from : current + step, step);
    const next = line < 0 ? null : line;
    setCurrent(next);
    return next;
  };
  const position = current === null ? 0 : search.matches.indexOf(current) + 1;
  return { count: search.matches.length, position, current, go, forget: () => setCurrent(null) };
}
