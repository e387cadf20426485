import type { components } from "@/api/schema";

/** The tagged union of everything a run says, as the server defines it. */
export type RunEvent = components["schemas"]["EventPage"]["events"][number];
export type EventType = RunEvent["type"];
export type EventOf<T extends EventType> = Extract<RunEvent, { type: T }>;

export type RunStatus = EventOf<"state">["status"];
export type Split = EventOf<"metric">["split"];
export type Progress = Omit<EventOf<"progress">, "seq" | "time" | "type">;
export type Rollout = EventOf<"rollout">;
export type RolloutGroup = Rollout["groups"][number];
export type Completion = RolloutGroup["completions"][number];

const ENDED: ReadonlySet<RunStatus> = new Set<RunStatus>(["completed", "failed", "stopped"]);

export function hasEnded(status: RunStatus): boolean {
  return ENDED.has(status);
}
