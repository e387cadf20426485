import type { ChartSpec, Line } from "@/components/charts/line";
import { formatBytes, formatCount, formatPercent } from "@/lib/numbers";
import type { Split } from "@/lib/stream/events";
import type { MetricTable } from "@/lib/stream/metric-table";

export type Metrics = Record<Split, MetricTable>;

/** What is known of a run's numbers before it reports any, so that its charts stand from the start. */
export interface Expected {
  /** Whether the method samples completions and rewards them. */
  samples: boolean;
  rewards: string[];
  /** What a reward function is called. */
  rewardWord: (name: string) => string;
  validates: boolean;
}

const NONE = new Float64Array(0);
const POLICY_LOSS =
  "For this method the loss is not a measure of quality: it is the policy-gradient objective plus the KL penalty, and may rise while the reward rises. Watch the total reward.";
const REPEATED = ["trained_tokens", "time"];

/** The charts of a run, in the order they are looked at; every number reported is in one of them. */
export function chartsOf(metrics: Metrics, expected: Expected): ChartSpec[] {
  const lines = new Lines(metrics);
  const rewards = rewardNames(metrics, expected);
  const samples = expected.samples || lines.has("train", "total_rewards_mean");
  const charts = [
    ...(samples ? [totalReward(lines), eachReward(lines, rewards, expected)] : []),
    loss(lines, expected, samples),
    ...(samples ? sampling(lines) : []),
    ...running(lines),
  ];
  return [...charts, ...lines.others()];
}

/** Takes columns out of the tables, and knows which have been taken. */
class Lines {
  readonly #metrics: Metrics;
  readonly #taken = new Set<string>();
  readonly #x: Record<Split, Float64Array>;

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
    this.#x = { train: metrics.train.iterations, valid: metrics.valid.iterations };
  }

  has(split: Split, name: string): boolean {
    return this.#column(split, name) !== undefined;
  }

  /** The line of a column, empty while nothing was reported under that name. */
  take(label: string, name: string, spread?: string, split: Split = "train"): Line {
    const y = this.#column(split, name);
    const band = spread && this.#column(split, spread);
    for (const used of [name, spread]) if (used) this.#taken.add(`${split} ${used}`);
    if (!y) return { label, x: NONE, y: NONE, ...(spread && { spread: NONE }) };
    return { label, x: this.#x[split], y, ...(spread && { spread: band || y.map(() => 0) }) };
  }

  /** Columns that are shown elsewhere or tell nothing of their own. */
  skip(...names: string[]): void {
    for (const name of names) this.#taken.add(`train ${name}`).add(`valid ${name}`);
  }

  /** A chart for each column that nobody took, train and validation of one name together. */
  others(): ChartSpec[] {
    const names = new Set<string>();
    for (const split of ["train", "valid"] as const) {
      for (const key of this.#metrics[split].names) {
        const name = plainName(key);
        if (!this.#taken.has(`${split} ${name}`)) names.add(name);
      }
    }
    return [...names].map((name) => ({
      id: name,
      title: inWords(name),
      logarithmic: true,
      lines: (["train", "valid"] as const)
        .filter((split) => this.has(split, name))
        .map((split) => this.take(split === "train" ? "training" : "validation", name, "", split)),
    }));
  }

  #column(split: Split, name: string): Float64Array | undefined {
    const table = this.#metrics[split];
    const prefixed = table.column(`${split === "train" ? "train" : "val"}_${name}`);
    return prefixed ?? table.column(name);
  }
}

/** A key of the trainer without the prefix that says which split it belongs to. */
function plainName(key: string): string {
  return key.replace(/^(train|val)_/, "");
}

/** The reward functions: those that reported, or else those that were asked for. */
function rewardNames({ train }: Metrics, { rewards }: Expected): string[] {
  const reported = train.names
    .filter((name) => name.endsWith("_coverage"))
    .map((name) => plainName(name).replace(/_coverage$/, ""));
  return reported.length > 0 ? reported : rewards;
}

function totalReward(lines: Lines): ChartSpec {
  return {
    id: "total-reward",
    title: "Total reward",
    help: "What the reward functions gave the completions in all, on average; the band is one standard deviation.",
    lines: [lines.take("mean", "total_rewards_mean", "total_rewards_std")],
  };
}

function eachReward(lines: Lines, rewards: string[], { rewardWord }: Expected): ChartSpec {
  for (const name of rewards) lines.skip(`${name}_std`, `${name}_coverage`);
  return {
    id: "rewards",
    title: "Each reward function",
    help: "The mean of each function, before its weight.",
    lines: rewards.map((name) => ({
      ...lines.take(rewardWord(name), `${name}_mean`),
      title: name,
    })),
  };
}

function loss(lines: Lines, { validates }: Expected, samples: boolean): ChartSpec {
  const training = lines.take("training", "loss");
  const showsValid = validates || lines.has("valid", "loss");
  const validation = showsValid ? [lines.take("validation", "loss", undefined, "valid")] : [];
  return {
    id: "loss",
    title: "Loss",
    ...(samples && { help: POLICY_LOSS }),
    logarithmic: true,
    lines: [training, ...validation],
  };
}

function sampling(lines: Lines): ChartSpec[] {
  lines.skip("grouped_rewards_mean");
  return [
    {
      id: "group-spread",
      title: "Reward spread within a group",
      help: "The standard deviation of rewards within a group. At 0 all completions of a prompt got the same, and it teaches nothing.",
      lines: [lines.take("standard deviation", "grouped_rewards_std")],
    },
    {
      id: "kl",
      title: "KL divergence",
      help: "How far the model has moved from where it started.",
      logarithmic: true,
      lines: [lines.take("KL", "kl")],
    },
    {
      id: "length",
      title: "Completion length",
      help: "Tokens in a completion.",
      format: (value) => formatCount(Math.round(value)),
      lines: [
        lines.take("average", "average_generated_tokens"),
        lines.take("shortest", "min_generated_tokens"),
        lines.take("longest", "max_generated_tokens"),
      ],
    },
    {
      id: "limit",
      title: "Share at the length limit",
      help: "Completions that were cut off. When it is high, raise the maximum completion length.",
      range: [0, 1],
      format: formatPercent,
      tick: formatPercent,
      lines: [lines.take("share", "hit_max_tokens_ratio")],
    },
    {
      id: "clip",
      title: "Clipped share",
      help: "Tokens whose update was cut by epsilon, and whose KL term was cut.",
      format: formatPercent,
      tick: formatPercent,
      lines: [
        lines.take("low", "clip_ratio_low"),
        lines.take("high", "clip_ratio_high"),
        lines.take("both", "clip_ratio_total"),
        lines.take("KL", "kl_clip_ratio"),
      ],
    },
  ];
}

function running(lines: Lines): ChartSpec[] {
  lines.skip(...REPEATED);
  return [
    {
      id: "learning-rate",
      title: "Learning rate",
      logarithmic: true,
      lines: [lines.take("learning rate", "learning_rate")],
    },
    {
      id: "tokens",
      title: "Tokens per second",
      logarithmic: true,
      lines: [lines.take("tokens/s", "tokens_per_second")],
    },
    {
      id: "speed",
      title: "Iterations per second",
      logarithmic: true,
      lines: [lines.take("iterations/s", "iterations_per_second")],
    },
    {
      id: "memory",
      title: "Peak memory",
      format: gigabytes,
      tick: gigabytes,
      lines: [lines.take("peak", "peak_memory")],
    },
  ];
}

function gigabytes(value: number): string {
  return formatBytes(value * 1e9);
}

function inWords(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
