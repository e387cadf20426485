import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconChevronDown,
  IconCopy,
  IconDeviceFloppy,
  IconDots,
  IconPlayerPlay,
  IconPlayerStop,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ProblemNote } from "@/components/ui/problem-note";
import { useClone } from "@/features/configurations/use-clone";
import { draftLink } from "@/lib/draft";
import { hasEnded } from "@/lib/stream/events";
import type { RunStore } from "@/lib/stream/run-store";
import { stopRun } from "../actions";
import type { RunDetail } from "../api";
import { plannedIterations } from "../checkpoints/planned";
import { ResumeDialog } from "../checkpoints/resume-dialog";
import { Confirm } from "../confirm";
import { DeleteRun } from "../delete-run";
import { currentOf } from "./current";
import { HistoryItems } from "./history-items";
import classes from "./run.module.css";
import { useSlice } from "./use-run-store";

/** Stop, resume, clone, delete: those that make sense now. */
export function RunActions({ run, store }: { run: RunDetail; store: RunStore }) {
  useSlice(store, "state");
  useSlice(store, "checkpoints");
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asks, setAsks] = useState<"stop" | "delete" | "resume" | null>(null);
  const stop = useMutation(stopRun(client, run.id));
  const clone = useClone();
  const { status, progress } = currentOf(run, store);
  const ended = hasEnded(status);
  const hasCheckpoint =
    run.checkpoints.length > 0 || store.checkpoints.length > 0 || run.plan.resumed != null;
  const isComplete = status === "completed";
  const error = stop.error ?? clone.error;

  return (
    <div className={classes.actions}>
      {status === "queued" && (
        <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(false)}>
          Take out of the queue
        </Button>
      )}
      {!ended && status !== "queued" && (
        <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
          <Menu.Target>
            <Button
              variant="default"
              loading={stop.isPending}
              leftSection={<IconPlayerStop size={15} />}
              rightSection={<IconChevronDown size={14} />}
            >
              Stop
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconDeviceFloppy size={15} />}
              disabled={status === "stopping"}
              onClick={() => stop.mutate(true)}
            >
              Save and stop
            </Menu.Item>
            <Menu.Item
              leftSection={<IconPlayerStop size={15} />}
              color="red"
              onClick={() => setAsks("stop")}
            >
              Stop now
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {ended && hasCheckpoint && (
        <Button
          variant={isComplete ? "default" : "filled"}
          leftSection={<IconPlayerPlay size={15} />}
          onClick={() => setAsks("resume")}
        >
          {isComplete ? "Train on" : "Resume"}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconCopy size={15} />}
        loading={clone.isPending}
        renderRoot={(props) => (
          <Link
            {...draftLink(run.request)}
            {...props}
            onClick={(event) => {
              // A plain click also looks what has changed since; another tab asks for the same again.
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              clone.mutate(run.id);
            }}
          />
        )}
      >
        Clone and edit
      </Button>
      {ended && (
        <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
          <Menu.Target>
            <ActionIcon size="md" aria-label="More">
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <HistoryItems run={run} />
            <Menu.Item
              leftSection={<IconTrash size={15} />}
              color="red"
              onClick={() => setAsks("delete")}
            >
              Delete
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <Confirm
        opened={asks === "stop"}
        title="Stop now?"
        action="Stop now"
        onConfirm={() => stop.mutate(false)}
        onClose={() => setAsks(null)}
      >
        What was learned since the last checkpoint is lost. “Save and stop” keeps it and ends at the
        next iteration.
      </Confirm>
      {asks === "resume" && (
        <ResumeDialog
          run={run}
          planned={plannedIterations(run, progress?.total)}
          from={null}
          onClose={() => setAsks(null)}
        />
      )}
      <DeleteRun
        run={run}
        opened={asks === "delete"}
        onClose={() => setAsks(null)}
        onDeleted={() => navigate({ to: "/runs" })}
      />
      {error && (
        <div className={classes.actionProblem}>
          <ProblemNote error={error} />
        </div>
      )}
    </div>
  );
}
