import type { Palette } from "./plot";

const LINES = 8;

/** The colours that the style sheet gives charts, in the colour scheme of the moment. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    lines: Array.from({ length: LINES }, (_, i) => read(`--chart-line-${i + 1}`)),
    axis: read("--chart-axis"),
    grid: read("--chart-grid"),
    cursor: read("--chart-cursor"),
    font: `11px ${style.fontFamily}`,
  };
}
