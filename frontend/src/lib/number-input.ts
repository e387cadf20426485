const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A number as people type it (`1e-4`, `.5`, `2,048`, `1 000`, `2_048`), or null where it is none. */
export function parseNumber(text: string): number | null {
  const plain = text
    .trim()
    .replace(/\u2212/g, "-")
    .replace(/(\d)[\s_,](?=\d{3}(?!\d))/g, "$1");
  if (!NUMBER.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** A number as a field shows it: exact, and short for small and large ones (`1e-5`). */
export function numberText(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e12) return String(value);
  return value.toExponential().replace("e+", "e");
}

/** The next value up or down on the scale 1, 2, 5, 10, …: how rates and lengths are tried. */
export function logStep(value: number, direction: 1 | -1): number {
  if (value <= 0) return direction === 1 ? 1e-6 : 0;
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const lead = value / 10 ** exponent;
  const near = 1e-6;
  if (direction === 1) {
    const next = [1, 2, 5, 10].find((step) => step > lead + near) ?? 20;
    return round(next, exponent);
  }
  const next = [5, 2, 1].find((step) => step < lead - near);
  return next === undefined ? round(5, exponent - 1) : round(next, exponent);
}

/** The next power of two up or down: how sizes of batches and ranks are tried. */
export function log2Step(value: number, direction: 1 | -1): number {
  if (value < 1 || (value === 1 && direction === -1)) return value + direction;
  const power = Math.log2(value);
  return 2 ** (direction === 1 ? Math.floor(power) + 1 : Math.ceil(power) - 1);
}

/** `lead` times ten to `exponent`, without the dust of binary fractions. */
function round(lead: number, exponent: number): number {
  return Number(`${lead}e${exponent}`);
}
