import { expect, it } from "vitest";
import { ApiProblem } from "@/lib/problem";
import { findingsOf, parameterOf, remarksOf } from "./findings";

const refused = new ApiProblem({
  title: "The request has errors",
  status: 422,
  detail: "",
  code: "invalid-request",
  errors: [
    { pointer: "/dataset", detail: "There is no such dataset" },
    { pointer: "/parameters/iters", detail: "Both are given.", allowed: "one of them" },
    { pointer: "/parameters/betas/1", detail: "Is above 1." },
  ],
});

it("makes a sentence of every error of a refused draft", () => {
  const remarks = remarksOf({ plan: null, error: refused, current: true });
  expect(remarks.map((remark) => remark.text)).toEqual([
    "There is no such dataset.",
    "Both are given. It takes one of them.",
    "Is above 1.",
  ]);
});

it("hands each error to the field it points at", () => {
  const findings = findingsOf(remarksOf({ plan: null, error: refused, current: true }));
  expect([...findings.keys()]).toEqual(["iters", "betas"]);
  expect(findings.get("betas")).toEqual({ error: "Is above 1." });
});

it("puts several remarks on one field one after the other", () => {
  const findings = findingsOf([
    { kind: "warning", pointer: "/parameters/beta", text: "One." },
    { kind: "warning", pointer: "/parameters/beta", text: "Two." },
  ]);
  expect(findings.get("beta")).toEqual({ warning: "One. Two." });
});

it("reads the name in a pointer as JSON pointers are written", () => {
  expect(parameterOf("/parameters/a~1b~0c")).toBe("a/b~c");
  expect(parameterOf("/model")).toBeNull();
});
