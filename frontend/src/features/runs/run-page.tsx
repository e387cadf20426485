import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Page } from "@/components/ui/page";
import { ProblemNote } from "@/components/ui/problem-note";
import { runQuery } from "./api";
import { RunSkeleton } from "./run/run-skeleton";
import { RunView } from "./run/run-view";

const route = getRouteApi("/runs/$runId");

export function RunPage() {
  const { runId } = route.useParams();
  const { data: run, error } = useQuery(runQuery(runId));
  if (run) return <RunView key={runId} run={run} />;
  if (error) {
    return (
      <Page title="This run cannot be shown">
        <ProblemNote error={error} action={<Link to="/runs">See all runs</Link>} />
      </Page>
    );
  }
  return <RunSkeleton />;
}
