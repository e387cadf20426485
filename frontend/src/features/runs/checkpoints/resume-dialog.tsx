import { Button, Group, Modal, NumberInput, Select } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { ProblemNote } from "@/components/ui/problem-note";
import { randomId } from "@/lib/ids";
import { formatCount } from "@/lib/numbers";
import { resumeRun } from "../actions";
import { checkpointsQuery, type RunDetail } from "../api";
import classes from "./checkpoints.module.css";
import {
  bestBy,
  type Checkpoint,
  suggestedIterations,
  whatChanges,
  whatGoesOn,
} from "./what-goes-on";

interface ResumeDialogProps {
  run: RunDetail;
  /** How many iterations the run was planned for, those before it too. */
  planned: number;
  /** The checkpoint to begin with; null: the newest. */
  from: number | null;
  onClose: () => void;
}

/** Asks from where and for how long to train on, and says what goes on. */
export function ResumeDialog({ run, planned, from, onClose }: ResumeDialogProps) {
  const { data, error } = useQuery({ ...checkpointsQuery(run.id), staleTime: 0 });
  const kept = data?.items.filter((one) => one.kept) ?? [];
  return (
    <Modal
      opened
      onClose={onClose}
      title="Train on"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {error && <ProblemNote error={error} />}
      {data && kept.length === 0 && <p>No checkpoint of this run is there any more.</p>}
      {data && kept.length > 0 && (
        <ResumeForm
          run={run}
          planned={planned}
          from={from}
          kept={kept}
          best={data.best_by ?? null}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

interface ResumeFormProps extends ResumeDialogProps {
  kept: readonly Checkpoint[];
  best: string | null;
}

function ResumeForm({ run, planned, from, kept, best, onClose }: ResumeFormProps) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const resume = useMutation(resumeRun(client, run.id));
  // A try after a lost answer asks for the same run, not another.
  const last = useRef({ text: "", id: "" });
  const [iteration, setIteration] = useState(from);
  const [asked, setAsked] = useState<number | string | null>(null);
  const chosen = kept.find((one) => one.iteration === iteration) ?? (kept[0] as Checkpoint);
  const more = asked ?? suggestedIterations(chosen, planned);
  const isNumber = typeof more === "number" && Number.isInteger(more) && more >= 1;
  const changed = isNumber ? whatChanges(chosen, more, planned) : null;
  const start = () => {
    if (!isNumber) return;
    const iters = chosen.iteration + more === planned ? null : more;
    const body = { checkpoint: chosen.iteration, iters };
    const text = JSON.stringify(body);
    if (last.current.text !== text) last.current = { text, id: randomId() };
    resume.mutate(
      { ...body, request_id: last.current.id },
      {
        onSuccess: (next) => {
          onClose();
          navigate({ to: "/runs/$runId", params: { runId: next.id } });
        },
      },
    );
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <Select
        label="From checkpoint"
        allowDeselect={false}
        data={kept.map((one) => ({
          value: String(one.iteration),
          label: `Iteration ${formatCount(one.iteration)}${one.best && best ? ` (best: ${bestBy(best)})` : ""}`,
        }))}
        value={String(chosen.iteration)}
        onChange={(value) => {
          setIteration(Number(value));
          setAsked(null);
        }}
      />
      <NumberInput
        label="Iterations to train"
        min={1}
        allowDecimal={false}
        thousandSeparator=","
        value={more}
        onChange={setAsked}
        error={isNumber ? null : "A whole number from 1 on"}
      />
      <p>{whatGoesOn(chosen)}</p>
      {changed && <p>{changed}</p>}
      <p>A new run does this, on the same rows; this one stays as it is.</p>
      {resume.error && <ProblemNote error={resume.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          type="submit"
          loading={resume.isPending}
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
        >
          Train on
        </Button>
      </Group>
    </form>
  );
}
