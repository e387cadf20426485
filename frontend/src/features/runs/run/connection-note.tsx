import type { RunStore } from "@/lib/stream/run-store";
import classes from "./run.module.css";
import { useSlice } from "./use-run-store";

const WORDS = {
  connecting: "Connecting…",
  live: "Live",
  reconnecting: "Reconnecting… nothing is lost, it catches up",
  ended: "",
};

/** Whether what is shown is live. */
export function ConnectionNote({ store }: { store: RunStore }) {
  useSlice(store, "connection");
  return (
    <span className={classes.connection} role="status" data-state={store.connection}>
      {WORDS[store.connection]}
    </span>
  );
}
