import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import {
  type Method,
  type Parameter,
  valuesFor,
  withValue,
} from "@/components/parameter-form/catalogue";
import { focusElement } from "@/components/parameter-form/focus-field";
import type { FocusWish } from "@/components/parameter-form/parameter-form";
import { isActive } from "@/components/status/status";
import type { Draft, Value, Values } from "@/lib/draft";
import { datasetsQuery, modelsQuery, recentRunsQuery } from "@/lib/queries";
import { findingsOf, parameterOf, remarksOf } from "./findings";
import { PRESET_FIELD } from "./presets/preset-bar";
import { isBuiltIn, presetOf, withMethod } from "./presets/presets";
import { useAppliedPreset, usePresetList } from "./presets/use-presets";
import { defaultsOf, effectiveValues, onlyOne, reasonAgainst, trainRows } from "./training-state";
import { useUndoKeys } from "./undo/use-undo-keys";
import { useDraft } from "./use-draft";
import { type PlanRequest, usePlan } from "./use-plan";
import { useStart } from "./use-start";
import { DATASET_FIELD, MODEL_FIELD } from "./what-column";

/** The Train page's state: the draft, the plan of it, and what can be done with both. */
export function useTraining(methods: readonly Method[], first: Method) {
  const { draft, change: setDraft, undo } = useDraft();
  useUndoKeys(undo);
  const { data: models } = useQuery(modelsQuery);
  const { data: datasets } = useQuery(datasetsQuery);
  const { data: runs } = useQuery(recentRunsQuery);
  const start = useStart();
  const [wish, setWish] = useState<FocusWish | null>(null);

  const known = methods.find((one) => one.id === draft.method) ?? first;
  const model = draft.model ?? onlyOne(models?.filter((one) => one.kind === "model" && one.ready));
  const dataset = draft.dataset ?? onlyOne(datasets);
  const changed = useMemo(
    () => valuesFor(known, methods, draft.p ?? {}),
    [known, methods, draft.p],
  );
  const preset = presetOf(draft);
  const request = useMemo<PlanRequest | null>(
    () =>
      model && dataset
        ? { method: known.id, model, dataset, parameters: changed, ...(preset && { preset }) }
        : null,
    [known.id, model, dataset, changed, preset],
  );
  const state = usePlan(request);
  const presets = usePresetList({
    method: known.id,
    model,
    dataset,
    isOwn: preset !== null && !isBuiltIn(preset),
  });
  const applied = useAppliedPreset({ draft, method: known, state, items: presets.items });
  const method = applied.under;
  const remarks = useMemo(() => remarksOf(state), [state]);
  const findings = useMemo(() => findingsOf(remarks), [remarks]);
  const effective = useMemo(() => effectiveValues(state, method, preset), [state, method, preset]);

  const setParameters = (set: (before: Values) => Values) =>
    setDraft((before) => ({ ...before, p: set(before.p ?? {}) }));
  return {
    draft,
    undo,
    method,
    /** As the catalogue has it, without what the preset sets. */
    known,
    presets,
    applied,
    model,
    dataset,
    changed,
    values: { ...defaultsOf(method), ...effective, ...changed },
    request,
    state,
    remarks,
    findings,
    effective,
    rows: trainRows(state, dataset),
    wish,
    start,
    isFirstVisit: runs?.length === 0,
    ahead: runs?.filter((run) => isActive(run.status) || run.status === "queued").length ?? 0,
    reason: reasonAgainst({ method, model, dataset, changed, state, remarks }),
    /** Takes another draft in place of this one; undo brings it back. */
    replace: (next: Draft) => setDraft(() => next),
    change: ({ method: next, ...change }: Draft) =>
      setDraft((before) => {
        const after = { ...before, ...change };
        return next === undefined || next === known.id ? after : withMethod(after, next);
      }),
    /** Takes a preset in place of the one before; `saved` are values that it holds by now. */
    choosePreset: (id: string, saved: readonly string[] = []) =>
      setDraft((before) => ({ ...before, preset: id, p: without(before.p ?? {}, saved) })),
    setParameter: (parameter: Parameter, value: Value) =>
      setParameters((before) => withValue(parameter, before, value)),
    resetParameters: () => setParameters((before) => without(before, Object.keys(changed))),
    resetGroup: (names: readonly string[]) => setParameters((before) => without(before, names)),
    leaveOut: (name: string) => setParameters((before) => without(before, [name])),
    jump: (pointer: string) => {
      const name = parameterOf(pointer);
      if (name !== null) setWish({ name });
      else focusElement(FIELDS[pointer] ?? MODEL_FIELD);
    },
    onStart: (at?: string) => {
      const name = draft.name?.trim();
      if (request) start.mutate({ ...request, ...(name && { name }), ...(at && { start_at: at }) });
    },
  };
}

/** Where errors lead that are about no parameter. */
const FIELDS: Record<string, string> = { "/dataset": DATASET_FIELD, "/preset": PRESET_FIELD };

function without(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
