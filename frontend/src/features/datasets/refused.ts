import { asProblem } from "@/lib/problem";
import type { ConvertRequest } from "./api";
import { FIX_WORDS } from "./convert-fixes";
import { FIXES } from "./words";

interface Remedy {
  label: string;
  request: ConvertRequest;
}

/** What would make a refused conversion possible: the same request with what the refusal allows. */
export function remediesOf(error: unknown, request: ConvertRequest): Remedy[] {
  const allowed = asProblem(error)
    .errors.filter(({ pointer }) => pointer === "/fixes")
    .flatMap((one) => one.allowed?.split(", ") ?? []);
  const fixes = FIXES.filter((fix) => allowed.includes(fix)).map((fix) => ({
    label: FIX_WORDS[fix].title,
    request: { ...request, fixes: [...(request.fixes ?? []), fix] },
  }));
  if (!allowed.includes("last_exchange")) return fixes;
  return [
    {
      label: "Take the last exchange of longer conversations",
      request: { ...request, multi_turn: "last_exchange" as const },
    },
    ...fixes,
  ];
}
