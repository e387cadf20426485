import { describe, expect, it } from "vitest";
import { columnsToChoose, keysOf, missingKeys, startOf, withColumn } from "./mapping";

const COLUMNS = [{ name: "Question" }, { name: "Response" }, { name: "System" }];
const SUGGESTED = {
  format: "prompt_answer" as const,
  mapping: { prompt: "Question", answer: "Response" },
  why: "The names say so.",
};

describe("a mapping of columns", () => {
  it("begins with what is suggested", () => {
    expect(startOf("prompt_answer", [SUGGESTED], COLUMNS)).toEqual(SUGGESTED.mapping);
  });

  it("begins with the columns of the same names where nothing is suggested", () => {
    expect(startOf("preference", [SUGGESTED], COLUMNS)).toEqual({ system: "System" });
  });

  it("says which keys have no column yet", () => {
    expect(missingKeys("prompt_answer", { prompt: "Question" })).toEqual(["answer"]);
    expect(missingKeys("prompt_answer", SUGGESTED.mapping)).toEqual([]);
    expect(missingKeys("messages", { conversations: "dialog" })).toEqual([]);
  });

  it("is edited key by key", () => {
    const edited = withColumn(SUGGESTED.mapping, "system", "System");
    expect(edited).toEqual({ prompt: "Question", answer: "Response", system: "System" });
    expect(withColumn(edited, "system", "")).toEqual(SUGGESTED.mapping);
    expect(SUGGESTED.mapping).toEqual({ prompt: "Question", answer: "Response" });
  });

  it("offers every column, and the part of one that was suggested", () => {
    const offered = columnsToChoose([{ name: "q" }], { prompt: "q", answer: "answers.text.0" });
    expect(offered.map(({ value }) => value)).toEqual(["", "q", "answers.text.0"]);
  });

  it("offers the keys of the format, and what else was suggested", () => {
    expect(keysOf("prompt_answer", { prompt: "a", source: "b" })).toEqual([
      "prompt",
      "answer",
      "system",
      "type",
      "source",
    ]);
  });
});
