import { describe, expect, it } from "vitest";
import { LogLines } from "@/lib/stream/log-lines";
import { LogSearch, occurrences } from "./log-search";

function logOf(...texts: string[]): LogLines {
  const lines = new LogLines();
  for (const text of texts) lines.add(text);
  return lines;
}

describe("searching a log", () => {
  it("finds lines whatever their case and colours", () => {
    const search = new LogSearch(logOf("Loss 1", "reward", "\x1b[31mlo\x1b[0mss"), "LOSS");
    expect(search.advance(100)).toBe(true);
    expect(search.matches).toEqual([0, 2]);
  });

  it("takes a slice at a time, and goes on with new lines", () => {
    const lines = logOf("a", "a", "b");
    const search = new LogSearch(lines, "a");
    expect(search.advance(2)).toBe(false);
    expect(search.advance(2)).toBe(true);
    lines.add("a");
    expect(search.advance(2)).toBe(true);
    expect(search.matches).toEqual([0, 1, 3]);
  });

  it("goes to the next and the previous match, and round the ends", () => {
    const search = new LogSearch(logOf("a", "b", "a", "b", "a"), "a");
    search.advance(100);
    expect(search.find(1, 1)).toBe(2);
    expect(search.find(1, -1)).toBe(0);
    expect(search.find(2, -1)).toBe(2);
    expect(search.find(5, 1)).toBe(0);
    expect(search.find(-1, -1)).toBe(4);
    expect(new LogSearch(logOf("b"), "a").find(0, 1)).toBe(-1);
  });

  it("forgets matches in lines that are forgotten", () => {
    const lines = new LogLines(1000);
    for (let i = 0; i < 500; i++) lines.add("a");
    const search = new LogSearch(lines, "a");
    search.advance(1000);
    for (let i = 0; i < 10_000; i++) lines.add("b");
    expect(search.matches).toEqual([]);
  });

  it("finds nothing for nothing", () => {
    const search = new LogSearch(logOf("a"), "");
    expect(search.advance(1)).toBe(true);
    expect(search.matches).toEqual([]);
  });
});

describe("occurrences in a line", () => {
  it("are the places to mark", () => {
    expect(occurrences("Loss and loss", "loss")).toEqual([
      [0, 4],
      [9, 13],
    ]);
    expect(occurrences("aaa", "aa")).toEqual([[0, 2]]);
    expect(occurrences("a", "")).toEqual([]);
  });
});
