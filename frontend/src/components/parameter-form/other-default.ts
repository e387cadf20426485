import type { Value } from "@/lib/draft";
import { type Parameter, sameValue } from "./catalogue";
import { showValue } from "./check";

/** What the trainer takes by itself, in words, where that is another value than this one. */
export function otherDefault(parameter: Parameter, value: Value): string | null {
  const own = parameter.trainer_default;
  if (sameValue(own, value) || (own === null && parameter.default === null)) return null;
  return showValue(parameter, own);
}
