import { formatBytes } from "@/lib/numbers";
import { capital, plural } from "@/lib/words";
import type { Dataset, Report } from "./api";
import classes from "./split-counts.module.css";
import { containerOf, SPLIT } from "./words";

interface SplitCountsProps {
  dataset: Dataset;
  /** Where there is one, its counts are the exact ones. */
  report: Report | undefined;
  /** Whether rows that are not counted yet will be. */
  isCounting: boolean;
}

/** How much each split holds, and in what. */
export function SplitCounts({ dataset, report, isCounting }: SplitCountsProps) {
  return (
    <dl className={classes.counts}>
      {dataset.files.map((file) => {
        const rows = report?.splits.find(({ split }) => split === file.split)?.rows ?? file.rows;
        return (
          <div key={file.split} className={classes.count}>
            <dt>{capital(SPLIT[file.split])}</dt>
            <dd>
              <strong>
                {rows == null ? (isCounting ? "counting…" : "not counted") : plural(rows, "row")}
              </strong>
              <span className={classes.quiet}>
                {[
                  formatBytes(file.bytes),
                  containerOf(file),
                  (file.parts ?? 1) > 1 && plural(file.parts ?? 1, "file"),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
