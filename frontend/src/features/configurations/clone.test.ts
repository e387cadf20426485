import { expect, it } from "vitest";
import { method, parameter } from "@/components/parameter-form/parameters.test-support";
import type { Schemas } from "@/lib/client";
import { cloneOf, knownParameters } from "./clone";

type Run = Parameters<typeof cloneOf>[0];
type Plan = Schemas["PlanOut"]["parameters"];

const sft = method(
  [
    parameter({ name: "iters", label: "Iterations", default: 100 }),
    parameter({ name: "rank", label: "Rank", default: 8 }),
    parameter({ name: "epochs", label: "Epochs", default: null }),
  ],
  { id: "sft", title: "SFT" },
);

function values(given: Record<string, [unknown, string]>): Plan {
  const entries = Object.entries(given).map(([name, [value, origin]]) => [name, { value, origin }]);
  return Object.fromEntries(entries) as Plan;
}

function run(request: object, plan: Plan): Run {
  const whole = { method: "sft", model: "m", dataset: "d", parameters: {}, ...request };
  return { name: "first", request: whole, plan: { parameters: plan } } as Run;
}

it("asks for the same again where nothing has changed since", () => {
  const plan = values({ iters: [50, "preset"], rank: [16, "request"] });
  const given = run({ parameters: { rank: 16 }, preset: "quick" }, plan);
  const { draft, notice } = cloneOf(given, [sft], plan);
  expect(draft).toEqual({
    method: "sft",
    model: "m",
    dataset: "d",
    preset: "quick",
    p: { rank: 16 },
  });
  expect(notice).toEqual({
    title: "A copy of “first”",
    remarks: ["Its values are exactly those of that run."],
  });
});

it("keeps what was decided where a preset or a default is another one by now", () => {
  const then = values({
    iters: [null, "temper_default"],
    epochs: [3, "preset"],
    rank: [8, "preset"],
  });
  const now = values({ iters: [60, "preset"], epochs: [null, "preset"], rank: [8, "preset"] });
  const { draft, notice } = cloneOf(run({ preset: "quick" }, then), [sft], now);
  expect(draft.preset).toBe("quick");
  expect(draft.p).toEqual({ iters: null, epochs: 3 });
  expect(notice.remarks).toEqual([
    "Kept as in that run, where the preset “quick” or a default is another today: iters and epochs.",
  ]);
});

it("spells everything out where no plan can be made today", () => {
  const then = values({ iters: [100, "temper_default"], rank: [32, "preset"] });
  const { draft } = cloneOf(run({ preset: "gone" }, then), [sft], null);
  expect(draft).toEqual({
    method: "sft",
    model: "m",
    dataset: "d",
    preset: "none",
    p: { rank: 32 },
  });
});

it("names what cannot be had any more instead of dropping it", () => {
  const lacking = method(
    [parameter({ name: "rank", label: "Rank", unavailable: "Version 5.8 does not have it." })],
    { id: "sft", title: "SFT" },
  );
  const given = run({ parameters: { rank: 4, magic: "x" } }, values({ rank: [4, "request"] }));
  expect(knownParameters(given.request, [lacking])).toEqual({});
  const { draft, notice } = cloneOf(given, [lacking], null);
  expect(draft.p).toBeUndefined();
  expect(notice.remarks).toEqual([
    "rank (4) is left out: Version 5.8 does not have it.",
    'magic ("x") is left out: SFT has no such parameter in this version.',
  ]);
});

it("says that a method is gone, and keeps what was asked", () => {
  const { draft, notice } = cloneOf(
    run({ method: "magic", parameters: { rank: 4 } }, {}),
    [sft],
    null,
  );
  expect(draft).toMatchObject({ method: "magic", p: { rank: 4 } });
  expect(notice.remarks[0]).toContain("no method “magic”");
});
