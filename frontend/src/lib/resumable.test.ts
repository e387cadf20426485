import { describe, expect, it } from "vitest";
import { ApiProblem, readProblem } from "./problem";
import { PIECE_BYTES, sendResumable, type UploadServer, type UploadState } from "./resumable";

/** A server that keeps what it gets, and can lose a request or its answer when told to. */
class FakeServer implements UploadServer<string> {
  held: number[] = [];
  calls: string[] = [];
  faults = new Map<string, () => never>();

  private call(name: string): void {
    this.calls.push(name);
    const fault = this.faults.get(name);
    this.faults.delete(name);
    fault?.();
  }

  private answer(): UploadState {
    return { id: "u1", offset: this.held.length };
  }

  async open() {
    this.call("open");
    this.held = [];
    return this.answer();
  }

  async state(id: string) {
    this.call(`state ${id}`);
    if (id !== "u1") throw new ApiProblem(readProblem({}, 404));
    return this.answer();
  }

  async append({ offset }: UploadState, piece: Blob) {
    this.call(`append at ${offset}`);
    if (offset !== this.held.length) throw new ApiProblem(readProblem({}, 409));
    this.held.push(...new Uint8Array(await piece.arrayBuffer()));
    this.call(`answer to append at ${offset}`);
    return this.answer();
  }

  async finish() {
    this.call("finish");
    return "the dataset";
  }

  async drop() {
    this.call("drop");
  }
}

function lost(): never {
  throw ApiProblem.unreachable();
}

function fileOf(...bytes: number[]): File {
  return new File([new Uint8Array(bytes)], "rows.jsonl");
}

async function send(server: FakeServer, files: File[], known: string | null = null) {
  const phases: string[] = [];
  const waits: number[] = [];
  const made = await sendResumable({
    server,
    files,
    known,
    signal: new AbortController().signal,
    onProgress: (phase, sent) => phases.push(`${phase} ${sent}`),
    wait: async (milliseconds) => void waits.push(milliseconds),
  });
  return { made, phases, waits };
}

describe("an upload in pieces", () => {
  it("sends the files one after the other and ends with what the server made of them", async () => {
    const server = new FakeServer();
    const { made, phases } = await send(server, [fileOf(1, 2), fileOf(3)]);
    expect(made).toBe("the dataset");
    expect(server.held).toEqual([1, 2, 3]);
    expect(phases).toEqual(["sending 0", "finishing 3"]);
  });

  it("sends no more than a piece at a time", async () => {
    const server = new FakeServer();
    // Only the sizes count: the bytes of so large a file are not compared.
    const file = new File([new Uint8Array(PIECE_BYTES + 1)], "large.jsonl");
    server.append = async ({ id, offset }, piece) => {
      server.calls.push(`append at ${offset}: ${piece.size}`);
      return { id, offset: offset + piece.size };
    };
    const { phases } = await send(server, [file]);
    expect(server.calls).toEqual([
      "open",
      `append at 0: ${PIECE_BYTES}`,
      `append at ${PIECE_BYTES}: 1`,
      "finish",
    ]);
    expect(phases).toContain(`sending ${PIECE_BYTES}`);
  });

  it("waits out a lost connection and goes on", async () => {
    const server = new FakeServer();
    server.faults.set("append at 0", lost);
    const { phases, waits } = await send(server, [fileOf(1, 2)]);
    expect(server.held).toEqual([1, 2]);
    expect(phases).toContain("reconnecting 0");
    expect(waits).toEqual([500]);
  });

  it("sends nothing twice when only the answer was lost", async () => {
    const server = new FakeServer();
    server.faults.set("answer to append at 0", lost);
    await send(server, [fileOf(1, 2)]);
    expect(server.calls.filter((call) => call.startsWith("append"))).toHaveLength(1);
    expect(server.held).toEqual([1, 2]);
  });

  it("takes the server's word for how much is there", async () => {
    const server = new FakeServer();
    server.held = [1];
    server.faults.set("append at 1", () => {
      server.held = [1, 2];
      throw new ApiProblem(readProblem({}, 409));
    });
    await send(server, [fileOf(1, 2, 3)], "u1");
    expect(server.held).toEqual([1, 2, 3]);
    expect(server.calls.filter((call) => !call.startsWith("answer"))).toEqual([
      "state u1",
      "append at 1",
      "state u1",
      "append at 2",
      "finish",
    ]);
  });

  it("opens a new upload where the old one is forgotten", async () => {
    const server = new FakeServer();
    await send(server, [fileOf(1)], "swept");
    expect(server.calls.slice(0, 2)).toEqual(["state swept", "open"]);
  });

  it("gives up at once on what the server refuses", async () => {
    const server = new FakeServer();
    server.faults.set("open", () => {
      throw new ApiProblem(readProblem({ title: "Too large" }, 413));
    });
    await expect(send(server, [fileOf(1)])).rejects.toThrow(ApiProblem);
    expect(server.calls).toEqual(["open"]);
  });

  it("waits longer each time", async () => {
    const server = new FakeServer();
    let failures = 4;
    server.finish = async () => (failures-- > 0 ? lost() : "the dataset");
    const { waits } = await send(server, [fileOf(1)]);
    expect(waits).toEqual([500, 1000, 2000, 4000]);
  });
});
