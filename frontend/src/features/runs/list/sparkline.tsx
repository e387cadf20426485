const WIDTH = 110;
const HEIGHT = 24;
const EDGE = 2;

/** A curve as small as a word; the numbers beside it say what it shows. */
export function Sparkline({ values }: { values: readonly number[] }) {
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden>
      {values.length > 1 && (
        <polyline points={pointsOf(values)} fill="none" stroke="currentColor" strokeWidth={1.4} />
      )}
      {values.length === 1 && <circle cx={WIDTH / 2} cy={HEIGHT / 2} r={1.6} fill="currentColor" />}
    </svg>
  );
}

/** The points of a curve that fills the box; a flat one runs through its middle. */
export function pointsOf(values: readonly number[]): string {
  const lowest = Math.min(...values);
  const span = Math.max(...values) - lowest;
  const step = (WIDTH - 2 * EDGE) / (values.length - 1);
  const y = (value: number) => (span === 0 ? 0.5 : 1 - (value - lowest) / span);
  return values
    .map((value, i) => {
      const top = EDGE + y(value) * (HEIGHT - 2 * EDGE);
      return `${(EDGE + i * step).toFixed(1)},${top.toFixed(1)}`;
    })
    .join(" ");
}
