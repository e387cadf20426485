import { useEffect, useRef } from "react";

const REPEAT_AFTER_MS = 400;
const REPEAT_EVERY_MS = 80;

/** Props of a button that acts once for a click and goes on while it is held down. */
export function useHold(act: () => void) {
  const latest = useRef(act);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const repeated = useRef(false);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  const repeat = () => {
    repeated.current = true;
    latest.current();
    timer.current = setTimeout(repeat, REPEAT_EVERY_MS);
  };
  const stop = () => clearTimeout(timer.current);
  return {
    onPointerDown: ({ button }: { button: number }) => {
      if (button !== 0) return;
      repeated.current = false;
      timer.current = setTimeout(repeat, REPEAT_AFTER_MS);
    },
    onPointerUp: stop,
    onPointerLeave: stop,
    onPointerCancel: stop,
    onClick: () => {
      stop();
      // Letting go of a held button is no further step.
      if (!repeated.current) latest.current();
      repeated.current = false;
    },
  };
}
