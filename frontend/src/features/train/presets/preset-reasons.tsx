import { type Method, sameValue } from "@/components/parameter-form/catalogue";
import { showValue } from "@/components/parameter-form/check";
import type { Value, Values } from "@/lib/draft";
import { type Applied, inForce } from "./presets";
import classes from "./presets.module.css";

interface PresetReasonsProps {
  method: Method;
  preset: Applied;
  changed: Values;
  assumptions: readonly string[];
}

/** Each value of a preset with the sentence that explains it; those that were set by hand are struck. */
export function PresetReasons({ method, preset, changed, assumptions }: PresetReasonsProps) {
  const values = preset.parameters as Values;
  const holding = inForce(preset, changed);
  return (
    <>
      {assumptions.length > 0 && <p className={classes.assumed}>{assumptions.join(" ")}</p>}
      <dl className={classes.reasons}>
        {method.parameters
          .filter((p) => p.name in values)
          .map((p) => (
            <div key={p.name}>
              <dt>{p.label}</dt>
              <dd>
                <span className={classes.value} data-held={p.name in holding || undefined}>
                  {showValue(p, values[p.name] as Value)}
                </span>{" "}
                {p.name in holding
                  ? preset.reasons[p.name]
                  : instead(changed[p.name], values[p.name], p.label)}
              </dd>
            </div>
          ))}
      </dl>
    </>
  );
}

function instead(given: Value | undefined, value: Value | undefined, label: string): string {
  if (given === undefined) return "What you set in its place holds.";
  if (sameValue(given, value)) return `You set ${label} yourself, to the same.`;
  return `You set ${label} yourself.`;
}
