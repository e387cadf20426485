import { Button, Progress } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { ProblemNote } from "@/components/ui/problem-note";
import { formatBytes } from "@/lib/numbers";
import { formatDuration } from "@/lib/times";
import { listed } from "@/lib/words";
import classes from "./upload-row.module.css";
import type { Dataset, Upload } from "./uploads";
import { uploads } from "./use-uploads";

interface UploadRowProps {
  upload: Upload;
  /** The word on the button of one that is done. */
  open: string;
  onOpen: (dataset: Dataset) => void;
}

/** One upload: how far, how fast, how long still, and a way to end it. */
export function UploadRow({ upload, open, onOpen }: UploadRowProps) {
  const names = listed(upload.names);
  if (upload.phase === "failed") {
    return (
      <ProblemNote
        error={upload.error}
        action={
          <div className={classes.actions}>
            <span>{names} was not added.</span>
            {uploads.canRetry(upload.key) && (
              <Button variant="default" size="compact-xs" onClick={() => uploads.retry(upload.key)}>
                Try again
              </Button>
            )}
            <Button variant="default" size="compact-xs" onClick={() => uploads.cancel(upload.key)}>
              Dismiss
            </Button>
          </div>
        }
      />
    );
  }
  if (upload.phase === "done") {
    return (
      <p className={classes.done} role="status">
        <IconCircleCheck size={16} aria-hidden /> {names} is here.
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => upload.dataset && onOpen(upload.dataset)}
        >
          {open}
        </Button>
      </p>
    );
  }
  const share = upload.total > 0 ? upload.sent / upload.total : 1;
  return (
    <div className={classes.row}>
      <span className={classes.name}>{names}</span>
      <span className={classes.state} role="status">
        {upload.phase === "reconnecting" && <IconAlertTriangle size={13} aria-hidden />}
        {stateOf(upload, share)}
      </span>
      <Progress
        value={share * 100}
        size="sm"
        className={classes.bar}
        striped={upload.phase !== "sending"}
        animated={upload.phase === "finishing"}
        aria-label={`Upload of ${names}`}
      />
      <Button
        variant="default"
        size="compact-xs"
        className={classes.cancel}
        onClick={() => uploads.cancel(upload.key)}
      >
        Cancel
      </Button>
    </div>
  );
}

function stateOf(upload: Upload, share: number): string {
  const { phase, sent, total, bytesPerSecond, secondsLeft } = upload;
  if (phase === "finishing") return "All there; looking at it";
  const part = `${Math.floor(share * 100)}%, ${formatBytes(sent)} of ${formatBytes(total)}`;
  if (phase === "reconnecting") return `Reconnecting; ${part} are safe`;
  const speed = bytesPerSecond ? `, ${formatBytes(Math.round(bytesPerSecond))}/s` : "";
  const left = secondsLeft !== null ? `, ${formatDuration(secondsLeft)} left` : "";
  return part + speed + left;
}
