import { useCallback, useEffect, useRef } from "react";
import { isTextBox } from "@/lib/focus";

/** Changes by one control this close to each other are one step: a held button, a switch of many. */
const SOON_MS = 500;

interface Place {
  /** Whether the change that is made now continues the last one: typing goes on in the same box. */
  joins: () => boolean;
  /** What comes next is a step of its own. */
  forget: () => void;
}

/** Where on the page changes come from. */
export function usePlace(): Place {
  // Safari gives a clicked button no focus, so clicks count beside it.
  const now = useRef<EventTarget | null>(null);
  const last = useRef<{ place: EventTarget | null; time: number } | null>(null);
  useEffect(() => {
    const note = ({ target }: Event) => {
      now.current = target;
    };
    document.addEventListener("focusin", note, true);
    document.addEventListener("click", note, true);
    return () => {
      document.removeEventListener("focusin", note, true);
      document.removeEventListener("click", note, true);
    };
  }, []);

  const joins = useCallback(() => {
    const [place, time] = [now.current, performance.now()];
    const before = last.current;
    last.current = { place, time };
    if (place === null || before?.place !== place) return false;
    return isTextBox(place) || time - before.time < SOON_MS;
  }, []);
  const forget = useCallback(() => {
    last.current = null;
  }, []);
  return { joins, forget };
}
