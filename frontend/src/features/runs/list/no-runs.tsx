import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import classes from "./runs.module.css";

interface NoRunsProps {
  /** Whether filters hide what there is. */
  isFiltered: boolean;
  onClear: () => void;
}

/** What belongs here, and how to get it. */
export function NoRuns({ isFiltered, onClear }: NoRunsProps) {
  if (isFiltered) {
    return (
      <div className={classes.empty}>
        <p>No run matches.</p>
        <Button variant="default" onClick={onClear}>
          Show all runs
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.empty}>
      <h2>No run yet</h2>
      <p>
        A run is one training: its curves, its log, what the model wrote, and the adapter it leaves
        behind. All of them are kept here. The Train page offers a demo that learns within two
        minutes on any machine.
      </p>
      <Button renderRoot={(props) => <Link to="/" {...props} />}>Start the first run</Button>
    </div>
  );
}
