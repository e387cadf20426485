import { ActionIcon, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { setLastDeleted, useLastDeleted } from "./last-deleted";
import { restoreRun } from "./trash";
import classes from "./trash.module.css";

const SHOWN_MS = 12_000;

/** Says which run was deleted just now and takes it back at a click; it goes by itself. */
export function UndoDelete() {
  const deleted = useLastDeleted();
  const [isHeld, setHeld] = useState(false);
  const restore = useMutation(restoreRun(useQueryClient()));
  useEffect(() => {
    if (!deleted || isHeld) return;
    const timer = setTimeout(() => setLastDeleted(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [deleted, isHeld]);
  return (
    <div className={classes.toasts} role="status">
      {deleted && (
        // biome-ignore lint/a11y/noStaticElementInteractions: it only stays while it is looked at
        <div
          className={classes.toast}
          onMouseEnter={() => setHeld(true)}
          onMouseLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <span className={classes.toastWords}>
            {restore.error ? restore.error.message : `“${deleted.name}” was deleted.`}
          </span>
          <Button
            size="xs"
            variant="default"
            loading={restore.isPending}
            onClick={() => restore.mutate(deleted.id, { onSuccess: () => setLastDeleted(null) })}
          >
            Undo
          </Button>
          <ActionIcon size="sm" aria-label="Close" onClick={() => setLastDeleted(null)}>
            <IconX size={14} />
          </ActionIcon>
        </div>
      )}
    </div>
  );
}
