import { api, unwrap } from "@/lib/client";
import { type Draft, draftOf } from "@/lib/draft";
import type { Model } from "./model-card";

/** The draft that starts from an adapter: the request of its run, whose rank and type must stay. */
export async function trainOnDraft(adapter: Model): Promise<Draft> {
  const from = { resume_adapter_file: `${adapter.path}/adapters.safetensors` };
  if (adapter.source !== "run") return { ...(adapter.base && { model: adapter.base }), p: from };
  const { request } = await unwrap(
    api.GET("/api/runs/{run_id}", { params: { path: { run_id: adapter.id } } }),
  );
  const draft = draftOf(request);
  return { ...draft, p: { ...draft.p, ...from } };
}
