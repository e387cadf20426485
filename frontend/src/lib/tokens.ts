import {
  keepPreviousData,
  mutationOptions,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "./client";
import { formatCount } from "./numbers";
import { plural } from "./words";

export type TokensReport = Schemas["TokensReport"];

export interface TokensOptions {
  dataset: string;
  method: string;
  model: string;
  /** `max_seq_length`. */
  limit: number;
  maskPrompt: boolean;
}

const RUNNING_MS = 600;

/** Lengths of a dataset's rows in tokens; the first call starts the count, which later ones ask after.

`again` counts anew what failed or was cancelled. */
export function tokensQuery(options: TokensOptions, again = false) {
  const { dataset, method, model, limit, maskPrompt } = options;
  return queryOptions({
    queryKey: ["datasets", dataset, "tokens", method, model, limit, maskPrompt],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/datasets/{dataset_id}/tokens", {
          signal,
          params: {
            path: { dataset_id: dataset },
            query: { method, model, max_seq_length: limit, mask_prompt: maskPrompt, again },
          },
        }),
      ),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? RUNNING_MS : false),
    placeholderData: keepPreviousData,
  });
}

/** Calls the count off; what was counted before stays. */
export function cancelTokens(client: QueryClient, options: TokensOptions) {
  const { dataset, method, model, maskPrompt } = options;
  return mutationOptions({
    mutationFn: () =>
      unwrap(
        api.DELETE("/api/datasets/{dataset_id}/tokens", {
          params: {
            path: { dataset_id: dataset },
            query: { method, model, mask_prompt: maskPrompt },
          },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ["datasets", dataset, "tokens"] }),
  });
}

/** `97% of rows fit in 2,048 tokens; 12 are cut.` */
export function fitSentence(report: TokensReport): string {
  const { rows = 0, over_limit: over = 0, limit, exact = true } = report;
  const kind = exact ? "row" : "measured row";
  const room = `${formatCount(limit)} tokens`;
  if (over === 0)
    return rows === 1 ? `The ${kind} fits in ${room}.` : `All ${kind}s fit in ${room}.`;
  const cut = `${plural(over, kind)} ${over === 1 ? "is" : "are"} cut`;
  if (over >= rows) return `No ${kind} fits in ${room}; ${cut}.`;
  return `${fitPercent(rows - over, rows)} of ${kind}s fit in ${room}; ${formatCount(over)} ${over === 1 ? "is" : "are"} cut.`;
}

/** A share in percent, never rounded up: 100% is all of them. */
export function fitPercent(part: number, whole: number): string {
  if (part >= whole) return "100%";
  const tenths = Math.floor((part * 1000) / whole);
  return tenths < 990 ? `${Math.floor(tenths / 10)}%` : `${(tenths / 10).toFixed(1)}%`;
}
