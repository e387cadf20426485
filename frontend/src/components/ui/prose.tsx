import { Fragment } from "react";

/** A sentence of the server: what stands in backticks is code. */
export function Prose({ text }: { text: string }) {
  const parts = text.split("`");
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text keep their places
    <Fragment key={index}>{index % 2 === 1 ? <code>{part}</code> : part}</Fragment>
  ));
}
