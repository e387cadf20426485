import { expect, it } from "vitest";
import { method, parameter } from "@/components/parameter-form/parameters.test-support";
import { ApiProblem } from "@/lib/problem";
import { onlyOne, reasonAgainst } from "./training-state";

const standing = {
  method: method([parameter({ name: "n", label: "N", minimum: 1 })]),
  model: "m",
  dataset: "d",
  changed: {},
  state: { plan: null, error: null, current: true },
  remarks: [],
};

it("says why a draft cannot start, the first thing to do first", () => {
  expect(reasonAgainst({ ...standing, model: "", dataset: "" })).toBe(
    "Choose a model and a dataset first.",
  );
  expect(reasonAgainst({ ...standing, dataset: "" })).toBe("Choose a dataset first.");
  expect(reasonAgainst({ ...standing, changed: { n: 0 } })).toBe("Mend N first.");
  const error = { kind: "error" as const, pointer: "/model", text: "Gone." };
  expect(reasonAgainst({ ...standing, remarks: [error] })).toBe("Mend 1 error first.");
  const lost = { ...standing.state, error: ApiProblem.unreachable() };
  expect(reasonAgainst({ ...standing, state: lost })).toBe("The server does not answer.");
});

it("waits for the plan of the draft as it stands", () => {
  const asking = { ...standing.state, current: false };
  expect(reasonAgainst({ ...standing, state: asking })).toBe("Checking what will happen…");
});

it("says nothing against a draft that can start", () => {
  expect(reasonAgainst(standing)).toBeNull();
});

it("chooses where there is no choice", () => {
  expect(onlyOne([{ id: "a" }])).toBe("a");
  expect(onlyOne([{ id: "a" }, { id: "b" }])).toBe("");
  expect(onlyOne(undefined)).toBe("");
});
