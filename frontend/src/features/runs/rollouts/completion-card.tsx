import { IconArrowDown, IconTrophy } from "@tabler/icons-react";
import { formatNumber } from "@/lib/numbers";
import { useRewardWord } from "../reward-word";
import { LongText } from "./long-text";
import type { Ranked } from "./rollout-list";
import classes from "./rollouts.module.css";

/** One completion with what each reward function gave it. */
export function CompletionCard({ ranked }: { ranked: Ranked }) {
  const { completion, rank, mark } = ranked;
  const rewardWord = useRewardWord();
  const { text, rewards, total, advantage } = completion;
  return (
    <li className={classes.completion} data-mark={mark ?? undefined}>
      <div className={classes.judged}>
        <span className={classes.rank}>{rank}.</span>
        <span className={classes.total}>
          <span className="visually-hidden">Total reward </span>
          {formatNumber(total)}
        </span>
        {mark === "best" && (
          <span className={classes.best}>
            <IconTrophy size={14} aria-hidden /> best
          </span>
        )}
        {mark === "worst" && (
          <span className={classes.worst}>
            <IconArrowDown size={14} aria-hidden /> worst
          </span>
        )}
        <span className={classes.advantage}>advantage {signed(advantage)}</span>
      </div>
      <LongText text={text} marksTags />
      <dl className={classes.rewards}>
        {Object.entries(rewards).map(([name, value]) => (
          <div key={name} data-zero={value === 0 || undefined}>
            <dt title={name}>{rewardWord(name)}</dt>
            <dd>{value === null ? "no opinion" : formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function signed(value: number | null): string {
  return value !== null && value > 0 ? `+${formatNumber(value)}` : formatNumber(value);
}
