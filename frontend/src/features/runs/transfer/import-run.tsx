import { Button, FileButton, Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ProblemNote } from "@/components/ui/problem-note";
import { importRun } from "./transfer";

/** Takes in a run that was exported here or on another machine. */
export function ImportRun() {
  const navigate = useNavigate();
  const take = useMutation(importRun(useQueryClient()));
  const send = (file: File | null) => {
    if (!file) return;
    take.mutate(file, {
      onSuccess: (run) => navigate({ to: "/runs/$runId", params: { runId: run.id } }),
    });
  };
  return (
    <>
      <FileButton onChange={send} accept=".gz,.tgz">
        {(props) => (
          <Button variant="default" loading={take.isPending} {...props}>
            Import a run
          </Button>
        )}
      </FileButton>
      <Modal
        opened={take.isError}
        onClose={take.reset}
        title="The run was not imported"
        centered
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <ProblemNote error={take.error} />
      </Modal>
    </>
  );
}
