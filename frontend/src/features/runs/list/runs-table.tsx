import { Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef, useState } from "react";
import { methodsQuery } from "@/lib/queries";
import type { RunOut } from "../api";
import { DeleteRun } from "../delete-run";
import { RunRow } from "./run-row";
import classes from "./runs.module.css";

const ROW = 42;
const CARD = 152;
const COLUMNS = [
  ["tick", ""],
  ["status", "Status"],
  ["name", "Name"],
  ["method", "Method"],
  ["model", "Model"],
  ["dataset", "Dataset"],
  ["value", "Last, best"],
  ["curve", "Curve"],
  ["duration", "Duration"],
  ["when", "Made"],
  ["menu", ""],
] as const;

interface RunsTableProps {
  /** The runs that are loaded; undefined while none are. */
  runs: RunOut[] | undefined;
  hasMore: boolean;
  onMore: () => void;
  ticked: ReadonlySet<string>;
  onTick: (id: string, isTicked: boolean) => void;
}

/** Runs as a table, and on a narrow screen as cards; only those in view are there. */
export function RunsTable({ runs, hasMore, onMore, ticked, onTick }: RunsTableProps) {
  const { data: methods } = useQuery(methodsQuery);
  const isNarrow = useMediaQuery("(max-width: 860px)") ?? false;
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  const [doomed, setDoomed] = useState<RunOut | null>(null);
  const count = runs?.length ?? 0;
  const height = isNarrow ? CARD : ROW;
  // The virtualizer lays out every row anew whenever this is another function.
  const keyOf = useCallback((index: number) => runs?.[index]?.id ?? "more", [runs]);
  const virtualizer = useWindowVirtualizer({
    count: runs ? count + (hasMore ? 1 : 0) : 0,
    estimateSize: () => height,
    getItemKey: keyOf,
    scrollMargin: top,
    overscan: 12,
    useFlushSync: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: all sizes change with the layout
  useEffect(() => {
    virtualizer.measure();
    const box = body.current?.getBoundingClientRect();
    if (box) setTop(box.top + window.scrollY);
  }, [height, runs !== undefined]);

  const items = virtualizer.getVirtualItems();
  const reached = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && reached >= count - 10) onMore();
  }, [hasMore, reached, count, onMore]);

  const above = (items[0]?.start ?? 0) - virtualizer.options.scrollMargin;
  const below = virtualizer.getTotalSize() - above - items.length * height;
  const titles = new Map(methods?.map((method) => [method.id, method.title]));
  return (
    <>
      <table className={classes.table} aria-label="Runs" aria-rowcount={count + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {COLUMNS.map(([area, title]) => (
              <th key={area} className={classes[area]}>
                {title || (
                  <span className="visually-hidden">{area === "tick" ? "Tick" : "Actions"}</span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {!runs && <RowSkeletons />}
          {items.length > 0 && <tr aria-hidden style={{ height: above }} />}
          {items.map((item) => {
            const run = runs?.[item.index];
            return run ? (
              <RunRow
                key={item.key}
                run={run}
                method={titles.get(run.method) ?? run.method}
                row={item.index + 2}
                onDelete={setDoomed}
                isTicked={ticked.has(run.id)}
                onTick={onTick}
              />
            ) : (
              <SkeletonRow key={item.key} />
            );
          })}
          {items.length > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
      </table>
      {doomed && <DeleteRun key={doomed.id} run={doomed} opened onClose={() => setDoomed(null)} />}
    </>
  );
}

function RowSkeletons() {
  return ["a", "b", "c", "d", "e", "f", "g", "h"].map((key) => <SkeletonRow key={key} />);
}

function SkeletonRow() {
  return (
    <tr className={classes.row}>
      <td colSpan={COLUMNS.length}>
        <Skeleton height={18} />
      </td>
    </tr>
  );
}
