import { Button, Skeleton } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import { formatBytes } from "@/lib/numbers";
import { formatMoment } from "@/lib/times";
import { Confirm } from "../confirm";
import { removeForGood, restoreRun, trashQuery } from "./trash";
import classes from "./trash.module.css";

/** Deleted runs, until they are taken back or deleted for good. */
export function TrashPage() {
  const client = useQueryClient();
  const { data: trash, error } = useQuery(trashQuery);
  const restore = useMutation(restoreRun(client));
  const remove = useMutation(removeForGood(client));
  const [asks, setAsks] = useState<{ id: string | null; words: string } | null>(null);
  const problem = error ?? restore.error ?? remove.error;
  const items = trash?.items ?? [];
  return (
    <Page
      title="Trash"
      lead={trash && items.length > 0 && `${formatBytes(trash.bytes)} in ${items.length} runs.`}
      actions={
        <>
          <Button variant="default" renderRoot={(props) => <Link to="/runs" {...props} />}>
            All runs
          </Button>
          <Button
            variant="default"
            disabled={items.length === 0}
            loading={remove.isPending}
            onClick={() => setAsks({ id: null, words: "all of them" })}
          >
            Empty the trash
          </Button>
        </>
      }
    >
      {problem && <ProblemNote error={problem} />}
      {!trash && !error && <Skeleton height={120} />}
      {trash && items.length === 0 && (
        <EmptyState icon={IconTrash} title="The trash is empty">
          A run that you delete waits here, with all its files, until you empty the trash.
        </EmptyState>
      )}
      {items.length > 0 && (
        <Panel>
          <ul className={classes.list} aria-label="Deleted runs">
            {items.map((run) => (
              <li key={run.id} className={classes.item}>
                <span className={classes.itemName}>{run.name}</span>
                <span className={classes.itemFact}>{formatBytes(run.bytes)}</span>
                <span className={classes.itemFact}>Deleted {formatMoment(run.deleted_at)}</span>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`Take ${run.name} back`}
                  disabled={restore.isPending}
                  onClick={() => restore.mutate(run.id)}
                >
                  Take back
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`Delete ${run.name} for good`}
                  onClick={() => setAsks({ id: run.id, words: `“${run.name}”` })}
                >
                  Delete for good
                </Button>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Confirm
        opened={asks !== null}
        title={`Delete ${asks?.words ?? ""} for good?`}
        action="Delete for good"
        onConfirm={() => asks && remove.mutate(asks.id)}
        onClose={() => setAsks(null)}
      >
        The files are removed from the disk. Nothing can bring them back.
      </Confirm>
    </Page>
  );
}
