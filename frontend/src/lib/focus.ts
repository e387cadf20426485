/** Input types that hold no text of their own. */
const NO_TEXT = new Set([
  "button",
  "checkbox",
  "color",
  "file",
  "radio",
  "range",
  "reset",
  "submit",
]);

/** Whether keys typed at this element become its text. */
export function isTextBox(element: unknown): element is HTMLInputElement | HTMLTextAreaElement {
  if (element instanceof HTMLTextAreaElement) return true;
  return element instanceof HTMLInputElement && !NO_TEXT.has(element.type);
}

/** Whether this element takes keys for itself, to write or to choose. */
export function takesKeys(element: unknown): boolean {
  return isTextBox(element) || element instanceof HTMLSelectElement;
}
