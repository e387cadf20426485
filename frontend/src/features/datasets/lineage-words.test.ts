import { describe, expect, it } from "vitest";
import { readLineage } from "./lineage-words";

describe("where a dataset came from", () => {
  it("is not said of one that came as it is", () => {
    expect(readLineage({ lineage: {} })).toBeNull();
  });

  it("is its source, the steps and the digests", () => {
    const lineage = {
      source: "20260131-142305-k7q2mz",
      source_path: "/data/rows.jsonl",
      source_digests: { train: "ab12" },
      steps: [{ step: "strip_bom", title: "take out the byte order mark", rows: 1 }],
    };
    expect(readLineage({ lineage })).toEqual({
      from: "20260131-142305-k7q2mz",
      path: "/data/rows.jsonl",
      steps: ["Take out the byte order mark: 1 row"],
      digests: [["train", "ab12"]],
    });
  });

  it("tells the fixes where the steps are not counted", () => {
    const lineage = {
      source: "a",
      fixes: ["drop_blank_lines", "unheard_of"],
      dropped: { train: 2 },
    };
    expect(readLineage({ lineage })?.steps).toEqual([
      "Leave out blank lines",
      "2 rows were left out",
    ]);
  });

  it("tells how rows were dealt out", () => {
    const lineage = { source: "a", valid: 0.1, test: 0, seed: 7, group_by: "topic" };
    expect(readLineage({ lineage })?.steps).toEqual([
      "Dealt out by seed 7: 10% valid, 0% test, the rest train; rows with the same `topic` stay together",
    ]);
  });

  it("is a name on the hub", () => {
    const lineage = { hub: { name: "openai/gsm8k", config: "main", revision: null } };
    expect(readLineage({ lineage })?.path).toBe("openai/gsm8k, main");
  });

  it("survives whatever an older version wrote", () => {
    const lineage = { source: 7, source_path: "/rows", steps: "none", source_digests: [1], hub: 1 };
    expect(readLineage({ lineage })).toEqual({
      from: null,
      path: "/rows",
      steps: [],
      digests: [],
    });
  });
});
