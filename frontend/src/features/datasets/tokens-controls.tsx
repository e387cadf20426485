import { useId, useState } from "react";
import { SelectBox } from "@/components/ui/select-box";
import { TextBox } from "@/components/ui/text-box";
import { parseNumber } from "@/lib/number-input";
import { formatCount } from "@/lib/numbers";
import classes from "./tokens-card.module.css";
import type { Look } from "./tokens-look";

/** Whose tokens are counted, and how many of them a row may have. */
export function TokensControls({ look }: { look: Look }) {
  const id = useId();
  return (
    <div className={classes.controls}>
      <div className={classes.control}>
        <label htmlFor={`${id}-model`}>Model</label>
        <SelectBox
          id={`${id}-model`}
          options={(look.models ?? []).map((model) => ({ value: model.id, label: model.name }))}
          value={look.model?.id ?? ""}
          disabled={!look.models}
          onChange={(event) => look.change({ model: event.currentTarget.value })}
        />
      </div>
      <LimitField key={look.limit} look={look} />
    </div>
  );
}

function LimitField({ look }: { look: Look }) {
  const id = useId();
  const [text, setText] = useState(String(look.limit));
  const value = limitOf(text);
  const commit = () => {
    if (value === null) setText(String(look.limit));
    else if (value !== look.limit) setLimit(look, value);
  };
  return (
    <div className={classes.control}>
      <label htmlFor={id}>Limit in tokens</label>
      <TextBox
        id={id}
        inputMode="numeric"
        value={text}
        aria-invalid={value === null}
        aria-describedby={`${id}-usual`}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
      />
      <span id={`${id}-usual`} className={classes.quiet}>
        {value === null
          ? "A whole number from 2."
          : `max_seq_length; the usual one is ${formatCount(look.usualLimit)}`}
      </span>
    </div>
  );
}

/** The usual limit needs no place in the address. */
export function setLimit(look: Look, limit: number): void {
  look.change({ limit: limit === look.usualLimit ? undefined : limit });
}

function limitOf(text: string): number | null {
  const value = parseNumber(text);
  return value !== null && Number.isSafeInteger(value) && value >= 2 ? value : null;
}
