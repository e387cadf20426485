import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import { DropFiles } from "@/components/upload/drop-files";
import { asProblem, errorsByPointer } from "@/lib/problem";
import { type Dataset, registerDataset } from "./api";
import classes from "./datasets-page.module.css";

/** Adds a dataset: by its path on this machine, or by an upload. */
export function AddDataset({ onAdded }: { onAdded: (dataset: Dataset) => void }) {
  const client = useQueryClient();
  const [path, setPath] = useState("");
  const register = useMutation(registerDataset(client));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    register.mutate(path.trim(), {
      onSuccess: (dataset) => {
        setPath("");
        onAdded(dataset);
      },
    });
  };
  const errors = register.isError ? asProblem(register.error).errors : [];
  const atPath = errorsByPointer(errors).get("/path");
  return (
    <Panel title="Add a dataset">
      <form onSubmit={onSubmit} className={classes.register}>
        <TextInput
          label="Path on this machine"
          placeholder="~/data/arithmetic"
          spellCheck={false}
          autoComplete="off"
          value={path}
          error={atPath?.detail}
          onChange={(event) => {
            setPath(event.currentTarget.value);
            register.reset();
          }}
        />
        <Button type="submit" disabled={path.trim() === ""} loading={register.isPending}>
          Register
        </Button>
      </form>
      {register.isError && !atPath && <ProblemNote error={register.error} />}
      <DropFiles onDone={onAdded} />
    </Panel>
  );
}
