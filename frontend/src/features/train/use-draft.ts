import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { type Draft, keepDraft, lastDraft, readDraft } from "@/lib/draft";

/** Browsers refuse more than about a hundred changes of the address in half a minute. */
const WRITE_AFTER_MS = 300;

type Change = (before: Draft) => Draft;

/** The draft: at hand at once, written into the address a moment later; the last one without an address. */
export function useDraft(): [Draft, (change: Change) => void] {
  const address = useSearch({ from: "/" });
  const navigate = useNavigate({ from: "/" });
  const [draft, setDraft] = useState(() => (asText(address) === "{}" ? lastDraft() : address));
  const written = useRef(asText(address));

  useEffect(() => {
    // Another draft came by a link, or by going back.
    if (asText(address) === written.current) return;
    written.current = asText(address);
    setDraft(address);
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

  return [draft, setDraft];
}

function asText(draft: Draft): string {
  return JSON.stringify(readDraft({ ...draft }));
}
