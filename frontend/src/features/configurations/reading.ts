import { type Draft, draftOf, NO_PRESET, readDraft } from "@/lib/draft";
import { listed, plural } from "@/lib/words";
import type { Reading, ReadLine, Verdict } from "./api";

/** The words for a verdict, and the order in which they are counted: what wants a look comes first. */
export const VERDICTS: Record<Verdict, string> = {
  wrong: "Wrong",
  unknown: "Unknown",
  changed: "Changed",
  ignored: "Ignored",
  taken: "Taken",
  not_needed: "Not needed",
};

export const KINDS: Record<Reading["kind"], string> = {
  "temper-yaml": "Temper's YAML",
  "temper-json": "Temper's JSON",
  "trainer-yaml": "The trainer's YAML",
  command: "A command line of the trainer",
};

/** `1 wrong, 2 changed and 12 taken`. */
export function countedVerdicts(lines: readonly ReadLine[]): string {
  const counts = Object.keys(VERDICTS).map((verdict) => {
    const count = lines.filter((line) => line.verdict === verdict).length;
    return count > 0 ? `${count} ${VERDICTS[verdict as Verdict].toLowerCase()}` : "";
  });
  return listed(counts.filter(Boolean)) || plural(0, "line");
}

/** Where a line stands: in the text, among a command's arguments, or in the file that it names. */
export function placeOf({ source, line, argument }: ReadLine): string {
  if (source === "config") return `File, line ${line}`;
  return argument ? `Argument ${argument}` : `Line ${line}`;
}

/** The draft that a reading asks for; what it leaves open stays as it is. */
export function draftOfReading({ request }: Reading, before: Draft): Draft {
  const { method, model, dataset, name, preset, parameters } = request;
  const asked = draftOf({ method: "", model: "", dataset: "", ...(parameters && { parameters }) });
  return readDraft({
    method: method ?? before.method,
    model: model ?? before.model,
    dataset: dataset ?? before.dataset,
    name: name ?? before.name,
    preset: preset ?? NO_PRESET,
    p: asked.p,
  });
}
