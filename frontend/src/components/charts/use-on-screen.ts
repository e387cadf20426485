import { type RefObject, useEffect, useState } from "react";

/** Whether an element is on the screen or just outside it, and whether it ever was. */
export function useOnScreen(element: RefObject<Element | null>) {
  const [isOnScreen, setOnScreen] = useState(false);
  const [wasOnScreen, setWasOnScreen] = useState(false);
  useEffect(() => {
    const watched = element.current;
    if (!watched) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const now = entries.at(-1)?.isIntersecting ?? false;
        setOnScreen(now);
        if (now) setWasOnScreen(true);
      },
      { rootMargin: "200px" },
    );
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return { isOnScreen, wasOnScreen };
}
