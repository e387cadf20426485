import { useEffect, useRef } from "react";
import { Prose } from "@/components/ui/prose";
import { formatCount } from "@/lib/numbers";
import classes from "./row-preview.module.css";
import type { RowItem } from "./row-preview-api";
import { RowView } from "./row-preview-view";

interface RowEntryProps {
  item: RowItem;
  limit: number;
  isSeen: boolean;
  /** Whether a link or a number led here. */
  isPointedAt: boolean;
}

/** One row with its number. */
export function RowEntry({ item, limit, isSeen, isPointedAt }: RowEntryProps) {
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!isPointedAt) return;
    ref.current?.scrollIntoView({ block: "center" });
    ref.current?.focus({ preventScroll: true });
  }, [isPointedAt]);
  const views = item.views ?? [];
  return (
    <li
      ref={ref}
      className={classes.row}
      tabIndex={isPointedAt ? -1 : undefined}
      data-pointed={isPointedAt || undefined}
    >
      <span className={classes.number}>
        <span className="visually-hidden">Row </span>
        {formatCount(item.index + 1)}
      </span>
      <div className={classes.content}>
        {isSeen &&
          views.map((view, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the texts of one row keep their places
            <RowView key={index} view={view} limit={limit} />
          ))}
        {isSeen && views.length === 0 && item.problem && (
          <p className={classes.problem}>
            No view: <Prose text={item.problem} />
          </p>
        )}
        {(!isSeen || views.length === 0) && <Stored item={item} isSeen={isSeen} />}
      </div>
    </li>
  );
}

function Stored({ item, isSeen }: { item: RowItem; isSeen: boolean }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre className={classes.stored} tabIndex={0}>
      {storedText(item, isSeen)}
    </pre>
  );
}

function storedText(item: RowItem, isSeen: boolean): string {
  if (isSeen && item.rendered != null && !item.problem) return item.rendered;
  if (item.row != null) return JSON.stringify(item.row, null, 2);
  return item.raw || "(a blank line)";
}
