import { useState } from "react";
import type { Value } from "@/lib/draft";
import { fieldId } from "../field-props";
import { DerivedField } from "./derived-field";
import { count, epochNote, lengthOf, type Taken, takeEpochs, takeExamples } from "./length";
import type { LinkedProps } from "./linked-props";
import { LinkedRow } from "./linked-row";
import { OneField } from "./one-field";

const UNKNOWN =
  "Epochs become iterations, and iterations epochs, once the rows of the dataset are counted.";

/** Iterations, epochs and examples: whichever is set, the others follow; what was meant is sent. */
export function LengthFields(props: LinkedProps) {
  const { rows, parameter, read, isChanged, onChange } = props;
  const [said, setSaid] = useState<string | null>(null);
  const [iters, epochs] = [parameter("iters"), parameter("epochs")];
  // The plan before a reset took epochs, and says for a moment that there are no iterations.
  const itersValue = read("iters") ?? (isChanged("iters") ? null : iters.default);
  const given = { iters: itersValue, epochs: read("epochs"), batch: read("batch_size"), rows };
  const length = lengthOf(given);
  const batch = count(given.batch);
  const meansEpochs = given.epochs !== null;

  const setIters = (value: Value) => {
    setSaid(null);
    onChange(iters, value);
    if (meansEpochs) onChange(epochs, null);
  };
  const take = (taken: Taken) => {
    setIters(taken.iters);
    setSaid(taken.said);
  };
  const setEpochs = (value: Value) => {
    const isPart = typeof value === "number" && value > 0 && !Number.isInteger(value);
    if (isPart && batch !== null && rows) return take(takeEpochs(value, batch, rows));
    // An empty box that only showed what follows from iterations sets nothing.
    if (value === null && !meansEpochs) return;
    setSaid(null);
    onChange(epochs, value);
    onChange(iters, iters.default);
  };
  const setExamples = (value: number | null) => {
    if (value !== null && value > 0 && batch !== null) take(takeExamples(value, batch));
  };
  // One without the other would leave both given, or none.
  const reset = () => {
    setSaid(null);
    onChange(iters, iters.default);
    onChange(epochs, epochs.default);
  };
  const changed = isChanged("iters") || isChanged("epochs");
  return (
    <LinkedRow title="Length" notes={[said, epochNote(given), rows === null ? UNKNOWN : null]}>
      <OneField
        {...props}
        read={(name) => (name === "iters" ? itersValue : read(name))}
        name="iters"
        follows={meansEpochs ? { value: length.iterations } : undefined}
        onSet={setIters}
        onReset={reset}
        changed={changed && !meansEpochs}
      />
      <OneField
        {...props}
        name="epochs"
        follows={meansEpochs ? undefined : { value: length.epochs }}
        onSet={setEpochs}
        onReset={reset}
        changed={changed && meansEpochs}
      />
      <DerivedField
        id={fieldId("examples")}
        parameter={{ ...iters, name: "examples", label: "Examples", unit: "rows" }}
        value={length.examples}
        error={null}
        onChange={setExamples}
      />
    </LinkedRow>
  );
}
