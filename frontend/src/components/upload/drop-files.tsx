import { Button, FileButton } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import classes from "./drop-files.module.css";
import { takeDropped } from "./dropped-files";
import { UploadRow } from "./upload-row";
import type { Dataset } from "./uploads";
import { uploads, useUploads } from "./use-uploads";

const ACCEPTED = ".jsonl,.ndjson,.json,.csv,.tsv,.parquet,.arrow,.gz,.zst,.txt";

interface DropFilesProps {
  /** Which page's uploads these are. */
  place: string;
  onDone: (dataset: Dataset) => void;
  /** One line high, for beside a field. */
  compact?: boolean;
}

/** Takes dataset files by drop or by a button, and shows their uploads. */
export function DropFiles({ place, onDone, compact = false }: DropFilesProps) {
  const shown = useUploads(place, onDone);
  const [over, setOver] = useState(false);
  const take = (files: readonly File[]) => {
    if (files.length > 0) uploads.start(files, place);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    takeDropped(event.dataTransfer, place);
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
        {!compact && <IconUpload size={24} stroke={1.5} aria-hidden />}
        <span className={classes.words}>
          {compact ? (
            "or drop a file here"
          ) : (
            <>
              <strong>Drop a file here, whatever it is</strong>
              <span>
                JSONL, JSON, CSV, TSV or Parquet, also as .gz or .zst. Name several train, valid and
                test.
              </span>
            </>
          )}
        </span>
        <FileButton multiple accept={ACCEPTED} onChange={take}>
          {(props) => (
            <Button variant="default" size={compact ? "compact-xs" : "xs"} {...props}>
              Choose files…
            </Button>
          )}
        </FileButton>
      </div>
      {shown.map((upload) => (
        <UploadRow
          key={upload.key}
          upload={upload}
          open={compact ? "Use it" : "Open it"}
          onOpen={(dataset) => {
            uploads.dismiss(upload.key);
            onDone(dataset);
          }}
        />
      ))}
    </div>
  );
}
