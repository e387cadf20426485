import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Schemas } from "@/lib/client";
import { lastDraft } from "@/lib/draft";
import { modelsQuery } from "@/lib/queries";
import type { DatasetsSearch } from "./search";

type Method = Schemas["Method"];
type Model = Schemas["ModelOut"];

/** With what a dataset's rows are looked at: tokenizer, limit and masking; it lives in the address. */
export interface Look {
  /** The models whose tokenizer can be used; undefined while they are looked for. */
  models: readonly Model[] | undefined;
  model: Model | undefined;
  limit: number;
  /** The method's own `max_seq_length`. */
  usualLimit: number;
  /** Whether the method can leave the prompt out of the loss. */
  canMask: boolean;
  maskPrompt: boolean;
  change: (change: Pick<DatasetsSearch, "model" | "limit" | "mask">) => void;
}

const USUAL = 2048;

export function useLook(method: Method): Look {
  const search = useSearch({ from: "/datasets/$id" });
  const navigate = useNavigate({ from: "/datasets/$id" });
  const { data } = useQuery(modelsQuery);
  const models = data?.filter(({ kind, ready }) => kind === "model" && ready);
  const wanted = [search.model, lastDraft().model];
  const model = wanted.map((id) => models?.find((one) => one.id === id)).find(Boolean);
  const usualLimit = parameterOf(method, "max_seq_length")?.default;
  const canMask = parameterOf(method, "mask_prompt") !== undefined;
  const usual = typeof usualLimit === "number" ? usualLimit : USUAL;
  return {
    models,
    model: model ?? models?.[0],
    limit: search.limit ?? usual,
    usualLimit: usual,
    canMask,
    maskPrompt: canMask && search.mask === true,
    change: (change) =>
      void navigate({
        search: (before) => ({ ...before, ...change }),
        replace: true,
        resetScroll: false,
      }),
  };
}

function parameterOf(method: Method, name: string) {
  return method.parameters.find((parameter) => parameter.name === name);
}
