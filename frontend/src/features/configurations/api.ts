import { queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "@/lib/client";
import { ApiProblem, readProblem } from "@/lib/problem";

export type Reading = Schemas["CheckedReading"];
export type ReadLine = Schemas["ReadLine"];
export type Verdict = ReadLine["verdict"];
export type Format = "yaml" | "json" | "trainer-yaml" | "command";

/** What to write down: a run by its id, or a draft. */
export type Source = { runId: string } | { draft: Schemas["WriteRequest"] };

export interface TextFile {
  name: string;
  text: string;
}

/** What a text comes to, line by line. */
export function readConfiguration(body: Schemas["ReadRequest"]): Promise<Reading> {
  return unwrap(api.POST("/api/configurations/read", { body }));
}

/** A configuration as a file. */
export async function writeConfiguration(
  source: Source,
  format: Format,
  full: boolean,
): Promise<TextFile> {
  const query = { format, full };
  const asked =
    "runId" in source
      ? api.GET("/api/runs/{run_id}/configuration", {
          params: { path: { run_id: source.runId }, query },
          parseAs: "text",
        })
      : api.POST("/api/configurations", { params: { query }, body: source.draft, parseAs: "text" });
  const { data, error, response } = await asked.catch(() => {
    throw ApiProblem.unreachable();
  });
  if (!response.ok) throw new ApiProblem(readProblem(error, response.status));
  const named = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "");
  return { name: named?.[1] ?? "temper.txt", text: String(data) };
}

/** A run with what it was asked for and what was decided. */
export function runToCloneQuery(runId: string) {
  return queryOptions({
    queryKey: ["runs", "detail", runId],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/runs/{run_id}", { signal, params: { path: { run_id: runId } } })),
  });
}
