import { formatPercent } from "@/lib/numbers";
import { capital, plural } from "@/lib/words";
import type { Dataset } from "./api";
import { FIX, type Fix } from "./words";

export interface LineageWords {
  /** The id of the dataset it was made from. */
  from: string | null;
  /** Where those rows lay, or the name on the hub. */
  path: string | null;
  steps: string[];
  /** Split, or file where several make up a split, and SHA-256 of what it was made from. */
  digests: [string, string][];
}

/** What a dataset's lineage says, in words; null for one that came as it is. */
export function readLineage({ lineage }: Pick<Dataset, "lineage">): LineageWords | null {
  const from = text(lineage.source);
  const path = text(lineage.source_path) ?? hubName(lineage.hub);
  if (!from && !path) return null;
  return {
    from,
    path,
    steps: stepsOf(lineage).map(capital),
    digests: Object.entries(record(lineage.source_digests)).flatMap(([split, digest]) =>
      typeof digest === "string" ? [[split, digest] as [string, string]] : filesOf(digest),
    ),
  };
}

function stepsOf(lineage: Record<string, unknown>): string[] {
  const told = list(lineage.steps).flatMap((step) => {
    const { title, rows } = record(step);
    if (typeof title !== "string") return [];
    return typeof rows === "number" ? `${title}: ${plural(rows, "row")}` : title;
  });
  const steps = told.length > 0 ? told : list(lineage.fixes).flatMap(fixWords);
  if (typeof lineage.seed === "number") {
    const shares = ["valid", "test"].flatMap((split) => {
      const share = lineage[split];
      return typeof share === "number" ? `${formatPercent(share)} ${split}` : [];
    });
    const group = text(lineage.group_by);
    steps.push(
      `dealt out by seed ${lineage.seed}: ${shares.join(", ")}, the rest train` +
        (group ? `; rows with the same \`${group}\` stay together` : ""),
    );
  }
  const dropped = Object.values(record(lineage.dropped)).reduce<number>(
    (sum, rows) => sum + (typeof rows === "number" ? rows : 0),
    0,
  );
  if (dropped > 0) steps.push(plural(dropped, "row was left out", "rows were left out"));
  return steps;
}

function filesOf(digests: unknown): [string, string][] {
  return Object.entries(record(digests)).flatMap(([file, digest]) =>
    typeof digest === "string" ? [[file, digest] as [string, string]] : [],
  );
}

function fixWords(fix: unknown): string[] {
  return typeof fix === "string" && fix in FIX ? [FIX[fix as Fix]] : [];
}

function hubName(hub: unknown): string | null {
  const { name, config, revision } = record(hub);
  if (typeof name !== "string") return null;
  const parts = [name, text(config), text(revision) && `at ${revision}`];
  return parts.filter(Boolean).join(", ");
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
