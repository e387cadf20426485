import { Button, Switch } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ProblemNote } from "@/components/ui/problem-note";
import { changeQueue, queueQuery } from "./queue";
import classes from "./queue-bar.module.css";

/** What waits, and whether it goes on. */
export function QueueBar() {
  const client = useQueryClient();
  const { data: queue } = useQuery(queueQuery);
  const change = useMutation(changeQueue(client));
  const waiting = queue?.waiting.length ?? 0;
  const isPaused = queue?.paused ?? false;
  return (
    <section className={classes.bar} aria-label="Queue" data-paused={isPaused || undefined}>
      <p className={classes.words} role="status">
        {isPaused ? <strong>The queue is paused. </strong> : "Queue: "}
        {queue?.failed_run && (
          <>
            <Link to="/runs/$runId" params={{ runId: queue.failed_run }}>
              A run
            </Link>{" "}
            failed.{" "}
          </>
        )}
        {waiting === 0
          ? "nothing waits."
          : `${waiting} ${waiting === 1 ? "run waits" : "runs wait"}; one trains at a time on this machine.`}
      </p>
      <Switch
        label="Pause after a failure"
        checked={queue?.stop_on_failure ?? false}
        disabled={!queue}
        onChange={(event) => change.mutate({ stop_on_failure: event.currentTarget.checked })}
      />
      <Button
        variant={isPaused ? "filled" : "default"}
        size="xs"
        disabled={!queue}
        loading={change.isPending}
        leftSection={isPaused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
        onClick={() => change.mutate({ paused: !isPaused })}
      >
        {isPaused ? "Continue the queue" : "Pause the queue"}
      </Button>
      {change.error && <ProblemNote error={change.error} />}
    </section>
  );
}
