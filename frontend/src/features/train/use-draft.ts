import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import { type Draft, keepDraft, lastDraft, readDraft } from "@/lib/draft";
import { begun, recorded, redone, undone } from "@/lib/history";
import type { Undo } from "./undo/undo";
import { usePlace } from "./undo/use-place";

/** Browsers refuse more than about a hundred changes of the address in half a minute. */
const WRITE_AFTER_MS = 300;

type Change = (before: Draft) => Draft;

interface DraftState {
  draft: Draft;
  change: (change: Change) => void;
  undo: Undo;
}

/** The draft: at hand at once, written into the address a moment later; the last one without an address. */
export function useDraft(): DraftState {
  const address = useSearch({ from: "/" });
  const navigate = useNavigate({ from: "/" });
  const [history, setHistory] = useState(() =>
    begun(asText(address) === "{}" ? lastDraft() : address),
  );
  const [revision, setRevision] = useState(0);
  const { joins, forget } = usePlace();
  const written = useRef(asText(address));
  const draft = history.present;

  useEffect(() => {
    // Another draft came by a link, or by going back.
    if (asText(address) === written.current) return;
    written.current = asText(address);
    setHistory((before) => recorded(before, address, false));
  }, [address]);

  useEffect(() => {
    keepDraft(draft);
    if (asText(draft) === written.current) return;
    const timer = setTimeout(() => {
      written.current = asText(draft);
      void navigate({ search: readDraft({ ...draft }), replace: true, resetScroll: false });
    }, WRITE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft, navigate]);

  const change = useCallback(
    (make: Change) => {
      const isSameStep = joins();
      setHistory((before) => recorded(before, make(before.present), isSameStep));
    },
    [joins],
  );
  const go = (to: typeof undone) => () => {
    forget();
    setHistory(to);
    setRevision((before) => before + 1);
  };
  return {
    draft,
    change,
    undo: {
      undo: go(undone),
      redo: go(redone),
      canUndo: history.past.length > 0,
      canRedo: history.future.length > 0,
      revision,
    },
  };
}

function asText(draft: Draft): string {
  return JSON.stringify(readDraft({ ...draft }));
}
