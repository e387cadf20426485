import { describe, expect, it, vi } from "vitest";
import type { RunEvent } from "./events";
import { RunStore } from "./run-store";

const time = "2026-01-01T00:00:00.000Z";

function events(bodies: Record<string, unknown>[]): RunEvent[] {
  return bodies.map((body, i) => ({ seq: i + 1, time, ...body }) as RunEvent);
}

describe("a run's store", () => {
  it("holds what the events say", () => {
    const store = new RunStore((flush) => flush());
    store.apply(
      events([
        { type: "state", status: "starting" },
        { type: "state", status: "running" },
        { type: "log", stream: "stdout", text: "hello" },
        { type: "progress", phase: "training", iteration: 2, total: 4 },
        { type: "metric", iteration: 1, split: "train", values: { train_loss: 2.5 } },
        { type: "metric", iteration: 1, split: "valid", values: { val_loss: 2.7 } },
        { type: "rollout", iteration: 1, split: "train", groups: [] },
        { type: "checkpoint", iteration: 2, path: "adapters/2", bytes: 10, final: false },
        { type: "warning", code: "nan", message: "not finite" },
        { type: "result", outcome: "failed", reason: "no memory", last_lines: [], details: {} },
        { type: "state", status: "failed", reason: "no memory" },
      ]),
    );
    expect(store.log.at(0)).toBe("hello");
    expect(store.progress).toMatchObject({ iteration: 2, total: 4 });
    expect(store.metrics.train.last("train_loss")).toBe(2.5);
    expect(store.metrics.valid.last("val_loss")).toBe(2.7);
    expect(store.rollouts.entries).toEqual([{ seq: 7, iteration: 1, split: "train" }]);
    expect(store.checkpoints).toHaveLength(1);
    expect(store.warnings).toHaveLength(1);
    expect(store.result?.reason).toBe("no memory");
    expect(store.status).toBe("failed");
    expect(store.reason).toBe("no memory");
    expect(store.startedAt).toBe(Date.parse(time));
  });

  it("keeps the newest rollouts and says where the others stand", () => {
    const store = new RunStore((flush) => flush());
    const rollouts = Array.from({ length: 60 }, (_, i) => ({
      type: "rollout",
      iteration: i + 1,
      split: "train",
      groups: [],
    }));
    store.apply(events(rollouts));
    expect(store.rollouts.entries).toHaveLength(60);
    expect(store.rollouts.get(10)).toBeUndefined();
    expect(store.rollouts.get(11)?.iteration).toBe(11);
  });

  it("tells its watchers once a frame, and which slices changed", () => {
    let frame = () => {};
    const store = new RunStore((flush) => {
      frame = flush;
    });
    const heard = vi.fn();
    store.subscribe(heard);
    const lines = { type: "log", stream: "stdout", text: "x" };
    store.apply(events([lines, lines]));
    store.apply(events([lines]));
    expect(heard).not.toHaveBeenCalled();
    expect(store.version("log")).toBe(0);
    frame();
    expect(heard).toHaveBeenCalledTimes(1);
    expect(store.version("log")).toBe(1);
    expect(store.version("metrics")).toBe(0);
  });

  it("takes 200,000 events within seconds, on a slow and busy machine too", () => {
    const store = new RunStore((flush) => flush());
    const many = events(
      Array.from({ length: 200_000 }, (_, i) =>
        i % 2 === 0
          ? { type: "log", stream: "stdout", text: `line ${i}` }
          : {
              type: "metric",
              iteration: i,
              split: "train",
              values: { train_loss: i, train_kl: i },
            },
      ),
    );
    const started = performance.now();
    store.apply(many);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(store.metrics.train.length).toBe(100_000);
  });
});
