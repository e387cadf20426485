import { describe, expect, it } from "vitest";
import { ApiProblem } from "@/lib/problem";
import { remediesOf } from "./refused";

function refusal(allowed: string | null, pointer = "/fixes"): ApiProblem {
  const errors = [{ pointer, detail: "chat.jsonl, line 1: …", allowed }];
  return new ApiProblem({ title: "Wrong", status: 422, detail: "…", code: "wrong", errors });
}

describe("what makes a refused conversion possible", () => {
  it("is the request with one of the fixes that the refusal names", () => {
    const request = { format: "messages" as const, fixes: ["strip_bom" as const] };
    expect(remediesOf(refusal("coerce_numbers, drop_bad_rows"), request)).toEqual([
      {
        label: "Numbers become text",
        request: { format: "messages", fixes: ["strip_bom", "coerce_numbers"] },
      },
      {
        label: "Leave out rows that stay wrong",
        request: { format: "messages", fixes: ["strip_bom", "drop_bad_rows"] },
      },
    ]);
  });

  it("begins with the last exchange of conversations that are longer", () => {
    const [first] = remediesOf(refusal("drop_bad_rows, last_exchange"), {});
    expect(first?.request).toEqual({ multi_turn: "last_exchange" });
  });

  it("is nothing where the refusal is about something else", () => {
    expect(remediesOf(refusal("messages", "/format"), {})).toEqual([]);
    expect(remediesOf(refusal(null), {})).toEqual([]);
    expect(remediesOf(new Error("The page is broken"), {})).toEqual([]);
  });
});
