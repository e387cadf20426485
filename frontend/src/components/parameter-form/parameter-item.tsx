import type { Value } from "@/lib/draft";
import { type FormItem, itemParameters, type Method, type Parameter } from "./catalogue";
import { checkValue, type Finding } from "./check";
import { commonLabel, ExclusiveField } from "./exclusive-field";
import { fieldId } from "./field-props";
import { FieldShell } from "./field-shell";
import { FIELDS, isGroup } from "./fields";
import { LinkedItem } from "./linked/linked-item";

interface ParameterItemProps {
  item: FormItem;
  method: Method;
  /** Training rows of the dataset; null while they are unknown. */
  rows: number | null;
  /** The value that is shown, by name. */
  read: (name: string) => Value;
  isChanged: (name: string) => boolean;
  onChange: (parameter: Parameter, value: Value) => void;
  /** What the server found, by name. */
  findings: ReadonlyMap<string, Finding>;
}

/** One row of the form with its shell. */
export function ParameterItem(props: ParameterItemProps) {
  const { item, method, rows, read, isChanged, onChange, findings } = props;
  const parameters = itemParameters(item);
  const [first] = parameters;
  if (!first) return null;
  if (item.kind === "linked") {
    const parameter = (name: string) => parameters.find((p) => p.name === name) ?? first;
    return (
      <LinkedItem
        link={item.link}
        {...{ method, rows, read, isChanged, onChange, parameter }}
        finding={(name) => firstFinding([parameter(name)], read, findings)}
      />
    );
  }
  const id = fieldId(first.name);
  const finding = firstFinding(parameters, read, findings);
  const single = item.kind === "single" ? item.parameter : null;
  const Field = FIELDS[first.type];
  return (
    <FieldShell
      id={id}
      label={single ? single.label : commonLabel(parameters)}
      parameters={parameters}
      finding={finding}
      changed={parameters.some((p) => isChanged(p.name))}
      onReset={() => {
        for (const p of parameters) onChange(p, p.default);
      }}
      labelled={single !== null && !isGroup(single)}
      wide={single === null || isGroup(single)}
    >
      {(describedBy) =>
        single ? (
          <Field
            parameter={single}
            value={read(single.name)}
            onChange={(value) => onChange(single, value)}
            id={id}
            describedBy={describedBy}
            invalid={finding.error !== undefined}
          />
        ) : (
          <ExclusiveField
            parameters={parameters}
            read={read}
            onChange={onChange}
            id={id}
            label={commonLabel(parameters)}
            describedBy={describedBy}
          />
        )
      }
    </FieldShell>
  );
}

/** The page's own check answers at once; what only the server can know comes after it. */
function firstFinding(
  parameters: readonly Parameter[],
  read: (name: string) => Value,
  findings: ReadonlyMap<string, Finding>,
): Finding {
  for (const p of parameters) {
    const own = checkValue(p, read(p.name));
    if (own.error) return own;
    const servers = findings.get(p.name);
    if (servers?.error || servers?.warning) return servers;
    if (own.warning) return own;
  }
  return {};
}
