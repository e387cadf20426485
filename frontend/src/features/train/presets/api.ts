import { keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "@/lib/client";
import type { Values } from "@/lib/draft";

export type Preset = Schemas["PresetOut"];

const KEY = "presets";
const FRESH_MS = 30_000;

interface About {
  method: string;
  /** Empty where none is chosen. */
  model: string;
  dataset: string;
}

/** What can be chosen for a method, resolved for the model and dataset as far as they are chosen. */
export function presetsQuery({ method, model, dataset }: About) {
  return queryOptions({
    queryKey: [KEY, method, model, dataset],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/methods/{method_id}/presets", {
          signal,
          params: {
            path: { method_id: method },
            query: { ...(model && { model }), ...(dataset && { dataset }) },
          },
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    retry: false,
  });
}

interface Saved {
  name: string;
  method: string;
  parameters: Values;
}

export function savePreset(client: QueryClient) {
  return {
    mutationFn: (body: Saved) => unwrap(api.POST("/api/presets", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  };
}

export function renamePreset(client: QueryClient, id: string) {
  return {
    mutationFn: (name: string) =>
      unwrap(
        api.PATCH("/api/presets/{preset_id}", {
          params: { path: { preset_id: id } },
          body: { name },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  };
}

export function deletePreset(client: QueryClient, id: string) {
  return {
    mutationFn: () =>
      unwrap(api.DELETE("/api/presets/{preset_id}", { params: { path: { preset_id: id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  };
}
