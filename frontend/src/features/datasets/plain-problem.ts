import { ApiProblem, asProblem } from "@/lib/problem";

/** A refusal without the words of the API: what is wrong, where no field of a form stands for it. */
export function plainProblem(error: unknown): unknown {
  const problem = asProblem(error);
  if (problem.status !== 422) return error;
  const errors = problem.errors.map(({ detail }) => ({ pointer: "", detail }));
  const detail = errors.map((one) => one.detail).join(" ") || problem.detail;
  return new ApiProblem({ ...problem, title: "This cannot be done as it is", detail, errors });
}
