import type { Method } from "@/components/parameter-form/catalogue";
import type { Schemas } from "@/lib/client";
import { plural } from "@/lib/words";

type Trainer = Schemas["InstalledTrainer"];

/** What another version of the trainer means here, in one or two sentences. */
export function describeDifference(trainer: Trainer, methods: readonly Method[]): string {
  const { version, written_for: ours, differences } = trainer;
  const first =
    version === ours
      ? `The installed mlx-lm-lora ${version} is not quite what Temper knows of it.`
      : `mlx-lm-lora ${version} is installed; Temper was written for ${ours}.`;
  const lacking = [...lackingMethods(methods), ...lackingParameters(methods)];
  const what =
    lacking.length > 0
      ? `Not available: ${lacking.join(", ")}.`
      : "Everything that Temper offers is there.";
  return `${first} ${what} ${plural(differences.length, "difference")} in all.`;
}

function lackingMethods(methods: readonly Method[]): string[] {
  return methods.filter((method) => method.unavailable).map((method) => method.title);
}

function lackingParameters(methods: readonly Method[]): string[] {
  const names = methods
    .filter((method) => !method.unavailable)
    .flatMap((method) => method.parameters.filter((parameter) => parameter.unavailable))
    .map((parameter) => parameter.name);
  return [...new Set(names)];
}
