import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, type Schemas, unwrap } from "@/lib/client";

export type Plan = Schemas["PlanOut"];
export type PlanRequest = Schemas["PlanRequest"];

const ASK_AFTER_MS = 300;
const FRESH_MS = 10_000;

function planQuery(body: PlanRequest) {
  return queryOptions({
    queryKey: ["plan", body],
    queryFn: ({ signal }) => unwrap(api.POST("/api/plans", { body, signal })),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    gcTime: FRESH_MS,
  });
}

export interface PlanState {
  /** The last good plan of this method, which may be of an earlier draft: see `current`. */
  plan: Plan | null;
  /** Why there is no plan of this draft. */
  error: Error | null;
  /** Whether plan or error are those of the draft as it stands. */
  current: boolean;
}

/** What would run, asked a moment after the last change; null asks nothing. */
export function usePlan(request: PlanRequest | null): PlanState {
  const [asked] = useDebouncedValue(request, ASK_AFTER_MS);
  const query = useQuery({
    ...planQuery(asked ?? { method: "", model: "", dataset: "" }),
    enabled: asked !== null,
  });
  const good = query.isSuccess && !query.isPlaceholderData ? query.data : null;
  const [last, setLast] = useState<Plan | null>(null);
  useEffect(() => {
    if (good) setLast(good);
  }, [good]);
  const settled = JSON.stringify(asked) === JSON.stringify(request);
  return {
    // A plan of another method tells nothing of this one.
    plan: good ?? (last?.method === request?.method ? last : null),
    error: settled && asked ? query.error : null,
    current: settled && asked !== null && !query.isPlaceholderData && !query.isPending,
  };
}
