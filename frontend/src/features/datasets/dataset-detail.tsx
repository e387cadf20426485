import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { FactList } from "@/components/ui/fact-list";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import { formatBytes } from "@/lib/numbers";
import { datasetsQuery, methodsQuery, reportQuery } from "@/lib/queries";
import { formatMoment } from "@/lib/times";
import { type Dataset, deleteDataset } from "./api";
import classes from "./dataset-detail.module.css";
import { Derive } from "./derive";
import { ProblemList } from "./problem-list";
import { RowPreview } from "./row-preview";
import { Verdicts } from "./verdicts";
import { ORIGIN, rowsOf } from "./words";

interface DatasetDetailProps {
  dataset: Dataset;
  /** Called with a dataset that was made from this one. */
  onMade: (dataset: Dataset) => void;
}

/** One dataset: is it ready, what is wrong, what is in it. */
export function DatasetDetail({ dataset, onMade }: DatasetDetailProps) {
  const { data: methods } = useQuery(methodsQuery);
  const [method, setMethod] = useState<string | null>(null);
  const shown = method ?? methods?.[0]?.id ?? null;
  return (
    <>
      <Panel title={dataset.name} aside={<Actions dataset={dataset} method={shown} />}>
        <FactList
          facts={[
            ["Path", <code key="path">{dataset.path}</code>],
            ["Format", dataset.format_title],
            ...dataset.files.map((file): [string, string] => [
              file.split,
              `${rowsOf(file)}, ${formatBytes(file.bytes)}`,
            ]),
            [
              "Made from",
              dataset.lineage.source ? <Source key="source" dataset={dataset} /> : null,
            ],
            ["Origin", `${ORIGIN[dataset.origin]}, ${formatMoment(dataset.created_at)}`],
          ]}
        />
        {dataset.missing && <p className={classes.missing}>{dataset.missing}</p>}
      </Panel>
      {methods && shown && !dataset.missing && (
        <>
          <Panel title="Is it ready?">
            <Verdicts dataset={dataset.id} methods={methods} chosen={shown} onChoose={setMethod} />
            <Problems dataset={dataset} method={shown} onMade={onMade} />
          </Panel>
          <RowPreview dataset={dataset} />
          <Derive dataset={dataset} onMade={onMade} />
        </>
      )}
    </>
  );
}

/** The dataset that this one was made from, where it was. */
function Source({ dataset }: { dataset: Dataset }) {
  const { data: datasets } = useQuery(datasetsQuery);
  const source = String(dataset.lineage.source);
  const known = datasets?.find((one) => one.id === source);
  if (!known) return <code>{source}</code>;
  return (
    <Link to="/datasets" search={{ id: source }}>
      {known.name}
    </Link>
  );
}

function Problems(props: { dataset: Dataset; method: string; onMade: (made: Dataset) => void }) {
  const { dataset, method, onMade } = props;
  const { data: report, isError, error } = useQuery(reportQuery({ dataset: dataset.id, method }));
  if (isError) return <ProblemNote error={error} />;
  if (!report || report.problems.length === 0) return null;
  return <ProblemList dataset={dataset} problems={report.problems} onMade={onMade} />;
}

function Actions({ dataset, method }: { dataset: Dataset; method: string | null }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation(deleteDataset(client, dataset.id));
  const stays = dataset.origin === "registered";
  return (
    <div className={classes.actions}>
      <Button
        renderRoot={(props) => (
          <Link {...props} to="/" search={{ dataset: dataset.id, ...(method && { method }) }} />
        )}
      >
        Train with it
      </Button>
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
          onConfirm={() =>
            remove.mutate(undefined, { onSuccess: () => void navigate({ to: "/datasets" }) })
          }
        />
      )}
      {remove.isError && <ProblemNote error={remove.error} />}
    </div>
  );
}
