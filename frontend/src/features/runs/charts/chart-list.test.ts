import { describe, expect, it } from "vitest";
import { MetricTable } from "@/lib/stream/metric-table";
import { rewardWord } from "../reward-word";
import { chartsOf, type Metrics } from "./chart-list";

function tables(): Metrics {
  return { train: new MetricTable(), valid: new MetricTable() };
}

const sft = { samples: false, rewards: [], rewardWord, validates: true };
const grpo = { samples: true, rewards: ["accuracy"], rewardWord, validates: false };

describe("the charts of a run", () => {
  it("stand before the first number", () => {
    expect(chartsOf(tables(), sft).map((chart) => chart.title)).toEqual([
      "Loss",
      "Learning rate",
      "Tokens per second",
      "Iterations per second",
      "Peak memory",
    ]);
    const titles = chartsOf(tables(), grpo).map((chart) => chart.title);
    expect(titles).toContain("Total reward");
    expect(titles).toContain("Share at the length limit");
    expect(titles).toContain("Clipped share");
  });

  it("are the same ones once numbers come", () => {
    const metrics = tables();
    const before = chartsOf(metrics, grpo);
    metrics.train.add(1, {
      train_loss: 0.1,
      train_total_rewards_mean: 1.4,
      train_total_rewards_std: 0.3,
      train_grouped_rewards_mean: 1.4,
      train_grouped_rewards_std: 0.2,
      train_accuracy_mean: 0.5,
      train_accuracy_std: 0.1,
      train_accuracy_coverage: 1,
      train_kl: 0.01,
      train_average_generated_tokens: 12,
      learning_rate: 1e-5,
      tokens_per_second: 90,
      trained_tokens: 100,
    });
    const after = chartsOf(metrics, grpo);
    expect(after.map((chart) => chart.id)).toEqual(before.map((chart) => chart.id));
    const [total, each] = after;
    expect([...(total?.lines[0]?.spread ?? [])]).toEqual([0.3]);
    expect(each?.lines.map((line) => line.label)).toEqual(["accuracy"]);
  });

  it("show training and validation loss together", () => {
    const metrics = tables();
    metrics.train.add(1, { train_loss: 3 });
    metrics.valid.add(1, { val_loss: 4, val_time: 2 });
    const [loss] = chartsOf(metrics, sft);
    expect(loss?.lines.map((line) => [line.label, line.y[0]])).toEqual([
      ["training", 3],
      ["validation", 4],
    ]);
  });

  it("say of a sampling method's loss that it is no measure of quality", () => {
    const help = (expected: typeof sft) =>
      chartsOf(tables(), expected).find((chart) => chart.id === "loss")?.help;
    expect(help(sft)).toBeUndefined();
    expect(help({ ...sft, samples: true })).toContain("Watch the total reward");
  });

  it("show every other number under its own name", () => {
    const metrics = tables();
    metrics.train.add(1, { train_loss: 3, train_margins: 0.1, train_chosen_reward: 1 });
    metrics.valid.add(1, { val_loss: 3, val_margins: 0.2 });
    const charts = chartsOf(metrics, sft);
    const margins = charts.find((chart) => chart.title === "Margins");
    expect(margins?.lines.map((line) => [line.label, line.y[0]])).toEqual([
      ["training", 0.1],
      ["validation", 0.2],
    ]);
    expect(charts.map((chart) => chart.title)).toContain("Chosen reward");
  });

  it("share one axis of iterations, so that they are decimated together", () => {
    const metrics = tables();
    metrics.train.add(1, { train_average_generated_tokens: 3, train_min_generated_tokens: 1 });
    const length = chartsOf(metrics, grpo).find((chart) => chart.id === "length");
    expect(length?.lines[0]?.x).toBe(length?.lines[1]?.x);
  });
});
