import { expect, it } from "vitest";
import { method, parameter } from "@/components/parameter-form/parameters.test-support";
import { describeDifference } from "./trainer-words";

const differs = {
  state: "differs" as const,
  version: "3.1.3",
  written_for: "5.10.2",
  differences: [{ subject: "klpo", message: "the trainer has no mode klpo" }],
};

it("names both versions and what cannot be used", () => {
  const methods = [
    method([parameter({ name: "judge" })], { title: "KLPO", unavailable: "Not here." }),
    method([parameter({ name: "micro_batch_size", unavailable: "Not here." })]),
    method([parameter({ name: "micro_batch_size", unavailable: "Not here." })]),
  ];
  expect(describeDifference(differs, methods)).toBe(
    "mlx-lm-lora 3.1.3 is installed; Temper was written for 5.10.2. " +
      "Not available: KLPO, micro_batch_size. 1 difference in all.",
  );
});

it("says so where nothing is missing", () => {
  expect(describeDifference({ ...differs, version: "5.10.2" }, [method([])])).toBe(
    "The installed mlx-lm-lora 5.10.2 is not quite what Temper knows of it. " +
      "Everything that Temper offers is there. 1 difference in all.",
  );
});
