import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { Prose } from "@/components/ui/prose";
import type { Schemas } from "@/lib/client";
import { reportQuery } from "@/lib/queries";
import classes from "./dataset-detail.module.css";

interface VerdictsProps {
  dataset: string;
  methods: readonly Schemas["Method"][];
  chosen: string;
  onChoose: (method: string) => void;
}

/** For each method one sentence; the chosen one's problems stand below. */
export function Verdicts({ dataset, methods, chosen, onChoose }: VerdictsProps) {
  const reports = useQueries({
    queries: methods.map((method) => reportQuery({ dataset, method: method.id })),
  });
  const happens = reports[methods.findIndex((method) => method.id === chosen)]?.data?.what_happens;
  return (
    <>
      <fieldset className={classes.verdicts}>
        <legend className="visually-hidden">Method whose problems are shown</legend>
        {methods.map((method, index) => (
          <label key={method.id} className={classes.verdict}>
            <input
              type="radio"
              name="report-method"
              checked={method.id === chosen}
              onChange={() => onChoose(method.id)}
            />
            <Mark ready={reports[index]?.data?.ready} />
            <strong>{method.title}</strong>
            <span className={classes.text}>
              {reports[index]?.isError && "The report could not be read."}
              {reports[index]?.isPending && <span className={classes.quiet}>Looking…</span>}
              <Prose text={reports[index]?.data?.verdict ?? ""} />
            </span>
          </label>
        ))}
      </fieldset>
      {happens && (
        <p className={classes.quiet}>
          <Prose text={happens} />
        </p>
      )}
    </>
  );
}

function Mark({ ready }: { ready: boolean | undefined }) {
  if (ready === undefined) return <span />;
  return ready ? (
    <IconCircleCheck size={16} aria-hidden className={classes.ready} />
  ) : (
    <IconAlertTriangle size={16} aria-hidden className={classes.notReady} />
  );
}
