import classes from "./excerpt.module.css";
import { excerptParts } from "./excerpt-parts";

interface ExcerptProps {
  text: string;
  column?: number | null | undefined;
}

/** A piece of a file with its offending place marked; it wraps rather than scrolls. */
export function Excerpt({ text, column }: ExcerptProps) {
  return (
    <code className={classes.excerpt}>
      {excerptParts(text, column).map((part, index) =>
        part.marked ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text keep their places
          <mark key={index} className={classes.mark}>
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )}
    </code>
  );
}
