import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Method } from "@/components/parameter-form/catalogue";
import type { Draft, Values } from "@/lib/draft";
import type { PlanState } from "../use-plan";
import { presetsQuery } from "./api";
import { type Applied, applied, methodUnder, presetOf, presetValues } from "./presets";

const ASK_AFTER_MS = 300;

interface About {
  method: string;
  model: string;
  dataset: string;
  /** Whether the draft asks for a preset of one's own. */
  isOwn: boolean;
}

/**
 * The presets of the chosen method, asked a moment after the last change: once there are a model and
 * a dataset to fit, or `look` was called.
 */
export function usePresetList({ method, model, dataset, isOwn }: About) {
  const [looked, setLooked] = useState(false);
  const wanted = isOwn || looked || (model !== "" && dataset !== "");
  const about = useMemo(() => ({ method, model, dataset }), [method, model, dataset]);
  const [asked] = useDebouncedValue(about, ASK_AFTER_MS);
  const { data, isPlaceholderData } = useQuery({
    ...presetsQuery(asked),
    enabled: wanted && asked === about,
  });
  // Those of another method tell nothing of this one.
  const isOther = asked.method !== method || isPlaceholderData;
  return {
    items: isOther ? [] : (data?.items ?? []),
    assumptions: data?.assumptions ?? [],
    wanted,
    look: () => setLooked(true),
  };
}

interface Asked {
  draft: Draft;
  method: Method;
  state: PlanState;
  items: readonly Applied[];
}

/** The preset in force, and the method with its values in place of the defaults. */
export function useAppliedPreset({ draft, method, state, items }: Asked) {
  const id = presetOf(draft);
  const planned = state.plan?.method === method.id ? state.plan.preset : null;
  const preset = applied(id, planned, items);
  const under = useMemo(
    () => (preset ? methodUnder(method, preset.parameters as Values) : method),
    [method, preset],
  );
  const values = useMemo(
    () => (preset ? presetValues(method, preset) : new Map()),
    [method, preset],
  );
  return { id, preset, under, values };
}
