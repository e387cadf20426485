import { ActionIcon } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { RunOut } from "../api";
import { moveRun } from "./queue";

/** Lets a queued run start earlier or later. */
export function MoveButtons({ run }: { run: RunOut }) {
  const move = useMutation(moveRun(useQueryClient(), run.id));
  return (
    <>
      <ActionIcon
        size="sm"
        aria-label={`Start ${run.name} earlier`}
        title={move.error ? move.error.message : "Earlier in the queue"}
        disabled={run.queue_position === 1}
        onClick={() => move.mutate(-1)}
      >
        <IconArrowUp size={15} />
      </ActionIcon>
      <ActionIcon
        size="sm"
        aria-label={`Start ${run.name} later`}
        title={move.error ? move.error.message : "Later in the queue"}
        onClick={() => move.mutate(1)}
      >
        <IconArrowDown size={15} />
      </ActionIcon>
    </>
  );
}
