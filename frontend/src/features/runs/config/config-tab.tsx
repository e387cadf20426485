import { EffectiveValues } from "@/components/effective-values/effective-values";
import { CodeBlock } from "@/components/ui/code-block";
import { FactList } from "@/components/ui/fact-list";
import { Panel } from "@/components/ui/panel";
import { Prose } from "@/components/ui/prose";
import { ExportMenu } from "@/features/configurations/export-menu";
import { oneFlagALine } from "@/lib/shell";
import type { RunDetail } from "../api";
import classes from "./config.module.css";

const LAUNCHED =
  "Temper runs this through its wrapper: the same flags after `-m temper.trainer` in place of `-m mlx_lm_lora.train`.";

/** What exactly was run, and with what. */
export function ConfigTab({ run }: { run: RunDetail }) {
  const { plan } = run;
  return (
    <div className={classes.tab}>
      {plan.warnings.length > 0 && (
        <Panel title="What was pointed out before it started">
          <ul className={classes.list}>
            {plan.warnings.map(({ pointer, message }) => (
              <li key={`${pointer} ${message}`}>
                <Prose text={message} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel title="What ran" aside={<ExportMenu source={{ runId: run.id }} />}>
        {plan.by_hand && (
          <p className={classes.note}>
            <Prose text={plan.by_hand} />
          </p>
        )}
        <CodeBlock title="Command" text={plan.shell} shown={oneFlagALine(plan.shell)} />
        <p className={classes.note}>
          <Prose text={LAUNCHED} />
        </p>
        <CodeBlock title="YAML" text={plan.yaml} />
        <CodeBlock title="Folder of this run" text={run.folder} />
      </Panel>
      <Panel title="Parameters">
        <EffectiveValues plan={plan} />
      </Panel>
      <Panel title="Made with">
        <FactList facts={Object.entries(plan.versions)} />
      </Panel>
      <Panel title="The data as it was read (SHA-256)">
        <FactList facts={Object.entries(plan.digests).map(([split, sum]) => [split, code(sum)])} />
      </Panel>
    </div>
  );
}

function code(text: string) {
  return <code>{text}</code>;
}
