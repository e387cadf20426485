import { useId, useState } from "react";
import { Prose } from "@/components/ui/prose";
import { SelectBox } from "@/components/ui/select-box";
import { listed } from "@/lib/words";
import type { Dataset } from "./api";
import type { ColumnsReport } from "./columns-api";
import classes from "./convert.module.css";
import { ConvertMake } from "./convert-make";
import {
  columnsToChoose,
  FORMAT_WORDS,
  FORMATS,
  keysOf,
  type Mapping,
  missingKeys,
  type OutputFormat,
  startOf,
  withColumn,
} from "./mapping";

interface MappingFormProps {
  dataset: Dataset;
  method: string | undefined;
  report: ColumnsReport;
  onMade: (made: Dataset) => void;
}

/** Which column becomes which key: as suggested, to be edited, in a new dataset. */
export function MappingForm({ dataset, method, report, onMade }: MappingFormProps) {
  const id = useId();
  const { columns, suggestions } = report;
  const [format, setFormat] = useState<OutputFormat>(suggestions[0]?.format ?? "prompt_answer");
  const [edited, setEdited] = useState<Mapping | null>(null);
  const suggestion = suggestions.find((one) => one.format === format);
  const mapping = edited ?? startOf(format, suggestions, columns);
  const missing = missingKeys(format, mapping);
  return (
    <div className={classes.form}>
      <label htmlFor={`${id}-format`} className={classes.field}>
        <span>Make rows of</span>
        <SelectBox
          id={`${id}-format`}
          options={FORMATS.map((name) => ({ value: name, label: FORMAT_WORDS[name].title }))}
          value={format}
          onChange={({ currentTarget: { value } }) => {
            setFormat(FORMATS.find((name) => name === value) ?? format);
            setEdited(null);
          }}
        />
      </label>
      {suggestion && edited === null && (
        <p className={classes.why}>
          <strong>{suggestion.remembered ? "Remembered" : "Suggested"}:</strong>{" "}
          <Prose text={suggestion.why} />
        </p>
      )}
      <div className={classes.keys}>
        {keysOf(format, mapping).map((key) => {
          const isRequired = FORMAT_WORDS[format].required.includes(key);
          return (
            <label key={key} htmlFor={`${id}-${key}`} className={classes.field}>
              <span>
                <code>{key}</code> {isRequired ? "" : "(optional) "}from
              </span>
              <SelectBox
                id={`${id}-${key}`}
                options={columnsToChoose(
                  columns,
                  suggestion ? { ...suggestion.mapping, ...mapping } : mapping,
                )}
                value={mapping[key] ?? ""}
                aria-invalid={missing.includes(key)}
                onChange={({ currentTarget: { value } }) =>
                  setEdited(withColumn(mapping, key, value))
                }
              />
            </label>
          );
        })}
      </div>
      <ConvertMake
        dataset={dataset}
        method={method}
        title={`Make ${FORMAT_WORDS[format].short} rows`}
        request={
          missing.length > 0
            ? null
            : {
                format,
                mapping: { ...mapping },
                fixes: [],
                name: `${dataset.name}, ${FORMAT_WORDS[format].short}`,
              }
        }
        missing={`Choose a column for ${listed(missing)}.`}
        onMade={onMade}
      />
    </div>
  );
}
