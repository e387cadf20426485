import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Page } from "@/components/ui/page";
import { ProblemNote } from "@/components/ui/problem-note";
import { datasetsQuery } from "@/lib/queries";
import { AddDataset } from "./add-dataset";
import type { Dataset } from "./api";
import { DatasetList } from "./dataset-list";
import { DropAnywhere } from "./drop-anywhere";
import { FirstDataset } from "./first-dataset";
import { JobList } from "./job-list";

/** The datasets that Temper knows, and the ways to add one. */
export function DatasetsPage() {
  const navigate = useNavigate();
  const { data: datasets, isError, error } = useQuery(datasetsQuery);
  const open = ({ id }: Pick<Dataset, "id">) =>
    void navigate({ to: "/datasets/$id", params: { id } });
  const own = datasets?.filter(({ origin }) => origin !== "builtin");
  return (
    <Page
      title="Datasets"
      lead="Rows to train on. Temper looks at every row before a run does, and never changes your files."
    >
      <AddDataset onAdded={open} />
      {isError && <ProblemNote error={error} />}
      {own?.length === 0 && <FirstDataset />}
      {!isError && <DatasetList datasets={datasets} />}
      <JobList />
      <DropAnywhere />
    </Page>
  );
}
