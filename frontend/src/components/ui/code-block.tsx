import classes from "./code-block.module.css";
import { CopyButton } from "./copy-button";

interface CodeBlockProps {
  title: string;
  text: string;
  /** The same in a form that is easier to read; what is copied is `text`. */
  shown?: string;
}

/** A text to read and to copy. */
export function CodeBlock({ title, text, shown = text }: CodeBlockProps) {
  return (
    <section className={classes.block}>
      <header className={classes.header}>
        <h3>{title}</h3>
        <CopyButton text={text} what={title} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={classes.text} tabIndex={0}>
        {shown}
      </pre>
    </section>
  );
}
