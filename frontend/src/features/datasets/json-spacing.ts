/** A string, white space, or a mark that a space follows where JSON is easy to read. */
const TOKEN = /("(?:[^"\\]|\\.)*")|\s+|([:,])/g;

/** A line of JSON with the usual spaces, whatever its own; texts and numbers stay as they are written. */
export function evenlySpaced(json: string): string {
  return json.replace(TOKEN, (_, text?: string, mark?: string) => text ?? (mark ? `${mark} ` : ""));
}
