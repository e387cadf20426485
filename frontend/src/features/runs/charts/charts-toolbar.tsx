import { ActionIcon, Button, Slider, Switch, Tooltip } from "@mantine/core";
import { IconDownload, IconHelp } from "@tabler/icons-react";
import { memo } from "react";
import classes from "@/components/charts/charts.module.css";
import { ResetZoom } from "@/components/charts/reset-zoom";

const HINT =
  "Drag across a chart to zoom, double-click to see everything. By keyboard, on a chart: arrows move the crosshair, plus and minus zoom, Shift and arrows move along, 0 shows everything.";

interface ChartsToolbarProps {
  smoothing: number;
  onSmoothing: (smoothing: number) => void;
  logarithmic: boolean;
  onLogarithmic: (logarithmic: boolean) => void;
  hasNumbers: boolean;
  onSave: () => void;
}

/** How the charts are drawn. Apart from them, so that it is not drawn anew with every point. */
export const ChartsToolbar = memo(function ChartsToolbar(props: ChartsToolbarProps) {
  const { smoothing, onSmoothing, logarithmic, onLogarithmic, hasNumbers, onSave } = props;
  return (
    <div className={classes.toolbar}>
      <div className={classes.smoothing}>
        <span aria-hidden>Smoothing</span>
        <Slider
          className={classes.slider}
          size="sm"
          min={0}
          max={0.99}
          step={0.01}
          value={smoothing}
          onChange={onSmoothing}
          label={null}
          thumbLabel="Smoothing"
        />
        <span className={classes.amount}>{smoothing.toFixed(2)}</span>
      </div>
      <Switch
        label="Log scale"
        checked={logarithmic}
        onChange={(event) => onLogarithmic(event.currentTarget.checked)}
      />
      <Tooltip label={HINT} events={{ hover: true, focus: true, touch: true }}>
        <ActionIcon aria-label={`How to use the charts: ${HINT}`}>
          <IconHelp size={16} />
        </ActionIcon>
      </Tooltip>
      <ResetZoom />
      <span className={classes.spacer} />
      <Button
        variant="default"
        disabled={!hasNumbers}
        leftSection={<IconDownload size={14} />}
        onClick={onSave}
      >
        All numbers (CSV)
      </Button>
    </div>
  );
});
