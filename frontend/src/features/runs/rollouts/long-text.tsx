import { useState } from "react";
import { formatCount } from "@/lib/numbers";
import classes from "./rollouts.module.css";

const LONG = 700;

interface LongTextProps {
  text: string;
  /** Whether tags such as `<think>` stand out. */
  marksTags?: boolean;
}

/** Text as it was written, its end folded away where it is long. */
export function LongText({ text, marksTags = false }: LongTextProps) {
  const [open, setOpen] = useState(false);
  const isLong = text.length > LONG * 1.2;
  const shown = isLong && !open ? `${text.slice(0, LONG)}…` : text;
  return (
    <div className={classes.text}>
      {text === "" ? <em className={classes.nothing}>empty</em> : marksTags ? tagged(shown) : shown}
      {isLong && (
        <button type="button" className={classes.unfold} onClick={() => setOpen(!open)}>
          {open ? "Show less" : `Show all ${formatCount(text.length)} characters`}
        </button>
      )}
    </div>
  );
}

function tagged(text: string) {
  return text.split(/(<\/?[a-z_]+>)/i).map((piece, i) =>
    i % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text that stays
      <span key={i} className={classes.tag}>
        {piece}
      </span>
    ) : (
      piece
    ),
  );
}
