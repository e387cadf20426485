import { isActive } from "@/components/status/status";
import { useDocumentTitle } from "@/components/ui/page";
import type { RunStore } from "@/lib/stream/run-store";
import type { RunDetail } from "../api";
import { currentOf } from "./current";
import { useSlice } from "./use-run-store";

/** Names the browser's tab after the run, with how far it is while it trains. */
export function RunTitle({ run, store }: { run: RunDetail; store: RunStore }) {
  useSlice(store, "progress");
  const { status, progress } = currentOf(run, store);
  const total = progress?.total ?? 0;
  const percent = total > 0 ? Math.floor(((progress?.iteration ?? 0) / total) * 100) : 0;
  useDocumentTitle(isActive(status) ? `${percent}% ${run.name}` : run.name);
  return null;
}
