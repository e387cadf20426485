import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, type PointerEvent, useId, useState } from "react";
import { formatCount, formatShort } from "@/lib/numbers";
import { plural } from "@/lib/words";
import classes from "./tokens-histogram.module.css";
import {
  type Bar,
  type HistogramLayout,
  layoutHistogram,
  limitForKey,
  slotsOf,
  type TokenRange,
  tokensAt,
} from "./tokens-layout";

interface HistogramProps {
  ranges: readonly TokenRange[];
  limit: number;
  /** How many rows are longer than the limit; null while that is being asked. */
  over: number | null;
  onLimit: (limit: number) => void;
}

const HEIGHT = 190;
const LEFT = 44;
const RIGHT = 34;
const TOP = 22;
const BOTTOM = 34;
const LEAST = 2;

/** How many rows have how many tokens, with the limit as a line that can be moved. */
export function TokensHistogram({ ranges, limit, over, onLimit }: HistogramProps) {
  const { ref, width: given } = useElementSize();
  const width = Math.max(120, given - LEFT - RIGHT);
  const [dragged, setDragged] = useState<number | null>(null);
  const [pointed, setPointed] = useState<Bar | null>(null);
  const pattern = useId();
  const shown = dragged ?? limit;
  const height = HEIGHT - TOP - BOTTOM;
  const layout = layoutHistogram(
    ranges,
    { tokens: shown, over: shown === limit ? over : null },
    { width, height },
  );
  const slots = slotsOf(ranges);
  const most = slots.at(-1)?.end ?? LEAST;

  const at = (event: PointerEvent<SVGElement>) => {
    const box = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
    return Math.max(LEAST, tokensAt(slots, width, event.clientX - (box?.left ?? 0) - LEFT));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = limitForKey(event.key, limit, { least: LEAST, most });
    if (next === null) return;
    event.preventDefault();
    if (next !== limit) onLimit(next);
  };
  const drop = () => {
    if (dragged !== null && dragged !== limit) onLimit(dragged);
    setDragged(null);
  };
  return (
    <div ref={ref} className={classes.chart} style={{ height: HEIGHT }}>
      {given > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a drawing with a control in it is no fieldset
        <svg width={given} height={HEIGHT} role="group" aria-label="Rows by their length in tokens">
          <Hatch id={pattern} />
          <g transform={`translate(${LEFT} ${TOP})`}>
            <Axes layout={layout} width={width} height={height} />
            {layout.bars.map((bar) => (
              <BarShape
                key={bar.start}
                bar={bar}
                height={height}
                pattern={pattern}
                onPoint={setPointed}
              />
            ))}
            <g
              className={classes.limit}
              transform={`translate(${layout.limitX} 0)`}
              role="slider"
              tabIndex={0}
              aria-label="Limit in tokens"
              aria-orientation="horizontal"
              aria-valuemin={LEAST}
              aria-valuemax={Math.max(most, shown)}
              aria-valuenow={shown}
              aria-valuetext={plural(shown, "token")}
              data-dragged={dragged !== null || undefined}
              onKeyDown={onKeyDown}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                setPointed(null);
                setDragged(shown);
              }}
              onPointerMove={(event) => dragged !== null && setDragged(at(event))}
              onPointerUp={drop}
              onPointerCancel={() => setDragged(null)}
            >
              <rect className={classes.grip} x={-12} y={-TOP} width={24} height={height + TOP} />
              <line y1={-4} y2={height} />
              <path d="M-5 -4 H5 L0 3 Z" />
              <LimitLabel limit={shown} layout={layout} width={width} />
            </g>
          </g>
        </svg>
      )}
      {pointed && <Tip bar={pointed} width={given} />}
    </div>
  );
}

/** The hatching of what is cut: told apart without its colour too. */
function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern
        id={id}
        width={5}
        height={5}
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect className={classes.hatchGround} width={5} height={5} />
        <rect className={classes.hatch} width={2.2} height={5} />
      </pattern>
    </defs>
  );
}

function Axes({
  layout,
  width,
  height,
}: {
  layout: HistogramLayout;
  width: number;
  height: number;
}) {
  return (
    <g aria-hidden className={classes.axes}>
      {layout.yTicks.map(({ at, value }) => (
        <g key={value} transform={`translate(0 ${at})`}>
          <line x2={width} />
          <text x={-6} dy="0.32em" textAnchor="end">
            {formatShort(value)}
          </text>
        </g>
      ))}
      {layout.xTicks.map(({ at, value }) => (
        <text key={value} x={at} y={height + 14} textAnchor="middle">
          {formatShort(value)}
        </text>
      ))}
      <text x={width / 2} y={height + 29} textAnchor="middle">
        tokens a row
      </text>
    </g>
  );
}

interface BarShapeProps {
  bar: Bar;
  height: number;
  pattern: string;
  onPoint: (bar: Bar | null) => void;
}

function BarShape({ bar, height, pattern, onPoint }: BarShapeProps) {
  const whole = Math.max(0, bar.cutX - bar.x);
  const cut = Math.max(0, bar.x + bar.width - bar.cutX);
  return (
    <g aria-hidden onPointerEnter={() => onPoint(bar)} onPointerLeave={() => onPoint(null)}>
      <rect className={classes.reach} x={bar.x} width={bar.width} height={height} />
      {whole > 0 && (
        <rect
          className={classes.whole}
          x={bar.x}
          y={height - bar.height}
          width={whole}
          height={bar.height}
        />
      )}
      {cut > 0 && (
        <rect
          fill={`url(#${pattern})`}
          x={bar.cutX}
          y={height - bar.cutHeight}
          width={cut}
          height={bar.cutHeight}
        />
      )}
    </g>
  );
}

/** The number stands on the side where there is room for it. */
function LimitLabel({
  limit,
  layout,
  width,
}: {
  limit: number;
  layout: HistogramLayout;
  width: number;
}) {
  const isRight = layout.limitX > width / 2;
  return (
    <text x={isRight ? -8 : 8} y={-9} textAnchor={isRight ? "end" : "start"}>
      {`limit ${formatCount(limit)}${layout.isBeyond ? " →" : ""}`}
    </text>
  );
}

function Tip({ bar, width }: { bar: Bar; width: number }) {
  const middle = LEFT + bar.x + bar.width / 2;
  const cut = bar.cutRows === bar.rows ? "cut" : `${formatCount(bar.cutRows ?? 0)} cut`;
  return (
    <div
      className={classes.tip}
      style={middle > width / 2 ? { right: width - middle + 10 } : { left: middle + 10 }}
    >
      <strong>{plural(bar.rows, "row")}</strong> {rangeText(bar)}
      {bar.cutRows !== null && bar.cutRows > 0 && <em>{cut}</em>}
    </div>
  );
}

function rangeText({ start, end }: TokenRange): string {
  if (end - start <= 1) return `of ${plural(start, "token")}`;
  return `of ${formatCount(start)} to ${formatCount(end - 1)} tokens`;
}
