import { Button } from "@mantine/core";
import { useState } from "react";
import { Prose } from "@/components/ui/prose";
import { formatCount } from "@/lib/numbers";
import { plural } from "@/lib/words";
import classes from "./row-preview.module.css";
import type { ModelView, Segment } from "./row-preview-api";
import { firstOf, lengthOf, type Run, runsOf } from "./row-preview-segments";

interface RowViewProps {
  view: ModelView;
  limit: number;
}

const LONG = 6000;

/** One text as the model sees it: special tokens, what is trained on, and where it is cut. */
export function RowView({ view, limit }: RowViewProps) {
  const [all, setAll] = useState(false);
  const size = lengthOf(view.segments);
  const isLong = size > LONG * 1.2;
  const runs = runsOf(isLong && !all ? firstOf(view.segments, LONG) : view.segments);
  const firstCut = runs.findIndex(({ cut }) => cut);
  const title = (view.parts ?? []).join(", ");
  return (
    <div className={classes.view}>
      <p className={classes.quiet}>
        {title && <strong>{title}: </strong>}
        {plural(view.tokens, "token")}
        {firstCut !== -1 && (
          <span className={classes.over}>
            , {formatCount(Math.max(0, view.tokens - limit))} beyond the limit
          </span>
        )}
        {view.note && (
          <>
            {". "}
            <Prose text={view.note} />
          </>
        )}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={classes.seen} tabIndex={0}>
        {runs.map((run, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the runs of one text keep their places
          <span key={index}>
            {index === firstCut && <LimitMark limit={limit} />}
            <RunText run={run} />
          </span>
        ))}
        {isLong && !all && "…"}
      </pre>
      {isLong && (
        <div>
          <Button variant="subtle" size="compact-xs" onClick={() => setAll(!all)}>
            {all ? "Show less" : `Show all ${formatCount(size)} characters`}
          </Button>
        </div>
      )}
    </div>
  );
}

function LimitMark({ limit }: { limit: number }) {
  return <span className={classes.limitMark}>limit {formatCount(limit)}: cut from here</span>;
}

function RunText({ run }: { run: Run }) {
  const text = <Segments segments={run.segments} />;
  if (run.cut) return <del className={classes.cut}>{text}</del>;
  if (!run.trained) return text;
  return (
    <mark className={classes.trained}>
      <span className="visually-hidden">trained on: </span>
      {text}
      <span className="visually-hidden"> (end of what is trained on) </span>
    </mark>
  );
}

function Segments({ segments }: { segments: readonly Segment[] }) {
  return segments.map(({ text, special }, index) =>
    special ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the segments of one text keep their places
      <span key={index} className={classes.special}>
        {text}
      </span>
    ) : (
      text
    ),
  );
}

/** The marks in words. */
export function RowLegend() {
  return (
    <p className={classes.legend}>
      <span>
        <span className={classes.special}>token</span> one special token
      </span>
      <span>
        <mark className={classes.trained}>underlined</mark> trained on
      </span>
      <span>
        <del className={classes.cut}>struck out</del> cut off by the limit
      </span>
    </p>
  );
}
