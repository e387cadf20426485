import type { Schemas } from "@/lib/client";
import { formatCount } from "@/lib/numbers";

export type Checkpoint = Schemas["Checkpoint"];

/** What a run that goes on from here takes with it, and what begins anew. */
export function whatGoesOn(checkpoint: Checkpoint): string {
  if (checkpoint.has_state) {
    return "Weights, optimizer, learning rate, random numbers and the order of the rows go on where they stood, as if the run had never ended.";
  }
  return "Only the weights were kept with this checkpoint. Iterations and learning rate go on; the optimizer's moments, the random numbers and the order of the rows start anew.";
}

/** What training for another number of iterations than planned does to the learning rate. */
export function whatChanges(checkpoint: Checkpoint, more: number, planned: number): string | null {
  const total = checkpoint.iteration + more;
  if (total === planned) return null;
  return `The run is then ${formatCount(total)} iterations long instead of ${formatCount(planned)}. A learning-rate schedule goes on as if it had been planned for that many from the start.`;
}

/** How many iterations to suggest: the rest, or for a complete run as many as it was planned for. */
export function suggestedIterations(checkpoint: Checkpoint, planned: number): number {
  return checkpoint.iteration < planned ? planned - checkpoint.iteration : Math.max(planned, 1);
}

const MEASURES: Record<string, string> = {
  val_loss: "lowest validation loss",
  train_loss: "lowest training loss",
};

/** How the best checkpoint was told. */
export function bestBy(measure: string): string {
  return MEASURES[measure] ?? "highest reward";
}
