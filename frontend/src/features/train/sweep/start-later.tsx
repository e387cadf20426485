import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { formatMoment } from "@/lib/times";
import classes from "./sweep.module.css";

interface StartLaterProps {
  onStart: (at: string) => void;
  onClose: () => void;
}

/** Asks for the moment at which a run may start. */
export function StartLater({ onStart, onClose }: StartLaterProps) {
  const [typed, setTyped] = useState("");
  const moment = new Date(typed);
  const isTime = !Number.isNaN(moment.getTime());
  const isPast = isTime && moment.getTime() < Date.now();
  const start = () => {
    onStart(moment.toISOString());
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Start later"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.dialog}>
        <TextInput
          type="datetime-local"
          label="Start at"
          description="It waits in the queue until then, and for any run that trains at that time."
          data-autofocus
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <footer className={classes.foot}>
          <p role="status">
            {isPast ? "That is past: it starts at once." : isTime && formatMoment(typed)}
          </p>
          <Button disabled={!isTime} onClick={start}>
            Add to the queue
          </Button>
        </footer>
      </div>
    </Modal>
  );
}
