import { SegmentedControl } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { EmptyState } from "@/components/ui/empty-state";
import type { RunStore } from "@/lib/stream/run-store";
import { useSlice } from "../run/use-run-store";
import { IterationPicker } from "./iteration-picker";
import { RolloutCard } from "./rollout-card";
import { iterationsOf, placeOf } from "./rollout-list";
import classes from "./rollouts.module.css";

const route = getRouteApi("/runs/$runId");

/** What the model wrote in each iteration, and how it was judged. */
export function RolloutsTab({ runId, store }: { runId: string; store: RunStore }) {
  useSlice(store, "rollouts");
  const { iteration, split = "train" } = route.useSearch();
  const navigate = route.useNavigate();
  const { entries } = store.rollouts;
  const found = iterationsOf(entries, split);
  const place = placeOf(found, iteration);
  const shown = found[place];
  const validates = split === "valid" || entries.some((entry) => entry.split === "valid");

  const show = (change: { iteration?: number | undefined; split?: "valid" | undefined }) =>
    navigate({
      search: { tab: "rollouts", ...change },
      replace: true,
      resetScroll: false,
    });
  const keepSplit = split === "valid" ? { split } : {};

  return (
    <div className={classes.tab}>
      <div className={classes.toolbar}>
        {validates && (
          <SegmentedControl
            aria-label="Which rollouts"
            data={[
              { value: "train", label: "Training" },
              { value: "valid", label: "Validation" },
            ]}
            value={split}
            onChange={(next) => show(next === "valid" ? { split: "valid" } : {})}
          />
        )}
        <IterationPicker
          iterations={found}
          place={place}
          follows={iteration === undefined}
          onPick={(at) => show({ ...keepSplit, iteration: found[at]?.iteration })}
          onFollow={(follows) =>
            show(follows ? keepSplit : { ...keepSplit, iteration: shown?.iteration })
          }
        />
      </div>
      {!shown && (
        <EmptyState icon={IconMessages} title="Nothing sampled yet">
          Each iteration's prompts, completions and rewards will stand here.
        </EmptyState>
      )}
      {shown?.seqs.map((seq) => (
        <RolloutCard key={seq} runId={runId} seq={seq} kept={store.rollouts.get(seq)} />
      ))}
    </div>
  );
}
