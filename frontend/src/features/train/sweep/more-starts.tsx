import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import type { Method } from "@/components/parameter-form/catalogue";
import type { Schemas } from "@/lib/client";
import { StartLater } from "./start-later";
import classes from "./sweep.module.css";

const SweepDialog = lazy(() => import("./sweep-dialog"));

interface MoreStartsProps {
  method: Method;
  request: Schemas["PlanRequest"] | null;
  /** Whether the request can run as it stands. */
  canStart: boolean;
  onStartAt: (at: string) => void;
}

/** The other ways to start: at a time, or once for each of several values. */
export function MoreStarts({ method, request, canStart, onStartAt }: MoreStartsProps) {
  const [asks, setAsks] = useState<"later" | "sweep" | null>(null);
  const close = () => setAsks(null);
  return (
    <div className={classes.tools}>
      <Button variant="default" size="xs" disabled={!canStart} onClick={() => setAsks("later")}>
        Start later…
      </Button>
      <Button
        variant="default"
        size="xs"
        disabled={request === null}
        onClick={() => setAsks("sweep")}
      >
        Sweep…
      </Button>
      {asks === "later" && <StartLater onStart={onStartAt} onClose={close} />}
      {asks === "sweep" && request && (
        <Suspense fallback={null}>
          <SweepDialog method={method} request={request} onClose={close} />
        </Suspense>
      )}
    </div>
  );
}
