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

  const method = methods.find((one) => one.id === draft.method) ?? first;
  const model = draft.model ?? onlyOne(models?.filter((one) => one.kind === "model" && one.ready));
  const dataset = draft.dataset ?? onlyOne(datasets);
  const changed = useMemo(
    () => valuesFor(method, methods, draft.p ?? {}),
    [method, methods, draft.p],
  );
  const request = useMemo<PlanRequest | null>(
    () => (model && dataset ? { method: method.id, model, dataset, parameters: changed } : null),
    [method.id, model, dataset, changed],
  );
  const state = usePlan(request);
  const remarks = useMemo(() => remarksOf(state), [state]);
  const findings = useMemo(() => findingsOf(remarks), [remarks]);
  const effective = useMemo(() => effectiveValues(state, method), [state, method]);

  const setParameters = (set: (before: Values) => Values) =>
    setDraft((before) => ({ ...before, p: set(before.p ?? {}) }));
  return {
    draft,
    undo,
    method,
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
    change: (change: Draft) => setDraft((before) => ({ ...before, ...change })),
    setParameter: (parameter: Parameter, value: Value) =>
      setParameters((before) => withValue(parameter, before, value)),
    resetParameters: () => setParameters((before) => without(before, Object.keys(changed))),
    resetGroup: (names: readonly string[]) => setParameters((before) => without(before, names)),
    leaveOut: (name: string) => setParameters((before) => without(before, [name])),
    jump: (pointer: string) => {
      const name = parameterOf(pointer);
      if (name !== null) setWish({ name });
      else focusElement(pointer === "/dataset" ? DATASET_FIELD : MODEL_FIELD);
    },
    onStart: () => {
      const name = draft.name?.trim();
      if (request) start.mutate({ ...request, ...(name && { name }) });
    },
  };
}

function without(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
