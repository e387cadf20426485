const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A measured number in about four digits, so that a changing one keeps its width. */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e7 || size < 1e-3) return minus(shortExponent(value));
  if (size >= 1e4) return minus(GROUPED.format(value));
  return minus(value.toPrecision(4));
}

/** A tick or count as short as it can be said without losing it: 0.5, 1e-5, 20k. */
export function formatShort(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e9 || size < 1e-3) return minus(shortExponent(value));
  if (size >= 1e6) return minus(`${trim(value / 1e6)}M`);
  if (size >= 1e4) return minus(`${trim(value / 1e3)}k`);
  return minus(trim(value));
}

/** A whole number with its thousands apart. */
export function formatCount(value: number): string {
  return minus(GROUPED.format(value));
}

/** A share of one in percent. */
export function formatPercent(share: number): string {
  return `${trim(share * 100, 3)}%`;
}

/** A file size, in powers of 1000 as file managers show it. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : trim(value, 3)} ${units[unit]}`;
}

function trim(value: number, digits = 4): string {
  return String(Number(value.toPrecision(digits)));
}

function shortExponent(value: number): string {
  const [digits = "", exponent = "0"] = value.toExponential(2).split("e");
  return `${Number(digits)}e${Number(exponent)}`;
}

function minus(text: string): string {
  return text.replaceAll("-", "−");
}
