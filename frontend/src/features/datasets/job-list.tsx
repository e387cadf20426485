import { useQuery } from "@tanstack/react-query";
import { Panel } from "@/components/ui/panel";
import { JobProgress } from "./job-progress";
import { isRunning, jobsQuery } from "./jobs";

/** Long work that goes on, whichever page started it. */
export function JobList() {
  const { data: jobs } = useQuery(jobsQuery);
  const running = jobs?.filter(isRunning) ?? [];
  if (running.length === 0) return null;
  return (
    <Panel title="Going on">
      {running.map((job) => (
        <JobProgress key={job.id} title={job.title} job={job} />
      ))}
    </Panel>
  );
}
