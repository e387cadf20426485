import { Button } from "@mantine/core";
import { IconPlayerPlayFilled, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { CopyButton } from "@/components/ui/copy-button";
import { ProblemNote } from "@/components/ui/problem-note";
import { formatMoment } from "@/lib/times";
import { type Dataset, deleteDataset } from "./api";
import classes from "./dataset-header.module.css";
import { containersOf, ORIGIN } from "./words";

interface DatasetHeaderProps {
  dataset: Dataset;
  method: string | undefined;
}

/** What it is called, where it lies, and the two things to do with it as a whole. */
export function DatasetHeader({ dataset, method }: DatasetHeaderProps) {
  const facts = [
    dataset.format_title,
    containersOf(dataset),
    ORIGIN[dataset.origin],
    formatMoment(dataset.created_at),
  ];
  return (
    <header className={classes.header}>
      <div className={classes.what}>
        <h1>{dataset.name}</h1>
        <p className={classes.facts}>{facts.filter(Boolean).join(" · ")}</p>
        <p className={classes.path}>
          <code>{dataset.path}</code>
          <CopyButton text={dataset.path} what="the path" />
        </p>
      </div>
      <Actions dataset={dataset} method={method} />
    </header>
  );
}

function Actions({ dataset, method }: DatasetHeaderProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = () => navigate({ to: "/datasets" });
  const remove = useMutation(deleteDataset(client, dataset.id, leave));
  const stays = dataset.origin === "registered";
  return (
    <div className={classes.actions}>
      {dataset.missing == null && (
        <Button
          size="sm"
          leftSection={<IconPlayerPlayFilled size={14} aria-hidden />}
          renderRoot={(props) => (
            <Link {...props} to="/" search={{ dataset: dataset.id, ...(method && { method }) }} />
          )}
        >
          Train with this
        </Button>
      )}
      {dataset.origin !== "builtin" && (
        <ConfirmButton
          label={stays ? "Forget" : "Delete"}
          question={
            stays
              ? "Temper forgets this dataset. Your files stay where they are."
              : "The files that Temper keeps of this dataset are deleted."
          }
          action={stays ? "Forget it" : "Delete it"}
          icon={<IconTrash size={14} aria-hidden />}
          pending={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      )}
      {remove.isError && <ProblemNote error={remove.error} />}
    </div>
  );
}
