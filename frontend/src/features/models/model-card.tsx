import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { FactList } from "@/components/ui/fact-list";
import { Prose } from "@/components/ui/prose";
import type { Schemas } from "@/lib/client";
import { formatBytes, formatCount, formatShort } from "@/lib/numbers";
import classes from "./models-page.module.css";
import { SOURCE } from "./sources";

export type Model = Schemas["ModelOut"];

export function ModelCard({ model }: { model: Model }) {
  return (
    <li className={classes.card}>
      <div className={classes.top}>
        <h3>{model.name}</h3>
        <span className={classes.source}>{SOURCE[model.source]}</span>
      </div>
      <ProblemLine problem={model.problem} />
      <FactList
        facts={[
          ["Architecture", [model.architecture, layers(model)].filter(Boolean).join(", ")],
          ["Parameters", model.parameters == null ? null : formatShort(model.parameters)],
          ["Size", [size(model), weights(model)].filter(Boolean).join(", ")],
          [
            "Context",
            model.max_position == null ? null : `${formatCount(model.max_position)} tokens`,
          ],
          ["Path", model.path && <code>{model.path}</code>],
        ]}
      />
      {model.ready && (
        <div className={classes.actions}>
          <Button
            variant="default"
            renderRoot={(props) => <Link {...props} to="/" search={{ model: model.id }} />}
          >
            Use this model
          </Button>
        </div>
      )}
    </li>
  );
}

export function ProblemLine({ problem }: { problem: string | null | undefined }) {
  if (!problem) return null;
  return (
    <p className={classes.problem}>
      <IconAlertTriangle size={15} aria-hidden />
      <span>
        <Prose text={problem} />
      </span>
    </p>
  );
}

function layers({ layers: count }: Model): string {
  return count == null ? "" : `${count} layers`;
}

function size({ bytes }: Model): string {
  return bytes == null ? "" : formatBytes(bytes);
}

/** How the weights are stored: packed to so many bits, or plain. */
function weights({ quantization, dtype }: Model): string {
  if (!quantization) return dtype ?? "";
  return quantization.bits == null
    ? `quantized (${quantization.method})`
    : `quantized to ${quantization.bits} bits`;
}
