import { describe, expect, it } from "vitest";
import { withValue } from "@/components/parameter-form/catalogue";
import { method, parameter } from "@/components/parameter-form/parameters.test-support";
import { NO_PRESET, type Values } from "@/lib/draft";
import {
  type Applied,
  applied,
  inForce,
  methodUnder,
  presetOf,
  presetValues,
  withMethod,
} from "./presets";

const quick: Applied = {
  id: "quick",
  title: "Quick try",
  summary: "Short.",
  parameters: { iters: 50, rank: 16 },
  reasons: { iters: "It is short.", rank: "It is wide." },
};
const sft = method([
  parameter({ name: "iters", default: 100 }),
  parameter({ name: "rank", default: 8 }),
  parameter({ name: "seed", default: 0 }),
]);

describe("the preset of a draft", () => {
  it("is balanced at first, and none where none is asked for", () => {
    expect(presetOf({})).toBe("balanced");
    expect(presetOf({ p: { iters: 5 } })).toBe("balanced");
    expect(presetOf({ preset: "quick" })).toBe("quick");
    expect(presetOf({ preset: NO_PRESET })).toBeNull();
  });

  it("goes with another method unless it was saved for this one", () => {
    expect(withMethod({ method: "sft", preset: "quick" }, "dpo")).toEqual({
      method: "dpo",
      preset: "quick",
    });
    expect(withMethod({ method: "sft", preset: NO_PRESET }, "dpo").preset).toBe(NO_PRESET);
    expect(withMethod({ method: "sft", preset: "20260131-142305-k7q2mz" }, "dpo")).toEqual({
      method: "dpo",
    });
  });
});

describe("a method under a preset", () => {
  const [iters, , seed] = methodUnder(sft, quick.parameters as Values).parameters;

  it("has the preset's values where it had defaults", () => {
    expect(iters?.default).toBe(50);
    expect(seed?.default).toBe(0);
  });

  it("makes a change of what differs from the preset, the old default as well", () => {
    if (!iters) throw new Error("no iters");
    expect(withValue(iters, {}, 100)).toEqual({ iters: 100 });
    expect(withValue(iters, { iters: 100 }, 50)).toEqual({});
  });

  it("says of each value why, and what it would be else", () => {
    expect(presetValues(sft, quick).get("iters")).toEqual({ reason: "It is short.", usual: 100 });
    expect(presetValues(sft, quick).has("seed")).toBe(false);
  });
});

describe("what holds of a preset", () => {
  it("is what was not set by hand", () => {
    expect(inForce(quick, { rank: 4 })).toEqual({ iters: 50 });
    expect(inForce(null, { rank: 4 })).toEqual({});
  });

  it("are no iterations where epochs were set, and the other way round", () => {
    expect(inForce(quick, { epochs: 2 })).toEqual({ rank: 16 });
    expect(inForce(quick, { epochs: null })).toEqual({ iters: 50, rank: 16 });
    expect(inForce({ ...quick, parameters: { epochs: 3 } }, { iters: 5 })).toEqual({});
  });

  it("is told by the plan, else by the list, and by neither of another preset", () => {
    const planned = { ...quick, parameters: { iters: 25 } };
    expect(applied("quick", planned, [quick])).toBe(planned);
    expect(applied("quick", { ...planned, id: "thorough" }, [quick])).toBe(quick);
    expect(applied("gone", planned, [quick])).toBeNull();
    expect(applied(null, planned, [quick])).toBeNull();
  });
});
