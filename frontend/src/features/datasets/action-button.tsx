import { Button } from "@mantine/core";
import { IconAdjustments, IconArrowsSplit, IconTool } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { ProblemNote } from "@/components/ui/problem-note";
import { type Draft, readDraft } from "@/lib/draft";
import { type ConvertRequest, type Dataset, type SplitRequest, splitDataset } from "./api";
import { FixPreview } from "./fix-preview";
import type { Action } from "./fixes";
import { plainProblem } from "./plain-problem";

interface ActionButtonProps {
  dataset: Dataset;
  method: string | undefined;
  action: Action;
  /** What the button is about, where its label stands in a list of the like. */
  about?: string;
  variant?: "filled" | "default";
  onMade: (made: Dataset) => void;
}

/** A remedy: a previewed copy, a new split, or parameters to train with. */
export function ActionButton({ action, ...props }: ActionButtonProps) {
  if (action.convert) return <ConvertButton {...props} action={action} request={action.convert} />;
  if (action.split) return <SplitButton {...props} action={action} request={action.split} />;
  if (Object.keys(action.parameters ?? {}).length > 0)
    return <TrainButton {...props} action={action} />;
  return null;
}

interface ConvertButtonProps extends ActionButtonProps {
  request: ConvertRequest;
}

function ConvertButton(props: ConvertButtonProps) {
  const { dataset, method, action, request, onMade, variant = "default" } = props;
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button
        variant={variant}
        leftSection={<IconTool size={14} aria-hidden />}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Label {...props} />
      </Button>
      {open && (
        <FixPreview
          dataset={dataset}
          method={method}
          title={action.label}
          request={request}
          note={action.note}
          onMade={onMade}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}

interface SplitButtonProps extends ActionButtonProps {
  request: SplitRequest;
}

function SplitButton(props: SplitButtonProps) {
  const { dataset, request, onMade, variant = "default" } = props;
  const client = useQueryClient();
  const split = useMutation(splitDataset(client, dataset.id));
  const body = { name: `${dataset.name}, split`, ...request };
  return (
    <div>
      <Button
        variant={variant}
        leftSection={<IconArrowsSplit size={14} aria-hidden />}
        loading={split.isPending}
        onClick={() => split.mutate(body, { onSuccess: onMade })}
      >
        <Label {...props} />
      </Button>
      {split.isError && <ProblemNote error={plainProblem(split.error)} />}
    </div>
  );
}

function TrainButton(props: ActionButtonProps) {
  const { dataset, method, action, variant = "default" } = props;
  const search: Draft = readDraft({ dataset: dataset.id, method, p: action.parameters });
  return (
    <div>
      <Button
        variant={variant}
        leftSection={<IconAdjustments size={14} aria-hidden />}
        renderRoot={(root) => <Link {...root} to="/" search={search} />}
      >
        <Label {...props} />
      </Button>
    </div>
  );
}

function Label({ action, about }: Pick<ActionButtonProps, "action" | "about">) {
  return (
    <>
      {action.label}
      {about && <span className="visually-hidden">: {about}</span>}
    </>
  );
}
