/** One curve: `y` over ascending `x`, NaN where nothing was reported. */
export interface Line {
  label: string;
  /** More on what it is, for a pointer that rests on its name. */
  title?: string;
  x: Float64Array;
  y: Float64Array;
  /** Half the width of a band around the curve, such as one standard deviation. */
  spread?: Float64Array | undefined;
}

/** What one chart shows. */
export interface ChartSpec {
  id: string;
  title: string;
  /** One sentence on what the curve means. */
  help?: string | undefined;
  lines: Line[];
  /** Whether a logarithmic axis makes sense here. */
  logarithmic?: boolean | undefined;
  /** A fixed vertical range, for shares. */
  range?: [number, number] | undefined;
  format?: ((value: number) => string) | undefined;
  /** How the vertical axis says its values; short numbers without it. */
  tick?: ((value: number) => string) | undefined;
}

export interface Extent {
  from: number;
  to: number;
}

export interface LineSummary {
  label: string;
  last: number;
  at: number;
  lowest: number;
  highest: number;
}

/** The numbers a person would read off a curve; null while it has none. */
export function summarise(line: Line): LineSummary | null {
  let summary: LineSummary | null = null;
  for (let i = 0; i < line.y.length; i++) {
    const value = line.y[i] as number;
    if (Number.isNaN(value)) continue;
    summary ??= { label: line.label, last: value, at: 0, lowest: value, highest: value };
    summary.last = value;
    summary.at = line.x[i] as number;
    if (value < summary.lowest) summary.lowest = value;
    if (value > summary.highest) summary.highest = value;
  }
  return summary;
}
