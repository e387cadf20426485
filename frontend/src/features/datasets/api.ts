import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { paths } from "@/api/schema";
import { api, type Schemas, unwrap } from "@/lib/client";
import { datasetsQuery } from "@/lib/queries";

export type Dataset = Schemas["DatasetOut"];
export type Report = Schemas["DatasetReport"];
export type DatasetProblem = Report["problems"][number];
export type Split = Schemas["DatasetFile"]["split"];
export type ConvertRequest = Schemas["ConvertRequest"];
export type SplitRequest = Schemas["SplitRequest"];

export type ConvertPreview = Schemas["ConvertPreview"];

const COUNTING_MS = 1_500;

/** One dataset; asked again while the rows of a large file are being counted. */
export function datasetQuery(id: string) {
  return queryOptions({
    queryKey: ["datasets", id, "itself"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/datasets/{dataset_id}", { signal, params: { path: { dataset_id: id } } }),
      ),
    refetchInterval: ({ state }) =>
      state.data?.files.some((file) => file.rows == null) ? COUNTING_MS : false,
  });
}

export function registerDataset(client: QueryClient) {
  return mutationOptions({
    mutationFn: async (path: string) =>
      // One endpoint answers a path with its dataset, and a name of the hub with a job.
      (await unwrap(api.POST("/api/datasets", { body: { path } }))) as Dataset,
    onSuccess: () => listAgain(client),
  });
}

type Register = paths["/api/datasets"]["post"]["requestBody"]["content"]["application/json"];
type HubSource = NonNullable<Register["hub"]>;

/** Starts the download of a dataset of the hub, which is a job. */
export function downloadDataset(client: QueryClient) {
  return mutationOptions({
    mutationFn: async (hub: HubSource) =>
      (await unwrap(api.POST("/api/datasets", { body: { hub } }))) as Schemas["Job"],
    onSuccess: () => client.invalidateQueries({ queryKey: ["dataset-jobs"] }),
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

/** What a conversion would do. */
export function previewQuery(id: string, body: ConvertRequest) {
  return queryOptions({
    queryKey: ["datasets", id, "preview", body],
    queryFn: ({ signal }) =>
      unwrap(
        api.POST("/api/datasets/{dataset_id}/preview", {
          signal,
          params: { path: { dataset_id: id } },
          body,
        }),
      ),
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

/** Deletes a dataset; `leave` goes to another address before what is known of it is forgotten. */
export function deleteDataset(client: QueryClient, id: string, leave: () => Promise<void>) {
  const about = { queryKey: ["datasets", id] };
  return mutationOptions({
    mutationFn: async () => {
      // What is still being asked about it would be answered with 404.
      await client.cancelQueries(about);
      await unwrap(
        api.DELETE("/api/datasets/{dataset_id}", { params: { path: { dataset_id: id } } }),
      );
    },
    onSuccess: async () => {
      await leave();
      client.removeQueries({ ...about, type: "inactive" });
      await listAgain(client);
    },
  });
}

function listAgain(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: datasetsQuery.queryKey, exact: true });
}
