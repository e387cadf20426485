import { Button, FileButton, Modal, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type DragEvent, useState } from "react";
import { ProblemNote } from "@/components/ui/problem-note";
import { type Reading, readConfiguration } from "./api";
import classes from "./import-dialog.module.css";
import { ReadingReport } from "./reading-report";

const ACCEPTED = ".yaml,.yml,.json,.sh,.txt";
/** A configuration has a few thousand characters; the server takes no more than this. */
const LARGEST_FILE = 400_000;

interface ImportDialogProps {
  onUse: (reading: Reading) => void;
  onClose: () => void;
}

/** Takes a configuration in any form, says what becomes of each line, and hands it on. */
export default function ImportDialog({ onUse, onClose }: ImportDialogProps) {
  const [text, setText] = useState("");
  const [filename, setFilename] = useState<string | null>(null);
  const [config, setConfig] = useState("");
  const [over, setOver] = useState(false);
  const read = useMutation({
    mutationFn: readConfiguration,
    onSuccess: ({ missing_config }) => setNamed((before) => missing_config ?? before),
  });
  const reading = read.data;
  const [named, setNamed] = useState<string | null>(null);

  const ask = (what: { text: string; filename: string | null }) =>
    read.mutate({ ...what, ...(config.trim() && { config }) });
  const take = async (file: File | null | undefined) => {
    if (!file) return;
    const content = await file.slice(0, LARGEST_FILE).text();
    setText(content);
    setFilename(file.name);
    ask({ text: content, filename: file.name });
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  const change = (content: string) => {
    setText(content);
    setFilename(null);
    if (!content.trim()) setNamed(null);
    read.reset();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Import a configuration"
      size="min(980px, 100%)"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard */}
      <div
        className={classes.body}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <Textarea
          data-autofocus
          label="Configuration"
          description="Temper's YAML or JSON, the trainer's YAML, or a command that calls mlx_lm_lora.train: paste it, or drop a file here. Nothing of it is run."
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
          rows={reading ? 5 : 10}
          spellCheck={false}
          classNames={{ input: classes.text ?? "" }}
        />
        {named !== null && (
          <Textarea
            label={`The file that the command names: ${named}`}
            description="It cannot be read here by this name. Paste its text, or go on without it."
            value={config}
            onChange={(event) => setConfig(event.currentTarget.value)}
            rows={4}
            spellCheck={false}
            classNames={{ input: classes.text ?? "" }}
          />
        )}
        <div className={classes.buttons}>
          <FileButton accept={ACCEPTED} onChange={(file) => void take(file)}>
            {(props) => (
              <Button variant="default" {...props}>
                Choose a file…
              </Button>
            )}
          </FileButton>
          <Button
            variant={reading ? "default" : "filled"}
            disabled={text.trim() === ""}
            loading={read.isPending}
            onClick={() => ask({ text, filename })}
          >
            {reading ? "Read it again" : "Read it"}
          </Button>
        </div>
        {read.isError && <ProblemNote error={read.error} />}
        {reading && <ReadingReport reading={reading} />}
        {reading && (
          <footer className={classes.footer}>
            <span className={classes.quiet}>
              It takes the place of what the page holds now; undo brings that back.
            </span>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button onClick={() => onUse(reading)}>Use this configuration</Button>
          </footer>
        )}
      </div>
    </Modal>
  );
}
