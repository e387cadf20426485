import { ActionIcon, Menu, SegmentedControl } from "@mantine/core";
import { IconBookmark } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { Method } from "@/components/parameter-form/catalogue";
import { NO_PRESET, type Values } from "@/lib/draft";
import { plural } from "@/lib/words";
import type { Preset } from "./api";
import type { Task } from "./preset-dialogs";
import { PresetReasons } from "./preset-reasons";
import { type Applied, BUILT_IN, inForce, isBuiltIn } from "./presets";
import classes from "./presets.module.css";

const PresetDialogs = lazy(() => import("./preset-dialogs"));

/** Id of the row, for links to it from errors. */
export const PRESET_FIELD = "train-preset";

interface PresetBarProps {
  method: Method;
  /** The chosen preset's id; null for the bare defaults. */
  id: string | null;
  /** What it sets; null while that is unknown. */
  preset: Applied | null;
  items: readonly Preset[];
  assumptions: readonly string[];
  /** Whether there is enough to ask what the presets set. */
  wanted: boolean;
  /** Asks for the presets in any case. */
  look: () => void;
  /** What was set by hand. */
  changed: Values;
  /** Takes a preset; `saved` names values that it holds by now. */
  onChoose: (id: string, saved?: readonly string[]) => void;
}

/** The presets in a row, what the chosen one comes to, and why it sets what it sets. */
export function PresetBar(props: PresetBarProps) {
  const { method, id, preset, items, assumptions, wanted, look, changed, onChoose } = props;
  const [open, setOpen] = useState(false);
  const [task, setTask] = useState<Task | null>(null);
  const own = items.filter((each) => each.own);
  const chosenOwn = own.find((each) => each.id === id) ?? null;
  const isOther = id !== null && !isBuiltIn(id);
  const count = Object.keys(inForce(preset, changed)).length;
  return (
    <section className={classes.bar} aria-label="Preset">
      <div className={classes.row}>
        <SegmentedControl
          id={PRESET_FIELD}
          tabIndex={-1}
          className={classes.choices}
          aria-label="Preset"
          data={[
            ...BUILT_IN.map(({ id: value, title }) => ({ value, label: title })),
            ...(isOther ? [{ value: id, label: chosenOwn?.title ?? preset?.title ?? "Gone" }] : []),
            { value: NO_PRESET, label: "Defaults" },
          ]}
          value={id ?? NO_PRESET}
          onChange={(value) => onChoose(value)}
        />
        <Menu position="bottom-end" withInitialFocusPlaceholder={false} onOpen={look}>
          <Menu.Target>
            <ActionIcon size="md" aria-label="Your presets">
              <IconBookmark size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {own.length > 0 && <Menu.Label>Yours</Menu.Label>}
            {own.map((each) => (
              <Menu.Item key={each.id} onClick={() => onChoose(each.id)}>
                {each.title}
              </Menu.Item>
            ))}
            {own.length > 0 && <Menu.Divider />}
            <Menu.Item onClick={() => setTask({ kind: "save" })}>Save as preset…</Menu.Item>
            {chosenOwn && (
              <>
                <Menu.Item onClick={() => setTask({ kind: "rename", preset: chosenOwn })}>
                  Rename “{chosenOwn.title}”…
                </Menu.Item>
                <Menu.Item onClick={() => setTask({ kind: "delete", preset: chosenOwn })}>
                  Delete “{chosenOwn.title}”…
                </Menu.Item>
              </>
            )}
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={classes.said}>
        <span>{summaryOf(id, preset, wanted)}</span>{" "}
        {preset && (
          <button
            type="button"
            className={classes.why}
            aria-expanded={open}
            aria-controls="preset-reasons"
            onClick={() => setOpen(!open)}
          >
            Sets {plural(count, "value")}: {open ? "close" : "why"}
          </button>
        )}
      </div>
      <div id="preset-reasons" hidden={!open || !preset}>
        {open && preset && <PresetReasons {...{ method, preset, changed, assumptions }} />}
      </div>
      {task && (
        <Suspense>
          <PresetDialogs
            task={task}
            method={method}
            preset={preset}
            changed={changed}
            onChoose={onChoose}
            onClose={() => setTask(null)}
          />
        </Suspense>
      )}
    </section>
  );
}

function summaryOf(id: string | null, preset: Applied | null, wanted: boolean): string {
  if (id === null) return "What you do not set has its default, whatever the rows and the model.";
  if (preset) return preset.summary || "Values that you saved.";
  if (!wanted) return "Sets values that fit, once a model and a dataset are chosen.";
  return isBuiltIn(id)
    ? "Looking at the rows and the model…"
    : "This preset is not there any more.";
}
