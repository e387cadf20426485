import { Button } from "@mantine/core";
import { useState } from "react";
import type { ConvertRequest, Dataset } from "./api";
import classes from "./convert.module.css";
import { FixPreview } from "./fix-preview";

interface ConvertMakeProps {
  dataset: Dataset;
  method: string | undefined;
  title: string;
  /** What is asked for; null while it is not whole. */
  request: ConvertRequest | null;
  /** What is missing, where it is not whole. */
  missing: string;
  onMade: (made: Dataset) => void;
}

/** To what a conversion would do, and from there to the new dataset. */
export function ConvertMake(props: ConvertMakeProps) {
  const { dataset, method, title, request, missing, onMade } = props;
  const [open, setOpen] = useState(false);
  return (
    <div className={classes.bar}>
      <Button disabled={request === null} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        See what changes, then make it
      </Button>
      <span className={classes.quiet} role="status">
        {request === null ? missing : "A new dataset is made; your files stay as they are."}
      </span>
      {open && request && (
        <FixPreview
          dataset={dataset}
          method={method}
          title={title}
          request={request}
          onMade={onMade}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}
