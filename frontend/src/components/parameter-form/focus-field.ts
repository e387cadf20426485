import { fieldId } from "./field-props";

const CONTROLS = "input:checked, input, select, button";

/** Brings a parameter's control into view and focuses it; false while it is not on the page. */
export function focusField(name: string): boolean {
  return focusElement(fieldId(name));
}

/** The same for any element: itself where it can have the focus, else the first control in it. */
export function focusElement(id: string): boolean {
  const element = document.getElementById(id);
  if (!element) return false;
  const control = element.matches("input, select, button, textarea")
    ? element
    : (element.querySelector<HTMLElement>(CONTROLS) ?? element);
  element.scrollIntoView({ block: "center" });
  control.focus({ preventScroll: true });
  return true;
}
