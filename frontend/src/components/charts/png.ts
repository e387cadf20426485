import { saveBlob } from "@/lib/download";
import type { ChartSpec } from "./line";
import { readPalette } from "./palette";

/** Saves a drawn plot with its title and legend, on the ground it is shown on. */
export function savePng(
  card: HTMLElement,
  plot: HTMLCanvasElement,
  spec: ChartSpec,
  fileName: string,
): void {
  const scale = window.devicePixelRatio;
  const palette = readPalette(card);
  const style = getComputedStyle(card);
  const head = 44 * scale;
  const canvas = document.createElement("canvas");
  canvas.width = plot.width;
  canvas.height = plot.height + head;
  const context = canvas.getContext("2d");
  if (!context) return;
  context.fillStyle = style.backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(plot, 0, head);
  context.scale(scale, scale);
  context.fillStyle = style.color;
  context.font = `600 13px ${style.fontFamily}`;
  context.fillText(spec.title, 10, 18);
  context.font = `11px ${style.fontFamily}`;
  let left = 10;
  spec.lines.forEach((line, i) => {
    context.fillStyle = palette.lines[i] ?? palette.axis;
    context.fillRect(left, 31, 10, 3);
    context.fillStyle = palette.axis;
    context.fillText(line.label, left + 14, 36);
    left += 30 + context.measureText(line.label).width;
  });
  canvas.toBlob((blob) => blob && saveBlob(fileName, blob), "image/png");
}
