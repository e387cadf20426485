const FIRST_CAPACITY = 256;

/** Numbers by iteration, a column for each name; NaN where nothing was reported. */
export class MetricTable {
  #length = 0;
  #iteration = new Float64Array(FIRST_CAPACITY);
  readonly #columns = new Map<string, Float64Array>();

  get length(): number {
    return this.#length;
  }

  get names(): string[] {
    return [...this.#columns.keys()];
  }

  /** The iterations so far, ascending; a view that the next `add` may outgrow. */
  get iterations(): Float64Array {
    return this.#iteration.subarray(0, this.#length);
  }

  /** The values of one column so far, as long as `iterations`. */
  column(name: string): Float64Array | undefined {
    return this.#columns.get(name)?.subarray(0, this.#length);
  }

  /** The newest number of a column. */
  last(name: string): number | undefined {
    const values = this.column(name);
    if (!values) return undefined;
    for (let row = values.length - 1; row >= 0; row--) {
      const value = values[row] as number;
      if (!Number.isNaN(value)) return value;
    }
    return undefined;
  }

  add(iteration: number, values: Record<string, number | null>): void {
    const row = this.#rowFor(iteration);
    for (const name in values) {
      const value = values[name];
      this.#columnFor(name)[row] = value ?? Number.NaN;
    }
  }

  /** The row of an iteration, made where it is missing; rows stay in the order of iterations. */
  #rowFor(iteration: number): number {
    let row = this.#length;
    while (row > 0 && (this.#iteration[row - 1] as number) > iteration) row -= 1;
    if (row > 0 && this.#iteration[row - 1] === iteration) return row - 1;
    if (this.#length === this.#iteration.length) this.#grow();
    this.#iteration.copyWithin(row + 1, row, this.#length);
    this.#iteration[row] = iteration;
    for (const column of this.#columns.values()) {
      column.copyWithin(row + 1, row, this.#length);
      column[row] = Number.NaN;
    }
    this.#length += 1;
    return row;
  }

  #columnFor(name: string): Float64Array {
    let column = this.#columns.get(name);
    if (!column) {
      column = new Float64Array(this.#iteration.length).fill(Number.NaN);
      this.#columns.set(name, column);
    }
    return column;
  }

  #grow(): void {
    const capacity = this.#iteration.length * 2;
    this.#iteration = enlarge(this.#iteration, capacity);
    for (const [name, column] of this.#columns) this.#columns.set(name, enlarge(column, capacity));
  }
}

function enlarge(column: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity).fill(Number.NaN);
  larger.set(column);
  return larger;
}
