const RELOADED = "reloaded-at";
const ONCE_IN_MS = 60_000;

/** A page opened before an upgrade asks for scripts that are gone: it is loaded anew, once. */
export function recoverFromUpgrade(): void {
  window.addEventListener("vite:preloadError", (event) => {
    try {
      const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
      if (Date.now() - last < ONCE_IN_MS) return;
      sessionStorage.setItem(RELOADED, String(Date.now()));
    } catch {
      // Without a note of it, loading anew might never end.
      return;
    }
    event.preventDefault();
    window.location.reload();
  });
}
