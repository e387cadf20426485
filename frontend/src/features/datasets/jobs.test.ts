import { expect, it } from "vitest";
import { type Job, jobOn } from "./jobs";

function job(changes: Partial<Job>): Job {
  return {
    id: "1",
    kind: "validate",
    title: "Checking",
    dataset: "a",
    state: "running",
    ...changes,
  };
}

it("finds the work that goes on for a dataset, of the kinds asked for", () => {
  const jobs = [
    job({ id: "other", dataset: "b" }),
    job({ id: "ended", state: "done" }),
    job({ id: "tokens", kind: "tokens" }),
    job({ id: "this" }),
  ];
  expect(jobOn(jobs, "a", ["import", "validate"])?.id).toBe("this");
  expect(jobOn(jobs, "a", ["convert"])).toBeUndefined();
  expect(jobOn(undefined, "a", ["convert"])).toBeUndefined();
});
