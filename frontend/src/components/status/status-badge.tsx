import { type RunStatus, STATUS } from "./status";
import classes from "./status-badge.module.css";

interface StatusBadgeProps {
  status: RunStatus;
  size?: "sm" | "md";
}

/** A run's status as colour, icon and word. */
export function StatusBadge({ status, size = "sm" }: StatusBadgeProps) {
  const { word, icon: Icon, color } = STATUS[status];
  return (
    <span className={classes.badge} style={{ color }} data-size={size} data-status={status}>
      <Icon size={size === "sm" ? 14 : 16} aria-hidden stroke={2} />
      {word}
    </span>
  );
}
