import { Skeleton } from "@mantine/core";
import charts from "@/components/charts/charts.module.css";
import classes from "./run.module.css";

/** The room that a run's page takes, before its run is known. */
export function RunSkeleton() {
  return (
    <div className={classes.page} aria-busy>
      <div className={classes.header}>
        <Skeleton height={30} width="min(320px, 70%)" />
        <Skeleton height={18} width="min(420px, 90%)" />
        <Skeleton height={44} />
      </div>
      <Skeleton height={36} />
      <div className={charts.grid}>
        {["a", "b", "c", "d", "e", "f"].map((key) => (
          <Skeleton key={key} height={256} />
        ))}
      </div>
    </div>
  );
}
