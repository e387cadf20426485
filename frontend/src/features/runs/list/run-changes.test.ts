import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it } from "vitest";
import { recentRunsQuery } from "@/lib/queries";
import { type RunDetail, type RunOut, runQuery } from "../api";
import { applyChange } from "./run-changes";

const run: RunOut = {
  id: "a",
  name: "First",
  method: "sft",
  model: "starter-model",
  model_name: "starter-model",
  dataset: "arithmetic",
  dataset_name: "arithmetic",
  status: "queued",
  queue_position: 1,
  created_at: "2026-01-01T00:00:00.000Z",
  tags: [],
};

let client: QueryClient;
beforeEach(() => {
  client = new QueryClient();
});

describe("a change of a run", () => {
  it("reaches its page, and clears what it leaves out", () => {
    const { queryKey } = runQuery("a");
    client.setQueryData(queryKey, { ...run, notes: "mine", cursor: 3 } as RunDetail);
    const { queue_position, ...started } = { ...run, status: "running" as const };
    applyChange(client, { run: started });
    expect(client.getQueryData(queryKey)).toMatchObject({
      status: "running",
      queue_position: null,
      notes: "mine",
      cursor: 3,
    });
    expect(queue_position).toBe(1);
  });

  it("makes no page of a run that nobody looked at", () => {
    applyChange(client, { run });
    expect(client.getQueryData(runQuery("a").queryKey)).toBeUndefined();
  });

  it("reaches the newest runs, with a new one on top", () => {
    const { queryKey } = recentRunsQuery;
    client.setQueryData(queryKey, [run]);
    applyChange(client, { run: { ...run, id: "b", created_at: "2026-01-02T00:00:00.000Z" } });
    applyChange(client, { run: { ...run, name: "Renamed" } });
    expect(client.getQueryData(queryKey)?.map(({ id, name }) => [id, name])).toEqual([
      ["b", "First"],
      ["a", "Renamed"],
    ]);
    applyChange(client, { deleted: "b" });
    expect(client.getQueryData(queryKey)).toHaveLength(1);
  });
});
