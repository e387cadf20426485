import { createContext } from "react";
import type { Value } from "@/lib/draft";

/** A value that a preset sets in place of the default. */
export interface PresetValue {
  /** Why, in a sentence. */
  reason: string;
  /** What the parameter has without the preset. */
  usual: Value;
}

/** What a preset sets, by name; the method of the form has these values in place of its defaults. */
export const PresetValues = createContext<ReadonlyMap<string, PresetValue>>(new Map());
