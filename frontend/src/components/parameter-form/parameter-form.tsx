import { useEffect, useMemo, useRef, useState } from "react";
import type { Value, Values } from "@/lib/draft";
import { acts, type FormItem, formItems, found, itemParameters, type Method } from "./catalogue";
import { checkValue, type Finding } from "./check";
import { focusField } from "./focus-field";
import { FormTools } from "./form-tools";
import classes from "./parameter-form.module.css";
import { ParameterGroup } from "./parameter-group";
import { ParameterItem } from "./parameter-item";

/** A wish to bring a field into view; a new object each time, so that it can be wished again. */
export interface FocusWish {
  name: string;
}

interface ParameterFormProps {
  method: Method;
  /** The values that differ from the defaults. */
  changed: Values;
  /** What the server takes for values that were left alone, where that is not the default. */
  effective?: Values;
  /** Training rows of the dataset; null while they are unknown. */
  rows?: number | null;
  /** What the server found wrong or unusual, by name. */
  findings: ReadonlyMap<string, Finding>;
  onChange: (parameter: Method["parameters"][number], value: Value) => void;
  /** Gives these parameters their defaults again, in one step. */
  onReset: (names: readonly string[]) => void;
  onResetAll: () => void;
  wish?: FocusWish | null;
}

/** The form of a method, rendered from the catalogue and from nothing else. */
export function ParameterForm(props: ParameterFormProps) {
  const { method, changed, effective, rows = null, findings, wish } = props;
  const { onChange, onReset, onResetAll } = props;
  const [query, setQuery] = useState("");
  const [onlyChanged, setOnlyChanged] = useState(false);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const items = useMemo(() => formItems(method.parameters), [method]);
  useFocusWish(wish, (name) => {
    setQuery("");
    setOnlyChanged(false);
    const item = items.find((one) => itemParameters(one).some((p) => p.name === name));
    const first = item && itemParameters(item)[0];
    if (first) setOpen((before) => new Set(before).add(first.group));
    return first?.name ?? name;
  });

  const values = useMemo(() => {
    const defaults = Object.fromEntries(method.parameters.map((p) => [p.name, p.default]));
    return { ...defaults, ...effective, ...changed };
  }, [method, effective, changed]);
  const read = (name: string): Value => values[name] ?? null;
  const isChanged = (name: string) => name in changed;
  const isShown = (item: FormItem) =>
    itemParameters(item).some(
      (p) =>
        (acts(p, values) || isChanged(p.name) || findings.get(p.name)?.error !== undefined) &&
        (!onlyChanged || isChanged(p.name)) &&
        (query.trim() === "" || found(item, query.trim()).includes(p)),
    );
  const isWrong = (item: FormItem) =>
    itemParameters(item).some(
      (p) => checkValue(p, read(p.name)).error ?? findings.get(p.name)?.error,
    );

  const shown = items.filter(isShown);
  const isPrimary = (item: FormItem) => itemParameters(item).some((p) => p.primary);
  const first = shown.filter(isPrimary);
  const filtering = onlyChanged || query.trim() !== "";
  const hits = shown.flatMap((item) => found(item, query.trim())).length;
  const changes = method.parameters.filter((p) => isChanged(p.name)).length;
  const row = (item: FormItem) => (
    <ParameterItem
      key={`${method.id} ${itemParameters(item)[0]?.name}`}
      item={item}
      method={method}
      rows={rows}
      read={read}
      isChanged={isChanged}
      onChange={onChange}
      findings={findings}
    />
  );

  return (
    <div className={classes.form}>
      <FormTools
        query={query}
        onQuery={setQuery}
        onlyChanged={onlyChanged}
        onOnlyChanged={setOnlyChanged}
        changes={changes}
        onResetAll={onResetAll}
        said={query.trim() && shown.length > 0 ? `${hits} of ${method.parameters.length}` : ""}
      />
      {first.length > 0 && <div className={classes.grid}>{first.map(row)}</div>}
      {method.groups.map((group) => {
        const inside = shown.filter(
          (item) => !isPrimary(item) && itemParameters(item)[0]?.group === group.id,
        );
        if (inside.length === 0) return null;
        const changedNames = inside
          .flatMap(itemParameters)
          .map((p) => p.name)
          .filter(isChanged);
        return (
          <ParameterGroup
            key={group.id}
            group={group}
            changes={changedNames.length}
            onReset={() => onReset(changedNames)}
            wrong={inside.some(isWrong)}
            open={filtering || open.has(group.id)}
            onToggle={() => setOpen((before) => toggled(before, group.id))}
          >
            {() => <div className={classes.grid}>{inside.map(row)}</div>}
          </ParameterGroup>
        );
      })}
      {shown.length === 0 && (
        <p className={classes.none} role="status">
          {onlyChanged
            ? "You have changed nothing."
            : `No parameter of ${method.title} says “${query.trim()}”.`}
        </p>
      )}
    </div>
  );
}

function toggled(before: ReadonlySet<string>, id: string): Set<string> {
  const after = new Set(before);
  if (!after.delete(id)) after.add(id);
  return after;
}

/** Reveals the field that was wished for, then focuses what `reveal` names once it is there. */
function useFocusWish(wish: FocusWish | null | undefined, reveal: (name: string) => string): void {
  const pending = useRef<string | null>(null);
  const seen = useRef<FocusWish | null | undefined>(null);
  useEffect(() => {
    if (wish && wish !== seen.current) {
      seen.current = wish;
      pending.current = reveal(wish.name);
    }
    if (pending.current !== null && focusField(pending.current)) pending.current = null;
  });
}
