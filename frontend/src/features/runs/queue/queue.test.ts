import { describe, expect, it } from "vitest";
import { beforeWhich } from "./queue";

describe("a step within the queue", () => {
  const waiting = ["a", "b", "c"];

  it("goes before the run above", () => {
    expect(beforeWhich(waiting, "b", -1)).toBe("a");
    expect(beforeWhich(waiting, "c", -1)).toBe("b");
  });

  it("goes behind the run below, which may be the last", () => {
    expect(beforeWhich(waiting, "a", 1)).toBe("c");
    expect(beforeWhich(waiting, "b", 1)).toBeNull();
  });

  it("ends at the ends, and for a run that waits no longer", () => {
    expect(beforeWhich(waiting, "a", -1)).toBeUndefined();
    expect(beforeWhich(waiting, "c", 1)).toBeUndefined();
    expect(beforeWhich(waiting, "gone", 1)).toBeUndefined();
  });
});
