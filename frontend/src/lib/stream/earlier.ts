import type { Split } from "./events";
import { MetricTable } from "./metric-table";

/** Columns of equal length by name, `iteration` among them. */
export type Columns = Record<string, readonly (number | null)[]>;

/** The rows of columns up to an iteration, apart by split: validation's names begin with `val_`. */
export function earlierTables(columns: Columns, until: number): Record<Split, MetricTable> {
  const tables = { train: new MetricTable(), valid: new MetricTable() };
  const names = Object.keys(columns).filter((name) => name !== "iteration");
  (columns.iteration ?? []).forEach((iteration, row) => {
    if (iteration === null || iteration > until) return;
    for (const split of ["train", "valid"] as const) {
      const reported = names
        .filter((name) => name.startsWith("val_") === (split === "valid"))
        .map((name) => [name, columns[name]?.[row]] as const)
        .filter((pair): pair is readonly [string, number] => typeof pair[1] === "number");
      if (reported.length > 0) tables[split].add(iteration, Object.fromEntries(reported));
    }
  });
  return tables;
}

/** Adds every row of one table to another. */
export function addRows(into: MetricTable, from: MetricTable): MetricTable {
  const columns = from.names.map((name) => [name, from.column(name)] as const);
  from.iterations.forEach((iteration, row) => {
    into.add(
      iteration,
      Object.fromEntries(columns.map(([name, column]) => [name, column?.[row] ?? Number.NaN])),
    );
  });
  return into;
}
