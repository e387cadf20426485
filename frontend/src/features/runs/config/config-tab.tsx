import type { RunDetail } from "../api";
import classes from "./config.module.css";
import { Copyable } from "./copyable";
import { ParameterTable } from "./parameter-table";

/** What exactly was run, and with what. */
export function ConfigTab({ run }: { run: RunDetail }) {
  const { plan } = run;
  return (
    <div className={classes.tab}>
      {plan.warnings.length > 0 && (
        <section className={classes.card} aria-labelledby="plan-warnings">
          <h2 id="plan-warnings">What was pointed out before it started</h2>
          <ul className={classes.list}>
            {plan.warnings.map((warning) => (
              <li key={`${warning.pointer} ${warning.message}`}>{warning.message}</li>
            ))}
          </ul>
        </section>
      )}
      <Copyable title="Command" text={plan.shell} note={plan.by_hand} />
      <Copyable title="YAML" text={plan.yaml} />
      <ParameterTable parameters={plan.parameters} />
      <section className={classes.card} aria-labelledby="versions">
        <h2 id="versions">Made with</h2>
        <Pairs pairs={Object.entries(plan.versions)} />
      </section>
      <section className={classes.card} aria-labelledby="digests">
        <h2 id="digests">The data as it was read (SHA-256)</h2>
        <Pairs pairs={Object.entries(plan.digests)} />
      </section>
      <Copyable title="Folder of this run" text={run.folder} />
    </div>
  );
}

function Pairs({ pairs }: { pairs: [string, string][] }) {
  return (
    <dl className={classes.pairs}>
      {pairs.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <code>{value}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}
