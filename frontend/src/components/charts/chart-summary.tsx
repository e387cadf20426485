import { useEffect, useEffectEvent, useRef, useState } from "react";
import { formatNumber } from "@/lib/numbers";
import { type ChartSpec, summarise } from "./line";

const EVERY_MS = 2000;

/** What the curves show, in words, for those who do not see them. Not each frame: nobody reads as fast. */
export function ChartSummary({ id, spec }: { id: string; spec: ChartSpec }) {
  const [text, setText] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const read = useEffectEvent(() => {
    timer.current = undefined;
    setText(describe(spec));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new spec means new numbers
  useEffect(() => {
    timer.current ??= setTimeout(read, EVERY_MS);
  }, [spec]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return (
    <p id={id} className="visually-hidden">
      {text}
    </p>
  );
}

function describe(spec: ChartSpec): string {
  const format = spec.format ?? formatNumber;
  const sentences = spec.lines.map((line) => {
    const summary = summarise(line);
    if (!summary) return `${line.label}: nothing reported.`;
    const { last, at, lowest, highest } = summary;
    return `${line.label}: last ${format(last)} at iteration ${at}, lowest ${format(lowest)}, highest ${format(highest)}.`;
  });
  return sentences.join(" ");
}
