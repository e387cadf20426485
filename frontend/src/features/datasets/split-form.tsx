import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { ProblemNote } from "@/components/ui/problem-note";
import { SelectBox } from "@/components/ui/select-box";
import { TextBox } from "@/components/ui/text-box";
import { parseNumber } from "@/lib/number-input";
import { formatCount } from "@/lib/numbers";
import { type Dataset, type Report, splitDataset } from "./api";
import { columnsQuery } from "./columns-api";
import classes from "./convert.module.css";
import { plainProblem } from "./plain-problem";
import { splitCounts } from "./split-shares";

interface SplitFormProps {
  dataset: Dataset;
  /** Its counts are the exact ones. */
  report: Report | undefined;
  onMade: (made: Dataset) => void;
}

const FIELDS = [
  ["valid", "Validation, %"],
  ["test", "Test, %"],
  ["seed", "Seed"],
] as const;

/** All rows dealt out anew to train, valid and test, in a new dataset. */
export function SplitForm({ dataset, report, onMade }: SplitFormProps) {
  const id = useId();
  const client = useQueryClient();
  const { data: table } = useQuery(columnsQuery(dataset.id));
  const [texts, setTexts] = useState({ valid: "10", test: "10", seed: "0" });
  const [group, setGroup] = useState("");
  const split = useMutation(splitDataset(client, dataset.id));
  const [valid, test, seed] = FIELDS.map(([name]) => parseNumber(texts[name]));
  const wrong = {
    valid: !isShare(valid),
    test: !isShare(test),
    seed: seed == null || !Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32,
  };
  const isWhole =
    valid != null && test != null && seed != null && !Object.values(wrong).some(Boolean);
  const rows = rowsOf(dataset, report);
  const counts =
    isWhole && rows !== null ? splitCounts(rows, { valid: valid / 100, test: test / 100 }) : null;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isWhole) return;
    const body = {
      valid: valid / 100,
      test: test / 100,
      seed,
      group_by: group || null,
      name: `${dataset.name}, split`,
    };
    split.mutate(body, { onSuccess: onMade });
  };
  return (
    <form className={classes.form} onSubmit={onSubmit}>
      <div className={classes.fields}>
        {FIELDS.map(([name, label]) => (
          <label key={name} htmlFor={`${id}-${name}`} className={classes.field}>
            <span>{label}</span>
            <TextBox
              id={`${id}-${name}`}
              inputMode="decimal"
              value={texts[name]}
              aria-invalid={wrong[name]}
              onChange={({ currentTarget: { value } }) => setTexts({ ...texts, [name]: value })}
            />
          </label>
        ))}
        <label htmlFor={`${id}-group`} className={classes.field}>
          <span>Keep together by</span>
          <SelectBox
            id={`${id}-group`}
            options={[
              { value: "", label: "nothing: row by row" },
              ...(table?.columns ?? []).map(({ name }) => ({ value: name, label: name })),
            ]}
            value={group}
            onChange={(event) => setGroup(event.currentTarget.value)}
          />
        </label>
      </div>
      <p className={classes.outcomeText} role="status">
        {isWhole && valid + test === 0
          ? "Both shares are 0, so nothing would be split off. Give one of them."
          : outcome(isWhole, rows, counts, group)}
      </p>
      <div className={classes.bar}>
        <Button
          type="submit"
          disabled={!isWhole || valid + test === 0 || (rows !== null && !counts)}
          loading={split.isPending}
        >
          Split into a new dataset
        </Button>
        <span className={classes.quiet}>
          The same seed deals the rows out the same way again. Your files stay as they are.
        </span>
      </div>
      {split.isError && <ProblemNote error={plainProblem(split.error)} />}
    </form>
  );
}

function isShare(percent: number | null | undefined): boolean {
  return percent != null && percent >= 0 && percent < 100;
}

function outcome(
  isWhole: boolean,
  rows: number | null,
  counts: ReturnType<typeof splitCounts>,
  group: string,
): string {
  if (!isWhole) return "Shares are from 0 up to 100 percent, and the seed a whole number from 0.";
  if (rows === null) return "The rows are not counted yet; shares are taken of all of them.";
  if (!counts) return "Nothing would be left to train on. Make the shares smaller.";
  const parts = (["train", "valid", "test"] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => `${name} ${formatCount(counts[name])}`);
  const said = `${parts.join(", ")} of ${formatCount(rows)} rows.`;
  if (group === "") return said;
  return `About ${said} Rows with the same ${group} stay together, so the counts can differ a little.`;
}

/** All rows of all files; null while they are not counted. */
function rowsOf(dataset: Dataset, report: Report | undefined): number | null {
  if (report) return report.splits.reduce((all, { rows }) => all + rows, 0);
  let sum = 0;
  for (const { rows } of dataset.files) {
    if (rows == null) return null;
    sum += rows;
  }
  return sum;
}
