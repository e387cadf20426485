import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import classes from "./confirm-button.module.css";

interface ConfirmButtonProps {
  label: string;
  /** What will be lost and what stays. */
  question: string;
  /** The word on the button that does it. */
  action: string;
  icon?: ReactNode;
  pending: boolean;
  onConfirm: () => void;
}

/** A button for what cannot be taken back: it asks in its own place first. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { label, question, action, icon, pending, onConfirm } = props;
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <Button
        variant="default"
        leftSection={icon}
        loading={pending}
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
    );
  }
  return (
    <div
      className={classes.ask}
      role="alertdialog"
      aria-label={label}
      aria-describedby="confirm-text"
    >
      <span id="confirm-text">{question}</span>
      <Button variant="default" autoFocus onClick={() => setAsking(false)}>
        Keep it
      </Button>
      <Button
        color="red"
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        {action}
      </Button>
    </div>
  );
}
