import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "@/lib/client";
import type { Split } from "./api";

export type RowItem = Schemas["RowItem"];
export type ModelView = Schemas["ModelView"];
export type Segment = Schemas["Segment"];

export const ROWS_A_PAGE = 10;

/** As which model sees the rows, for which method. */
export interface Seen {
  method: string;
  model: string;
  /** `max_seq_length`. */
  limit: number;
  maskPrompt: boolean;
}

interface RowsOptions {
  dataset: string;
  split: Split;
  offset: number;
  /** null asks for the rows as they are stored alone. */
  seen: Seen | null;
}

export function rowsQuery({ dataset, split, offset, seen }: RowsOptions) {
  return queryOptions({
    queryKey: ["datasets", dataset, "rows", split, offset, seen],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/datasets/{dataset_id}/rows", {
          signal,
          params: {
            path: { dataset_id: dataset },
            query: {
              split,
              offset,
              limit: ROWS_A_PAGE,
              ...(seen && {
                method: seen.method,
                model: seen.model,
                max_seq_length: seen.limit,
                mask_prompt: seen.maskPrompt,
              }),
            },
          },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}
