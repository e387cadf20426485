import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import { parseNumber } from "@/lib/number-input";
import { asProblem, errorsByPointer } from "@/lib/problem";
import { type ConvertRequest, convertDataset, type Dataset, splitDataset } from "./api";
import classes from "./dataset-detail.module.css";

interface DeriveProps {
  dataset: Dataset;
  onMade: (dataset: Dataset) => void;
}

/** Makes a new dataset from this one, which stays as it is. */
export function Derive({ dataset, onMade }: DeriveProps) {
  return (
    <Panel title="Make a new dataset from it">
      <div className={classes.forms}>
        <ConvertForm dataset={dataset} onMade={onMade} />
        <SplitForm dataset={dataset} onMade={onMade} />
      </div>
    </Panel>
  );
}

const FORMATS = [
  { value: "prompt_answer", label: "prompt/answer/system: every method" },
  { value: "messages", label: "messages: SFT" },
  { value: "prompt_completion", label: "prompt/completion: SFT" },
];

function ConvertForm({ dataset, onMade }: DeriveProps) {
  const client = useQueryClient();
  const [format, setFormat] = useState("prompt_answer");
  const convert = useMutation(convertDataset(client, dataset.id));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      format: format as ConvertRequest["format"],
      fixes: [],
      name: `${dataset.name}, converted`,
    };
    convert.mutate(body, { onSuccess: onMade });
  };
  return (
    <form className={classes.form} onSubmit={onSubmit}>
      <h3>Convert</h3>
      <NativeSelect
        size="xs"
        label="Format of the rows"
        data={FORMATS}
        value={format}
        onChange={(event) => setFormat(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={convert.isPending}>
        Convert into a copy
      </Button>
      {convert.isError && <ProblemNote error={convert.error} />}
    </form>
  );
}

const FIELDS = [
  ["valid", "Validation"],
  ["test", "Test"],
  ["seed", "Seed"],
] as const;

function SplitForm({ dataset, onMade }: DeriveProps) {
  const client = useQueryClient();
  const [texts, setTexts] = useState({ valid: "0.1", test: "0.1", seed: "0" });
  const split = useMutation(splitDataset(client, dataset.id));
  const errors = errorsByPointer(split.isError ? asProblem(split.error).errors : []);
  const numbers = FIELDS.map(([name]) => parseNumber(texts[name]));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const [valid, test, seed] = numbers;
    if (valid != null && test != null && seed != null) {
      split.mutate({ valid, test, seed, name: `${dataset.name}, split` }, { onSuccess: onMade });
    }
  };
  return (
    <form className={classes.form} onSubmit={onSubmit}>
      <h3>Split anew</h3>
      <div className={classes.fields}>
        {FIELDS.map(([name, label], index) => (
          <TextInput
            key={name}
            label={label}
            inputMode="decimal"
            autoComplete="off"
            value={texts[name]}
            error={errors.get(`/${name}`)?.detail ?? (numbers[index] === null && "A number")}
            onChange={({ currentTarget: { value } }) => setTexts({ ...texts, [name]: value })}
          />
        ))}
      </div>
      <p className={classes.quiet}>
        Shares of all rows. The same seed deals them out the same way again.
      </p>
      <Button
        type="submit"
        variant="default"
        disabled={numbers.includes(null)}
        loading={split.isPending}
      >
        Split into a copy
      </Button>
      {split.isError && ![...errors.keys()].some((key) => key.slice(1) in texts) && (
        <ProblemNote error={split.error} />
      )}
    </form>
  );
}
