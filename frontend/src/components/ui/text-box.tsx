import type { ComponentProps } from "react";
import classes from "./control.module.css";

/** A text input for places that name and describe it themselves; Mantine's own drops the latter. */
export function TextBox({ className, ...props }: ComponentProps<"input">) {
  return (
    <input
      type="text"
      spellCheck={false}
      autoComplete="off"
      {...props}
      className={`${classes.control} ${className ?? ""}`}
    />
  );
}
