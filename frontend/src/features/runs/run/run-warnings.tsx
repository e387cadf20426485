import { IconInfoCircle } from "@tabler/icons-react";
import { useState } from "react";
import type { EventOf } from "@/lib/stream/events";
import type { RunStore } from "@/lib/stream/run-store";
import type { RunDetail } from "../api";
import classes from "./run.module.css";
import { useSlice } from "./use-run-store";

const SHOWN = 2;

/** What a person should know about this run, each thing once. */
export function RunWarnings({ store }: { run: RunDetail; store: RunStore }) {
  useSlice(store, "warnings");
  const [all, setAll] = useState(false);
  const notices = gathered(store.warnings);
  if (notices.length === 0) return null;
  const shown = all ? notices : notices.slice(0, SHOWN);
  return (
    <section className={classes.warnings} aria-label="Warnings">
      {shown.map(({ message, times }) => (
        <div key={message} className={classes.warning}>
          <IconInfoCircle size={16} aria-hidden className={classes.warningIcon} />
          <p>
            {message}
            {times > 1 && <span className={classes.dimmed}> ({times} times)</span>}
          </p>
        </div>
      ))}
      {notices.length > SHOWN && (
        <button type="button" className={classes.more} onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show ${notices.length - SHOWN} more`}
        </button>
      )}
    </section>
  );
}

/** The warnings in the order they came, equal ones counted. */
function gathered(warnings: readonly EventOf<"warning">[]) {
  const times = new Map<string, number>();
  for (const { message } of warnings) times.set(message, (times.get(message) ?? 0) + 1);
  return [...times].map(([message, count]) => ({ message, times: count }));
}
