import { Skeleton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { formatMoment, formatWhen } from "@/lib/times";
import type { Dataset } from "./api";
import classes from "./dataset-list.module.css";
import { useVerdicts } from "./use-verdicts";
import { VerdictMark } from "./verdict-mark";
import { containersOf, ORIGIN, rowsOf } from "./words";

interface DatasetListProps {
  /** Undefined while they are not known. */
  datasets: readonly Dataset[] | undefined;
}

const COLUMNS = ["Name", "Verdict", "Rows", "Format", "From", "Added"] as const;
const SKELETON_ROWS = 3;

/** Every dataset in a line: is it ready, how much it is, what it is, where from and since when. */
export function DatasetList({ datasets }: DatasetListProps) {
  const verdicts = useVerdicts(datasets ?? []);
  return (
    <table className={classes.table} aria-busy={!datasets}>
      <caption className="visually-hidden">Datasets, the newest first</caption>
      <thead>
        <tr>
          {COLUMNS.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {!datasets &&
          Array.from({ length: SKELETON_ROWS }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places of rows to come
            <tr key={index}>
              <td colSpan={COLUMNS.length}>
                <Skeleton height={20} />
              </td>
            </tr>
          ))}
        {datasets?.map((dataset, index) => (
          <tr key={dataset.id}>
            <th scope="row" className={classes.name}>
              <Link to="/datasets/$id" params={{ id: dataset.id }}>
                {dataset.name}
              </Link>
            </th>
            <td className={classes.verdict}>
              <VerdictMark dataset={dataset} verdict={verdicts[index]} />
            </td>
            <td className={classes.short}>{dataset.missing == null && rowsOf(dataset)}</td>
            <td className={classes.quiet}>
              {[dataset.format_title, containersOf(dataset)].filter(Boolean).join(", ")}
            </td>
            <td className={`${classes.quiet} ${classes.short}`}>{ORIGIN[dataset.origin]}</td>
            <td className={`${classes.quiet} ${classes.short}`}>
              <time dateTime={dataset.created_at} title={formatMoment(dataset.created_at)}>
                {dataset.origin === "builtin" ? "–" : formatWhen(dataset.created_at, Date.now())}
              </time>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
