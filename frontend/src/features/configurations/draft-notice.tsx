import { CloseButton } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useEffect } from "react";
import type { Method } from "@/components/parameter-form/catalogue";
import { Prose } from "@/components/ui/prose";
import { unknownMethod } from "./clone";
import classes from "./draft-notice.module.css";
import { setNotice, useNotice } from "./notice";

interface DraftNoticeProps {
  methods: readonly Method[];
  /** The method that the draft names. */
  method: string | undefined;
}

/** Where the draft came from, and what of it cannot be had here; never silently dropped. */
export function DraftNotice({ methods, method }: DraftNoticeProps) {
  const notice = useNotice();
  // It is of this draft: whoever comes back has read it.
  useEffect(() => () => setNotice(null), []);
  const unknown = method !== undefined && !methods.some(({ id }) => id === method);
  if (!notice && !unknown) return null;
  const remarks =
    notice?.remarks ?? (unknown && method !== undefined ? [unknownMethod(method)] : []);
  return (
    <section className={classes.notice} aria-label="About this draft" role="status">
      <IconInfoCircle size={16} aria-hidden className={classes.icon} />
      <div>
        {notice && <strong>{notice.title}</strong>}
        {remarks.map((remark) => (
          <p key={remark}>
            <Prose text={remark} />
          </p>
        ))}
      </div>
      {notice && (
        <CloseButton size="sm" aria-label="Close this note" onClick={() => setNotice(null)} />
      )}
    </section>
  );
}
