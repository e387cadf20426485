import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ProblemNote } from "@/components/ui/problem-note";
import type { Rollout, RolloutGroup } from "@/lib/stream/events";
import { rolloutQuery } from "../api";
import { CompletionCard } from "./completion-card";
import { LongText } from "./long-text";
import { isFlat, ranked } from "./rollout-list";
import classes from "./rollouts.module.css";

interface RolloutCardProps {
  runId: string;
  seq: number;
  /** The rollout where the page still has it; it is fetched else. */
  kept: Rollout | undefined;
}

/** One set of completions that was rewarded. */
export function RolloutCard({ runId, seq, kept }: RolloutCardProps) {
  const fetched = useQuery({ ...rolloutQuery(runId, seq), enabled: !kept });
  const rollout = kept ?? fetched.data;
  if (fetched.error) return <ProblemNote error={fetched.error} />;
  if (rollout === undefined) return <Skeleton height={420} />;
  if (rollout === null) return <p>The run's folder no longer holds this rollout.</p>;
  return rollout.groups.map((group, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the groups of a rollout never change
    <GroupCard key={i} group={group} />
  ));
}

function GroupCard({ group }: { group: RolloutGroup }) {
  const { prompt, answer, completions } = group;
  return (
    <section className={classes.group} aria-label={`Completions of: ${prompt.slice(0, 80)}`}>
      <dl className={classes.question}>
        <div>
          <dt>Prompt</dt>
          <dd>
            <LongText text={prompt} />
          </dd>
        </div>
        <div>
          <dt>Answer</dt>
          <dd>
            <LongText text={answer} />
          </dd>
        </div>
      </dl>
      {isFlat(completions) && (
        <p className={classes.flat}>
          All {completions.length} completions got the same reward, so every advantage is 0 and this
          group teaches nothing. A harder or easier prompt, a higher temperature, or a reward with
          more shades would.
        </p>
      )}
      <ol className={classes.completions}>
        {ranked(completions).map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the ranks of a rollout never change
          <CompletionCard key={i} ranked={one} />
        ))}
      </ol>
    </section>
  );
}
