import { createContext, useContext, useState } from "react";

/** Grows with each undo and redo: what was typed before it is no longer what counts. */
export const Revision = createContext(0);

/** What is typed into a field while it is typed, such as `1e-`; null when the value itself is to be shown. */
export function useTyped(): [string | null, (text: string | null) => void] {
  const revision = useContext(Revision);
  const [typed, setTyped] = useState<{ text: string; revision: number } | null>(null);
  return [
    typed?.revision === revision ? typed.text : null,
    (text) => setTyped(text === null ? null : { text, revision }),
  ];
}
