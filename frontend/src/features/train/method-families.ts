import type { Method } from "@/components/parameter-form/catalogue";

type Family = Method["family"];

/** What the methods of a family learn from, as the heading over their cards. */
export const FAMILY_TITLES: Record<Family, string> = {
  answers: "Learn from answers",
  rewards: "Learn from rewards",
  preferences: "Learn from preferences",
  judge: "Learn from a judge",
};

/** What most people come for is there without a click. */
export const ALWAYS_OPEN: ReadonlySet<Family> = new Set<Family>(["answers", "rewards"]);

/** The methods by family, in the catalogue's order. */
export function families(
  methods: readonly Method[],
): { family: Family; members: readonly Method[] }[] {
  const names = [...new Set(methods.map(({ family }) => family))];
  return names.map((family) => ({
    family,
    members: methods.filter((method) => method.family === family),
  }));
}
