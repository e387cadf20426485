import { Checkbox } from "@mantine/core";
import { useId, useState } from "react";
import { SelectBox } from "@/components/ui/select-box";
import { plural } from "@/lib/words";
import type { ConvertRequest, Dataset, Report } from "./api";
import classes from "./convert.module.css";
import { FIX_GROUPS, FIX_WORDS } from "./convert-fixes";
import { ConvertMake } from "./convert-make";
import { fixedName } from "./fixes";
import { FORMAT_WORDS, FORMATS, type OutputFormat } from "./mapping";
import { FIXES, type Fix } from "./words";

interface ConvertFormProps {
  dataset: Dataset;
  method: string | undefined;
  /** Which fixes it calls for. */
  report: Report | undefined;
  onMade: (made: Dataset) => void;
}

const KEEP = "keep";

/** Formats in which a row holds one question with its answer. */
const ONE_EXCHANGE: ReadonlySet<OutputFormat> = new Set(["prompt_answer", "prompt_completion"]);

/** Another format, and faults repaired, in a new dataset. */
export function ConvertForm({ dataset, method, report, onMade }: ConvertFormProps) {
  const id = useId();
  const [format, setFormat] = useState<OutputFormat | null>(null);
  const [takesLast, setTakesLast] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<Fix> | null>(null);
  const called = calledFor(report);
  const fixes = chosen ?? new Set(called.keys());
  const toggle = (fix: Fix) => {
    const next = new Set(fixes);
    if (!next.delete(fix)) next.add(fix);
    setChosen(next);
  };
  const isOneExchange = format !== null && ONE_EXCHANGE.has(format);
  const body: ConvertRequest = {
    format,
    multi_turn: isOneExchange && takesLast ? "last_exchange" : "refuse",
    // In the order of the list, so that the same choice is the same request.
    fixes: FIXES.filter((fix) => fixes.has(fix)),
    name: format ? `${dataset.name}, ${FORMAT_WORDS[format].short}` : fixedName(dataset),
  };
  const isNothing = format === null && fixes.size === 0;
  return (
    <div className={classes.form}>
      <label htmlFor={id} className={classes.field}>
        <span>Format of the rows</span>
        <SelectBox
          id={id}
          options={[
            {
              value: KEEP,
              label: `as it is${dataset.format_title ? `: ${dataset.format_title}` : ""}`,
            },
            ...FORMATS.map((name) => ({ value: name, label: FORMAT_WORDS[name].title })),
          ]}
          value={format ?? KEEP}
          onChange={({ currentTarget: { value } }) =>
            setFormat(FORMATS.find((name) => name === value) ?? null)
          }
        />
      </label>
      {isOneExchange && (
        <Checkbox
          size="xs"
          checked={takesLast}
          onChange={(event) => setTakesLast(event.currentTarget.checked)}
          label="Take the last exchange of longer conversations"
          description="The turns before it are written out in the prompt. Otherwise such rows are refused: a row holds one question and its answer."
        />
      )}
      <div className={classes.groups}>
        {FIX_GROUPS.map(({ title, fixes: names }) => (
          <fieldset key={title} className={classes.group}>
            <legend>{title}</legend>
            {names.map((fix) => (
              <Checkbox
                key={fix}
                size="xs"
                checked={fixes.has(fix)}
                onChange={() => toggle(fix)}
                label={
                  <>
                    {FIX_WORDS[fix].title}
                    {called.has(fix) && (
                      <span className={classes.called}>
                        {" "}
                        repairs {plural(called.get(fix) ?? 0, "place")}
                      </span>
                    )}
                  </>
                }
                description={FIX_WORDS[fix].does}
              />
            ))}
          </fieldset>
        ))}
      </div>
      <ConvertMake
        dataset={dataset}
        method={method}
        title={format ? `Convert to ${FORMAT_WORDS[format].short}` : "Fix in a copy"}
        request={isNothing ? null : body}
        missing="Choose a format or a fix."
        onMade={onMade}
      />
    </div>
  );
}

/** The fixes that repair what the report names, with how many places each. */
function calledFor(report: Report | undefined): Map<Fix, number> {
  const found = new Map<Fix, number>();
  for (const { repair, count } of report?.problems ?? []) {
    if (repair) found.set(repair, (found.get(repair) ?? 0) + count);
  }
  return found;
}
