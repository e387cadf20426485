/** A stretch of an excerpt; one that nobody could see is shown by its name. */
export interface ExcerptPart {
  text: string;
  /** At the offending place, or a character that cannot be seen. */
  marked: boolean;
}

/** Characters shown before `column` where the start of a long line is left out. */
const BEFORE = 80;
const CUT = "…";
const NAMES: Record<string, string> = {
  "\ufeff": "BOM",
  "\u0000": "NUL",
  "\u007f": "DEL",
  "\u00a0": "NBSP",
  "\u200b": "ZWSP",
  "\u2028": "LS",
  "\u2029": "PS",
  "\ufffd": "\ufffd",
  "\r": "CR",
  "\t": "TAB",
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00a0\u200b\u2028\u2029\ufeff\ufffd]/;

/** An excerpt in stretches, with the character at `column` (from 1) and all unseen ones marked. */
export function excerptParts(excerpt: string, column: number | null | undefined): ExcerptPart[] {
  const at = column == null ? -1 : placeOf(excerpt, column);
  const parts: ExcerptPart[] = [];
  let plain = "";
  const flush = () => {
    if (plain) parts.push({ text: plain, marked: false });
    plain = "";
  };
  let index = 0;
  for (const character of excerpt) {
    const unseen = UNSEEN.test(character);
    if (unseen || index === at) {
      flush();
      parts.push({ text: unseen ? nameOf(character) : character, marked: true });
    } else {
      plain += character;
    }
    index += 1;
  }
  flush();
  return parts;
}

function placeOf(excerpt: string, column: number): number {
  return excerpt.startsWith(CUT) && column > BEFORE ? BEFORE + CUT.length : column - 1;
}

function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return NAMES[character] ?? `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
