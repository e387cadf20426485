import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback } from "react";
import { Page } from "@/components/ui/page";
import { ProblemNote } from "@/components/ui/problem-note";
import { runsQuery } from "./api";
import { NoRuns } from "./list/no-runs";
import { RunsFilters } from "./list/runs-filters";
import { RunsTable } from "./list/runs-table";
import { type RunsSearch, readRunsSearch } from "./search";

const route = getRouteApi("/runs");

export function RunsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(runsQuery(search));
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const runs = data?.pages.flatMap((page) => page.items);
  const isFiltered = Boolean(search.q || search.status || search.method);
  const change = (next: RunsSearch) =>
    navigate({ search: readRunsSearch({ ...next }), replace: true });
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);

  return (
    <Page
      title="Runs"
      actions={<Button renderRoot={(props) => <Link to="/" {...props} />}>Train a model</Button>}
    >
      {(runs?.length !== 0 || isFiltered) && <RunsFilters search={search} onChange={change} />}
      {error && <ProblemNote error={error} />}
      {runs?.length === 0 ? (
        <NoRuns isFiltered={isFiltered} onClear={() => change({})} />
      ) : (
        !(error && !runs) && <RunsTable runs={runs} hasMore={hasNextPage} onMore={more} />
      )}
    </Page>
  );
}
