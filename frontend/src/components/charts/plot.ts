import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatShort } from "@/lib/numbers";
import type { Extent, Line } from "./line";
import { type DrawnLine, drawnLines, type Part, partsOf, plotColumns } from "./plot-columns";

export interface Palette {
  lines: string[];
  axis: string;
  grid: string;
  cursor: string;
  font: string;
}

export interface PlotOptions {
  lines: readonly Line[];
  logarithmic: boolean;
  range?: [number, number] | undefined;
  tick?: ((value: number) => string) | undefined;
  palette: Palette;
  /** The pointer is at this x; null when it left. */
  onPoint: (x: number | null) => void;
  onZoom: (extent: Extent) => void;
  onReset: () => void;
}

export interface PlotView extends Extent {
  smoothing: number;
}

/** How wide a column is of which only the extremes are drawn, in pixels. */
const COLUMN = 2;
/** Where uPlot shows no cursor. */
const OFF = -10;
const AXIS_WIDTH = 52;
const AXIS_HEIGHT = 20;
/** Points are drawn where they stand at least this far apart, in pixels. */
const POINT_GAP = 10;

/** One uPlot chart: knows how to draw lines, nothing of React. */
export class Plot {
  readonly #options: PlotOptions;
  readonly #plot: uPlot;
  #view: PlotView = { from: 0, to: 1, smoothing: 0 };
  #pointed: number | null = null;
  #lines: readonly Line[] = [];
  #drawn: DrawnLine[] = [];

  constructor(host: HTMLElement, options: PlotOptions) {
    this.#options = options;
    this.#plot = new uPlot(this.#config(host), [[0, 1]], host);
    const { over } = this.#plot;
    over.addEventListener("mousemove", this.#onPointer);
    over.addEventListener("mouseleave", this.#onPointer);
    over.addEventListener("dblclick", options.onReset);
  }

  get canvas(): HTMLCanvasElement {
    return this.#plot.ctx.canvas;
  }

  draw(lines: readonly Line[], view: PlotView): void {
    // Zooming and resizing change neither.
    if (lines !== this.#lines || view.smoothing !== this.#view.smoothing) {
      this.#lines = lines;
      this.#drawn = drawnLines(lines, view.smoothing);
    }
    this.#view = view;
    const pixels = Math.max(1, Math.round(this.#plot.over.clientWidth / COLUMN));
    const { logarithmic } = this.#options;
    const columns = plotColumns(this.#drawn, { ...view, pixels, logarithmic });
    this.#plot.setData(columns as uPlot.AlignedData);
    // uPlot keeps the pixel; what is meant is the iteration.
    this.pointAt(this.#pointed);
  }

  /** Hides or shows a line with all its parts. */
  show(line: number, shown: boolean): void {
    const index = this.#seriesOf(line);
    const parts = partsOf(this.#options.lines[line] as Line).length;
    for (let i = index; i < index + parts; i++) {
      if (this.#plot.series[i]?.show !== shown) this.#plot.setSeries(i, { show: shown });
    }
  }

  pointAt(x: number | null): void {
    this.#pointed = x;
    const isShown = x !== null && x >= this.#view.from && x <= this.#view.to;
    const left = isShown ? this.#plot.valToPos(x, "x") : OFF;
    this.#plot.setCursor({ left, top: isShown ? 0 : OFF }, false);
  }

  resize(width: number, height: number): void {
    if (width !== this.#plot.width || height !== this.#plot.height) {
      this.#plot.setSize({ width, height });
    }
  }

  destroy(): void {
    this.#plot.destroy();
  }

  /** Where the parts of a line begin among uPlot's series, of which the first is x. */
  #seriesOf(line: number): number {
    const before = this.#options.lines.slice(0, line);
    return before.reduce((index, earlier) => index + partsOf(earlier).length, 1);
  }

  #config(host: HTMLElement): uPlot.Options {
    const { lines, palette, logarithmic, range, tick = formatShort } = this.#options;
    return {
      width: host.clientWidth,
      height: host.clientHeight,
      padding: [10, 20, 0, 0],
      legend: { show: false },
      scales: {
        x: { time: false, range: () => [this.#view.from, this.#view.to] },
        y: logarithmic ? { distr: 3, range: logRange } : { range: range ?? paddedRange },
      },
      axes: [
        {
          ...axis(palette),
          size: AXIS_HEIGHT,
          values: labels(formatShort),
          incrs: WHOLE,
        },
        { ...axis(palette), size: AXIS_WIDTH, values: labels(tick) },
      ],
      series: [{}, ...lines.flatMap((line, i) => seriesOf(line, palette.lines[i] ?? palette.axis))],
      bands: lines.flatMap((line, i): uPlot.Band[] => {
        const first = this.#seriesOf(i);
        return line.spread ? [{ series: [first + 1, first] }] : [];
      }),
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false },
        points: { size: markSize },
        bind: { dblclick: () => null },
      },
      hooks: { setSelect: [this.#onSelect] },
    };
  }

  /** Comes after uPlot's own listeners, which know where the pointer is. */
  readonly #onPointer = (): void => {
    const { left = -1 } = this.#plot.cursor;
    this.#options.onPoint(left < 0 ? null : this.#plot.posToVal(left, "x"));
  };

  readonly #onSelect = (plot: uPlot): void => {
    const { left, width } = plot.select;
    if (width <= 0) return;
    const from = plot.posToVal(left, "x");
    const to = plot.posToVal(left + width, "x");
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#options.onZoom({ from, to });
  };
}

/** Steps of an axis that counts iterations. */
const WHOLE = Array.from({ length: 12 }, (_, power) =>
  [1, 2, 5].map((n) => n * 10 ** power),
).flat();

function labels(say: (value: number) => string) {
  // A logarithmic axis asks for labels of ticks that it has dropped.
  return (_: uPlot, ticks: (number | null)[]) =>
    ticks.map((tick) => (tick === null ? "" : say(tick)));
}

function axis(palette: Palette): uPlot.Axis {
  return {
    stroke: palette.axis,
    font: palette.font,
    gap: 4,
    grid: { stroke: palette.grid, width: 1 },
    ticks: { show: false },
  };
}

function seriesOf(line: Line, color: string): uPlot.Series[] {
  return partsOf(line).map((part) => ({ ...LOOK[part](color), spanGaps: true }));
}

const LOOK: Record<Part, (color: string) => uPlot.Series> = {
  low: () => ({ width: 0, points: { show: false } }),
  high: (color) => ({ width: 0, points: { show: false }, fill: faded(color, 0.18) }),
  raw: (color) => ({ stroke: faded(color, 0.35), width: 1, points: { show: false } }),
  main: (color) => ({
    stroke: color,
    width: 1.6,
    points: { size: 4, fill: color, show: isSparse },
  }),
};

/** The mark on a series at the crosshair; the edges of a band have none. */
function markSize(plot: uPlot, series: number): number {
  return plot.series[series]?.stroke ? 7 : 0;
}

/** Whether a series has so few values that each can be seen. */
function isSparse(plot: uPlot, series: number, first: number, last: number): boolean {
  const shown = plot.data[series]?.slice(first, last + 1).filter((value) => value != null);
  return (shown?.length ?? 0) * POINT_GAP <= plot.over.clientWidth;
}

/** A `#rrggbb` colour with an opacity. */
function faded(color: string, opacity: number): string {
  return `${color}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, "0")}`;
}

/** The data with air above and below; zero stays the floor of what is never negative. */
function paddedRange(_: uPlot, min: number | null, max: number | null): uPlot.Range.MinMax {
  if (min === null || max === null) return [0, 1];
  const pad = (max - min) * 0.08 || Math.abs(max) * 0.1 || 0.5;
  return [min >= 0 ? Math.max(0, min - pad) : min - pad, max + pad];
}

function logRange(_: uPlot, min: number | null, max: number | null): uPlot.Range.MinMax {
  if (min === null || max === null || min <= 0) return [0.1, 1];
  return uPlot.rangeLog(min, max, 10, false);
}
