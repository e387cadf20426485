import { ActionIcon, Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { TextBox } from "@/components/ui/text-box";
import type { Value } from "@/lib/draft";
import { numberText, parseNumber } from "@/lib/number-input";
import type { FieldProps } from "./field-props";
import classes from "./fields.module.css";
import { useTyped } from "./use-typed";

/** A list: numbers as one line with commas, names as rows with an order. */
export function ListField(props: FieldProps) {
  return props.parameter.item_type === "number" ? (
    <NumbersField {...props} />
  ) : (
    <NamesField {...props} />
  );
}

function NumbersField({ parameter, value, onChange, id, describedBy, invalid }: FieldProps) {
  const [typed, setTyped] = useTyped();
  return (
    <TextBox
      id={id}
      inputMode="decimal"
      aria-invalid={invalid}
      aria-describedby={describedBy}
      placeholder={parameter.nullable ? "not given" : "1, 0.5"}
      value={typed ?? numbersText(value)}
      onChange={({ currentTarget: { value: text } }) => {
        setTyped(text);
        onChange(readNumbers(text, parameter.nullable));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

/** Numbers with commas or spaces between; text with anything else in it stays text. */
export function readNumbers(text: string, nullable: boolean): Value {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  if (parts.length === 0) return nullable ? null : "";
  const numbers = parts.map(parseNumber).filter((item) => item !== null);
  return numbers.length === parts.length ? numbers : text;
}

function numbersText(value: Value): string {
  if (value === null) return "";
  if (!Array.isArray(value)) return String(value);
  return value.map((item) => (typeof item === "number" ? numberText(item) : item)).join(", ");
}

function NamesField({ parameter, value, onChange, id, describedBy, invalid }: FieldProps) {
  const [own, setOwn] = useState("");
  const names = Array.isArray(value) ? value.map(String) : [];
  const left = parameter.choices.filter((choice) => !names.includes(choice.value));
  const choice = (name: string) => parameter.choices.find((known) => known.value === name);
  const swap = (index: number, other: number) => {
    const next = [...names];
    [next[index], next[other]] = [names[other] ?? "", names[index] ?? ""];
    onChange(next);
  };
  const addOwn = () => {
    const name = own.trim();
    if (name && !names.includes(name)) onChange([...names, name]);
    setOwn("");
  };
  return (
    <fieldset
      id={id}
      className={classes.group}
      aria-label={parameter.label}
      aria-describedby={describedBy}
      tabIndex={-1}
    >
      <ol className={classes.names}>
        {names.map((name, index) => (
          <li key={name}>
            <div className={classes.grow}>
              <strong>{choice(name)?.label ?? name}</strong>
              <span className={classes.hint}>{choice(name)?.help ?? "From your own file."}</span>
            </div>
            <ActionIcon
              size="sm"
              disabled={index === 0}
              aria-label={`Move ${name} up`}
              onClick={() => swap(index, index - 1)}
            >
              <IconArrowUp size={14} aria-hidden />
            </ActionIcon>
            <ActionIcon
              size="sm"
              disabled={index === names.length - 1}
              aria-label={`Move ${name} down`}
              onClick={() => swap(index, index + 1)}
            >
              <IconArrowDown size={14} aria-hidden />
            </ActionIcon>
            <ActionIcon
              size="sm"
              aria-label={`Leave out ${name}`}
              onClick={() => onChange(names.filter((other) => other !== name))}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ol>
      <div className={classes.add}>
        {left.map((known) => (
          <Button
            key={known.value}
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={12} aria-hidden />}
            title={known.help}
            onClick={() => onChange([...names, known.value])}
          >
            {known.label}
          </Button>
        ))}
        <TextBox
          className={classes.own ?? ""}
          placeholder="Name of your own…"
          aria-label={`Add a name to ${parameter.label}`}
          aria-invalid={invalid}
          value={own}
          onChange={(event) => setOwn(event.currentTarget.value)}
          onBlur={addOwn}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            addOwn();
          }}
        />
      </div>
    </fieldset>
  );
}
