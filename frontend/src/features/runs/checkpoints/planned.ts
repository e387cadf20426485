import type { RunDetail } from "../api";

/** How many iterations a run was planned for, those of the runs before it too. */
export function plannedIterations(run: RunDetail, told: number | null | undefined): number {
  return run.plan.resumed?.total ?? told ?? run.plan.steps.iterations;
}
