/** Unfinished uploads by their files: dropping the same files again after a reload goes on. */
const KEY = "temper-uploads";

function fingerprint(files: readonly File[]): string {
  return files.map(({ name, size, lastModified }) => `${name} ${size} ${lastModified}`).join("\n");
}

function read(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

function write(known: Record<string, string>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(known));
  } catch {
    // The browser stores nothing here: a reload starts the upload anew.
  }
}

export function knownUpload(files: readonly File[]): string | null {
  return read()[fingerprint(files)] ?? null;
}

export function rememberUpload(files: readonly File[], id: string): void {
  write({ ...read(), [fingerprint(files)]: id });
}

export function forgetUpload(files: readonly File[]): void {
  const { [fingerprint(files)]: _, ...rest } = read();
  write(rest);
}
