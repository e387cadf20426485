import { Skeleton } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useDocumentTitle } from "@/components/ui/page";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import { ApiProblem } from "@/lib/problem";
import { datasetQuery } from "./api";
import { DatasetDetail } from "./dataset-detail";
import classes from "./dataset-page.module.css";
import { DropAnywhere } from "./drop-anywhere";

const route = getRouteApi("/datasets/$id");

/** One dataset at an address of its own. */
export function DatasetPage() {
  const { id } = route.useParams();
  const { data: dataset, error } = useQuery(datasetQuery(id));
  useDocumentTitle(dataset?.name ?? "Dataset");
  return (
    <div className={classes.page}>
      <Link to="/datasets" className={classes.back}>
        <IconArrowLeft size={14} aria-hidden /> All datasets
      </Link>
      {dataset ? (
        <DatasetDetail key={dataset.id} dataset={dataset} />
      ) : error ? (
        <NotThere id={id} error={error} />
      ) : (
        <PageSkeleton />
      )}
      <DropAnywhere />
    </div>
  );
}

function NotThere({ id, error }: { id: string; error: Error }) {
  if (!(error instanceof ApiProblem && error.problem.status === 404)) {
    return <ProblemNote error={error} />;
  }
  return (
    <Panel title="This dataset is not here">
      <p>
        There is no dataset <code>{id}</code>. It was deleted, or the address is from another
        machine. <Link to="/datasets">Choose one from the list</Link>, or add its path again.
      </p>
    </Panel>
  );
}

/** Of the height of a ready dataset, so that nothing below jumps. */
function PageSkeleton() {
  return (
    <>
      <Skeleton height={30} width={260} />
      <Skeleton height={176} radius="md" />
      <Skeleton height={420} radius="md" />
    </>
  );
}
