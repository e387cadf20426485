import { Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ProblemNote } from "@/components/ui/problem-note";
import { deleteRun } from "./actions";
import type { RunOut } from "./api";
import { Confirm } from "./confirm";

interface DeleteRunProps {
  run: RunOut;
  opened: boolean;
  onClose: () => void;
  onDeleted?: () => void;
}

/** Deletes a run once the person has said so. */
export function DeleteRun({ run, opened, onClose, onDeleted }: DeleteRunProps) {
  const client = useQueryClient();
  const remove = useMutation(deleteRun(client, run));
  return (
    <>
      <Confirm
        opened={opened}
        title={`Delete “${run.name}”?`}
        action="Delete"
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => onDeleted?.() })}
        onClose={onClose}
      >
        Its numbers, log and adapters leave this list for the trash, from where it can be taken
        back.
      </Confirm>
      <Modal
        opened={remove.isError}
        onClose={remove.reset}
        title="The run is still here"
        centered
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <ProblemNote error={remove.error} />
      </Modal>
    </>
  );
}
