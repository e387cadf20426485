import { IconAlertTriangle, IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Schemas } from "@/lib/client";
import classes from "./parameter-form.module.css";

interface ParameterGroupProps {
  group: Schemas["Group"];
  changes: number;
  wrong: boolean;
  open: boolean;
  onToggle: () => void;
  onReset: () => void;
  children: () => ReactNode;
}

/** A named part of the form that opens and closes. */
export function ParameterGroup(props: ParameterGroupProps) {
  const { group, changes, wrong, open, onToggle, onReset, children } = props;
  const bodyId = `group-${group.id}`;
  return (
    <section className={classes.group}>
      <h3>
        <button
          type="button"
          className={classes.groupButton}
          aria-expanded={open}
          aria-controls={bodyId}
          onClick={onToggle}
        >
          <IconChevronRight size={14} aria-hidden className={classes.chevron} />
          <span>{group.title}</span>
          <span className={classes.groupHelp}>{group.help}</span>
          {wrong && (
            <span className={classes.wrong}>
              <IconAlertTriangle size={13} aria-hidden /> to mend
            </span>
          )}
          {changes > 0 && <span className={classes.count}>{changes} changed</span>}
        </button>
        {changes > 0 && (
          <button type="button" className={classes.groupReset} onClick={onReset}>
            Reset<span className="visually-hidden"> {group.title}</span>
          </button>
        )}
      </h3>
      <div id={bodyId} hidden={!open}>
        {open && children()}
      </div>
    </section>
  );
}
