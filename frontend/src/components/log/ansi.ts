export interface AnsiStyle {
  /** A palette number 0–255, or a colour of its own as `#rrggbb`. */
  color?: number | string;
  background?: number | string;
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
  inverse?: boolean;
}

export interface AnsiSpan {
  text: string;
  style: AnsiStyle;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are made of control characters
const ESCAPE = /\x1b(?:\[([0-9;:?<=>]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would not show
const UNSHOWN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

/** What a terminal shows of a line: what was printed after the last carriage return. */
function visible(line: string): string {
  if (!line.includes("\r")) return line;
  const parts = line.split("\r").filter((part) => part !== "");
  return parts.at(-1) ?? "";
}

/** A line without its colours, as one searches and copies it. */
export function plainText(line: string): string {
  const shown = visible(line);
  if (!HAS_CONTROL.test(shown)) return shown;
  return shown.replace(ESCAPE, "").replace(UNSHOWN, "");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: most lines have none, and are done here
const HAS_CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/;

/** A line cut where its style changes. Every line starts plain. */
export function parseAnsi(line: string): AnsiSpan[] {
  const shown = visible(line);
  const spans: AnsiSpan[] = [];
  let style: AnsiStyle = {};
  let from = 0;
  const push = (raw: string) => {
    const text = raw.replace(UNSHOWN, "");
    if (text) spans.push({ text, style });
  };
  for (const match of shown.matchAll(ESCAPE)) {
    push(shown.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[2] === "m") style = applyCodes(style, match[1] ?? "");
  }
  push(shown.slice(from));
  return spans;
}

/** The style after one "select graphic rendition" sequence (ECMA-48, 8.3.117). */
function applyCodes(style: AnsiStyle, parameters: string): AnsiStyle {
  const codes = parameters.split(/[;:]/).map((code) => Number(code || "0"));
  let next = { ...style };
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    if (code === 38 || code === 48) {
      const [color, used] = extendedColor(codes, i + 1);
      if (color !== undefined) next[code === 38 ? "color" : "background"] = color;
      i += used;
    } else {
      next = applyCode(next, code);
    }
  }
  return next;
}

/** `5;n` or `2;r;g;b` after 38 or 48, and how many codes it took. */
function extendedColor(codes: number[], at: number): [number | string | undefined, number] {
  const kind = codes[at];
  if (kind === 5) return [codes[at + 1], 2];
  if (kind !== 2) return [undefined, 1];
  const parts = codes.slice(at + 1, at + 4);
  if (parts.length < 3) return [undefined, 4];
  const hex = parts.map((part) => Math.min(255, part).toString(16).padStart(2, "0"));
  return [`#${hex.join("")}`, 4];
}

function applyCode(style: AnsiStyle, code: number): AnsiStyle {
  if (code >= 30 && code <= 37) return { ...style, color: code - 30 };
  if (code >= 90 && code <= 97) return { ...style, color: code - 90 + 8 };
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 };
  if (code >= 100 && code <= 107) return { ...style, background: code - 100 + 8 };
  return { ...style, ...SIMPLE[code], ...(code === 0 ? RESET : {}) };
}

const RESET: AnsiStyle = {
  color: undefined,
  background: undefined,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
};

const SIMPLE: Record<number, AnsiStyle> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  39: { color: undefined },
  49: { background: undefined },
};
