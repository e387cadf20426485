import type { ComponentProps } from "react";
import classes from "./control.module.css";

interface SelectBoxProps extends ComponentProps<"select"> {
  options: readonly { value: string; label: string }[];
}

/** The browser's own list to choose from, for places that name and describe it themselves. */
export function SelectBox({ options, className, ...props }: SelectBoxProps) {
  return (
    <select {...props} className={`${classes.control} ${className ?? ""}`}>
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
