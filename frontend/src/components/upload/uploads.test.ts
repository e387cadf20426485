import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem, readProblem } from "@/lib/problem";
import type { UploadServer } from "@/lib/resumable";
import { type Dataset, Uploads } from "./uploads";

const DATASET = { id: "made" } as Dataset;

function serverWith(changes: Partial<UploadServer<Dataset>>): UploadServer<Dataset> {
  return {
    open: async () => ({ id: "u1", offset: 0 }),
    state: async (id) => ({ id, offset: 0 }),
    append: async ({ id, offset }, piece) => ({ id, offset: offset + piece.size }),
    finish: async () => DATASET,
    drop: async () => undefined,
    ...changes,
  };
}

const FILE = new File(["rows"], "rows.jsonl", { lastModified: 1 });

beforeEach(() => localStorage.clear());

describe("the uploads of a tab", () => {
  it("end with the dataset that was made", async () => {
    const uploads = new Uploads(serverWith({}));
    uploads.start([FILE], "datasets");
    await vi.waitFor(() => expect(uploads.list()[0]?.phase).toBe("done"));
    expect(uploads.list()[0]).toMatchObject({ dataset: DATASET, names: ["rows.jsonl"], sent: 4 });
  });

  it("leave nothing behind when they are cancelled", async () => {
    const drop = vi.fn(async () => undefined);
    const append = vi.fn(() => new Promise<never>(() => undefined));
    const uploads = new Uploads(serverWith({ drop, append }));
    uploads.start([FILE], "datasets");
    await vi.waitFor(() => expect(append).toHaveBeenCalled());
    uploads.cancel(uploads.list()[0]?.key ?? 0);
    expect(uploads.list()).toEqual([]);
    expect(drop).toHaveBeenCalledWith("u1");
    expect(localStorage.getItem("temper-uploads")).toBe("{}");
  });

  it("say what the server refused, and try again when asked to", async () => {
    let refusals = 1;
    const finish = async () => {
      if (refusals-- > 0) throw new ApiProblem(readProblem({ title: "No room" }, 507));
      return DATASET;
    };
    const uploads = new Uploads(serverWith({ finish }));
    uploads.start([FILE], "datasets");
    await vi.waitFor(() => expect(uploads.list()[0]?.phase).toBe("failed"));
    uploads.retry(uploads.list()[0]?.key ?? 0);
    await vi.waitFor(() => expect(uploads.list()[0]?.phase).toBe("done"));
  });

  it("refuse an empty file without asking the server", () => {
    const uploads = new Uploads(serverWith({}));
    uploads.start([FILE, new File([], "nothing.jsonl")], "datasets");
    expect(uploads.list()).toMatchObject([{ phase: "failed", names: ["nothing.jsonl"] }]);
    expect(uploads.canRetry(uploads.list()[0]?.key ?? 0)).toBe(false);
  });

  it("go on with an unfinished upload of the same file", async () => {
    const append = vi.fn(() => new Promise<never>(() => undefined));
    new Uploads(serverWith({ append })).start([FILE], "datasets");
    await vi.waitFor(() => expect(append).toHaveBeenCalled());
    const state = vi.fn(async (id: string) => ({ id, offset: 3 }));
    const after = vi.fn(serverWith({}).append);
    const reloaded = new Uploads(serverWith({ state, append: after }));
    reloaded.start([FILE], "datasets");
    await vi.waitFor(() => expect(reloaded.list()[0]?.phase).toBe("done"));
    expect(state.mock.calls[0]?.[0]).toBe("u1");
    expect(after.mock.calls[0]?.[0]).toEqual({ id: "u1", offset: 3 });
  });
});
