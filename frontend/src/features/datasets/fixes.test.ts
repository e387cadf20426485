import { describe, expect, it } from "vitest";
import type { DatasetProblem } from "./api";
import { actionOf, fixAll, fixedName } from "./fixes";

function problem(changes: Partial<DatasetProblem>): DatasetProblem {
  return {
    kind: "bom",
    severity: "error",
    title: "Byte order marks",
    count: 1,
    fix: "Save it without one.",
    repair: null,
    action: null,
    places: [],
    ...changes,
  };
}

function converting(fixes: NonNullable<DatasetProblem["repair"]>[]): DatasetProblem {
  return problem({ action: { label: "Fix", convert: { fixes }, parameters: {} } });
}

describe("what one click does about a problem", () => {
  it("is what the server offers", () => {
    const action = { label: "Drop 3 rows", convert: null, split: null, parameters: {} };
    expect(actionOf(problem({ action }))).toBe(action);
  });

  it("is the fix that repairs it, where nothing else is offered", () => {
    expect(actionOf(problem({ repair: "strip_bom" }))?.convert?.fixes).toEqual(["strip_bom"]);
  });

  it("is nothing where nothing helps", () => {
    expect(actionOf(problem({}))).toBeNull();
  });
});

describe("fixing all", () => {
  it("joins the fixes, each once, in the order in which they are done", () => {
    const problems = [converting(["drop_bad_rows"]), converting(["strip_bom", "drop_bad_rows"])];
    expect(fixAll(problems)?.fixes).toEqual(["strip_bom", "drop_bad_rows"]);
  });

  it("keeps one answer to one question", () => {
    const problems = [converting(["drop_bad_rows", "deduplicate"]), converting(["mark_bad_rows"])];
    expect(fixAll(problems)?.fixes).toEqual(["mark_bad_rows", "deduplicate"]);
  });

  it("takes the format and the mapping along", () => {
    const convert = { format: "messages" as const, mapping: { prompt: "Question" }, fixes: [] };
    const other = problem({ action: { label: "Convert", convert, parameters: {} } });
    expect(fixAll([converting(["strip_bom"]), other])).toEqual({
      format: "messages",
      mapping: { prompt: "Question" },
      fixes: ["strip_bom"],
    });
  });

  it("throws no row away that is only warned of", () => {
    const warned = { ...converting(["drop_bad_rows"]), severity: "warning" as const };
    const problems = [converting(["strip_bom"]), converting(["coerce_numbers"]), warned];
    expect(fixAll(problems)?.fixes).toEqual(["strip_bom", "coerce_numbers"]);
  });

  it("is not offered beside the only fix there is", () => {
    expect(fixAll([converting(["strip_bom"]), problem({})])).toBeNull();
  });
});

it("names a mended copy once", () => {
  expect(fixedName({ name: "rows" })).toBe("rows, fixed");
  expect(fixedName({ name: "rows, fixed" })).toBe("rows, fixed");
});
