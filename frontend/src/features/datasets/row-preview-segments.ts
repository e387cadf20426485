import type { Segment } from "./row-preview-api";

/** Segments that share how they are marked; the cut part begins a run of its own. */
export interface Run {
  trained: boolean;
  cut: boolean;
  segments: Segment[];
}

/** Neighbouring segments that are trained alike and cut alike, as one. */
export function runsOf(segments: readonly Segment[]): Run[] {
  const runs: Run[] = [];
  for (const segment of segments) {
    const { trained = false, cut = false } = segment;
    const last = runs.at(-1);
    if (last && last.trained === trained && last.cut === cut) last.segments.push(segment);
    else runs.push({ trained, cut, segments: [segment] });
  }
  return runs;
}

/** The first segments with no more than `most` characters between them, the last one shortened. */
export function firstOf(segments: readonly Segment[], most: number): Segment[] {
  const shown: Segment[] = [];
  let room = most;
  for (const segment of segments) {
    if (room <= 0) break;
    shown.push(
      segment.text.length <= room
        ? segment
        : { ...segment, text: segment.text.slice(0, wholeCharacters(segment.text, room)) },
    );
    room -= segment.text.length;
  }
  return shown;
}

export function lengthOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { text }) => sum + text.length, 0);
}

/** What marks of the legend these segments need. */
export function marksOf(segments: readonly Segment[]): {
  special: boolean;
  trained: boolean;
  cut: boolean;
} {
  return {
    special: segments.some(({ special }) => special),
    trained: segments.some(({ trained }) => trained),
    cut: segments.some(({ cut }) => cut),
  };
}

/** Not between the halves of a surrogate pair. */
function wholeCharacters(text: string, length: number): number {
  const code = text.charCodeAt(length - 1);
  return code >= 0xd800 && code <= 0xdbff ? length - 1 : length;
}
