import { Button } from "@mantine/core";
import { type FormEvent, useId, useState } from "react";
import { TextBox } from "@/components/ui/text-box";
import { parseNumber } from "@/lib/number-input";
import { formatCount } from "@/lib/numbers";
import classes from "./row-preview.module.css";
import { ROWS_A_PAGE } from "./row-preview-api";

interface PagerProps {
  offset: number;
  total: number;
  onOffset: (offset: number) => void;
  onRow: (row: number) => void;
}

/** Page by page, or to a row by its number. */
export function RowPager({ offset, total, onOffset, onRow }: PagerProps) {
  const id = useId();
  const [text, setText] = useState("");
  const last = Math.min(offset + ROWS_A_PAGE, total);
  const wanted = parseNumber(text);
  const isRow = wanted !== null && Number.isInteger(wanted) && wanted >= 1 && wanted <= total;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isRow) return;
    onRow(wanted);
    setText("");
  };
  return (
    <div className={classes.bar}>
      <Button
        variant="default"
        size="compact-xs"
        disabled={offset === 0}
        onClick={() => onOffset(Math.max(0, offset - ROWS_A_PAGE))}
      >
        Earlier
      </Button>
      <span className={classes.range} role="status">
        {total === 0 ? "0" : `${formatCount(offset + 1)} to ${formatCount(last)}`} of{" "}
        {formatCount(total)}
      </span>
      <Button
        variant="default"
        size="compact-xs"
        disabled={last >= total}
        onClick={() => onOffset(offset + ROWS_A_PAGE)}
      >
        Later
      </Button>
      <form className={classes.go} onSubmit={onSubmit}>
        <label htmlFor={id}>Go to row</label>
        <TextBox
          id={id}
          inputMode="numeric"
          value={text}
          aria-invalid={text.trim() !== "" && !isRow}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" size="compact-xs" disabled={!isRow}>
          Go
        </Button>
      </form>
    </div>
  );
}
