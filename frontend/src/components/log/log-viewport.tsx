import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import {
  type Ref,
  useCallback,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from "react";
import classes from "./log.module.css";
import { LogLine } from "./log-line";
import type { LineSource } from "./log-search";

const LINE_HEIGHT = 18;
/** What stands above the first line and below the last one, in pixels. */
const PADDING = 12;
/** This near to the end counts as being there, in pixels. */
const AT_END = 24;
const OVERSCAN = 20;
/** The virtualizer lays out all lines anew when their number changes, so it is told of them by the thousand. */
const STEP = 1024;
/** More lines than fit on any screen. */
const SCREENFUL = 120;

export interface LogViewportHandle {
  focus: () => void;
  /** Brings a line into view. */
  show: (line: number) => void;
  /** The first line in view. */
  topLine: () => number;
}

interface LogViewportProps {
  lines: LineSource;
  query: string;
  /** The line that a search stands at. */
  current: number | null;
  wrap: boolean;
  follow: boolean;
  onFollow: (follow: boolean) => void;
  /** The line to begin at. */
  startAt: number;
  ref: Ref<LogViewportHandle>;
}

/** The lines in view, however many there are. Scrolling up stops following, the end starts it again. */
export function LogViewport(props: LogViewportProps) {
  const { lines, query, current, wrap, follow, onFollow, startAt, ref } = props;
  const viewport = useRef<HTMLElement>(null);
  const lastTop = useRef(0);
  const { first, end } = lines;
  const count = end - first;
  const planned = Math.ceil(count / STEP) * STEP;
  // The virtualizer lays out every line anew whenever this is another function, too.
  const keyOf = useCallback((index: number) => first + index, [first]);
  const virtualizer = useVirtualizer({
    count: planned,
    getScrollElement: () => viewport.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: keyOf,
    overscan: OVERSCAN,
    scrollPaddingEnd: PADDING,
    rangeExtractor: (range) => (follow ? withEnd(range, count) : upTo(range, count)),
    useFlushSync: false,
  });

  useEffect(() => {
    if (follow && count > 0) virtualizer.scrollToIndex(count - 1, { align: "end" });
  }, [follow, count, virtualizer]);

  const begin = useEffectEvent(() => {
    if (!follow) virtualizer.scrollToIndex(Math.max(0, startAt - first), { align: "start" });
  });
  useEffect(() => begin(), []);

  // Lines forgotten above must not move those in view.
  const lastFirst = useRef(first);
  useLayoutEffect(() => {
    const forgotten = first - lastFirst.current;
    lastFirst.current = first;
    if (forgotten > 0 && !follow) viewport.current?.scrollBy(0, -forgotten * LINE_HEIGHT);
  }, [first, follow]);

  useImperativeHandle(ref, () => ({
    focus: () => viewport.current?.focus(),
    show: (line) => virtualizer.scrollToIndex(line - lines.first, { align: "center" }),
    topLine: () => lines.first + (virtualizer.range?.startIndex ?? 0),
  }));

  // Lines that are yet to come have no height.
  const height = virtualizer.getTotalSize() - (planned - count) * LINE_HEIGHT;

  const onScroll = () => {
    const element = viewport.current;
    if (!element) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const atEnd = scrollHeight - clientHeight - scrollTop < AT_END;
    if (atEnd && !follow) onFollow(true);
    if (!atEnd && follow && scrollTop < lastTop.current) onFollow(false);
    lastTop.current = scrollTop;
  };

  return (
    <section
      ref={viewport}
      className={classes.viewport}
      data-wrap={wrap}
      aria-label="Log lines"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={onScroll}
    >
      <div className={classes.lines} style={{ height, minWidth: wrap ? 0 : `${lines.longest}ch` }}>
        {virtualizer.getVirtualItems().map((item) => {
          const line = first + item.index;
          return (
            <div
              key={item.key}
              ref={wrap ? virtualizer.measureElement : undefined}
              data-index={item.index}
              data-current={line === current}
              className={classes.line}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <LogLine text={lines.at(line) ?? ""} query={query} />
            </div>
          );
        })}
      </div>
    </section>
  );
}

/** The rows in view, and none that is yet to come. */
function upTo(range: Range, count: number): number[] {
  return defaultRangeExtractor(range).filter((row) => row < count);
}

/**
 * The rows in view and the last ones: while lines pour in, the end is where the view will be by the time
 * that the rows are drawn.
 */
function withEnd(range: Range, count: number): number[] {
  const shown = upTo(range, count);
  const from = Math.max((shown.at(-1) ?? -1) + 1, count - SCREENFUL);
  for (let row = from; row < count; row++) shown.push(row);
  return shown;
}
