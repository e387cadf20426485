import type { ReactNode } from "react";
import classes from "./panel.module.css";

interface PanelProps {
  title?: ReactNode;
  /** At the right end of the title. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A bordered part of a page. */
export function Panel({ title, aside, className, children }: PanelProps) {
  return (
    <section className={`${classes.panel} ${className ?? ""}`}>
      {(title || aside) && (
        <header className={classes.header}>
          <h2>{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}
