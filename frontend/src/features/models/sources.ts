import type { Schemas } from "@/lib/client";

/** Where a model or adapter was found. */
export const SOURCE: Record<Schemas["ModelOut"]["source"], string> = {
  builtin: "built in",
  home: "data folder",
  hub_cache: "hub cache",
  run: "from a run",
  path: "a folder",
  hub: "the hub",
};
