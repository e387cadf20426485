/** `r1_strict_format_reward_func` is `r1 strict format`. */
export function rewardWord(name: string): string {
  return name.replace(/(_reward)?(_func|_function)?$/, "").replaceAll("_", " ") || name;
}
