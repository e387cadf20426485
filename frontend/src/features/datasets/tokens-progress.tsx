import { Button, Progress } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { formatDuration } from "@/lib/times";
import { cancelTokens, type TokensOptions } from "@/lib/tokens";
import classes from "./tokens-card.module.css";
import { useSlow } from "./use-slow";

/** An estimate is worth its place when the work is long. */
const ESTIMATE_AFTER_MS = 4_000;

interface TokensProgressProps {
  options: TokensOptions;
  progress: number;
}

/** How far the count is, when it will be done, and a way to end it. */
export function TokensProgress({ options, progress }: TokensProgressProps) {
  const client = useQueryClient();
  const cancel = useMutation(cancelTokens(client, options));
  const began = useRef<{ time: number; progress: number } | null>(null);
  const isSlow = useSlow(true, ESTIMATE_AFTER_MS);
  useEffect(() => {
    began.current ??= { time: performance.now(), progress };
  }, [progress]);
  const left = isSlow && began.current ? secondsLeft(began.current, progress) : null;
  return (
    <div className={classes.progress}>
      <span>
        Counting tokens, {Math.floor(progress * 100)}%
        {left !== null && left >= 1 && `, ${formatDuration(left)} left`}
      </span>
      <Progress value={progress * 100} size="sm" className={classes.grow} aria-label="Tokens" />
      <Button
        variant="default"
        size="compact-xs"
        loading={cancel.isPending}
        onClick={() => cancel.mutate()}
      >
        Cancel
      </Button>
    </div>
  );
}

/** By the pace so far. */
function secondsLeft(from: { time: number; progress: number }, progress: number): number | null {
  const done = progress - from.progress;
  if (done <= 0) return null;
  return ((performance.now() - from.time) / 1000) * ((1 - progress) / done);
}
