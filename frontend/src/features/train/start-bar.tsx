import { Button, TextInput } from "@mantine/core";
import { IconPlayerPlayFilled } from "@tabler/icons-react";
import { ProblemNote } from "@/components/ui/problem-note";
import classes from "./start-bar.module.css";

interface StartBarProps {
  name: string;
  onName: (name: string) => void;
  /** Why it cannot start; null when it can. */
  reason: string | null;
  /** Runs that train or wait before this one would. */
  ahead: number;
  starting: boolean;
  error: Error | null;
  onStart: () => void;
}

/** Start, always in view, which says why when it is disabled. */
export function StartBar(props: StartBarProps) {
  const { name, onName, reason, ahead, starting, error, onStart } = props;
  const waits = ahead > 0 ? `Waits for ${ahead} ${ahead === 1 ? "run" : "runs"} before it.` : "";
  return (
    <div className={classes.bar}>
      {error && <ProblemNote error={error} />}
      <div className={classes.row}>
        <TextInput
          className={classes.name}
          aria-label="Name of the run"
          placeholder="Name (optional)"
          maxLength={200}
          value={name}
          onChange={(event) => onName(event.currentTarget.value)}
        />
        <Button
          size="sm"
          leftSection={<IconPlayerPlayFilled size={14} aria-hidden />}
          disabled={reason !== null}
          loading={starting}
          aria-describedby="start-reason"
          onClick={onStart}
        >
          {ahead > 0 ? "Add to the queue" : "Start"}
        </Button>
      </div>
      <p id="start-reason" className={classes.reason} role="status">
        {reason ?? (waits || "Ready to start.")}
      </p>
    </div>
  );
}
