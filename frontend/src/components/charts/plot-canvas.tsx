import { useComputedColorScheme } from "@mantine/core";
import { type RefObject, useEffect, useEffectEvent, useRef } from "react";
import { type Group, useChartGroup, useCrosshair } from "./chart-group";
import classes from "./charts.module.css";
import { drawSoon, forgetDrawing } from "./draw-queue";
import type { ChartSpec } from "./line";
import { readPalette } from "./palette";
import { Plot } from "./plot";
import { useOnScreen } from "./use-on-screen";

interface PlotCanvasProps {
  spec: ChartSpec;
  /** The labels of lines that are not shown. */
  hidden: ReadonlySet<string>;
  plotRef: RefObject<Plot | null>;
}

/** The drawn part of a chart. Its own chunk, because uPlot comes with it. */
export default function PlotCanvas({ spec, hidden, plotRef }: PlotCanvasProps) {
  const host = useRef<HTMLDivElement>(null);
  const group = useChartGroup();
  const crosshair = useCrosshair();
  const scheme = useComputedColorScheme("light");
  const { isOnScreen, wasOnScreen } = useOnScreen(host);
  const logarithmic = group.logarithmic && spec.logarithmic === true;
  // What cannot change in a plot; when it does, the plot is made anew.
  const shape = spec.lines.map((line) => `${line.label}${line.spread ? "±" : ""}`).join("\n");

  const create = useEffectEvent((element: HTMLElement) => {
    const plot = new Plot(element, {
      lines: spec.lines,
      logarithmic,
      range: spec.range,
      tick: spec.tick,
      palette: readPalette(element),
      onPoint: crosshair.set,
      onZoom: group.setZoom,
      onReset: () => group.setZoom(null),
    });
    plotRef.current = plot;
    return plot;
  });
  const draw = useEffectEvent(() => {
    if (plotRef.current) drawOn(plotRef.current, spec, hidden, group);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: these stand for what `create` reads
  useEffect(() => {
    const element = host.current;
    if (!element || !wasOnScreen) return;
    const plot = create(element);
    // At once: uPlot cannot draw lines without their numbers.
    draw();
    const resizing = new ResizeObserver(() => {
      plot.resize(element.clientWidth, element.clientHeight);
      draw();
    });
    resizing.observe(element);
    const unsubscribe = crosshair.subscribe(() => plot.pointAt(crosshair.get()));
    return () => {
      unsubscribe();
      forgetDrawing(plot);
      resizing.disconnect();
      plot.destroy();
      plotRef.current = null;
    };
  }, [wasOnScreen, logarithmic, scheme, shape, crosshair, plotRef]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: these make another plot
  useEffect(() => {
    const plot = plotRef.current;
    // What this plot was made for: by the time it is drawn, there may be other lines and soon another plot.
    if (isOnScreen && plot) drawSoon(plot, () => drawOn(plot, spec, hidden, group));
  }, [isOnScreen, logarithmic, scheme, shape, spec, hidden, group]);

  return <div ref={host} className={classes.canvas} />;
}

function drawOn(plot: Plot, spec: ChartSpec, hidden: ReadonlySet<string>, group: Group): void {
  spec.lines.forEach((line, i) => {
    plot.show(i, !hidden.has(line.label));
  });
  plot.draw(spec.lines, { ...group.view, smoothing: group.smoothing });
}
