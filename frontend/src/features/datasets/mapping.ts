import type { Schemas } from "@/lib/client";
import type { ConvertRequest } from "./api";

export type OutputFormat = NonNullable<ConvertRequest["format"]>;
export type Suggestion = Schemas["MappingSuggestion"];
/** Key of the format → column that it is taken from. */
export type Mapping = Readonly<Record<string, string>>;

interface FormatWords {
  title: string;
  short: string;
  required: readonly string[];
  optional: readonly string[];
}

export const FORMAT_WORDS: Record<OutputFormat, FormatWords> = {
  prompt_answer: {
    title: "prompt/answer/system: SFT and the GRPO family",
    short: "prompt/answer",
    required: ["prompt", "answer"],
    optional: ["system", "type"],
  },
  messages: {
    title: "messages: SFT, whole conversations",
    short: "messages",
    required: ["messages"],
    optional: ["tools"],
  },
  prompt_completion: {
    title: "prompt/completion: SFT",
    short: "prompt/completion",
    required: ["prompt", "completion"],
    optional: [],
  },
  preference: {
    title: "prompt/chosen/rejected: preference methods",
    short: "preference pairs",
    required: ["prompt", "chosen", "rejected"],
    optional: ["system"],
  },
  prompts_only: {
    title: "prompts without answers: online methods",
    short: "prompts",
    required: ["prompt"],
    optional: ["system"],
  },
};

export const FORMATS = Object.keys(FORMAT_WORDS) as OutputFormat[];

/** The keys of a format in the order of the form: the required ones first, then what else is mapped. */
export function keysOf(format: OutputFormat, mapping: Mapping): string[] {
  const { required, optional } = FORMAT_WORDS[format];
  return [...new Set([...required, ...optional, ...Object.keys(mapping)])];
}

/** The mapping with `key` taken from `column`; an empty column takes it from nowhere. */
export function withColumn(mapping: Mapping, key: string, column: string): Mapping {
  const { [key]: _, ...rest } = mapping;
  return column === "" ? rest : { ...rest, [key]: column };
}

/** The keys that the format needs and that no column gives. */
export function missingKeys(format: OutputFormat, mapping: Mapping): string[] {
  // ShareGPT's turns under their own name are turned into messages as well.
  if (format === "messages" && mapping.conversations) return [];
  return FORMAT_WORDS[format].required.filter((key) => !mapping[key]);
}

/** The columns to choose from, and parts of columns (`answers.text.0`) that are mapped already. */
export function columnsToChoose(
  columns: readonly { name: string }[],
  mapping: Mapping,
): { value: string; label: string }[] {
  const names = new Set([...columns.map(({ name }) => name), ...Object.values(mapping)]);
  return [
    { value: "", label: "no column" },
    ...[...names].map((name) => ({ value: name, label: name })),
  ];
}

/** What to begin with for a format: the likeliest suggestion, else the columns that bear its names. */
export function startOf(
  format: OutputFormat,
  suggestions: readonly Suggestion[],
  columns: readonly { name: string }[],
): Mapping {
  const suggested = suggestions.find((one) => one.format === format);
  if (suggested) return suggested.mapping;
  const names = new Map(columns.map(({ name }) => [name.toLowerCase(), name]));
  const { required, optional } = FORMAT_WORDS[format];
  return Object.fromEntries(
    [...required, ...optional].flatMap((key) => {
      const name = names.get(key);
      return name === undefined ? [] : [[key, name]];
    }),
  );
}
