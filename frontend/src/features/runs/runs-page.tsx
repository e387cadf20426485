import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { Page } from "@/components/ui/page";
import { ProblemNote } from "@/components/ui/problem-note";
import { runsQuery } from "./api";
import { NoRuns } from "./list/no-runs";
import { RunsFilters } from "./list/runs-filters";
import { RunsTable } from "./list/runs-table";
import { SelectionBar } from "./list/selection-bar";
import { QueueBar } from "./queue/queue-bar";
import { type RunsSearch, readRunsSearch } from "./search";
import { ImportRun } from "./transfer/import-run";
import { UndoDelete } from "./trash/undo-delete";

const NONE: ReadonlySet<string> = new Set();
const route = getRouteApi("/runs");

export function RunsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(runsQuery(search));
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const runs = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  const isFiltered = Boolean(
    search.q || search.status || search.method || search.tag || search.group,
  );
  const change = (next: RunsSearch) =>
    navigate({ search: readRunsSearch({ ...next }), replace: true });
  const [ticked, setTicked] = useState<ReadonlySet<string>>(NONE);
  const tick = useCallback((id: string, isTicked: boolean) => {
    setTicked((before) => {
      const after = new Set(before);
      if (isTicked) after.add(id);
      else after.delete(id);
      return after;
    });
  }, []);
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);

  return (
    <Page
      title="Runs"
      actions={
        <>
          <ImportRun />
          <Button variant="default" renderRoot={(props) => <Link to="/trash" {...props} />}>
            Trash
          </Button>
          <Button renderRoot={(props) => <Link to="/" {...props} />}>Train a model</Button>
        </>
      }
    >
      {(runs?.length !== 0 || isFiltered || search.archived) && (
        <>
          <QueueBar />
          <RunsFilters search={search} onChange={change} />
          <SelectionBar
            ids={[...ticked]}
            isArchive={search.archived === "true"}
            onClear={() => setTicked(NONE)}
          />
        </>
      )}
      {error && <ProblemNote error={error} />}
      {runs?.length === 0 ? (
        <NoRuns isFiltered={isFiltered || search.archived === "true"} onClear={() => change({})} />
      ) : (
        !(error && !runs) && (
          <RunsTable
            runs={runs}
            hasMore={hasNextPage}
            onMore={more}
            ticked={ticked}
            onTick={tick}
          />
        )
      )}
      <UndoDelete />
    </Page>
  );
}
