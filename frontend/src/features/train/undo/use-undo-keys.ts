import { useEffect, useRef } from "react";
import { isTextBox } from "@/lib/focus";
import type { Undo } from "./undo";

/**
 * Ctrl or Cmd with Z takes back, with Shift as well (or Ctrl+Y) does again.
 *
 * Inside a text box whose text was typed since it got the focus, the keys stay the browser's own undo
 * of that typing; once the text is what it was, or where there is nothing to take back here, they are
 * the form's.
 */
export function useUndoKeys({ undo, redo, canUndo, canRedo, revision }: Undo): void {
  const textAtFocus = useRef("");
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent) => {
      if (isTextBox(target)) textAtFocus.current = target.value;
    };
    document.addEventListener("focusin", onFocus);
    return () => document.removeEventListener("focusin", onFocus);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an undo gives the box another text
  useEffect(() => {
    if (isTextBox(document.activeElement)) textAtFocus.current = document.activeElement.value;
  }, [revision]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const wanted = wantedBy(event);
      if (wanted === null || event.defaultPrevented) return;
      if (isTextBox(event.target) && event.target.value !== textAtFocus.current) return;
      if (wanted === "undo" ? !canUndo : !canRedo) return;
      event.preventDefault();
      if (wanted === "undo") undo();
      else redo();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [undo, redo, canUndo, canRedo]);
}

function wantedBy(event: KeyboardEvent): "undo" | "redo" | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" && event.ctrlKey && !event.shiftKey ? "redo" : null;
}
