import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { ProblemNote } from "@/components/ui/problem-note";
import { ApiProblem, asProblem, errorsByPointer } from "@/lib/problem";
import classes from "./add-dataset.module.css";
import { type Dataset, downloadDataset } from "./api";
import { JobProgress } from "./job-progress";
import { isRunning, type Job, jobQuery } from "./jobs";

const EMPTY = { name: "", config: "", revision: "" };

/** Downloads a dataset of the Hugging Face hub to this machine, as a job. */
export function AddFromHub({ onAdded }: { onAdded: (dataset: Pick<Dataset, "id">) => void }) {
  const client = useQueryClient();
  const [texts, setTexts] = useState(EMPTY);
  const [jobId, setJobId] = useState<string | null>(null);
  const download = useMutation(downloadDataset(client));
  const { data: job } = useQuery({ ...jobQuery(jobId ?? ""), enabled: jobId !== null });
  useWhenDone(job, () => {
    setJobId(null);
    setTexts(EMPTY);
    void client.invalidateQueries({ queryKey: ["datasets"], exact: true });
    if (job?.result) onAdded({ id: job.result });
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const source = {
      name: texts.name.trim(),
      config: texts.config.trim() || null,
      revision: texts.revision.trim() || null,
    };
    download.mutate(source, { onSuccess: ({ id }) => setJobId(id) });
  };
  const errors = errorsByPointer(download.isError ? asProblem(download.error).errors : []);
  const fieldProps = (field: keyof typeof EMPTY) => ({
    value: texts[field],
    error: errors.get(`/hub/${field}`)?.detail,
    spellCheck: false,
    autoComplete: "off",
    onChange: ({ currentTarget: { value } }: { currentTarget: HTMLInputElement }) => {
      setTexts({ ...texts, [field]: value });
      download.reset();
    },
  });
  const isElsewhere = !["name", "config", "revision"].some((field) => errors.has(`/hub/${field}`));
  const running = jobId !== null && (!job || isRunning(job));
  return (
    <form onSubmit={onSubmit} className={classes.form}>
      <div className={classes.line}>
        <TextInput label="Hugging Face name" placeholder="openai/gsm8k" {...fieldProps("name")} />
        <Button
          type="submit"
          disabled={texts.name.trim() === "" || running}
          loading={download.isPending}
        >
          Download
        </Button>
      </div>
      {texts.name.trim() !== "" && (
        <div className={classes.more}>
          <TextInput label="Config (optional)" placeholder="main" {...fieldProps("config")} />
          <TextInput label="Revision (optional)" placeholder="main" {...fieldProps("revision")} />
        </div>
      )}
      <p className={classes.quiet}>
        A dataset of the hub. It downloads to this machine; nothing is sent there.
      </p>
      {running && <JobProgress title={`Downloading ${texts.name}`} job={job} />}
      {download.isError && isElsewhere && <ProblemNote error={download.error} />}
      {job?.state === "failed" && <ProblemNote error={failureOf(job)} />}
      {job?.state === "cancelled" && (
        <p className={classes.quiet} role="status">
          The download was cancelled; nothing of it was kept.
        </p>
      )}
    </form>
  );
}

function useWhenDone(job: Job | undefined, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  const done = job?.state === "done" ? job.id : null;
  useEffect(() => {
    if (done !== null) latest.current();
  }, [done]);
}

function failureOf(job: Job): ApiProblem {
  return new ApiProblem({
    title: "The download failed",
    status: 0,
    detail: job.error ?? "It ended without saying why.",
    code: "job",
    errors: [],
  });
}
