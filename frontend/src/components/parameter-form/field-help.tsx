import { useContext } from "react";
import { Prose } from "@/components/ui/prose";
import type { Parameter } from "./catalogue";
import { describeAllowed, showValue } from "./check";
import classes from "./field-shell.module.css";
import { otherDefault } from "./other-default";
import { PresetValues } from "./preset-values";

/** What a parameter is, what raising and lowering it does, and where that comes from. */
export function FieldHelp({ parameter: p }: { parameter: Parameter }) {
  const preset = useContext(PresetValues).get(p.name);
  const usual = preset ? preset.usual : p.default;
  const own = otherDefault({ ...p, default: usual }, usual);
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
          {p.nullable && ", or nothing"}; {showValue(p, usual)} by default
          {own !== null && `; trainer’s own default: ${own}`}
        </dd>
        {preset && (
          <>
            <dt>Preset</dt>
            <dd>
              {showValue(p, p.default)}. {preset.reason}
            </dd>
          </>
        )}
        <dt>Acts on</dt>
        <dd>{p.acts_on}</dd>
        <dt>Trainer</dt>
        <dd>
          <code>{p.carrier.target}</code>
          {p.carrier.kind !== "flag" && " in the YAML file"}
          {p.carrier.kind === "wrapper" && ", which Temper’s wrapper reads"}
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
