import { ActionIcon } from "@mantine/core";
import { IconAlertTriangle, IconArrowBackUp, IconHelp, IconInfoCircle } from "@tabler/icons-react";
import { type ReactNode, useContext, useState } from "react";
import { Prose } from "@/components/ui/prose";
import { numberText } from "@/lib/number-input";
import type { Parameter } from "./catalogue";
import type { Finding } from "./check";
import { FieldHelp } from "./field-help";
import classes from "./field-shell.module.css";
import { PresetValues } from "./preset-values";

interface FieldShellProps {
  id: string;
  label: string;
  /** What the help is about: one parameter, or the members of an exclusive group. */
  parameters: readonly Parameter[];
  finding: Finding;
  changed: boolean;
  onReset: () => void;
  /** Whether the label names one control. */
  labelled: boolean;
  wide: boolean;
  children: (describedBy: string | undefined) => ReactNode;
}

/** What stands around every field: label, help, reset, what is wrong, what it does not do. */
export function FieldShell(props: FieldShellProps) {
  const { id, label, parameters, finding, changed, onReset, labelled, wide, children } = props;
  const [helpOpen, setHelpOpen] = useState(false);
  const notes = notesOf(parameters, finding);
  const describedBy = notes.length > 0 ? `${id}-notes` : undefined;
  const unavailable = parameters.every((p) => p.unavailable);
  const Label = labelled ? "label" : "span";
  const presets = useContext(PresetValues);
  const preset = parameters.map((p) => presets.get(p.name)).find(Boolean);
  return (
    <div
      className={classes.field}
      data-wide={wide || undefined}
      data-changed={changed || undefined}
    >
      <div className={classes.top}>
        <Label className={classes.label} {...(labelled && { htmlFor: id })}>
          {label}
        </Label>
        <ActionIcon
          size="xs"
          aria-label={`Help on ${label}`}
          aria-expanded={helpOpen}
          aria-controls={`${id}-help`}
          onClick={() => setHelpOpen(!helpOpen)}
        >
          <IconHelp size={14} aria-hidden />
        </ActionIcon>
        {preset && !changed && (
          <span className={classes.preset} title={preset.reason}>
            preset
          </span>
        )}
        {changed && (
          <button type="button" className={classes.reset} onClick={onReset}>
            <IconArrowBackUp size={13} aria-hidden /> Reset
            <span className="visually-hidden"> {label}</span>
          </button>
        )}
      </div>
      {unavailable ? (
        <fieldset disabled className={classes.unavailable}>
          {children(describedBy)}
        </fieldset>
      ) : (
        children(describedBy)
      )}
      {notes.length > 0 && (
        <div id={`${id}-notes`} className={classes.notes}>
          {notes}
        </div>
      )}
      <div id={`${id}-help`} hidden={!helpOpen}>
        {helpOpen && parameters.map((p) => <FieldHelp key={p.name} parameter={p} />)}
      </div>
    </div>
  );
}

function notesOf(parameters: readonly Parameter[], { error, warning }: Finding): ReactNode[] {
  const notes: ReactNode[] = [];
  const single = parameters.length === 1 ? parameters[0] : undefined;
  if (error) {
    notes.push(
      <p key="error" className={classes.error}>
        <IconAlertTriangle size={14} aria-hidden />{" "}
        <span>
          <Prose text={error} />
        </span>
      </p>,
    );
  } else if (warning) {
    notes.push(
      <p key="warning" className={classes.warning}>
        <IconAlertTriangle size={14} aria-hidden />{" "}
        <span>
          <Prose text={warning} />
        </span>
      </p>,
    );
  } else if (single?.recommended) {
    const [low, high] = single.recommended;
    notes.push(
      <p key="range" className={classes.hint}>
        {numberText(low)} to {numberText(high)} recommended
      </p>,
    );
  }
  for (const p of parameters) {
    const remark = p.unavailable ?? p.effect;
    if (!remark) continue;
    notes.push(
      <p key={`effect-${p.name}`} className={classes.effect}>
        <IconInfoCircle size={14} aria-hidden />{" "}
        <span>
          <Prose text={remark} />
        </span>
      </p>,
    );
  }
  return notes;
}
