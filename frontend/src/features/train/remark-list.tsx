import { IconAlertTriangle } from "@tabler/icons-react";
import type { Method } from "@/components/parameter-form/catalogue";
import { Prose } from "@/components/ui/prose";
import { parameterOf, type Remark } from "./findings";
import classes from "./outcome.module.css";

interface RemarkListProps {
  remarks: readonly Remark[];
  method: Method;
  onJump: (pointer: string) => void;
  /** Takes a parameter out of the draft that the form has no field for. */
  onLeaveOut: (name: string) => void;
}

/** Every error or warning with a way to its field. */
export function RemarkList({ remarks, method, onJump, onLeaveOut }: RemarkListProps) {
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
            <Way pointer={remark.pointer} method={method} onJump={onJump} onLeaveOut={onLeaveOut} />
          </div>
        </li>
      ))}
    </ul>
  );
}

interface WayProps extends Omit<RemarkListProps, "remarks"> {
  pointer: string;
}

/** The way to what a remark is about: its field, or out of the draft where there is none. */
function Way({ pointer, method, onJump, onLeaveOut }: WayProps) {
  if (pointer === "") return null;
  const name = parameterOf(pointer);
  const parameter = method.parameters.find((p) => p.name === name);
  if (name !== null && !parameter) {
    return (
      <button type="button" className={classes.jump} onClick={() => onLeaveOut(name)}>
        Leave it out
      </button>
    );
  }
  return (
    <button type="button" className={classes.jump} onClick={() => onJump(pointer)}>
      Go to {parameter?.label ?? pointer.slice(1)}
    </button>
  );
}
