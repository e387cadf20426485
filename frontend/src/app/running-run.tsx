import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { isActive, STATUS } from "@/components/status/status";
import { recentRunsQuery } from "@/lib/queries";
import classes from "./running-run.module.css";

/** The run that trains now, with how far it is, from every page. */
export function RunningRun() {
  const { data: runs } = useQuery(recentRunsQuery);
  const run = runs?.find((item) => isActive(item.status));
  if (!run) return null;
  const { word, icon: Icon, color } = STATUS[run.status];
  const share = run.progress?.total ? run.progress.iteration / run.progress.total : null;
  const percent = share === null ? null : `${Math.floor(share * 100)}%`;
  return (
    <Link to="/runs/$runId" params={{ runId: run.id }} className={classes.run}>
      <Icon size={16} aria-hidden style={{ color }} />
      <span className="visually-hidden">{word}: </span>
      <span className={classes.name}>{run.name}</span>
      {percent && <span className={classes.percent}>{percent}</span>}
      {share !== null && (
        <span className={classes.bar} aria-hidden style={{ width: `${share * 100}%` }} />
      )}
    </Link>
  );
}
