import { type KeyboardEvent, lazy, type RefObject, Suspense } from "react";
import { useChartGroup, useCrosshair } from "./chart-group";
import classes from "./charts.module.css";
import { zoomed } from "./extent";
import type { ChartSpec } from "./line";
import type { Plot } from "./plot";

const PlotCanvas = lazy(() => import("./plot-canvas"));

interface ChartAreaProps {
  spec: ChartSpec;
  /** The labels of lines that are not shown. */
  hidden: ReadonlySet<string>;
  /** The id of what says the same in words. */
  describedBy: string;
  plotRef: RefObject<Plot | null>;
}

/** Where the curves are: all of a chart that follows the zoom. */
export function ChartArea({ spec, hidden, describedBy, plotRef }: ChartAreaProps) {
  const onKeyDown = useChartKeys();
  const { placeholder } = useChartGroup();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      className={classes.plot}
      role="group"
      aria-label={`${spec.title}, chart`}
      aria-describedby={describedBy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move the crosshair, plus and minus zoom
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {spec.lines.every((line) => line.y.length === 0) && (
        <p className={classes.empty}>
          <span>{placeholder}</span>
        </p>
      )}
      <Suspense fallback={null}>
        <PlotCanvas spec={spec} hidden={hidden} plotRef={plotRef} />
      </Suspense>
    </div>
  );
}

/** Arrows move the crosshair, with Shift the view; plus and minus zoom; 0 and Escape show everything. */
function useChartKeys() {
  const { view, bounds, setZoom } = useChartGroup();
  const crosshair = useCrosshair();
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
