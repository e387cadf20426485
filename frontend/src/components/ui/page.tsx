import { type ReactNode, useEffect } from "react";
import classes from "./page.module.css";

interface PageProps {
  title: string;
  /** Beside the title: the page's main actions. */
  actions?: ReactNode;
  /** One sentence under the title. */
  lead?: ReactNode;
  children: ReactNode;
}

/** A page with its heading, which names the browser's tab too. */
export function Page({ title, actions, lead, children }: PageProps) {
  useDocumentTitle(title);
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div>
          <h1>{title}</h1>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** Names the browser's tab while the calling page is shown. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Temper`;
    return () => {
      document.title = "Temper";
    };
  }, [title]);
}
