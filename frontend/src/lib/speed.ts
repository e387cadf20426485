/** How long the past counts: a speed that follows, but does not flicker. */
const WINDOW_MS = 5_000;

/** Speed and time left of a transfer, from what was sent when. */
export class Speed {
  private readonly samples: [time: number, sent: number][] = [];

  /** Bytes per second over the last seconds; null until two moments are known. */
  add(time: number, sent: number): number | null {
    this.samples.push([time, sent]);
    while (this.samples.length > 2 && (this.samples[1]?.[0] ?? time) < time - WINDOW_MS) {
      this.samples.shift();
    }
    const [first] = this.samples;
    if (!first || time <= first[0]) return null;
    return ((sent - first[1]) * 1000) / (time - first[0]);
  }

  /** What was sent before a pause says nothing about the speed after it. */
  reset(): void {
    this.samples.length = 0;
  }
}
