import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ProblemNote } from "@/components/ui/problem-note";
import { asProblem, errorsByPointer } from "@/lib/problem";
import classes from "./add-dataset.module.css";
import { type Dataset, registerDataset } from "./api";

/** Adds what lies on this machine already; nothing is copied. */
export function AddPath({ onAdded }: { onAdded: (dataset: Dataset) => void }) {
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
  const errors = errorsByPointer(register.isError ? asProblem(register.error).errors : []);
  const atPath = errors.get("/path");
  return (
    <form onSubmit={onSubmit} className={classes.form}>
      <div className={classes.line}>
        <TextInput
          label="Path on this machine"
          description="A file or a folder; it is read where it lies."
          inputWrapperOrder={["label", "input", "error", "description"]}
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
          Add
        </Button>
      </div>
      {register.isError && !atPath && <ProblemNote error={register.error} />}
    </form>
  );
}
