import { expect, it } from "vitest";
import { rewardWord } from "./reward-word";

it("is a function's name without what all of them have", () => {
  expect(rewardWord("r1_strict_format_reward_func")).toBe("r1 strict format");
  expect(rewardWord("r1_count_xml")).toBe("r1 count xml");
  expect(rewardWord("reward")).toBe("reward");
});
