import { type ReactNode, useId } from "react";
import classes from "./linked.module.css";

interface LinkedRowProps {
  title: string;
  /** What was rounded, or why something is unknown. */
  notes: readonly (string | null)[];
  children: ReactNode;
}

/** Fields that are one decision, beside each other under one title. */
export function LinkedRow({ title, notes, children }: LinkedRowProps) {
  const id = useId();
  return (
    <fieldset className={classes.row} aria-describedby={`${id}-notes`}>
      <legend>{title}</legend>
      <div className={classes.fields}>{children}</div>
      <div id={`${id}-notes`} className={classes.notes} role="status">
        {notes.map((note) => note && <p key={note}>{note}</p>)}
      </div>
    </fieldset>
  );
}
