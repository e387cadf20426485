import { Button } from "@mantine/core";
import { IconDatabase } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "@/components/ui/empty-state";

/** Until there is a dataset of one's own: what belongs here, and one to look at. */
export function FirstDataset() {
  return (
    <EmptyState
      icon={IconDatabase}
      title="No dataset of your own yet"
      action={
        <Button
          renderRoot={(props) => <Link {...props} to="/datasets/$id" params={{ id: "sample" }} />}
        >
          Look at the built-in sample
        </Button>
      }
    >
      A chat export, questions with answers, preference pairs, plain texts: drop it, and Temper says
      what it is, what it is ready for and what stands in the way.{" "}
      <code>{'{"prompt": "What is 2 + 3?", "answer": "5"}'}</code> on each line serves most methods.
    </EmptyState>
  );
}
