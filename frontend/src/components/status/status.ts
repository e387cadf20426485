import {
  IconAlertTriangle,
  IconCheck,
  IconFlame,
  IconHourglass,
  IconPlayerPause,
  IconPlayerStop,
  IconRocket,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Schemas } from "@/lib/client";

export type RunStatus = Schemas["RunOut"]["status"];

interface Look {
  word: string;
  icon: TablerIcon;
  /** A CSS variable: steel goes from straw through bronze and violet to blue as it is tempered. */
  color: string;
}

export const STATUS: Record<RunStatus, Look> = {
  queued: { word: "Queued", icon: IconHourglass, color: "var(--temper-steel)" },
  starting: { word: "Starting", icon: IconRocket, color: "var(--temper-straw)" },
  running: { word: "Running", icon: IconFlame, color: "var(--temper-bronze)" },
  stopping: { word: "Stopping", icon: IconPlayerPause, color: "var(--temper-violet)" },
  completed: { word: "Completed", icon: IconCheck, color: "var(--temper-blue)" },
  failed: { word: "Failed", icon: IconAlertTriangle, color: "var(--temper-red)" },
  stopped: { word: "Stopped", icon: IconPlayerStop, color: "var(--temper-steel)" },
};

/** Whether a run holds the machine or will. */
export function isActive(status: RunStatus): boolean {
  return status === "starting" || status === "running" || status === "stopping";
}
