import { expect, it } from "vitest";
import type { Method } from "@/components/parameter-form/catalogue";
import { parameter } from "@/components/parameter-form/parameters.test-support";
import { rewardWord } from "./reward-word";

it("is a function's name without what all of them have", () => {
  expect(rewardWord("r1_strict_format_reward_func")).toBe("r1 strict format");
  expect(rewardWord("r1_count_xml")).toBe("r1 count xml");
  expect(rewardWord("reward")).toBe("reward");
});

it("is the form's word where the catalogue has one", () => {
  const choices = [{ value: "r1_accuracy_reward_func", label: "Right answer", help: "" }];
  const methods = [{ parameters: [parameter({ name: "reward_functions", choices })] }] as Method[];
  expect(rewardWord("r1_accuracy_reward_func", methods)).toBe("Right answer");
  expect(rewardWord("short_answer_reward_func", methods)).toBe("short answer");
});
