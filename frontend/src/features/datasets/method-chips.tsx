import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { methodsQuery, reportQuery } from "@/lib/queries";
import classes from "./method-chips.module.css";

interface MethodChipsProps {
  dataset: string;
  chosen: string | undefined;
  onChoose: (method: string) => void;
}

/** Each method with whether the rows are ready for it; the chosen one's report is shown. */
export function MethodChips({ dataset, chosen, onChoose }: MethodChipsProps) {
  const { data: methods } = useQuery(methodsQuery);
  const { data: report } = useQuery({
    ...reportQuery({ dataset, method: chosen ?? "" }),
    enabled: false,
  });
  // What the last report said holds while another method's is on its way.
  const last = useRef<readonly string[] | undefined>(undefined);
  if (report) last.current = report.methods;
  const ready = report?.methods ?? last.current;
  return (
    <fieldset className={classes.chips}>
      <legend className="visually-hidden">Method whose report is shown</legend>
      {methods?.map(({ id, title }) => (
        <label key={id} className={classes.chip} data-ready={ready?.includes(id)}>
          <input
            type="radio"
            name="report-method"
            className="visually-hidden"
            checked={id === chosen}
            onChange={() => onChoose(id)}
          />
          <Mark ready={ready?.includes(id)} />
          {title}
          <span className="visually-hidden">{ready && wordOf(ready.includes(id))}</span>
        </label>
      ))}
    </fieldset>
  );
}

function wordOf(ready: boolean): string {
  return ready ? ", ready" : ", not ready";
}

function Mark({ ready }: { ready: boolean | undefined }) {
  if (ready === undefined) return <span className={classes.mark} />;
  const Icon = ready ? IconCheck : IconAlertTriangle;
  return <Icon size={14} stroke={2.2} aria-hidden className={classes.mark} />;
}
