import { useId } from "react";
import type { Plan } from "../use-plan";
import classes from "./learning-rate.module.css";
import { RateChart } from "./rate-chart";
import { describeRates, isFlat } from "./rate-words";

/** How the learning rate goes over the run: a curve, or a sentence where it is always the same. */
export function LearningRate({ plan }: { plan: Plan }) {
  const id = useId();
  const points = plan.learning_rates;
  const warmup = plan.parameters.warmup?.value;
  if (!points?.length) return null;
  const updates = typeof warmup === "number" ? warmup : 0;
  const words = describeRates(points, updates, String(plan.parameters.lr_schedule?.value));
  return (
    <figure className={classes.figure} aria-labelledby={`${id}-title`}>
      <figcaption id={`${id}-title`}>Learning rate</figcaption>
      {!isFlat(points) && (
        <RateChart
          points={points}
          warmup={updates}
          accumulation={plan.steps.gradient_accumulation_steps}
          describedBy={`${id}-words`}
        />
      )}
      <p id={`${id}-words`} className={classes.words}>
        {words}
      </p>
    </figure>
  );
}
