import { ActionIcon, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { asProblem } from "@/lib/problem";
import { patchRun } from "../actions";
import type { RunDetail } from "../api";
import classes from "./run.module.css";

/** The run's name; the pencil makes it a field, Enter keeps it, Escape does not. */
export function RunName({ run }: { run: RunDetail }) {
  const client = useQueryClient();
  const rename = useMutation(patchRun(client, run.id));
  const [draft, setDraft] = useState<string | null>(null);
  const pencil = useRef<HTMLButtonElement>(null);

  const close = () => {
    setDraft(null);
    rename.reset();
    requestAnimationFrame(() => pencil.current?.focus());
  };
  const keep = () => {
    const name = draft?.trim();
    if (!name || name === run.name) return close();
    rename.mutate({ name }, { onSuccess: close });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter") keep();
    if (event.key === "Escape") close();
  };

  if (draft === null) {
    return (
      <div className={classes.name}>
        <h1>{run.name}</h1>
        <ActionIcon
          ref={pencil}
          size="sm"
          aria-label="Rename this run"
          onClick={() => setDraft(run.name)}
        >
          <IconPencil size={15} />
        </ActionIcon>
      </div>
    );
  }
  return (
    <TextInput
      className={classes.rename}
      aria-label="Name of this run"
      value={draft}
      maxLength={200}
      data-autofocus
      autoFocus
      error={rename.error && asProblem(rename.error).detail}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onKeyDown={onKey}
      onBlur={keep}
    />
  );
}
