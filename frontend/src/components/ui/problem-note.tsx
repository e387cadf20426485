import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { asProblem } from "@/lib/problem";
import classes from "./problem-note.module.css";
import { Prose } from "./prose";

interface ProblemNoteProps {
  error: unknown;
  /** What the person can do here, such as a button to try again. */
  action?: ReactNode;
}

/** An error: what is wrong, where, what to do; the raw text is one click away. */
export function ProblemNote({ error, action }: ProblemNoteProps) {
  const problem = asProblem(error);
  const raw = error instanceof Error && problem.code === "page" ? error.stack : undefined;
  const listed = problem.errors.filter((item) => item.detail);
  return (
    <div className={classes.note} role="alert">
      <IconAlertTriangle size={18} aria-hidden className={classes.icon} />
      <div className={classes.body}>
        <strong>{problem.title}</strong>
        {listed.length === 0 && (
          <p>
            <Prose text={problem.detail} />
          </p>
        )}
        {listed.length > 0 && (
          <ul>
            {listed.map((item) => (
              <li key={`${item.pointer} ${item.detail}`}>
                {item.pointer && <code>{item.pointer}</code>} <Prose text={item.detail} />
                {item.allowed && <span> Allowed: {item.allowed}.</span>}
              </li>
            ))}
          </ul>
        )}
        {action}
        <details>
          <summary>Raw text</summary>
          <pre>{raw ?? JSON.stringify(problem, null, 2)}</pre>
        </details>
      </div>
    </div>
  );
}
