/** What drawing may take of a frame, in milliseconds; the rest is for all else that a frame needs. */
const BUDGET_MS = 6;

const waiting = new Map<object, () => void>();
let isScheduled = false;

/**
 * Draws at the next frame, and only what was asked for last under a key. What does not fit into one frame
 * waits for those after it, so that many charts that change at once never hold up the page.
 */
export function drawSoon(key: object, draw: () => void): void {
  waiting.set(key, draw);
  schedule();
}

export function forgetDrawing(key: object): void {
  waiting.delete(key);
}

function schedule(): void {
  if (isScheduled) return;
  isScheduled = true;
  requestAnimationFrame(drawWaiting);
}

function drawWaiting(): void {
  const until = performance.now() + BUDGET_MS;
  isScheduled = false;
  for (const [key, draw] of waiting) {
    waiting.delete(key);
    draw();
    if (performance.now() >= until) break;
  }
  if (waiting.size > 0) schedule();
}
