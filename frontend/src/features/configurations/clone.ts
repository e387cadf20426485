import type { Method } from "@/components/parameter-form/catalogue";
import type { Schemas } from "@/lib/client";
import { type Draft, draftOf, NO_PRESET, type Values } from "@/lib/draft";
import { listed } from "@/lib/words";
import type { Notice } from "./notice";

type Run = Pick<Schemas["RunDetail"], "name" | "request" | "plan">;
type Parameters = Schemas["PlanOut"]["parameters"];

/** What a run that goes on from another has of that: a copy begins at the beginning. */
const OF_RESUMING = { iters: null, epochs: null, resume_adapter_file: null };

export interface Clone {
  draft: Draft;
  notice: Notice;
}

/**
 * A draft with exactly the values of a run, and what of it cannot be had any more.
 * `fresh` is what the same request would come to today; null where it cannot be planned.
 */
export function cloneOf(run: Run, methods: readonly Method[], fresh: Parameters | null): Clone {
  const { request, plan } = run;
  const method = methods.find(({ id }) => id === request.method);
  const { p: asked = {}, ...draft } = draftOf(request);
  const kept = withoutAsked(
    fresh ? changedSince(plan.parameters, fresh) : decided(plan.parameters, method),
    plan.resumed ? { ...asked, ...OF_RESUMING } : asked,
  );
  const all = { ...kept, ...asked };
  const lacking = method ? withoutCounterpart(all, method) : [];
  const gone = new Set(lacking.map(([name]) => name));
  const p = Object.fromEntries(Object.entries(all).filter(([name]) => !gone.has(name)));
  const remarks = [
    ...(method ? [] : [unknownMethod(request.method)]),
    ...lacking.map(([name, why]) => `${name} (${JSON.stringify(all[name])}) is left out: ${why}`),
    ...keptRemark(
      Object.keys(kept).filter((name) => !gone.has(name)),
      request.preset,
    ),
  ];
  return {
    draft: {
      ...draft,
      ...(!fresh && { preset: NO_PRESET }),
      ...(Object.keys(p).length > 0 && { p }),
    },
    notice: {
      title: `A copy of “${run.name}”`,
      remarks: remarks.length > 0 ? remarks : ["Its values are exactly those of that run."],
    },
  };
}

export function unknownMethod(id: string): string {
  return `This version of Temper has no method “${id}”: choose another.`;
}

/** The request's parameters that this version has: the others would only keep it from being planned. */
export function knownParameters(
  request: Run["request"],
  methods: readonly Method[],
): Record<string, unknown> {
  const method = methods.find(({ id }) => id === request.method);
  const known = new Set(method?.parameters.filter((p) => !p.unavailable).map((p) => p.name));
  const asked = Object.entries(request.parameters ?? {});
  return Object.fromEntries(asked.filter(([name]) => known.has(name)));
}

/** What a preset or a default would set otherwise today. */
function changedSince(then: Parameters, now: Parameters): Values {
  return valuesWhere(
    then,
    (name, text) => name in now && JSON.stringify(now[name]?.value) !== text,
  );
}

/** What the run took by a preset, or by a default that is another one now. */
function decided(then: Parameters, method: Method | undefined): Values {
  const defaults = new Map(method?.parameters.map((p) => [p.name, JSON.stringify(p.default)]));
  return valuesWhere(then, (name, text) => defaults.get(name) !== text);
}

function valuesWhere(then: Parameters, keep: (name: string, text: string) => boolean): Values {
  const kept = Object.entries(then).filter(([name, { value }]) =>
    keep(name, JSON.stringify(value ?? null)),
  );
  return Object.fromEntries(
    kept.map(([name, { value }]) => [name, (value ?? null) as Values[string]]),
  );
}

function withoutAsked(values: Values, asked: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !(name in asked)));
}

function withoutCounterpart(values: Values, method: Method): [string, string][] {
  const known = new Map(method.parameters.map((p) => [p.name, p]));
  return Object.keys(values).flatMap((name): [string, string][] => {
    const parameter = known.get(name);
    if (!parameter) return [[name, `${method.title} has no such parameter in this version.`]];
    return parameter.unavailable ? [[name, parameter.unavailable]] : [];
  });
}

function keptRemark(names: readonly string[], preset: string | null | undefined): string[] {
  if (names.length === 0) return [];
  const why = preset ? `the preset “${preset}” or a default` : "a default";
  return [`Kept as in that run, where ${why} is another today: ${listed(names)}.`];
}
