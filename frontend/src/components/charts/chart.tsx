import { useCallback, useEffect, useId, useRef, useState } from "react";
import { saveText } from "@/lib/download";
import { ChartArea } from "./chart-area";
import { ChartExport, ChartTitle } from "./chart-head";
import { ChartLegend, PointedIteration } from "./chart-legend";
import { ChartSummary } from "./chart-summary";
import classes from "./charts.module.css";
import { linesToCsv } from "./csv";
import type { ChartSpec } from "./line";
import type { Plot } from "./plot";
import { savePng } from "./png";

/** One chart with its title, its legend of numbers, and its export. */
export function Chart({ spec, fileName }: { spec: ChartSpec; fileName: string }) {
  const plot = useRef<Plot | null>(null);
  const card = useRef<HTMLElement>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const id = useId();
  const toggle = (label: string) => {
    const next = new Set(hidden);
    if (!next.delete(label)) next.add(label);
    setHidden(next);
  };
  const save = useSave(spec, fileName, plot, card);
  return (
    <figure className={classes.chart} ref={card} aria-labelledby={`${id}-title`}>
      <figcaption className={classes.head}>
        <ChartTitle id={`${id}-title`} title={spec.title} help={spec.help} />
        <PointedIteration spec={spec} />
        {spec.lines.some((line) => line.y.length > 0) && (
          <ChartExport title={spec.title} onSave={save} />
        )}
      </figcaption>
      <ChartLegend spec={spec} hidden={hidden} onToggle={toggle} />
      <ChartArea spec={spec} hidden={hidden} describedBy={`${id}-numbers`} plotRef={plot} />
      <ChartSummary id={`${id}-numbers`} spec={spec} />
    </figure>
  );
}

/** Saves a chart as it is when asked; the function stays the same while points come. */
function useSave(
  spec: ChartSpec,
  fileName: string,
  plot: { readonly current: Plot | null },
  card: { readonly current: HTMLElement | null },
) {
  const latest = useRef({ spec, fileName });
  useEffect(() => {
    latest.current = { spec, fileName };
  }, [spec, fileName]);
  return useCallback(
    (as: "png" | "csv") => {
      const { spec, fileName } = latest.current;
      const name = `${fileName}-${spec.id}.${as}`;
      const canvas = plot.current?.canvas;
      if (as === "csv") saveText(name, "text/csv", linesToCsv(spec.lines));
      else if (canvas && card.current) savePng(card.current, canvas, spec, name);
    },
    [plot, card],
  );
}
