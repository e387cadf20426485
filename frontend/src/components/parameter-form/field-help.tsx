import { Prose } from "@/components/ui/prose";
import type { Parameter } from "./catalogue";
import { describeAllowed, showValue } from "./check";
import classes from "./field-shell.module.css";

/** What a parameter is, what raising and lowering it does, and where that comes from. */
export function FieldHelp({ parameter: p }: { parameter: Parameter }) {
  return (
    <div className={classes.help}>
      <p>
        <Prose text={p.help} />
      </p>
      {p.tip && (
        <p>
          <Prose text={p.tip} />
        </p>
      )}
      <dl>
        {p.raising && (
          <>
            <dt>Raising</dt>
            <dd>{p.raising}</dd>
          </>
        )}
        {p.lowering && (
          <>
            <dt>Lowering</dt>
            <dd>{p.lowering}</dd>
          </>
        )}
        <dt>Takes</dt>
        <dd>
          {describeAllowed(p)}
          {p.nullable && ", or nothing"}; {showValue(p, p.default)} by default
        </dd>
        <dt>Trainer</dt>
        <dd>
          <code>{p.carrier.target}</code>
          {p.carrier.kind === "yaml" && " in the YAML file"}
        </dd>
        {p.reference && (
          <>
            <dt>Paper</dt>
            <dd>
              <a href={p.reference.url} target="_blank" rel="noreferrer">
                {p.reference.title}
              </a>
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}
