import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import { formatCount } from "@/lib/numbers";
import { plural } from "@/lib/words";
import type { Dataset } from "./api";
import { type Column, columnsQuery } from "./columns-api";
import classes from "./convert.module.css";
import { MappingForm } from "./mapping-form";

interface ColumnsPanelProps {
  dataset: Dataset;
  method: string | undefined;
  onMade: (made: Dataset) => void;
}

/** The columns of the rows, and which of them becomes which key. */
export function ColumnsPanel({ dataset, method, onMade }: ColumnsPanelProps) {
  const { data: report, isError, error } = useQuery(columnsQuery(dataset.id));
  const [asked, setAsked] = useState(false);
  const isOpen = asked || (report?.suggestions.length ?? 0) > 0;
  return (
    <Panel
      title="Columns"
      aside={report && <span className={classes.quiet}>{seenText(report.rows_seen)}</span>}
    >
      {isError && <ProblemNote error={error} />}
      {!report && !isError && <Skeleton height={140} />}
      {report?.columns.length === 0 && <p className={classes.quiet}>No row has a key.</p>}
      {report && report.columns.length > 0 && (
        <>
          <ColumnsTable columns={report.columns} rows={report.rows_seen} />
          {isOpen ? (
            <>
              <h3>Map columns to keys</h3>
              <MappingForm dataset={dataset} method={method} report={report} onMade={onMade} />
            </>
          ) : (
            <div>
              <Button variant="default" size="compact-xs" onClick={() => setAsked(true)}>
                Map columns to other keys…
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

function seenText(rows: number): string {
  return `of the first ${plural(rows, "row")}`;
}

function ColumnsTable({ columns, rows }: { columns: readonly Column[]; rows: number }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Columns">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Holds</th>
            <th scope="col">Example</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ name, kinds, example }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{kindsText(kinds, rows)}</td>
              <td className={classes.example}>{example}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** `text`; with counts where rows differ, and with the rows that have none. */
function kindsText(kinds: Record<string, number>, rows: number): string {
  const found = Object.entries(kinds).sort(([, a], [, b]) => b - a);
  const [first] = found;
  if (found.length === 1 && first && first[1] >= rows) return first[0];
  const there = found.reduce((sum, [, count]) => sum + count, 0);
  const parts = found.map(([kind, count]) => `${kind} ${formatCount(count)}`);
  if (there < rows) parts.push(`missing ${formatCount(rows - there)}`);
  return parts.join(", ");
}
