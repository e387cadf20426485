/** One thing that is wrong with one part of a request. */
export interface FieldError {
  /** A JSON pointer into the body (`/parameters/group_size`), or `?name` for a query parameter. */
  pointer: string;
  detail: string;
  allowed?: string | null | undefined;
}

/** An RFC 9457 problem: what is wrong, where, and what to do. */
export interface Problem {
  title: string;
  status: number;
  detail: string;
  code: string;
  errors: FieldError[];
}

/** A request that the server did not serve; status 0 when it did not answer at all. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "ApiProblem";
    this.problem = problem;
  }

  static unreachable(): ApiProblem {
    return new ApiProblem({
      title: "The server does not answer",
      status: 0,
      detail: "Nothing answers at this address. Start Temper again; this page goes on by itself.",
      code: "unreachable",
      errors: [],
    });
  }
}

export function isAccessDenied(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.status === 401;
}

export function isUnreachable(error: unknown): boolean {
  return error instanceof ApiProblem && [0, 502, 503, 504].includes(error.problem.status);
}

/** The problem in any error, so that every error can be shown the same way. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ApiProblem) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return {
    title: "Something went wrong in this page",
    status: 0,
    detail,
    code: "page",
    errors: [],
  };
}

/** A problem from a response body, whatever it holds. */
export function readProblem(body: unknown, status: number): Problem {
  const given = typeof body === "object" && body !== null ? (body as Partial<Problem>) : {};
  return {
    title: given.title ?? `The server answered ${status}`,
    status,
    detail: given.detail ?? "The answer says no more. The server's own output may.",
    code: given.code ?? "http",
    errors: Array.isArray(given.errors) ? given.errors : [],
  };
}

/** The errors by pointer, the first one winning. */
export function errorsByPointer(errors: readonly FieldError[]): Map<string, FieldError> {
  const found = new Map<string, FieldError>();
  for (const error of errors) if (!found.has(error.pointer)) found.set(error.pointer, error);
  return found;
}
