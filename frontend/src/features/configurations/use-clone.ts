import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, unwrap } from "@/lib/client";
import { isUnreachable } from "@/lib/problem";
import { methodsQuery } from "@/lib/queries";
import { runToCloneQuery } from "./api";
import { cloneOf, knownParameters } from "./clone";
import { setNotice } from "./notice";

/** Opens the Train page with exactly the values of a run, by its id. */
export function useClone() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async (runId: string) => {
      const [run, methods] = await Promise.all([
        client.fetchQuery(runToCloneQuery(runId)),
        client.ensureQueryData(methodsQuery),
      ]);
      const { method, model, dataset, preset } = run.request;
      const parameters = knownParameters(run.request, methods);
      const body = { method, model, dataset, parameters, ...(preset && { preset }) };
      const fresh = await unwrap(api.POST("/api/plans", { body })).catch((error: unknown) => {
        if (isUnreachable(error)) throw error;
        return null; // Something that it needs is gone: the Train page says what.
      });
      return cloneOf(run, methods, fresh?.parameters ?? null);
    },
    onSuccess: async ({ draft, notice }) => {
      setNotice(notice);
      await navigate({ to: "/", search: draft });
    },
  });
}
