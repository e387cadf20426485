import { useNavigate } from "@tanstack/react-router";
import type { Dataset } from "./api";

declare module "@tanstack/history" {
  interface HistoryState {
    /** The dataset of this address was made just now, from one that was looked at. */
    made?: boolean;
  }
}

/** Goes to a dataset that was just made, whose page says so. */
export function useOpenMade(): (made: Pick<Dataset, "id">) => void {
  const navigate = useNavigate();
  return ({ id }) => void navigate({ to: "/datasets/$id", params: { id }, state: { made: true } });
}
