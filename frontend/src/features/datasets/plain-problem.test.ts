import { describe, expect, it } from "vitest";
import { ApiProblem, asProblem } from "@/lib/problem";
import { plainProblem } from "./plain-problem";

describe("a refusal as a person reads it", () => {
  it("says what is wrong, and nothing in the words of the API", () => {
    const refused = new ApiProblem({
      title: "The request has errors",
      status: 422,
      detail: '/fixes: chat.jsonl, line 1: too long. Or ask for `"multi_turn": "last_exchange"`.',
      code: "invalid-request",
      errors: [
        {
          pointer: "/fixes",
          detail: "chat.jsonl, line 1: too long.",
          allowed: "drop_bad_rows, last_exchange",
        },
      ],
    });
    const shown = asProblem(plainProblem(refused));
    expect(shown.errors).toEqual([{ pointer: "", detail: "chat.jsonl, line 1: too long." }]);
    expect(JSON.stringify(shown)).not.toMatch(/fixes|multi_turn|drop_bad_rows/);
  });

  it("leaves every other error as it is", () => {
    const broken = new Error("The page is broken");
    expect(plainProblem(broken)).toBe(broken);
  });
});
