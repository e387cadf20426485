export interface Piece {
  text: string;
  kind: "same" | "removed" | "added";
}

/** Of longer texts only the beginning and the end are compared: the table grows with the square. */
const MOST_WORDS = 600;

/** The difference of two texts, word by word. */
export function diffWords(before: string, after: string): Piece[] {
  const a = wordsOf(before);
  const b = wordsOf(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (
    end < a.length - start &&
    end < b.length - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  )
    end++;
  return joined([
    ...pieces("same", a.slice(0, start)),
    ...diffMiddle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...pieces("same", a.slice(a.length - end)),
  ]);
}

/** By the longest common subsequence. */
function diffMiddle(a: string[], b: string[]): Piece[] {
  if (a.length * b.length > MOST_WORDS ** 2) {
    return [...pieces("removed", a), ...pieces("added", b)];
  }
  const width = b.length + 1;
  const length = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => length[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const found: Piece[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ kind: "same", text: a[i] ?? "" });
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      found.push({ kind: "removed", text: a[i++] ?? "" });
    } else {
      found.push({ kind: "added", text: b[j++] ?? "" });
    }
  }
  return found;
}

/** Words, runs of space and single marks, so that a changed quote does not take its word along. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

function pieces(kind: Piece["kind"], words: readonly string[]): Piece[] {
  return words.map((text) => ({ kind, text }));
}

function joined(all: readonly Piece[]): Piece[] {
  const found: Piece[] = [];
  for (const { kind, text } of all) {
    const last = found.at(-1);
    if (last?.kind === kind) last.text += text;
    else found.push({ kind, text });
  }
  return found;
}
