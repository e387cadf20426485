import { expect, it } from "vitest";
import { method, parameter } from "@/components/parameter-form/parameters.test-support";
import { asText, type Plan, shownRows, valueRows } from "./values";

const given = (own: object) => ({
  value: 1,
  origin: "trainer_default",
  carrier: "--thing",
  acts_on: "what it acts on",
  effect: null,
  ...own,
});

const plan = {
  method: "made",
  parameters: {
    seed: given({ value: 0, carrier: "--seed", acts_on: "all random draws" }),
    temperature: given({ value: 0.8, origin: "temper_default", carrier: "--temperature" }),
    epsilon: given({ value: 1e-4, effect: "Changes nothing: one update a rollout." }),
    iters: given({ value: 40, origin: "request", carrier: "--iters" }),
    rank: given({ value: 16, origin: "preset", carrier: "yaml: lora_parameters.rank" }),
    judge: given({ value: null, carrier: null }),
  },
} as unknown as Plan;

const catalogue = method([
  parameter({ name: "temperature", label: "Temperature", default: 0.8, trainer_default: 1 }),
  parameter({ name: "seed", label: "Seed", default: 0, trainer_default: 0 }),
]);

const rows = valueRows(plan, catalogue);
const names = (found: { name: string }[]) => found.map((row) => row.name);

it("shows what somebody chose first, and says where each value came from", () => {
  expect(rows.map((row) => [row.name, row.from])).toEqual([
    ["iters", "You"],
    ["rank", "Preset"],
    ["seed", "Trainer’s default"],
    ["temperature", "Temper’s default"],
    ["epsilon", "Trainer’s default"],
    ["judge", "Trainer’s default"],
  ]);
});

it("says which preset chose a value, and why", () => {
  const preset = { title: "Balanced", reasons: { rank: "Room for what the rows teach." } };
  const [, rank] = valueRows({ ...plan, preset } as unknown as Plan, catalogue);
  expect(rank).toMatchObject({ from: "Balanced", why: "Room for what the rows teach." });
  expect(rows.filter((row) => row.why !== null)).toEqual([]);
});

it("names the trainer’s own default only where the value is another one", () => {
  expect(rows.filter((row) => row.trainerDefault !== null)).toMatchObject([
    { name: "temperature", value: "0.8", trainerDefault: "1" },
  ]);
});

it("filters what was chosen and what carries a note", () => {
  expect(names(shownRows(rows, "chosen", ""))).toEqual(["iters", "rank"]);
  expect(names(shownRows(rows, "noted", ""))).toEqual(["epsilon"]);
});

it("finds words in names, labels, carriers, effects and what a value acts on", () => {
  expect(names(shownRows(rows, "all", "lora"))).toEqual(["rank"]);
  expect(names(shownRows(rows, "all", "random draws"))).toEqual(["seed"]);
  expect(names(shownRows(rows, "all", "rollout update"))).toEqual(["epsilon"]);
  expect(shownRows(rows, "all", "nowhere")).toEqual([]);
});

it("copies as columns, and says what is not passed", () => {
  const lines = asText(rows).split("\n");
  expect(lines[0]).toBe("parameter\tvalue\tfrom\ttravels as\tacts on\tnote");
  expect(lines[1]).toBe("iters\t40\tYou\t--iters\twhat it acts on\t");
  expect(lines.at(-1)).toBe("judge\tnone\tTrainer’s default\tnot passed\twhat it acts on\t");
});
