import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { setAccessDenied } from "@/lib/access";
import { ApiProblem, isAccessDenied } from "@/lib/problem";

const RETRIES = 2;

function onError(error: unknown): void {
  if (isAccessDenied(error)) setAccessDenied(true);
}

/** A server on this machine is there or not, whatever the browser thinks of the network. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      networkMode: "always",
      staleTime: 5_000,
      // A 4xx says the same the second time.
      retry: (failures, error) =>
        failures < RETRIES && !(error instanceof ApiProblem && error.problem.status >= 400),
    },
    mutations: { networkMode: "always" },
  },
});
