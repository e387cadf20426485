import { Button, Checkbox, Group, Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import type { Method } from "@/components/parameter-form/catalogue";
import { ProblemNote } from "@/components/ui/problem-note";
import { NO_PRESET, type Values } from "@/lib/draft";
import { asProblem } from "@/lib/problem";
import { plural } from "@/lib/words";
import { deletePreset, type Preset, renamePreset, savePreset } from "./api";
import { type Applied, inForce } from "./presets";

export type Task =
  | { kind: "save" }
  | { kind: "rename"; preset: Preset }
  | { kind: "delete"; preset: Preset };

interface PresetDialogsProps {
  task: Task;
  method: Method;
  preset: Applied | null;
  changed: Values;
  onChoose: (id: string, saved?: readonly string[]) => void;
  onClose: () => void;
}

/** What is asked before a preset of one's own is saved, renamed or deleted. */
export default function PresetDialogs({ task, onClose, ...rest }: PresetDialogsProps) {
  switch (task.kind) {
    case "save":
      return <Save onClose={onClose} {...rest} />;
    case "rename":
      return <Rename preset={task.preset} onClose={onClose} />;
    case "delete":
      return <Delete preset={task.preset} onClose={onClose} onChoose={rest.onChoose} />;
  }
}

function Save({ method, preset, changed, onChoose, onClose }: Omit<PresetDialogsProps, "task">) {
  const client = useQueryClient();
  const save = useMutation(savePreset(client));
  const [name, setName] = useState("");
  const below = inForce(preset, changed);
  const [withBelow, setWithBelow] = useState(true);
  const own = Object.keys(changed).length;
  const parameters = withBelow ? { ...below, ...changed } : changed;
  const count = Object.keys(parameters).length;
  return (
    <Ask
      title="Save as preset"
      action="Save"
      name={name}
      onName={setName}
      isPending={save.isPending}
      disabled={count === 0}
      error={save.error}
      onClose={onClose}
      onDone={() =>
        save.mutate(
          { name, method: method.id, parameters },
          {
            onSuccess: ({ id }) => {
              onChoose(id, Object.keys(changed));
              onClose();
            },
          },
        )
      }
    >
      {preset && own > 0 && (
        <Checkbox
          mt="sm"
          size="xs"
          checked={withBelow}
          onChange={(event) => setWithBelow(event.currentTarget.checked)}
          label={`With the ${plural(Object.keys(below).length, "value")} of ${preset.title}`}
        />
      )}
      <p>
        {count === 0
          ? "Nothing differs from the defaults, so there is nothing to keep."
          : `Keeps ${plural(count, "value")} for ${method.title}, as they stand now.`}
      </p>
    </Ask>
  );
}

function Rename({ preset, onClose }: { preset: Preset; onClose: () => void }) {
  const client = useQueryClient();
  const rename = useMutation(renamePreset(client, preset.id));
  const [name, setName] = useState(preset.title);
  return (
    <Ask
      title="Rename the preset"
      action="Rename"
      name={name}
      onName={setName}
      isPending={rename.isPending}
      error={rename.error}
      onClose={onClose}
      onDone={() => rename.mutate(name, { onSuccess: onClose })}
    />
  );
}

interface AskProps {
  title: string;
  /** The word on the button that does it. */
  action: string;
  name: string;
  onName: (name: string) => void;
  isPending: boolean;
  disabled?: boolean;
  error: Error | null;
  onDone: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks for a name. */
function Ask(props: AskProps) {
  const { title, action, name, onName, isPending, disabled, error, children } = props;
  const problem = error && asProblem(error);
  const ofName = problem?.errors.find(({ pointer }) => pointer === "/name");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") props.onDone();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={title}
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submit}>
        <TextInput
          label="Name"
          maxLength={100}
          data-autofocus
          value={name}
          error={ofName?.detail}
          onChange={(event) => onName(event.currentTarget.value)}
        />
        {children}
        {error && !ofName && <ProblemNote error={error} />}
        <Group justify="flex-end" mt="md" gap="xs">
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={disabled || name.trim() === ""} loading={isPending}>
            {action}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

interface DeleteProps {
  preset: Preset;
  onChoose: (id: string) => void;
  onClose: () => void;
}

function Delete({ preset, onChoose, onClose }: DeleteProps) {
  const client = useQueryClient();
  const remove = useMutation(deletePreset(client, preset.id));
  const done = () => {
    onChoose(NO_PRESET);
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Delete “${preset.title}”?`}
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <p>Runs that took it keep their values. The preset itself cannot be brought back.</p>
      {remove.error && <ProblemNote error={remove.error} />}
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep it
        </Button>
        <Button
          color="red.9"
          loading={remove.isPending}
          onClick={() => remove.mutate(undefined, { onSuccess: done })}
        >
          Delete
        </Button>
      </Group>
    </Modal>
  );
}
