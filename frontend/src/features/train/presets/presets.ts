import type { Method } from "@/components/parameter-form/catalogue";
import type { PresetValue } from "@/components/parameter-form/preset-values";
import type { Schemas } from "@/lib/client";
import { type Draft, NO_PRESET, type Values } from "@/lib/draft";

/** The presets that every method has, in the words of the server. */
export const BUILT_IN: readonly { id: string; title: string }[] = [
  { id: "quick", title: "Quick try" },
  { id: "balanced", title: "Balanced" },
  { id: "thorough", title: "Thorough" },
];

/** What a first visit begins with: sound for most data, where the bare defaults fit none in particular. */
const FIRST = "balanced";

/** What a preset sets and why, as a plan or the list of presets says it. */
export type Applied = Pick<
  Schemas["PresetOut"],
  "id" | "title" | "summary" | "parameters" | "reasons"
>;

/** The preset that a draft asks for; null for the bare defaults. */
export function presetOf(draft: Draft): string | null {
  const chosen = draft.preset ?? FIRST;
  return chosen === NO_PRESET ? null : chosen;
}

export function isBuiltIn(id: string): boolean {
  return BUILT_IN.some((preset) => preset.id === id);
}

/** The draft with another method; a preset of one's own stays with the method it was saved for. */
export function withMethod(before: Draft, method: string): Draft {
  const { preset, ...rest } = before;
  const stays = preset !== undefined && (preset === NO_PRESET || isBuiltIn(preset));
  return { ...rest, method, ...(stays && { preset }) };
}

/** The method with the preset's values in place of its defaults: what is left alone has those. */
export function methodUnder(method: Method, parameters: Values): Method {
  return {
    ...method,
    parameters: method.parameters.map((p) => {
      const value = parameters[p.name];
      return value === undefined ? p : { ...p, default: value };
    }),
  };
}

/** What the form says of each value of the preset. */
export function presetValues(method: Method, preset: Applied): ReadonlyMap<string, PresetValue> {
  const reason = (name: string) => preset.reasons[name] ?? "";
  return new Map(
    method.parameters
      .filter((p) => p.name in preset.parameters)
      .map((p) => [p.name, { reason: reason(p.name), usual: p.default }]),
  );
}

/** The preset's values that hold: what was set by hand takes their place, epochs that of iterations. */
export function inForce(preset: Applied | null, changed: Values): Values {
  if (!preset) return {};
  const gone = new Set(Object.keys(changed));
  if (changed.epochs != null) gone.add("iters");
  if (changed.iters != null) gone.add("epochs");
  const kept = Object.entries(preset.parameters as Values).filter(([name]) => !gone.has(name));
  return Object.fromEntries(kept);
}

/** The preset as the plan has it, else as the list does: the plan knows what was set by hand. */
export function applied(
  id: string | null,
  planned: Applied | null | undefined,
  listed: readonly Applied[],
): Applied | null {
  if (id === null) return null;
  if (planned?.id === id) return planned;
  return listed.find((preset) => preset.id === id) ?? null;
}
