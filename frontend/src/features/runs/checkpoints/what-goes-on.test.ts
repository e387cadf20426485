import { describe, expect, it } from "vitest";
import {
  bestBy,
  type Checkpoint,
  suggestedIterations,
  whatChanges,
  whatGoesOn,
} from "./what-goes-on";

const checkpoint = { iteration: 8, has_state: true } as Checkpoint;

describe("going on from a checkpoint", () => {
  it("says what goes on and what begins anew", () => {
    expect(whatGoesOn(checkpoint)).toMatch(/as if the run had never ended/);
    expect(whatGoesOn({ ...checkpoint, has_state: false })).toMatch(
      /Only the weights .* order of the rows start anew/,
    );
  });

  it("suggests what is left, and for a complete run as much again", () => {
    expect(suggestedIterations(checkpoint, 12)).toBe(4);
    expect(suggestedIterations({ ...checkpoint, iteration: 12 }, 12)).toBe(12);
  });

  it("says what a longer run does to the schedule", () => {
    expect(whatChanges(checkpoint, 4, 12)).toBeNull();
    expect(whatChanges(checkpoint, 10, 12)).toMatch(/18 iterations long instead of 12/);
  });

  it("says by what the best was told", () => {
    expect(bestBy("val_loss")).toBe("lowest validation loss");
    expect(bestBy("train_total_rewards_mean")).toBe("highest reward");
  });
});
