const count = new Intl.NumberFormat("en-US");
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** `12,345`. */
export function formatCount(value: number): string {
  return count.format(value);
}

/** `12.3K`, `7.2B`. */
export function formatCompact(value: number): string {
  return compact.format(value);
}

/** `1 row`, `2 rows`. */
export function plural(value: number, noun: string, many = `${noun}s`): string {
  return `${formatCount(value)} ${value === 1 ? noun : many}`;
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** Bytes in decimal units: `3.3 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/** Seconds as `45 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`;
}

/** A figure with up to `digits` significant digits: `0.0123`, `1.2e-5`, `1,234`. */
export function formatFigure(value: number, digits = 4): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e7) return value.toExponential(Math.max(0, digits - 2));
  return value.toLocaleString("en-US", { maximumSignificantDigits: Math.max(digits, 4) });
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

/** `14:23` today, `31 Jan 2026, 14:23` else, in the reader's own time zone and habit. */
export function formatWhen(time: string, now: Date = new Date()): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  const sameDay = date.toDateString() === now.toDateString();
  return sameDay ? clock.format(date) : `${day.format(date)}, ${clock.format(date)}`;
}
