/** A command with each flag on a line of its own: easier to read, and the same to a shell. */
export function oneFlagALine(shell: string): string {
  return shell.split(/ (?=--[a-z])/).join(" \\\n  ");
}
