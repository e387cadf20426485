const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// Made once: making one takes longer than a hundred uses of it.
const DAY_FORMAT = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const YEAR_FORMAT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const MOMENT_FORMAT = new Intl.DateTimeFormat(undefined, {
  dateStyle: "medium",
  timeStyle: "medium",
});

/** A length of time in its two largest units: `45 s`, `2 min 5 s`, `3 h 20 min`, `2 d 4 h`. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "–";
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return two(whole, MINUTE, "min", 1, "s");
  if (whole < DAY) return two(whole, HOUR, "h", MINUTE, "min");
  return two(whole, DAY, "d", HOUR, "h");
}

function two(seconds: number, big: number, bigName: string, small: number, smallName: string) {
  const rest = Math.floor((seconds % big) / small);
  const first = `${Math.floor(seconds / big)} ${bigName}`;
  return rest > 0 ? `${first} ${rest} ${smallName}` : first;
}

/** When something was, as seen from `now` (milliseconds): near times relative, far ones as a date. */
export function formatWhen(time: string, now: number): string {
  const then = new Date(time);
  const seconds = (now - then.getTime()) / 1000;
  if (seconds < MINUTE) return "just now";
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min ago`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h ago`;
  const sameYear = then.getFullYear() === new Date(now).getFullYear();
  return (sameYear ? DAY_FORMAT : YEAR_FORMAT).format(then);
}

/** The full local date and time, for titles. */
export function formatMoment(time: string): string {
  return MOMENT_FORMAT.format(new Date(time));
}
