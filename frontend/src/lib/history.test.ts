import { expect, it } from "vitest";
import { begun, type History, recorded, redone, undone } from "./history";

/** The history after these presents, each a step of its own. */
function after(...values: number[]): History<number> {
  return values.reduce((history, value) => recorded(history, value, false), begun(0));
}

it("goes back step by step, and forth again", () => {
  const back = undone(undone(after(1, 2, 3)));
  expect(back.present).toBe(1);
  expect(redone(redone(back)).present).toBe(3);
});

it("stays where there is nothing to go back or forth to", () => {
  expect(undone(begun(7))).toEqual(begun(7));
  expect(redone(after(1))).toEqual(after(1));
});

it("forgets what was taken back once something else is done", () => {
  expect(redone(recorded(undone(after(1, 2)), 5, false)).present).toBe(5);
});

it("takes what belongs together for one step", () => {
  const typed = recorded(recorded(recorded(after(1), 12, false), 120, true), 1200, true);
  expect(typed.present).toBe(1200);
  expect(undone(typed).present).toBe(1);
});

it("takes typing that ends where it began for no step", () => {
  const typed = recorded(recorded(after(1), 12, false), 1, true);
  expect(typed).toEqual(after(1));
});

it("takes the same again for no step", () => {
  expect(recorded(begun({ p: { a: 1 } }), { p: { a: 1 } }, false).past).toEqual([]);
});

it("keeps the newest two hundred steps", () => {
  const long = after(...Array.from({ length: 300 }, (_, index) => index + 1));
  expect(long.past).toHaveLength(200);
  expect(long.past[0]).toBe(100);
});
