import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useId } from "react";
import classes from "./config.module.css";

interface CopyableProps {
  title: string;
  text: string;
  /** What to know before using it. */
  note?: string | null | undefined;
}

/** A text to take along. */
export function Copyable({ title, text, note }: CopyableProps) {
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id}>{title}</h2>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              aria-label={copied ? `${title} copied` : `Copy ${title}`}
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              onClick={copy}
            >
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      </div>
      {note && <p className={classes.note}>{note}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={classes.text} tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}
