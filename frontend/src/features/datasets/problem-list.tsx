import { Button } from "@mantine/core";
import { IconTool } from "@tabler/icons-react";
import { useState } from "react";
import { Panel } from "@/components/ui/panel";
import { capital, listed, plural } from "@/lib/words";
import type { Dataset, Report } from "./api";
import { FixPreview } from "./fix-preview";
import { fixAll } from "./fixes";
import { FORMAT_WORDS } from "./mapping";
import { ProblemCard } from "./problem-card";
import classes from "./problem-list.module.css";
import { FIX } from "./words";

interface ProblemListProps {
  dataset: Dataset;
  method: string;
  report: Report;
  onMade: (dataset: Dataset) => void;
}

/** Problems grouped by kind, errors first: what, how often, why, where, and what one click does. */
export function ProblemList({ dataset, method, report, onMade }: ProblemListProps) {
  const { problems } = report;
  return (
    <Panel title={titleOf(problems)}>
      <FixAll dataset={dataset} method={method} report={report} onMade={onMade} />
      <ul className={classes.problems}>
        {problems.map((problem) => (
          <ProblemCard
            key={problem.kind}
            dataset={dataset}
            method={method}
            problem={problem}
            onMade={onMade}
          />
        ))}
      </ul>
    </Panel>
  );
}

function titleOf(problems: Report["problems"]): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  const parts = [
    errors > 0 && plural(errors, "kind of error", "kinds of errors"),
    warnings > 0 && plural(warnings, "warning"),
  ];
  return listed(parts.filter((part) => part !== false));
}

/** One button for all that can be mended. */
function FixAll({ dataset, method, report, onMade }: ProblemListProps) {
  const [open, setOpen] = useState(false);
  const request = fixAll(report.problems);
  if (!request) return null;
  const steps = (request.fixes ?? []).map((fix) => FIX[fix]);
  if (request.format) steps.push(`convert to ${FORMAT_WORDS[request.format].short}`);
  return (
    <div className={classes.fixAll}>
      <Button
        variant={report.suggestion && !report.ready ? "default" : "filled"}
        leftSection={<IconTool size={14} aria-hidden />}
        aria-describedby="fix-all-does"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        Fix all that can be fixed
      </Button>
      <span id="fix-all-does" className={classes.quiet}>
        {capital(listed(steps))}. You see what changes first; your files stay as they are.
      </span>
      {open && (
        <FixPreview
          dataset={dataset}
          method={method}
          title="Fix all that can be fixed"
          request={request}
          onMade={onMade}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}
