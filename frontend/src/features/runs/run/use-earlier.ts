import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { earlierTables } from "@/lib/stream/earlier";
import type { RunStore } from "@/lib/stream/run-store";
import { earlierQuery, type RunDetail } from "../api";

/** Draws the runs that this one goes on from and its own as one curve. */
export function useEarlier(run: RunDetail, store: RunStore): void {
  const until = run.plan.resumed?.iteration ?? null;
  const { data } = useQuery({ ...earlierQuery(run.id), enabled: until !== null });
  useEffect(() => {
    if (data && until !== null) store.setEarlier(earlierTables(data, until));
  }, [data, until, store]);
}
