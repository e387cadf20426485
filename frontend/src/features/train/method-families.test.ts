import { expect, it } from "vitest";
import { method } from "@/components/parameter-form/parameters.test-support";
import { FAMILY_TITLES, families } from "./method-families";

it("puts methods under what they learn from, in the catalogue's order", () => {
  const methods = [
    method([], { id: "sft", family: "answers" }),
    method([], { id: "grpo", family: "rewards" }),
    method([], { id: "dpo", family: "preferences" }),
    method([], { id: "klpo", family: "rewards" }),
  ];
  const found = families(methods).map(({ family, members }) => [
    FAMILY_TITLES[family],
    members.map(({ id }) => id),
  ]);
  expect(found).toEqual([
    ["Learn from answers", ["sft"]],
    ["Learn from rewards", ["grpo", "klpo"]],
    ["Learn from preferences", ["dpo"]],
  ]);
});
