import { Button } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Prose } from "@/components/ui/prose";
import { formatCount } from "@/lib/numbers";
import { plural } from "@/lib/words";
import { ActionButton } from "./action-button";
import type { Dataset, DatasetProblem } from "./api";
import { Excerpt } from "./excerpt";
import { actionOf } from "./fixes";
import classes from "./problem-list.module.css";
import { rowAddress } from "./search";

const FIRST_PLACES = 3;

interface ProblemCardProps {
  dataset: Dataset;
  method: string;
  problem: DatasetProblem;
  onMade: (made: Dataset) => void;
}

/** One kind of problem with its places and its remedy. */
export function ProblemCard({ dataset, method, problem, onMade }: ProblemCardProps) {
  const action = actionOf(problem);
  const Icon = problem.severity === "error" ? IconAlertTriangle : IconInfoCircle;
  return (
    <li className={classes.problem} data-severity={problem.severity}>
      <div className={classes.head}>
        <h3 className={classes.title}>
          <Icon size={16} aria-hidden />
          <span className="visually-hidden">{problem.severity}: </span>
          {problem.title}
          <span className={classes.count}>{plural(problem.count, "place")}</span>
        </h3>
        {action && (
          <ActionButton
            dataset={dataset}
            method={method}
            action={action}
            about={problem.title}
            onMade={onMade}
          />
        )}
      </div>
      <p>
        <Prose text={problem.fix} />
      </p>
      {action?.note && <p className={classes.note}>{action.note}</p>}
      <Places dataset={dataset} problem={problem} />
    </li>
  );
}

function Places({ dataset, problem }: Pick<ProblemCardProps, "dataset" | "problem">) {
  const [all, setAll] = useState(false);
  const { places, count } = problem;
  const shown = all ? places : places.slice(0, FIRST_PLACES);
  return (
    <>
      <ul className={classes.places} aria-label={`Places: ${problem.title}`}>
        {shown.map((place, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one line may be wrong in two ways
          <li key={`${place.file} ${place.line} ${index}`} className={classes.place}>
            <span>
              <Where dataset={dataset} place={place} /> <Prose text={place.detail} />
            </span>
            {place.excerpt && <Excerpt text={place.excerpt} column={place.column} />}
          </li>
        ))}
      </ul>
      {places.length > FIRST_PLACES && (
        <div>
          <Button
            variant="subtle"
            size="compact-xs"
            aria-expanded={all}
            onClick={() => setAll(!all)}
          >
            {all ? "Show the first only" : allText(places.length, count)}
          </Button>
        </div>
      )}
    </>
  );
}

function allText(kept: number, count: number): string {
  if (count <= kept) return `Show all ${formatCount(count)} places`;
  return `Show the first ${formatCount(kept)} of ${formatCount(count)} places`;
}

interface WhereProps {
  dataset: Dataset;
  place: DatasetProblem["places"][number];
}

/** The place in words; where it is a row, a way to look at it. */
function Where({ dataset, place }: WhereProps) {
  const { file, line, row, column, offset } = place;
  const parts = [
    file,
    row != null && `row ${formatCount(row)}`,
    line != null && `line ${formatCount(line)}`,
    column != null && `column ${formatCount(column)}`,
    line == null && row == null && offset != null && `byte ${formatCount(offset)}`,
  ];
  const text = parts.filter(Boolean).join(", ");
  const address = rowAddress(dataset, place);
  if (!address) return <strong>{text}</strong>;
  const { id: _, ...search } = address;
  return (
    <Link
      from="/datasets/$id"
      to="/datasets/$id"
      params={{ id: dataset.id }}
      search={(before) => ({ ...before, ...search })}
      hash="rows"
      className={classes.where}
      title="Look at this row"
    >
      {text}
    </Link>
  );
}
