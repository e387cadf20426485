import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunEvent } from "./events";
import { FakeSocket } from "./fake-socket.test-support";
import { retryDelay } from "./reconnecting-socket";
import { RunStream } from "./run-stream";

const line = (seq: number): RunEvent => ({
  seq,
  time: "2026-01-01T00:00:00.000Z",
  type: "log",
  stream: "stdout",
  text: `line ${seq}`,
});
const state = (seq: number, status: "running" | "completed"): RunEvent => ({
  seq,
  time: "2026-01-01T00:00:00.000Z",
  type: "state",
  status,
});
const batch = (...events: RunEvent[]) => ({ cursor: events.at(-1)?.seq ?? 0, events });

let seen: number[];
let states: string[];
let stream: RunStream;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.install();
  seen = [];
  states = [];
  stream = new RunStream({
    url: (after) => `ws://temper/stream?after=${after}`,
    onEvents: (events) => seen.push(...events.map((event) => event.seq)),
    onState: (now) => states.push(now),
  });
  stream.start();
  FakeSocket.newest.open();
});

afterEach(() => {
  stream.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a run's stream", () => {
  it("hands on events in the order of the log", () => {
    FakeSocket.newest.say(batch(line(1), line(2)));
    FakeSocket.newest.say(batch(line(3)));
    expect(seen).toEqual([1, 2, 3]);
    expect(stream.cursor).toBe(3);
    expect(states).toEqual(["live"]);
  });

  it("drops what it has seen", () => {
    FakeSocket.newest.say(batch(line(1), line(2)));
    FakeSocket.newest.say(batch(line(1), line(2), line(3)));
    FakeSocket.newest.say(batch(line(2)));
    expect(seen).toEqual([1, 2, 3]);
  });

  it("asks again from its cursor when the connection is lost", () => {
    FakeSocket.newest.say(batch(line(1), line(2)));
    FakeSocket.newest.lose();
    expect(states).toEqual(["live", "reconnecting"]);
    vi.advanceTimersByTime(500);
    expect(FakeSocket.newest.url).toBe("ws://temper/stream?after=2");
    FakeSocket.newest.open();
    FakeSocket.newest.say(batch(line(3)));
    expect(seen).toEqual([1, 2, 3]);
    expect(states).toEqual(["live", "reconnecting", "live"]);
  });

  it("keeps what came before a gap, and fetches the rest", () => {
    FakeSocket.newest.say(batch(line(1), line(3)));
    expect(seen).toEqual([1]);
    vi.advanceTimersByTime(500);
    expect(FakeSocket.newest.url).toBe("ws://temper/stream?after=1");
    FakeSocket.newest.open();
    FakeSocket.newest.say(batch(line(2), line(3)));
    expect(seen).toEqual([1, 2, 3]);
  });

  it("takes a cursor ahead of the events for a gap", () => {
    FakeSocket.newest.say({ cursor: 9, events: [line(1)] });
    vi.advanceTimersByTime(500);
    expect(FakeSocket.newest.url).toBe("ws://temper/stream?after=1");
  });

  it("survives a broken message and a ping", () => {
    FakeSocket.newest.say({ type: "ping" });
    expect(FakeSocket.made).toHaveLength(1);
    FakeSocket.newest.say('{"cursor": 1, "ev');
    vi.advanceTimersByTime(500);
    expect(FakeSocket.made).toHaveLength(2);
  });

  it("ignores what a dropped connection still says", () => {
    const old = FakeSocket.newest;
    const late = old.onmessage;
    old.lose();
    expect(old.onmessage).toBeNull();
    expect(late).not.toBeNull();
    expect(old.closed).toBe(true);
  });

  it("ends with the closing state", () => {
    FakeSocket.newest.say(batch(state(1, "running"), state(2, "completed")));
    expect(seen).toEqual([1, 2]);
    expect(states).toEqual(["live", "ended"]);
    expect(FakeSocket.newest.closed).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.made).toHaveLength(1);
  });

  it("ends where an ended run's log stops without a closing state", () => {
    stream.expectEnd(2);
    FakeSocket.newest.say(batch(line(1), line(2)));
    expect(states.at(-1)).toBe("ended");
  });

  it("ends when the server knows no such run", () => {
    FakeSocket.newest.lose(4404);
    expect(states.at(-1)).toBe("ended");
  });

  it("waits longer after each failure, and anew after a message", () => {
    for (const wait of [500, 1000, 2000]) {
      const before = FakeSocket.made.length;
      FakeSocket.newest.lose();
      vi.advanceTimersByTime(wait / 2 - 1);
      expect(FakeSocket.made).toHaveLength(before);
      vi.advanceTimersByTime(wait / 2 + 1);
      expect(FakeSocket.made).toHaveLength(before + 1);
    }
    FakeSocket.newest.open();
    FakeSocket.newest.say(batch(line(1)));
    FakeSocket.newest.lose();
    vi.advanceTimersByTime(500);
    expect(FakeSocket.made).toHaveLength(5);
  });

  it("tries at once when the machine is back online", () => {
    for (let i = 0; i < 5; i++) {
      FakeSocket.newest.lose();
      vi.advanceTimersByTime(15_000);
    }
    FakeSocket.newest.lose();
    const before = FakeSocket.made.length;
    window.dispatchEvent(new Event("online"));
    expect(FakeSocket.made).toHaveLength(before + 1);
  });

  it("does not believe a connection that slept", () => {
    FakeSocket.newest.say(batch(line(1)));
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(5_000);
    expect(FakeSocket.made).toHaveLength(2);
    expect(FakeSocket.newest.url).toBe("ws://temper/stream?after=1");
  });

  it("leaves a lively connection alone when the tab shows again", () => {
    FakeSocket.newest.say(batch(line(1)));
    document.dispatchEvent(new Event("visibilitychange"));
    expect(FakeSocket.made).toHaveLength(1);
  });

  it("stays closed once closed, and goes on from its cursor when started again", () => {
    FakeSocket.newest.say(batch(line(1)));
    stream.close();
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.made).toHaveLength(1);
    stream.start();
    expect(FakeSocket.newest.url).toBe("ws://temper/stream?after=1");
  });
});

describe("the pause before a retry", () => {
  it("doubles up to fifteen seconds, and varies by half", () => {
    expect(retryDelay(0, () => 1)).toBe(500);
    expect(retryDelay(0, () => 0)).toBe(250);
    expect(retryDelay(3, () => 1)).toBe(4000);
    expect(retryDelay(20, () => 1)).toBe(15_000);
    expect(retryDelay(20, () => 0)).toBe(7_500);
  });
});
