import type { Split } from "./api";

export interface Shares {
  valid: number;
  test: number;
}

/** How many rows a split gives each file; null where nothing would be left to train on. */
export function splitCounts(rows: number, { valid, test }: Shares): Record<Split, number> | null {
  const share = (part: number) => (part > 0 ? Math.max(1, roundHalfEven(part * rows)) : 0);
  const counts = { valid: share(valid), test: share(test) };
  const train = rows - counts.valid - counts.test;
  return valid + test < 1 && train >= 1 ? { train, ...counts } : null;
}

/** As the server rounds. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
