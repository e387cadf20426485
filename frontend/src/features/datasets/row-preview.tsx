import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import type { Schemas } from "@/lib/client";
import { formatCount } from "@/lib/numbers";
import { type Dataset, ROWS_A_PAGE, rowsQuery, type Split } from "./api";
import classes from "./dataset-detail.module.css";

type View = "rendered" | "stored";

/** A look at the rows: as the trainer gets them, or as they are stored. */
export function RowPreview({ dataset }: { dataset: Dataset }) {
  const splits = dataset.files.map((file) => file.split);
  const [split, setSplit] = useState<Split>(splits[0] ?? "train");
  const [offset, setOffset] = useState(0);
  const [view, setView] = useState<View>("rendered");
  const { data, isError, error } = useQuery(rowsQuery(dataset.id, split, offset));
  const choose = (next: string) => {
    setSplit(next as Split);
    setOffset(0);
  };
  return (
    <Panel title="Rows">
      <div className={classes.bar}>
        <SegmentedControl aria-label="File" data={splits} value={split} onChange={choose} />
        <SegmentedControl
          aria-label="Shown as"
          data={[
            { value: "rendered", label: "As rendered" },
            { value: "stored", label: "As stored" },
          ]}
          value={view}
          onChange={(next) => setView(next as View)}
        />
        {data && (
          <Pager offset={offset} total={data.total} next={data.next_cursor} onGo={setOffset} />
        )}
      </div>
      {isError && <ProblemNote error={error} />}
      {!data && !isError && <Skeleton height={420} />}
      {data && (
        <ol className={classes.rows}>
          {data.items.map((item) => (
            <li key={item.index} className={classes.row}>
              <span className={classes.number}>
                <span className="visually-hidden">Row </span>
                {formatCount(item.index + 1)}
              </span>
              <pre>{rowText(item, view)}</pre>
            </li>
          ))}
        </ol>
      )}
      {data?.total === 0 && <p className={classes.quiet}>This file has no rows.</p>}
    </Panel>
  );
}

function rowText(item: Schemas["RowItem"], view: View): string {
  if (view === "rendered" && item.rendered != null) return item.rendered;
  if (item.row != null) return JSON.stringify(item.row, null, 2);
  return item.raw || "(a blank line)";
}

interface PagerProps {
  offset: number;
  total: number;
  next: number | null | undefined;
  onGo: (offset: number) => void;
}

function Pager({ offset, total, next, onGo }: PagerProps) {
  const last = Math.min(offset + ROWS_A_PAGE, total);
  return (
    <div className={classes.bar}>
      <span className={classes.quiet} role="status">
        {total === 0 ? "0" : `${formatCount(offset + 1)} to ${formatCount(last)}`} of{" "}
        {formatCount(total)}
      </span>
      <Button
        variant="default"
        size="compact-xs"
        disabled={offset === 0}
        onClick={() => onGo(Math.max(0, offset - ROWS_A_PAGE))}
      >
        Earlier
      </Button>
      <Button
        variant="default"
        size="compact-xs"
        disabled={next == null}
        onClick={() => next != null && onGo(next)}
      >
        Later
      </Button>
    </div>
  );
}
