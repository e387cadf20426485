import { describe, expect, it } from "vitest";
import type { Schemas } from "@/lib/client";
import { patchPages, type RunPages } from "./patch-pages";

type RunOut = Schemas["RunOut"];

function run(id: number, more: Partial<RunOut> = {}): RunOut {
  return {
    id: `run-${id}`,
    name: `Run ${id}`,
    method: "grpo",
    model: "starter-model",
    model_name: "starter-model",
    dataset: "arithmetic",
    dataset_name: "arithmetic",
    status: "completed",
    created_at: `2026-01-01T00:00:${String(id).padStart(2, "0")}.000Z`,
    tags: [],
    ...more,
  };
}

/** Two pages, newest first: 9 8 | 7 6, and more on the server. */
const pages: RunPages = {
  pages: [
    { items: [run(9), run(8)], next_cursor: "a" },
    { items: [run(7), run(6)], next_cursor: "b" },
  ],
  pageParams: ["", "a"],
};

function ids(patched: RunPages | "refetch"): string[] | string {
  if (patched === "refetch") return patched;
  return patched.pages.flatMap((page) => page.items.map((item) => item.id.replace("run-", "")));
}

describe("a change of the run list", () => {
  it("replaces a run where it stands", () => {
    const changed = patchPages(pages, { run: run(7, { name: "new" }) }, {});
    expect(ids(changed)).toEqual(["9", "8", "7", "6"]);
    expect(changed !== "refetch" && changed.pages[1]?.items[0]?.name).toBe("new");
  });

  it("puts a new run on top", () => {
    expect(ids(patchPages(pages, { run: run(10) }, {}))).toEqual(["10", "9", "8", "7", "6"]);
  });

  it("puts a run that starts to match where it belongs", () => {
    const gap: RunPages = { ...pages, pages: [{ items: [run(9), run(6)], next_cursor: null }] };
    expect(ids(patchPages(gap, { run: run(8) }, { status: "completed" }))).toEqual(["9", "8", "6"]);
    expect(ids(patchPages(gap, { run: run(1) }, {}))).toEqual(["9", "6", "1"]);
  });

  it("leaves a run older than what is loaded to the next page", () => {
    expect(ids(patchPages(pages, { run: run(1) }, {}))).toEqual(["9", "8", "7", "6"]);
  });

  it("takes out a run that is gone or matches no more", () => {
    expect(ids(patchPages(pages, { deleted: "run-8" }, {}))).toEqual(["9", "7", "6"]);
    const failed = run(9, { status: "failed" });
    expect(ids(patchPages(pages, { run: failed }, { status: "running,completed" }))).toEqual([
      "8",
      "7",
      "6",
    ]);
  });

  it("asks the server where a new run belongs in a search or another order", () => {
    const queued = run(10, { status: "queued" });
    expect(patchPages(pages, { run: queued }, { q: "ten" })).toBe("refetch");
    expect(patchPages(pages, { run: queued }, { sort: "name" })).toBe("refetch");
    expect(ids(patchPages(pages, { run: run(10) }, { q: "ten" }))).toEqual(["9", "8", "7", "6"]);
  });

  it("fills an empty list", () => {
    const empty: RunPages = { pages: [{ items: [], next_cursor: null }], pageParams: [""] };
    expect(ids(patchPages(empty, { run: run(1) }, {}))).toEqual(["1"]);
  });
});
