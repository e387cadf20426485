import { Skeleton } from "@mantine/core";
import { IconArrowLeft, IconDatabase } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import { datasetsQuery } from "@/lib/queries";
import { AddDataset } from "./add-dataset";
import type { Dataset } from "./api";
import { DatasetDetail } from "./dataset-detail";
import { DatasetList } from "./dataset-list";
import classes from "./datasets-page.module.css";

const route = getRouteApi("/datasets");

/** The datasets that Temper knows, and one of them in full. */
export function DatasetsPage() {
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: datasets, isPending, isError, error } = useQuery(datasetsQuery);
  const chosen = datasets?.find((dataset) => dataset.id === id);
  const open = (dataset: Dataset) => void navigate({ search: { id: dataset.id } });
  return (
    <Page
      title="Datasets"
      lead="Rows to train on. Temper looks at every line before a run does, and never changes your files."
    >
      <div className={classes.columns} data-chosen={id !== undefined || undefined}>
        <div className={classes.side}>
          <AddDataset onAdded={open} />
          {isError && <ProblemNote error={error} />}
          {isPending && <Skeleton height={150} radius="md" />}
          {datasets && <DatasetList datasets={datasets} chosen={id} />}
        </div>
        <div className={classes.main}>
          {id !== undefined && (
            <Link to="/datasets" className={classes.back}>
              <IconArrowLeft size={14} aria-hidden /> All datasets
            </Link>
          )}
          {chosen && <DatasetDetail key={chosen.id} dataset={chosen} onMade={open} />}
          {datasets && !chosen && <Nothing missing={id} />}
          {isPending && <Skeleton height={420} radius="md" />}
        </div>
      </div>
    </Page>
  );
}

function Nothing({ missing }: { missing: string | undefined }) {
  if (missing !== undefined) {
    return (
      <Panel title="This dataset is not here">
        <p>
          There is no dataset <code>{missing}</code>. It was forgotten, or the address is from
          another machine. Choose one from the list, or register its path again.
        </p>
      </Panel>
    );
  }
  return (
    <EmptyState icon={IconDatabase} title="Choose a dataset to look into it">
      A dataset is a folder with train.jsonl (valid.jsonl and test.jsonl beside it, if you have
      them), or one .jsonl file. One row a line:{" "}
      <code>{'{"prompt": "What is 2 + 3?", "answer": "5"}'}</code> serves every method; SFT also
      reads messages, prompt/completion and text.
    </EmptyState>
  );
}
