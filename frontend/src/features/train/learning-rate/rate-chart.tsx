import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { formatShort } from "@/lib/numbers";
import classes from "./learning-rate.module.css";
import { indexForKey, layoutRates, nearest, type RateLayout, type RatePoint } from "./rate-layout";
import { pointText } from "./rate-words";

const HEIGHT = 168;
const MARGIN = { left: 46, right: 14, top: 20 };
const BOTTOM = 34;
/** Room for a second line of labels, with iterations. */
const BOTTOM_WITH_ITERATIONS = 48;

interface RateChartProps {
  points: readonly RatePoint[];
  warmup: number;
  /** Iterations in one update. */
  accumulation: number;
  describedBy: string;
}

/** The learning rate over the updates, read by pointer or by arrow keys. */
export function RateChart({ points, warmup, accumulation, describedBy }: RateChartProps) {
  const { ref, width: given } = useElementSize();
  const [index, setIndex] = useState<number | null>(null);
  const bottom = accumulation > 1 ? BOTTOM_WITH_ITERATIONS : BOTTOM;
  const size = {
    width: Math.max(80, given - MARGIN.left - MARGIN.right),
    height: HEIGHT - MARGIN.top - BOTTOM,
  };
  const layout = layoutRates(points, warmup, size);
  const last = points.length - 1;
  const at = Math.min(index ?? 0, last);
  const pointed = index === null ? undefined : points[at];
  const first = points[0];

  const onPointerMove = ({ currentTarget, clientX }: PointerEvent) => {
    const x = clientX - currentTarget.getBoundingClientRect().left - MARGIN.left;
    setIndex(nearest(points, layout, x));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = indexForKey(event.key, index ?? -1, points.length);
    if (next === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setIndex(next);
  };
  return (
    <>
      <p className={classes.readout} data-empty={!pointed || undefined} aria-hidden>
        {pointed ? pointText(pointed) : "Point at the curve to read it"}
      </p>
      <div
        ref={ref}
        className={classes.chart}
        style={{ height: HEIGHT - BOTTOM + bottom }}
        role="slider"
        tabIndex={0}
        aria-label="Learning rate by update"
        aria-describedby={describedBy}
        aria-valuemin={first?.update ?? 1}
        aria-valuemax={points[last]?.update ?? 1}
        aria-valuenow={points[at]?.update ?? 1}
        aria-valuetext={pointText(points[at] ?? { update: 1, iteration: 1, rate: 0 })}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setIndex(null)}
        onBlur={() => setIndex(null)}
        onKeyDown={onKeyDown}
      >
        {given > 0 && (
          <svg width={given} height={HEIGHT - BOTTOM + bottom} aria-hidden>
            <g transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
              {layout.warmupX !== null && <Warmup x={layout.warmupX} height={size.height} />}
              <Axes layout={layout} points={points} accumulation={accumulation} {...size} />
              <path className={classes.curve} d={layout.path} />
              {first?.rate === 0 && <ZeroStep y={layout.y(0)} />}
              {pointed && (
                <g
                  className={classes.pointed}
                  transform={`translate(${layout.x(pointed.update)} 0)`}
                >
                  <line y2={size.height} />
                  <circle cy={layout.y(pointed.rate)} r={3.5} />
                </g>
              )}
            </g>
          </svg>
        )}
      </div>
    </>
  );
}

function Warmup({ x, height }: { x: number; height: number }) {
  return (
    <g className={classes.warmup}>
      <rect width={Math.max(x, 2)} height={height} />
      <text y={-6}>warm-up</text>
    </g>
  );
}

/** The update that changes nothing: where a warm-up climbs from 0. */
function ZeroStep({ y }: { y: number }) {
  return (
    <g className={classes.zero} transform={`translate(0 ${y})`}>
      <circle r={4} />
      <text x={10} y={-4}>
        first update: 0
      </text>
    </g>
  );
}

interface AxesProps {
  layout: RateLayout;
  points: readonly RatePoint[];
  accumulation: number;
  width: number;
  height: number;
}

function Axes({ layout, points, accumulation, width, height }: AxesProps) {
  const lastIteration = points.at(-1)?.iteration ?? 0;
  const last = layout.xTicks.length - 1;
  return (
    <g className={classes.axes}>
      {layout.yTicks.map(({ value, at }) => (
        <g key={value} transform={`translate(0 ${at})`}>
          <line x2={width} />
          <text x={-6} dy="0.32em" textAnchor="end">
            {formatShort(value)}
          </text>
        </g>
      ))}
      {layout.xTicks.map(({ value, at }, index) => (
        <g
          key={value}
          transform={`translate(${at} ${height + 14})`}
          textAnchor={index === last ? "end" : "middle"}
        >
          <text>{formatShort(value)}</text>
          {accumulation > 1 && (
            <text y={14} className={classes.second}>
              {formatShort(Math.min(value * accumulation, lastIteration))}
            </text>
          )}
        </g>
      ))}
      <text x={width / 2} y={height + (accumulation > 1 ? 43 : 29)} textAnchor="middle">
        {accumulation > 1 ? "update, and below it its iteration" : "update"}
      </text>
    </g>
  );
}
