import { IconInfoCircle } from "@tabler/icons-react";
import { useState } from "react";
import { Prose } from "@/components/ui/prose";
import type { EventOf } from "@/lib/stream/events";
import type { RunStore } from "@/lib/stream/run-store";
import classes from "./run.module.css";
import { useSlice } from "./use-run-store";

const SHOWN = 2;

/** What a person should know about this run, each thing once. */
export function RunWarnings({ store }: { store: RunStore }) {
  useSlice(store, "warnings");
  const [all, setAll] = useState(false);
  const notices = newest(store.warnings);
  if (notices.length === 0) return null;
  const shown = all ? notices : notices.slice(0, SHOWN);
  return (
    <section className={classes.warnings} aria-label="Warnings">
      {shown.map(({ code, message }) => (
        <div key={code} className={classes.warning}>
          <IconInfoCircle size={16} aria-hidden className={classes.warningIcon} />
          <p>
            <Prose text={message} />
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

/** The newest warning of each kind, in the order in which the kinds first came. */
function newest(warnings: readonly EventOf<"warning">[]): EventOf<"warning">[] {
  const byCode = new Map<string, EventOf<"warning">>();
  for (const warning of warnings) byCode.set(warning.code, warning);
  return [...byCode.values()];
}
