import { SegmentedControl } from "@mantine/core";
import { SelectBox } from "@/components/ui/select-box";
import type { FieldProps } from "./field-props";
import classes from "./fields.module.css";

/** Beyond this many letters in all, segments do not fit beside each other. */
const SEGMENT_LETTERS = 28;

/** One of a few: segments where they fit, a list else; the chosen one's help stands below. */
export function ChoiceField({ parameter, value, onChange, id, describedBy, invalid }: FieldProps) {
  const { choices } = parameter;
  const letters = choices.reduce((sum, choice) => sum + choice.label.length, 0);
  const data = choices.map(({ value: key, label }) => ({ value: key, label }));
  const chosen = choices.find((choice) => choice.value === value);
  const selected = chosen?.value ?? "";
  return (
    <>
      {letters <= SEGMENT_LETTERS ? (
        <SegmentedControl
          id={id}
          fullWidth
          aria-label={parameter.label}
          aria-describedby={describedBy}
          data={data}
          value={selected}
          onChange={onChange}
        />
      ) : (
        <SelectBox
          id={id}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          options={chosen ? data : [{ value: "", label: `${value} (not known)` }, ...data]}
          value={selected}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
      {chosen?.help && <p className={classes.hint}>{chosen.help}</p>}
    </>
  );
}
