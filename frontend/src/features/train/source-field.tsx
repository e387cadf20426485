import { Autocomplete } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import classes from "./source-field.module.css";

export interface SourceOption {
  id: string;
  name: string;
  /** Under the name: size, rows, what is wrong. */
  note: string;
}

interface SourceFieldProps {
  id: string;
  label: string;
  options: readonly SourceOption[];
  /** An id of the options, or a typed path or name. */
  value: string;
  onChange: (value: string) => void;
  placeholder: string;
  description: ReactNode;
  error: string | undefined;
}

/** A model or dataset: one of those that are known, or a typed path or name. */
export function SourceField(props: SourceFieldProps) {
  const { id, label, options, value, onChange, placeholder, description, error } = props;
  const byText = useMemo(() => labelled(options), [options]);
  const texts = [...byText.keys()];
  const shown = texts.find((text) => byText.get(text)?.id === value) ?? value;
  return (
    <Autocomplete
      id={id}
      label={label}
      size="xs"
      data={texts}
      // Everything is on offer while the field holds one of the offers.
      filter={({ options: all, search }) =>
        byText.has(search) ? all : all.filter((one) => "value" in one && holds(one.value, search))
      }
      renderOption={({ option }) => (
        <span className={classes.option}>
          <span>{option.value}</span>
          <span className={classes.note}>{byText.get(option.value)?.note}</span>
        </span>
      )}
      value={shown}
      onChange={(text) => onChange(byText.get(text)?.id ?? text)}
      placeholder={placeholder}
      description={description}
      inputWrapperOrder={["label", "input", "error", "description"]}
      error={error}
      spellCheck={false}
      autoComplete="off"
      clearable
      clearButtonProps={{ "aria-label": `Clear ${label.toLowerCase()}` }}
    />
  );
}

/** The options by the text that stands for them: the name, with the id where names are alike. */
function labelled(options: readonly SourceOption[]): Map<string, SourceOption> {
  const counts = new Map<string, number>();
  for (const { name } of options) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(
    options.map((option) => [
      (counts.get(option.name) ?? 0) > 1 ? `${option.name} (${option.id})` : option.name,
      option,
    ]),
  );
}

function holds(text: string, search: string): boolean {
  return text.toLowerCase().includes(search.trim().toLowerCase());
}
