import {
  keepPreviousData,
  mutationOptions,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "@/lib/client";
import { datasetsQuery } from "@/lib/queries";

export type Dataset = Schemas["DatasetOut"];
export type Report = Schemas["DatasetReport"];
export type DatasetProblem = Report["problems"][number];
export type Split = Schemas["DatasetFile"]["split"];
export type ConvertRequest = Schemas["ConvertRequest"];
export type SplitRequest = Schemas["SplitRequest"];

export const ROWS_A_PAGE = 10;

export function rowsQuery(dataset: string, split: Split, offset: number) {
  return queryOptions({
    queryKey: ["datasets", dataset, "rows", split, offset],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/datasets/{dataset_id}/rows", {
          signal,
          params: {
            path: { dataset_id: dataset },
            query: { split, offset, limit: ROWS_A_PAGE },
          },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function registerDataset(client: QueryClient) {
  return mutationOptions({
    mutationFn: (path: string) => unwrap(api.POST("/api/datasets", { body: { path } })),
    onSuccess: () => listAgain(client),
  });
}

export function convertDataset(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: (body: ConvertRequest) =>
      unwrap(
        api.POST("/api/datasets/{dataset_id}/convert", {
          params: { path: { dataset_id: id } },
          body,
        }),
      ),
    onSuccess: () => listAgain(client),
  });
}

export function splitDataset(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: (body: SplitRequest) =>
      unwrap(
        api.POST("/api/datasets/{dataset_id}/split", {
          params: { path: { dataset_id: id } },
          body,
        }),
      ),
    onSuccess: () => listAgain(client),
  });
}

export function deleteDataset(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () =>
      unwrap(api.DELETE("/api/datasets/{dataset_id}", { params: { path: { dataset_id: id } } })),
    onSuccess: () => {
      client.removeQueries({ queryKey: ["datasets", id] });
      return listAgain(client);
    },
  });
}

function listAgain(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: datasetsQuery.queryKey, exact: true });
}
