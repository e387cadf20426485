import type { ComponentType } from "react";
import { BatchFields } from "./batch-fields";
import { LengthFields } from "./length-fields";
import type { LinkId } from "./link";
import type { LinkedProps } from "./linked-props";

const FIELDS: Record<LinkId, ComponentType<LinkedProps>> = {
  length: LengthFields,
  "effective-batch": BatchFields,
};

/** One decision of several parameters as a row of the form. */
export function LinkedItem({ link, ...props }: LinkedProps & { link: LinkId }) {
  const Fields = FIELDS[link];
  return <Fields {...props} />;
}
