import { Button } from "@mantine/core";
import { IconFlame, IconSearchOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "@/components/ui/empty-state";

interface NoRunsProps {
  /** Whether filters hide what there is. */
  isFiltered: boolean;
  onClear: () => void;
}

/** What belongs here, and how to get it. */
export function NoRuns({ isFiltered, onClear }: NoRunsProps) {
  if (isFiltered) {
    const action = (
      <Button variant="default" onClick={onClear}>
        Show all runs
      </Button>
    );
    return (
      <EmptyState icon={IconSearchOff} title="No run matches" action={action}>
        Other words or fewer filters may find it.
      </EmptyState>
    );
  }
  const action = (
    <Button renderRoot={(props) => <Link to="/" {...props} />}>Start the first run</Button>
  );
  return (
    <EmptyState icon={IconFlame} title="No run yet" action={action}>
      A run is one training: its curves, its log, what the model wrote, and the adapter it leaves
      behind. All of them are kept here. The Train page offers a demo that learns within two minutes
      on any machine.
    </EmptyState>
  );
}
