import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { api, type Schemas, unwrap } from "@/lib/client";
import { keepDraft, NO_PRESET } from "@/lib/draft";
import { randomId } from "@/lib/ids";

export type RunRequest = Schemas["RunRequest"];

/** Starts a run and opens its page. A try after a lost answer asks for the same run, not another. */
export function useStart() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const last = useRef({ text: "", id: "" });
  return useMutation({
    mutationFn: (body: RunRequest) => {
      const text = JSON.stringify(body);
      if (last.current.text !== text) last.current = { text, id: randomId() };
      return unwrap(api.POST("/api/runs", { body: { ...body, request_id: last.current.id } }));
    },
    onSuccess: async (run, { method, model, dataset, preset }) => {
      last.current = { text: "", id: "" };
      void client.invalidateQueries({ queryKey: ["runs"] });
      // The next run is mostly of the same kind; its name and its values are its own.
      keepDraft({ method, model, dataset, preset: preset ?? NO_PRESET });
      await navigate({ to: "/runs/$runId", params: { runId: run.id } });
    },
  });
}
