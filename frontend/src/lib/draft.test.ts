import { defaultParseSearch, defaultStringifySearch } from "@tanstack/react-router";
import { beforeEach, describe, expect, it } from "vitest";
import { type Draft, draftLink, keepDraft, lastDraft, readDraft } from "./draft";

/** A draft written into an address and read from it again. */
function roundTrip(draft: Draft): Draft {
  return readDraft(defaultParseSearch(defaultStringifySearch(draft)));
}

describe("a draft in the address", () => {
  it.each<Draft>([
    {},
    { method: "grpo", model: "starter-model", dataset: "arithmetic" },
    { model: "~/models/my model & more", dataset: "/data/säts #1/train.jsonl" },
    { model: "123", name: "007" },
    { preset: "20260131-142305-k7q2mz" },
    { name: 'a "quoted" name' },
    { p: { learning_rate: 1e-5, iters: null, epochs: 2, grad_checkpoint: true } },
    { p: { reward_functions: ["a", "b"], reward_weights: [1, -0.5], group_size: "abc" } },
  ])("comes back as it was: %j", (draft) => {
    expect(roundTrip(draft)).toEqual(draft);
  });

  it("is short enough to read: plain names stand unquoted", () => {
    expect(defaultStringifySearch({ method: "grpo", model: "starter-model" })).toBe(
      "?method=grpo&model=starter-model",
    );
  });

  it.each([
    { p: "no object" },
    { p: [1, 2] },
    { p: { nested: { deeper: 1 } } },
    { method: { id: "grpo" }, model: null, dataset: true },
    { unknown: 1 },
  ])("reads nothing from what is no draft: %j", (search) => {
    expect(readDraft(search)).toEqual({});
  });
});

describe("draftLink", () => {
  it("asks for the same again, but for the name and the request's id", () => {
    const request = {
      method: "sft",
      model: "m",
      dataset: "d",
      name: "first",
      request_id: "x",
      parameters: { iters: 5 },
    };
    expect(draftLink(request)).toEqual({
      to: "/",
      search: { method: "sft", model: "m", dataset: "d", preset: "none", p: { iters: 5 } },
    });
    expect(draftLink({ ...request, preset: "quick" }).search.preset).toBe("quick");
  });
});

describe("the last draft", () => {
  beforeEach(() => sessionStorage.clear());

  it("is empty before the first", () => {
    expect(lastDraft()).toEqual({});
  });

  it("is kept for a visit whose address holds none", () => {
    const draft = { method: "grpo", model: "starter-model", dataset: "arithmetic" };
    keepDraft(draft);
    expect(lastDraft()).toEqual(draft);
  });

  it("is not forgotten for a draft that holds nothing", () => {
    keepDraft({ model: "starter-model" });
    keepDraft({});
    expect(lastDraft()).toEqual({ model: "starter-model" });
  });

  it.each(["no JSON", "null", "[1]", '{"model": {}}'])("is empty where %s is stored", (stored) => {
    sessionStorage.setItem("last-draft", stored);
    expect(lastDraft()).toEqual({});
  });
});
