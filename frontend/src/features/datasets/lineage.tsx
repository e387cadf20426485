import { Button } from "@mantine/core";
import { IconGitFork, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useRouterState } from "@tanstack/react-router";
import { ProblemNote } from "@/components/ui/problem-note";
import { Prose } from "@/components/ui/prose";
import { type Dataset, datasetQuery, deleteDataset } from "./api";
import classes from "./lineage.module.css";
import { readLineage } from "./lineage-words";

/** Where a dataset came from and what was done to its rows, and the way back. */
export function Lineage({ dataset }: { dataset: Dataset }) {
  const made = useRouterState({ select: ({ location }) => location.state.made === true });
  const lineage = readLineage(dataset);
  if (!lineage) return null;
  return (
    <section className={classes.lineage} aria-label="Where it came from" data-made={made}>
      <IconGitFork size={18} aria-hidden className={classes.icon} />
      <div className={classes.body}>
        <p role="status">
          {made && <strong>This is the new dataset. </strong>}
          {lineage.from && (
            <>
              Made from <Source id={lineage.from} path={lineage.path} />, which stays as it was.
            </>
          )}
          {!lineage.from && lineage.path && (
            <>
              From <code>{lineage.path}</code>.
            </>
          )}
        </p>
        {lineage.steps.length > 0 && (
          <ul className={classes.steps} aria-label="What was done">
            {lineage.steps.map((step) => (
              <li key={step}>
                <Prose text={step} />
              </li>
            ))}
          </ul>
        )}
        {lineage.digests.length > 0 && (
          <details className={classes.quiet}>
            <summary>Digests of the original files (SHA-256)</summary>
            {lineage.digests.map(([split, digest]) => (
              <div key={split}>
                {split} <code>{digest}</code>
              </div>
            ))}
          </details>
        )}
      </div>
      {made && lineage.from && <Undo dataset={dataset} source={lineage.from} />}
    </section>
  );
}

/** The dataset that this one was made from, by its name while it is there. */
function Source({ id, path }: { id: string; path: string | null }) {
  const { data: source } = useQuery({ ...datasetQuery(id), retry: false });
  if (!source) return <code>{path ?? id}</code>;
  return (
    <Link to="/datasets/$id" params={{ id }}>
      {source.name}
    </Link>
  );
}

/** Takes back what was just made: the copy goes, the original is shown again. */
function Undo({ dataset, source }: { dataset: Dataset; source: string }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const back = () => navigate({ to: "/datasets/$id", params: { id: source }, replace: true });
  const remove = useMutation(deleteDataset(client, dataset.id, back));
  return (
    <div>
      <Button
        variant="default"
        leftSection={<IconTrash size={14} aria-hidden />}
        loading={remove.isPending}
        onClick={() => remove.mutate()}
      >
        Delete this copy
      </Button>
      {remove.isError && <ProblemNote error={remove.error} />}
    </div>
  );
}
