import { useState } from "react";
import { plural } from "@/lib/words";
import { fieldId } from "../field-props";
import { accumulationFor, completionsAnUpdate, effectiveBatch } from "./batch";
import { DerivedField } from "./derived-field";
import { count } from "./length";
import type { LinkedProps } from "./linked-props";
import { LinkedRow } from "./linked-row";
import { OneField } from "./one-field";

/** Batch size and accumulation with what they come to; setting that sets the accumulation. */
export function BatchFields(props: LinkedProps) {
  const { method, parameter, read, onChange } = props;
  const [error, setError] = useState<string | null>(null);
  const accumulation = parameter("gradient_accumulation_steps");
  const batch = count(read("batch_size"));
  const effective = effectiveBatch(read("batch_size"), read("gradient_accumulation_steps"));
  const completions = completionsAnUpdate(effective, method, read("group_size"));
  const setEffective = (value: number | null) => {
    const whole = count(value);
    if (whole === null || batch === null) {
      return setError(value === null ? null : "Needs a whole number, at least 1.");
    }
    const found = accumulationFor(whole, batch);
    setError("nearest" in found ? found.nearest : null);
    if ("accumulation" in found) onChange(accumulation, found.accumulation);
  };
  return (
    <LinkedRow
      title="Rows an update"
      notes={[completions !== null ? learnsFrom(completions) : null]}
    >
      <OneField {...props} name="batch_size" />
      <OneField {...props} name="gradient_accumulation_steps" />
      <DerivedField
        id={fieldId("effective_batch")}
        parameter={{
          ...accumulation,
          name: "effective_batch",
          label: "Effective batch",
          unit: "rows",
          scale: "linear",
          step: batch ?? 1,
          minimum: batch ?? 1,
        }}
        value={effective}
        error={error}
        onChange={setEffective}
        onLeave={() => setError(null)}
      />
    </LinkedRow>
  );
}

function learnsFrom(completions: number): string {
  return `Each update learns from ${plural(completions, "completion")}.`;
}
