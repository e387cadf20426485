import { Button } from "@mantine/core";
import { IconZoomReset } from "@tabler/icons-react";
import { useChartGroup } from "./chart-group";

/** Shows all of a group's charts again; keeps its place while there is nothing to reset. */
export function ResetZoom() {
  const { isZoomed, setZoom } = useChartGroup();
  return (
    <Button
      variant="default"
      style={{ visibility: isZoomed ? "visible" : "hidden" }}
      leftSection={<IconZoomReset size={14} />}
      onClick={() => setZoom(null)}
    >
      Reset zoom
    </Button>
  );
}
