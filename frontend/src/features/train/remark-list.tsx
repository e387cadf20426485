import { IconAlertTriangle } from "@tabler/icons-react";
import type { Method } from "@/components/parameter-form/catalogue";
import { Prose } from "@/components/ui/prose";
import { parameterOf, type Remark } from "./findings";
import classes from "./outcome.module.css";

interface RemarkListProps {
  remarks: readonly Remark[];
  method: Method;
  onJump: (pointer: string) => void;
}

/** Every error or warning with a way to its field. */
export function RemarkList({ remarks, method, onJump }: RemarkListProps) {
  return (
    <ul className={classes.remarks}>
      {remarks.map((remark) => (
        <li key={`${remark.pointer} ${remark.text}`} data-kind={remark.kind}>
          <IconAlertTriangle size={14} aria-hidden className={classes.icon} />
          <div>
            <span className="visually-hidden">
              {remark.kind === "error" ? "Error" : "Warning"}:{" "}
            </span>
            <Prose text={remark.text} />{" "}
            {remark.pointer && (
              <button type="button" className={classes.jump} onClick={() => onJump(remark.pointer)}>
                Go to {placeName(remark.pointer, method)}
              </button>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function placeName(pointer: string, method: Method): string {
  const name = parameterOf(pointer);
  if (name === null) return pointer.slice(1) || "the form";
  return method.parameters.find((p) => p.name === name)?.label ?? name;
}
