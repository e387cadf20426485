/** Where all charts of a group are pointed at, in units of x; null when nowhere. */
export class Crosshair {
  #x: number | null = null;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly get = (): number | null => this.#x;

  readonly set = (x: number | null): void => {
    if (x === this.#x) return;
    this.#x = x;
    for (const listener of this.#listeners) listener();
  };
}
