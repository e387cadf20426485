import { Button } from "@mantine/core";
import { useState } from "react";
import { formatCount } from "@/lib/numbers";
import type { ConvertPreview } from "./api";
import { diffWords, type Piece } from "./convert-diff";
import { excerptParts } from "./excerpt-parts";
import { evenlySpaced } from "./json-spacing";
import classes from "./row-changes.module.css";

const FIRST = 5;

/** The first rows that would change, before and after. */
export function RowChanges({ changes }: { changes: ConvertPreview["changes"] }) {
  const [all, setAll] = useState(false);
  if (changes.length === 0) return null;
  const shown = all ? changes : changes.slice(0, FIRST);
  return (
    <section className={classes.changes} aria-label="Changed rows">
      <h3>The first rows that change</h3>
      <ol className={classes.list}>
        {shown.map((change) => (
          <Change key={`${change.split} ${change.line}`} change={change} />
        ))}
      </ol>
      {shown.length < changes.length && (
        <div>
          <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
            Show {changes.length - shown.length} more
          </Button>
        </div>
      )}
    </section>
  );
}

function Change({ change }: { change: ConvertPreview["changes"][number] }) {
  const { split, line, before, after } = change;
  const pieces: Piece[] =
    after === null
      ? [{ kind: "same", text: before }]
      : // How a line spaces its JSON is no change of the row.
        diffWords(evenlySpaced(before), evenlySpaced(after));
  return (
    <li className={classes.change}>
      <span className={classes.where}>
        {split}, line {formatCount(line)}
      </span>
      <Side sign="−" pieces={pieces.filter(({ kind }) => kind !== "added")} />
      {after === null ? (
        <span className={classes.gone}>left out</span>
      ) : (
        <Side sign="+" pieces={pieces.filter(({ kind }) => kind !== "removed")} />
      )}
    </li>
  );
}

function Side({ sign, pieces }: { sign: "−" | "+"; pieces: readonly Piece[] }) {
  return (
    <code className={classes.text} data-sign={sign}>
      <span className="visually-hidden">{sign === "+" ? "After: " : "Before: "}</span>
      <span aria-hidden className={classes.sign}>
        {sign}
      </span>
      <span>
        {pieces.map(({ kind, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text keep their places
          <Stretch key={index} marked={kind !== "same"} text={text} />
        ))}
        {pieces.every(({ text }) => text === "") && <em>an empty line</em>}
      </span>
    </code>
  );
}

/** A piece with what cannot be seen in it named. */
function Stretch({ marked, text }: { marked: boolean; text: string }) {
  const parts = excerptParts(text, null);
  const shown = parts.map((part) => (part.marked ? `[${part.text}]` : part.text)).join("");
  return marked ? <mark>{shown}</mark> : shown;
}
