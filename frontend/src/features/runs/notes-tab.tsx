import { TagsInput, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { ProblemNote } from "@/components/ui/problem-note";
import { patchRun } from "./actions";
import type { RunDetail } from "./api";
import classes from "./run/run.module.css";

const PAUSE_MS = 700;

/** What a person writes down about a run; kept as they type. */
export function NotesTab({ run }: { run: RunDetail }) {
  const client = useQueryClient();
  const saveNotes = useMutation(patchRun(client, run.id));
  const saveTags = useMutation(patchRun(client, run.id));
  const [notes, setNotes] = useState(run.notes);
  const [saved, setSaved] = useState(run.notes);
  const [tags, setTags] = useState(run.tags);

  const save = useEffectEvent((text: string) => {
    if (text === saved) return;
    saveNotes.mutate({ notes: text }, { onSuccess: () => setSaved(text) });
  });
  useEffect(() => {
    const timer = setTimeout(() => save(notes), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [notes]);
  // What was typed just before the tab is left is kept too.
  const saveLast = useEffectEvent(() => save(notes));
  useEffect(() => () => saveLast(), []);

  const error = saveNotes.error ?? saveTags.error;
  const state = saveNotes.isPending || notes !== saved ? "Saving…" : saved ? "Saved" : "";
  return (
    <div className={classes.notes}>
      <TagsInput
        label="Tags"
        placeholder={tags.length === 0 ? "Type a tag and press Enter" : undefined}
        size="xs"
        value={tags}
        maxTags={50}
        onChange={(next) => {
          setTags(next);
          saveTags.mutate({ tags: next });
        }}
      />
      <Textarea
        label="Notes"
        placeholder="What you wanted to find out, and what you found."
        autosize
        minRows={10}
        maxLength={100_000}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
        onBlur={() => saveLast()}
      />
      <p className={classes.dimmed} role="status">
        {error ? "Not saved." : state}
      </p>
      {error && <ProblemNote error={error} />}
    </div>
  );
}
