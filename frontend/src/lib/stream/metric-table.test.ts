import { describe, expect, it } from "vitest";
import { MetricTable } from "./metric-table";

const column = (table: MetricTable, name: string) => [...(table.column(name) ?? [])];

describe("a table of metrics", () => {
  it("has a column for each name, NaN where nothing was reported", () => {
    const table = new MetricTable();
    table.add(1, { loss: 3 });
    table.add(2, { loss: 2, kl: 0.1 });
    table.add(3, { kl: null });
    expect([...table.iterations]).toEqual([1, 2, 3]);
    expect(column(table, "loss")).toEqual([3, 2, Number.NaN]);
    expect(column(table, "kl")).toEqual([Number.NaN, 0.1, Number.NaN]);
    expect(table.column("reward")).toBeUndefined();
  });

  it("keeps all rows as it grows", () => {
    const table = new MetricTable();
    for (let i = 1; i <= 10_000; i++) table.add(i, { loss: i / 2 });
    expect(table.length).toBe(10_000);
    expect(column(table, "loss").every((value, i) => value === (i + 1) / 2)).toBe(true);
  });

  it("joins two reports of one iteration", () => {
    const table = new MetricTable();
    table.add(1, { loss: 3 });
    table.add(1, { time: 5 });
    expect(table.length).toBe(1);
    expect(column(table, "time")).toEqual([5]);
  });

  it("keeps iterations ascending when one comes late", () => {
    const table = new MetricTable();
    table.add(1, { loss: 1 });
    table.add(5, { loss: 5 });
    table.add(3, { loss: 3 });
    expect([...table.iterations]).toEqual([1, 3, 5]);
    expect(column(table, "loss")).toEqual([1, 3, 5]);
  });

  it("knows the newest number of a column", () => {
    const table = new MetricTable();
    expect(table.last("loss")).toBeUndefined();
    table.add(1, { loss: 3 });
    table.add(2, { loss: null });
    expect(table.last("loss")).toBe(3);
  });
});
