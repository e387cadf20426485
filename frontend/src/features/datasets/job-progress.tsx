import { Button, Progress } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { formatDuration } from "@/lib/times";
import classes from "./job-progress.module.css";
import { cancelJob, type Job } from "./jobs";
import { useSlow } from "./use-slow";

/** Below this nobody reaches for a Cancel button in time. */
const CANCEL_AFTER_MS = 3_000;

interface JobProgressProps {
  /** What is said before the job is known. */
  title: string;
  job: Job | undefined;
  /** Called beside the server's own cancelling. */
  onCancel?: () => void;
}

/** How far long work is, when it will be done, and a way to end it. */
export function JobProgress({ title, job, onCancel }: JobProgressProps) {
  const client = useQueryClient();
  const cancel = useMutation(cancelJob(client));
  const canCancel = useSlow(true, CANCEL_AFTER_MS);
  const share = job?.progress;
  const left = job?.seconds_left;
  return (
    <div className={classes.job}>
      <span className={classes.title}>
        {job?.title ?? title}
        <span className={classes.quiet}>
          {share != null && `${Math.floor(share * 100)}%`}
          {left != null && left >= 1 && `, ${formatDuration(left)} left`}
        </span>
      </span>
      <Progress
        value={share == null ? 100 : share * 100}
        animated={share == null}
        striped={share == null}
        size="sm"
        className={classes.bar}
        aria-label={job?.title ?? title}
      />
      <Button
        variant="default"
        size="compact-xs"
        className={classes.cancel}
        data-shown={canCancel && job !== undefined}
        disabled={!(canCancel && job)}
        loading={cancel.isPending}
        onClick={() => {
          onCancel?.();
          if (job) cancel.mutate(job.id);
        }}
      >
        Cancel
      </Button>
    </div>
  );
}
