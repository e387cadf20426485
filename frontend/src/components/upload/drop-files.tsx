import { Button, FileButton, Progress } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { ProblemNote } from "@/components/ui/problem-note";
import classes from "./drop-files.module.css";
import { type Dataset, useUpload } from "./use-upload";

interface DropFilesProps {
  onDone: (dataset: Dataset) => void;
  /** One line high, for beside a field. */
  compact?: boolean;
}

/** Takes dataset files by drop or by a button, and uploads them with progress. */
export function DropFiles({ onDone, compact = false }: DropFilesProps) {
  const { upload, cancel, uploading, share, error } = useUpload(onDone);
  const [over, setOver] = useState(false);
  const take = (files: File[]) => {
    if (files.length > 0 && !uploading) upload(files);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take([...event.dataTransfer.files]);
  };
  return (
    <div className={classes.around}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard */}
      <div
        className={classes.drop}
        data-over={over || undefined}
        data-compact={compact || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        {uploading ? (
          <>
            <span role="status">
              {share < 1 ? `Uploading, ${Math.floor(share * 100)}%` : "Uploaded; looking at it"}
            </span>
            <Progress value={share * 100} size="sm" className={classes.bar} aria-label="Upload" />
            <Button variant="default" size="compact-xs" onClick={cancel}>
              Cancel
            </Button>
          </>
        ) : (
          <>
            {!compact && <IconUpload size={22} stroke={1.5} aria-hidden />}
            <span>
              {compact
                ? "or drop a .jsonl here"
                : "Drop one .jsonl file, or train, valid and test.jsonl"}
            </span>
            <FileButton multiple accept=".jsonl,.json" onChange={take}>
              {(props) => (
                <Button variant="default" size="compact-xs" {...props}>
                  Choose files…
                </Button>
              )}
            </FileButton>
          </>
        )}
      </div>
      {error && <ProblemNote error={error} />}
    </div>
  );
}
