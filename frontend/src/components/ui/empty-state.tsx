import type { TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./empty-state.module.css";

interface EmptyStateProps {
  icon: TablerIcon;
  title: string;
  /** What belongs here. */
  children: ReactNode;
  /** One button to get it. */
  action?: ReactNode;
}

/** An empty place teaches: what belongs here, and one button to get it. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <Icon size={28} stroke={1.5} aria-hidden />
      <h2>{title}</h2>
      <div className={classes.text}>{children}</div>
      {action}
    </div>
  );
}
