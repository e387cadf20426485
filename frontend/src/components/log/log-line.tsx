import { type CSSProperties, memo } from "react";
import { type AnsiStyle, parseAnsi } from "./ansi";
import classes from "./log.module.css";
import { occurrences } from "./log-search";

interface LogLineProps {
  text: string;
  /** What to mark in it. */
  query: string;
}

/** One line with its colours, and what was searched marked. */
export const LogLine = memo(function LogLine({ text, query }: LogLineProps) {
  const spans = parseAnsi(text);
  const marks = occurrences(spans.map((span) => span.text).join(""), query);
  let at = 0;
  return spans.map((span) => {
    const start = at;
    at += span.text.length;
    return (
      <span key={start} style={cssOf(span.style)}>
        {marks.length > 0 ? marked(span.text, start, marks) : span.text}
      </span>
    );
  });
});

/** The text of a span that starts at `start` of its line, cut at the marks. */
function marked(text: string, start: number, marks: [number, number][]) {
  const pieces = [];
  let from = 0;
  for (const [markStart, markEnd] of marks) {
    const open = Math.max(from, markStart - start);
    const close = Math.min(text.length, markEnd - start);
    if (close <= open) continue;
    pieces.push(text.slice(from, open));
    pieces.push(
      <mark key={open} className={classes.mark}>
        {text.slice(open, close)}
      </mark>,
    );
    from = close;
  }
  pieces.push(text.slice(from));
  return pieces;
}

function cssOf(style: AnsiStyle): CSSProperties {
  const [front, back] = style.inverse
    ? [style.background ?? "ground", style.color ?? "text"]
    : [style.color, style.background];
  return {
    // Paler than its own colour it would be hard to read.
    color: style.dim && back === undefined ? "var(--mantine-color-dimmed)" : cssColor(front),
    background: cssColor(back),
    fontWeight: style.bold ? 700 : undefined,
    fontStyle: style.italic ? "italic" : undefined,
    textDecoration: style.underline ? "underline" : undefined,
  };
}

function cssColor(color: number | string | undefined): string | undefined {
  if (color === undefined) return undefined;
  if (typeof color === "string") {
    return color.startsWith("#") ? color : `var(--log-${color})`;
  }
  if (color < 16) return `var(--log-ansi-${color})`;
  if (color >= 232) {
    const gray = 8 + (color - 232) * 10;
    return `rgb(${gray} ${gray} ${gray})`;
  }
  const level = (n: number) => (n === 0 ? 0 : 55 + n * 40);
  const cube = color - 16;
  return `rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`;
}
