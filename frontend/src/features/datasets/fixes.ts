import type { Schemas } from "@/lib/client";
import type { ConvertRequest, Dataset, DatasetProblem } from "./api";
import { FIXES } from "./words";

export type Action = Schemas["Action"];

/** What one click does about a problem: its own action, else the fix that is known to repair it. */
export function actionOf(problem: DatasetProblem): Action | null {
  if (problem.action) return problem.action;
  if (!problem.repair) return null;
  return {
    label: "Fix it in a copy",
    convert: { format: null, mapping: {}, fixes: [problem.repair] },
    parameters: {},
  };
}

/**
 * One request for everything that a copy can mend; null where there is nothing, or only one thing.
 * Rows that are only warned of are not thrown away with the rest.
 */
export function fixAll(problems: readonly DatasetProblem[]): ConvertRequest | null {
  const requests = problems.flatMap((problem) => {
    const request = actionOf(problem)?.convert;
    return request && !(problem.severity === "warning" && dropsRows(request)) ? request : [];
  });
  if (requests.length < 2) return null;
  const wanted = new Set(requests.flatMap(({ fixes = [] }) => fixes));
  // Setting a row aside and leaving it out are two answers to one question.
  if (wanted.has("mark_bad_rows")) wanted.delete("drop_bad_rows");
  if (wanted.has("deduplicate_normalised")) wanted.delete("deduplicate");
  const [format = null] = requests.flatMap((request) => request.format ?? []);
  const takesLast = requests.some(({ multi_turn }) => multi_turn === "last_exchange");
  return {
    format,
    mapping: Object.assign({}, ...requests.map(({ mapping }) => mapping ?? {})),
    fixes: FIXES.filter((fix) => wanted.has(fix)),
    ...(takesLast && { multi_turn: "last_exchange" }),
  };
}

function dropsRows({ fixes = [] }: ConvertRequest): boolean {
  return fixes.includes("drop_bad_rows") || fixes.includes("mark_bad_rows");
}

const FIXED = ", fixed";

/** A name for the mended copy, which stays the same when a copy is mended again. */
export function fixedName({ name }: Pick<Dataset, "name">): string {
  return name.endsWith(FIXED) ? name : `${name.slice(0, 200 - FIXED.length)}${FIXED}`;
}
