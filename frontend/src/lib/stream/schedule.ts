export type Schedule = (work: () => void) => void;

/** How many times as long as the last drawing took the page is left alone before the next. */
const REST = 3;

/**
 * Work at the next frame, but never so often that drawing takes more than a quarter of the time: a long
 * history arrives at full speed, and the page stays quick whatever it has to draw.
 */
export function considerate(): Schedule {
  let freeAt = 0;
  const atFrame = (work: () => void) =>
    requestAnimationFrame(() => {
      const started = performance.now();
      work();
      // What the work makes React render comes before this.
      setTimeout(() => {
        const now = performance.now();
        freeAt = now + REST * (now - started);
      });
    });
  return (work) => {
    const wait = freeAt - performance.now();
    if (wait > 0) setTimeout(() => atFrame(work), wait);
    else atFrame(work);
  };
}
