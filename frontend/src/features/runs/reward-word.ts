import { useQuery } from "@tanstack/react-query";
import type { Method } from "@/components/parameter-form/catalogue";
import { methodsQuery } from "@/lib/queries";

/** A reward function as the form calls it; of one's own, `short_answer_reward_func` is `short answer`. */
export function rewardWord(name: string, methods: readonly Method[] = []): string {
  const parameters = methods.flatMap((method) => method.parameters);
  const choices = parameters.find((parameter) => parameter.name === "reward_functions")?.choices;
  const known = choices?.find((choice) => choice.value === name);
  return (
    known?.label || name.replace(/(_reward)?(_func|_function)?$/, "").replaceAll("_", " ") || name
  );
}

/** `rewardWord` with the catalogue at hand. */
export function useRewardWord(): (name: string) => string {
  const { data: methods } = useQuery(methodsQuery);
  return (name) => rewardWord(name, methods);
}
