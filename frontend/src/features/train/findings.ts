import type { Finding } from "@/components/parameter-form/check";
import type { FieldError } from "@/lib/problem";
import { ApiProblem } from "@/lib/problem";
import type { PlanState } from "./use-plan";

const PARAMETER = "/parameters/";

/** One line of the list beside the form: what is wrong or unusual, and where. */
export interface Remark {
  kind: "error" | "warning";
  pointer: string;
  text: string;
}

/** Errors of the refused draft, else warnings of the plan, in the server's order. */
export function remarksOf({ plan, error, current }: PlanState): Remark[] {
  if (error instanceof ApiProblem) {
    return error.problem.errors.map((item) => ({
      kind: "error",
      pointer: item.pointer,
      text: sentence(item),
    }));
  }
  if (!plan || !current) return [];
  return plan.warnings.map((item) => ({
    kind: "warning",
    pointer: item.pointer,
    text: item.message,
  }));
}

function sentence({ detail, allowed }: FieldError): string {
  const ended = /[.!?]$/.test(detail) ? detail : `${detail}.`;
  return allowed ? `${ended} It takes ${allowed}.` : ended;
}

/** The remarks on parameters by name, errors before warnings. */
export function findingsOf(remarks: readonly Remark[]): Map<string, Finding> {
  const findings = new Map<string, Finding>();
  for (const { kind, pointer, text } of remarks) {
    const name = parameterOf(pointer);
    if (name === null) continue;
    const before = findings.get(name) ?? {};
    findings.set(name, { ...before, [kind]: before[kind] ? `${before[kind]} ${text}` : text });
  }
  return findings;
}

/** The parameter that a pointer names, or null where it points elsewhere. */
export function parameterOf(pointer: string): string | null {
  if (!pointer.startsWith(PARAMETER)) return null;
  const [name = ""] = pointer.slice(PARAMETER.length).split("/");
  return name.replaceAll("~1", "/").replaceAll("~0", "~");
}
