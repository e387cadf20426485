import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { Crosshair } from "./crosshair";
import { drawable } from "./extent";
import type { Extent } from "./line";

export interface Group {
  /** What there is to see, and what of it is shown. */
  bounds: Extent;
  view: Extent;
  isZoomed: boolean;
  setZoom: (extent: Extent | null) => void;
  smoothing: number;
  logarithmic: boolean;
  /** What stands in a chart without numbers. */
  placeholder: string;
}

const GroupContext = createContext<Group | null>(null);
// On its own, because it never changes: what only points need not follow the zoom.
const CrosshairContext = createContext<Crosshair | null>(null);

interface ChartGroupProps {
  bounds: Extent;
  /** 0 (none) to just below 1. */
  smoothing: number;
  logarithmic: boolean;
  placeholder: string;
  children: ReactNode;
}

/** Charts over the same iterations: one crosshair, one zoom, one smoothing. */
export function ChartGroup(props: ChartGroupProps) {
  const { bounds, smoothing, logarithmic, placeholder, children } = props;
  const [crosshair] = useState(() => new Crosshair());
  const [zoom, setZoom] = useState<Extent | null>(null);
  const { from, to } = bounds;
  const group = useMemo<Group>(() => {
    const all = drawable({ from, to });
    const view = zoom ?? all;
    const isZoomed = zoom !== null;
    return {
      bounds: all,
      view,
      isZoomed,
      setZoom,
      smoothing,
      logarithmic,
      placeholder,
    };
  }, [from, to, zoom, smoothing, logarithmic, placeholder]);
  return (
    <CrosshairContext.Provider value={crosshair}>
      <GroupContext.Provider value={group}>{children}</GroupContext.Provider>
    </CrosshairContext.Provider>
  );
}

export function useChartGroup(): Group {
  const group = useContext(GroupContext);
  if (!group) throw new Error("A chart stands in a ChartGroup.");
  return group;
}

/** Where the charts of the group are pointed at. */
export function useCrosshair(): Crosshair {
  const crosshair = useContext(CrosshairContext);
  if (!crosshair) throw new Error("A chart stands in a ChartGroup.");
  return crosshair;
}
