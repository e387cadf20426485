import { Button } from "@mantine/core";
import { IconAlertTriangle, IconTool } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemNote } from "@/components/ui/problem-note";
import { Prose } from "@/components/ui/prose";
import { plural } from "@/lib/words";
import { convertDataset, type Dataset, type DatasetProblem } from "./api";
import classes from "./dataset-detail.module.css";

const FIRST_PLACES = 5;

interface ProblemListProps {
  dataset: string;
  problems: readonly DatasetProblem[];
  onMade: (dataset: Dataset) => void;
}

/** Problems grouped by kind: what, how often, what to do, and where; with a button where one helps. */
export function ProblemList({ dataset, problems, onMade }: ProblemListProps) {
  const client = useQueryClient();
  const repair = useMutation(convertDataset(client, dataset));
  const fixes = [...new Set(problems.flatMap((problem) => problem.repair ?? []))];
  const run = (chosen: NonNullable<DatasetProblem["repair"]>[]) =>
    repair.mutate({ format: null, fixes: chosen }, { onSuccess: onMade });
  return (
    <>
      {fixes.length > 1 && (
        <div className={classes.bar}>
          <Button
            leftSection={<IconTool size={14} aria-hidden />}
            loading={repair.isPending}
            onClick={() => run(fixes)}
          >
            Mend all in a copy
          </Button>
        </div>
      )}
      {repair.isError && <ProblemNote error={repair.error} />}
      <ul className={classes.problems}>
        {problems.map((problem) => (
          <li key={problem.kind} className={classes.problem} data-severity={problem.severity}>
            <div className={classes.problemTop}>
              <span className={classes.problemTitle}>
                <IconAlertTriangle size={16} aria-hidden />
                <span className="visually-hidden">{problem.severity}: </span>
                {problem.title}
                <span className={classes.quiet}>{plural(problem.count, "place")}</span>
              </span>
              {problem.repair && (
                <Button
                  variant="default"
                  size="compact-xs"
                  disabled={repair.isPending}
                  onClick={() => problem.repair && run([problem.repair])}
                >
                  Mend this in a copy
                </Button>
              )}
            </div>
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
