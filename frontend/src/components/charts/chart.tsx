import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconDownload, IconInfoCircle } from "@tabler/icons-react";
import { type KeyboardEvent, lazy, Suspense, useId, useRef, useState } from "react";
import { saveText } from "@/lib/download";
import { useChartGroup } from "./chart-group";
import { ChartLegend, PointedIteration } from "./chart-legend";
import { ChartSummary } from "./chart-summary";
import classes from "./charts.module.css";
import { linesToCsv } from "./csv";
import { zoomed } from "./extent";
import type { ChartSpec } from "./line";
import type { Plot } from "./plot";
import { savePng } from "./png";

const PlotCanvas = lazy(() => import("./plot-canvas"));

/** One chart with its title, its legend of numbers, and its export. */
export function Chart({ spec, fileName }: { spec: ChartSpec; fileName: string }) {
  const plot = useRef<Plot | null>(null);
  const card = useRef<HTMLElement>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const onKeyDown = useChartKeys();
  const { placeholder } = useChartGroup();
  const id = useId();
  const empty = spec.lines.every((line) => line.y.length === 0);
  const toggle = (label: string) => {
    const next = new Set(hidden);
    if (!next.delete(label)) next.add(label);
    setHidden(next);
  };
  const png = () => {
    const canvas = plot.current?.canvas;
    if (canvas && card.current) savePng(card.current, canvas, spec, `${fileName}-${spec.id}.png`);
  };
  const csv = () => saveText(`${fileName}-${spec.id}.csv`, "text/csv", linesToCsv(spec.lines));
  return (
    <figure className={classes.chart} ref={card} aria-labelledby={`${id}-title`}>
      <figcaption className={classes.head}>
        <h2 id={`${id}-title`}>{spec.title}</h2>
        {spec.help && (
          <Tooltip label={spec.help} events={{ hover: true, focus: true, touch: true }}>
            <ActionIcon size="xs" aria-label={`About ${spec.title}: ${spec.help}`}>
              <IconInfoCircle size={14} />
            </ActionIcon>
          </Tooltip>
        )}
        <PointedIteration spec={spec} />
        {!empty && (
          <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
            <Menu.Target>
              <ActionIcon size="sm" aria-label={`Export ${spec.title}`}>
                <IconDownload size={15} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={png}>Picture (PNG)</Menu.Item>
              <Menu.Item onClick={csv}>Numbers (CSV)</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </figcaption>
      <ChartLegend spec={spec} hidden={hidden} onToggle={toggle} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      <div
        className={classes.plot}
        role="group"
        aria-label={`${spec.title}, chart`}
        aria-describedby={`${id}-numbers`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move the crosshair, plus and minus zoom
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {empty && (
          <p className={classes.empty}>
            <span>{placeholder}</span>
          </p>
        )}
        <Suspense fallback={null}>
          <PlotCanvas spec={spec} hidden={hidden} plotRef={plot} />
        </Suspense>
      </div>
      <ChartSummary id={`${id}-numbers`} spec={spec} />
    </figure>
  );
}

/** Arrows move the crosshair, with Shift the view; plus and minus zoom; 0 and Escape show everything. */
function useChartKeys() {
  const { crosshair, view, bounds, setZoom } = useChartGroup();
  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (step !== 0 && event.shiftKey) setZoom(zoomed(view, bounds, 1, step / 4));
    else if (step !== 0) {
      const from = crosshair.get() ?? (step > 0 ? view.from : view.to);
      const x = from + step * Math.max(1, (view.to - view.from) / 100);
      crosshair.set(Math.min(view.to, Math.max(view.from, x)));
    } else if (event.key === "+" || event.key === "=") setZoom(zoomed(view, bounds, 0.5, 0));
    else if (event.key === "-") setZoom(zoomed(view, bounds, 2, 0));
    else if (event.key === "0" || event.key === "Escape") {
      setZoom(null);
      crosshair.set(null);
    } else return;
    event.preventDefault();
  };
}
