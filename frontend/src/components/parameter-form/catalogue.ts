import type { Schemas } from "@/lib/client";
import type { Value, Values } from "@/lib/draft";
import { LINKS, type LinkId } from "./linked/link";

export type Method = Schemas["Method"];
export type Parameter = Schemas["Parameter"];

/** Whether two values are the same: lists are compared item by item. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => item === b[index]);
  }
  return a === b;
}

/** `changed` with `name` set to `value`; a value that is the default again is no change. */
export function withValue(parameter: Parameter, changed: Values, value: Value): Values {
  const { [parameter.name]: _, ...rest } = changed;
  return sameValue(value, parameter.default) ? rest : { ...rest, [parameter.name]: value };
}

/** The parameters of a draft that concern `method`: its own, and those that no method has. */
export function valuesFor(method: Method, methods: readonly Method[], changed: Values): Values {
  const own = new Set(method.parameters.map((p) => p.name));
  const known = new Set(methods.flatMap((m) => m.parameters.map((p) => p.name)));
  const kept = Object.entries(changed).filter(([name]) => own.has(name) || !known.has(name));
  return Object.fromEntries(kept);
}

/** Whether a parameter acts, given the values of the others. */
export function acts(parameter: Parameter, values: Values): boolean {
  return Object.entries(parameter.shown_when).every(([name, acting]) => {
    const value = values[name];
    if (typeof value === "number") return acting.includes(value !== 0);
    return (typeof value === "string" || typeof value === "boolean") && acting.includes(value);
  });
}

/** One row of the form: a parameter, booleans of which at most one may be on, or linked numbers. */
export type FormItem =
  | { kind: "single"; parameter: Parameter }
  | { kind: "linked"; link: LinkId; parameters: Parameter[] }
  | { kind: "exclusive"; group: string; parameters: Parameter[] };

/** The rows of a form in catalogue order; parameters that share a row stand where the first does. */
export function formItems(parameters: readonly Parameter[]): FormItem[] {
  const items: FormItem[] = [];
  const groups = new Map<string, Parameter[]>();
  const linked = new Map(linksOf(parameters));
  for (const parameter of parameters) {
    const link = linked.get(parameter.name);
    if (link) {
      if (link.parameters[0] === parameter) items.push(link);
      continue;
    }
    const group = parameter.exclusive_group;
    const members = group === null ? undefined : groups.get(group);
    if (members) members.push(parameter);
    else if (group === null) items.push({ kind: "single", parameter });
    else {
      const first = [parameter];
      groups.set(group, first);
      items.push({ kind: "exclusive", group, parameters: first });
    }
  }
  return items;
}

/** The linked row of each parameter that has one: of links whose parameters are all there. */
function linksOf(parameters: readonly Parameter[]): [string, FormItem & { kind: "linked" }][] {
  return LINKS.flatMap(({ id, parameters: names }) => {
    const members = names.flatMap((name) => parameters.filter((p) => p.name === name));
    if (members.length < names.length) return [];
    members.sort((a, b) => parameters.indexOf(a) - parameters.indexOf(b));
    const item = { kind: "linked" as const, link: id, parameters: members };
    return names.map((name): [string, typeof item] => [name, item]);
  });
}

export function itemParameters(item: FormItem): Parameter[] {
  return item.kind === "single" ? [item.parameter] : item.parameters;
}

/** The parameters of a row that a search finds: all of them where it names the row itself. */
export function found(item: FormItem, query: string): Parameter[] {
  const link = item.kind === "linked" && LINKS.find(({ id }) => id === item.link);
  if (link && hasWords(link.words, query)) return item.parameters;
  return itemParameters(item).filter((parameter) => matches(parameter, query));
}

/** Whether every word of `query` stands somewhere in what the parameter says of itself. */
export function matches(parameter: Parameter, query: string): boolean {
  return hasWords(
    [
      parameter.name,
      parameter.label,
      parameter.help,
      parameter.tip,
      parameter.carrier.target,
      ...parameter.choices.flatMap((choice) => [choice.value, choice.label, choice.help]),
    ].join(" "),
    query,
  );
}

function hasWords(text: string, query: string): boolean {
  const within = text.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => within.includes(word));
}
