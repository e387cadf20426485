import { queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "@/lib/client";

export type ColumnsReport = Schemas["ColumnsReport"];
export type Column = Schemas["Column"];

/** The keys of the rows, and how they could be mapped to a format. */
export function columnsQuery(dataset: string) {
  return queryOptions({
    queryKey: ["datasets", dataset, "columns"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/datasets/{dataset_id}/columns", {
          signal,
          params: { path: { dataset_id: dataset } },
        }),
      ),
  });
}
