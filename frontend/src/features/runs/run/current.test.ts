import { describe, expect, it } from "vitest";
import type { RunEvent } from "@/lib/stream/events";
import { RunStore } from "@/lib/stream/run-store";
import type { RunDetail } from "../api";
import { currentOf } from "./current";

const time = "2026-01-01T00:00:00.000Z";
const said: RunEvent[] = [
  { seq: 1, time, type: "state", status: "running" },
  { seq: 2, time, type: "progress", phase: "training", iteration: 3, total: 4 },
  { seq: 3, time, type: "state", status: "failed", reason: "no memory" },
];
const run = {
  status: "failed",
  reason: "no memory",
  progress: { phase: "training", iteration: 3, total: 4 },
  cursor: 3,
} as RunDetail;

describe("how a run stands", () => {
  it("is what the server said while the stream replays the past", () => {
    const store = new RunStore(() => {});
    store.apply(said.slice(0, 1));
    expect(currentOf(run, store)).toEqual({
      status: "failed",
      reason: "no memory",
      progress: run.progress,
    });
  });

  it("is what the stream says once it has caught up", () => {
    const store = new RunStore(() => {});
    store.apply(said);
    expect(currentOf({ ...run, status: "running", reason: null }, store)).toMatchObject({
      status: "failed",
      reason: "no memory",
    });
  });
});
