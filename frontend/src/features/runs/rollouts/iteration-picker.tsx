import { ActionIcon, NumberInput, Slider, Switch } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { formatCount } from "@/lib/numbers";
import { type IterationRollouts, placeOf } from "./rollout-list";
import classes from "./rollouts.module.css";

interface IterationPickerProps {
  iterations: readonly IterationRollouts[];
  /** Which of them is shown; -1 when there is none. */
  place: number;
  /** Whether the newest is shown as it comes. */
  follows: boolean;
  onPick: (place: number) => void;
  onFollow: (follows: boolean) => void;
}

/** Steps, slides or jumps to an iteration, or stays with the newest. */
export function IterationPicker(props: IterationPickerProps) {
  const { iterations, place, follows, onPick, onFollow } = props;
  const last = iterations.length - 1;
  const shown = iterations[place];
  const isEmpty = !shown;
  return (
    <>
      <div className={classes.steps}>
        <ActionIcon
          aria-label="Previous iteration"
          disabled={place <= 0}
          onClick={() => onPick(place - 1)}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
        <NumberInput
          className={classes.number}
          aria-label="Iteration"
          size="xs"
          hideControls
          disabled={isEmpty}
          value={shown?.iteration ?? ""}
          min={iterations[0]?.iteration ?? 0}
          max={iterations[last]?.iteration ?? 0}
          onChange={(value) => {
            const wanted = placeOf(iterations, Number(value));
            if (value !== "" && wanted !== place) onPick(wanted);
          }}
        />
        <ActionIcon
          aria-label="Next iteration"
          disabled={place >= last}
          onClick={() => onPick(place + 1)}
        >
          <IconChevronRight size={16} />
        </ActionIcon>
      </div>
      <Slider
        className={classes.slider}
        size="sm"
        min={0}
        max={Math.max(1, last)}
        disabled={isEmpty}
        value={Math.max(0, place)}
        label={(at) => formatCount(iterations[at]?.iteration ?? 0)}
        onChange={onPick}
        thumbLabel="Iteration"
        thumbProps={{ "aria-valuetext": `Iteration ${shown?.iteration ?? 0}` }}
      />
      <Switch
        label="Follow the newest"
        checked={follows}
        disabled={isEmpty}
        onChange={(event) => onFollow(event.currentTarget.checked)}
      />
    </>
  );
}
