import { describe, expect, it } from "vitest";
import { addRows, earlierTables } from "./earlier";
import { RunStore } from "./run-store";

const COLUMNS = {
  iteration: [1, 2, 3, 4],
  train_loss: [4, 3, 2, 1],
  val_loss: [5, null, null, 1.5],
};

describe("the numbers of the runs before", () => {
  it("are taken up to where this one goes on, apart by split", () => {
    const { train, valid } = earlierTables(COLUMNS, 3);
    expect([...train.iterations]).toEqual([1, 2, 3]);
    expect([...valid.iterations]).toEqual([1]);
    expect(train.names).toEqual(["train_loss"]);
  });

  it("stand before a run's own, whichever came first", () => {
    let flush = () => {};
    const store = new RunStore((whenFree) => {
      flush = whenFree;
    });
    const time = "2026-01-01T00:00:00.000Z";
    const metric = (seq: number, iteration: number) =>
      ({
        type: "metric",
        seq,
        time,
        iteration,
        split: "train",
        values: { train_loss: 0.5 },
      }) as const;
    store.apply([metric(1, 4)]);
    store.setEarlier(earlierTables(COLUMNS, 3));
    store.apply([metric(2, 5)]);
    expect([...store.metrics.train.iterations]).toEqual([1, 2, 3, 4, 5]);
    expect([...(store.metrics.train.column("train_loss") ?? [])]).toEqual([4, 3, 2, 0.5, 0.5]);
    flush();
    expect(store.version("metrics")).toBe(1);
  });

  it("lose no row in being added", () => {
    const { train } = earlierTables(COLUMNS, 9);
    expect([...addRows(earlierTables(COLUMNS, 2).train, train).iterations]).toEqual([1, 2, 3, 4]);
  });
});
