import { Button } from "@mantine/core";
import { IconAlertTriangle, IconTool } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemNote } from "@/components/ui/problem-note";
import { Prose } from "@/components/ui/prose";
import { capital, listed, plural } from "@/lib/words";
import { convertDataset, type Dataset, type DatasetProblem } from "./api";
import classes from "./dataset-detail.module.css";
import { REPAIR, REPAIRS } from "./words";

const FIRST_PLACES = 5;

interface ProblemListProps {
  dataset: Dataset;
  problems: readonly DatasetProblem[];
  onMade: (dataset: Dataset) => void;
}

/** Problems grouped by kind: what, how often, what to do, and where. */
export function ProblemList({ dataset, problems, onMade }: ProblemListProps) {
  return (
    <>
      <Repair dataset={dataset} problems={problems} onMade={onMade} />
      <ul className={classes.problems}>
        {problems.map((problem) => (
          <li key={problem.kind} className={classes.problem} data-severity={problem.severity}>
            <span className={classes.problemTitle}>
              <IconAlertTriangle size={16} aria-hidden />
              <span className="visually-hidden">{problem.severity}: </span>
              {problem.title}
              <span className={classes.quiet}>{plural(problem.count, "place")}</span>
            </span>
            <p>
              <Prose text={problem.fix} />
            </p>
            <Places problem={problem} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** One button for all that can be mended: a copy is made only when it comes out right. */
function Repair({ dataset, problems, onMade }: ProblemListProps) {
  const client = useQueryClient();
  const repair = useMutation(convertDataset(client, dataset.id));
  const fixes = REPAIRS.filter((fix) => problems.some((problem) => problem.repair === fix));
  if (fixes.length === 0) return null;
  const body = { format: null, fixes, name: `${dataset.name}, mended` };
  return (
    <>
      <div className={classes.bar}>
        <Button
          leftSection={<IconTool size={14} aria-hidden />}
          loading={repair.isPending}
          aria-describedby="repair-does"
          onClick={() => repair.mutate(body, { onSuccess: onMade })}
        >
          Mend in a copy
        </Button>
        <span id="repair-does" className={classes.quiet}>
          {capital(listed(fixes.map((fix) => REPAIR[fix])))}. Your files stay as they are.
        </span>
      </div>
      {repair.isError && <ProblemNote error={repair.error} />}
    </>
  );
}

function Places({ problem }: { problem: DatasetProblem }) {
  const [all, setAll] = useState(false);
  const shown = all ? problem.places : problem.places.slice(0, FIRST_PLACES);
  const hidden = problem.places.length - shown.length;
  return (
    <>
      <ul className={classes.places}>
        {shown.map((place, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one line may be wrong in two ways
          <li key={`${place.file} ${place.line} ${index}`} className={classes.place}>
            <span>
              <strong>{whereText(place)}</strong> <Prose text={place.detail} />
            </span>
            {place.excerpt && <code className={classes.excerpt}>{place.excerpt}</code>}
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <div>
          <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
            Show {hidden} more
          </Button>
        </div>
      )}
      {all && problem.count > problem.places.length && (
        <p className={classes.quiet}>
          These are the first {problem.places.length} of {problem.count}.
        </p>
      )}
    </>
  );
}

function whereText({ file, line, column }: DatasetProblem["places"][number]): string {
  const parts = [file, line != null && `line ${line}`, column != null && `column ${column}`];
  return parts.filter(Boolean).join(", ");
}
