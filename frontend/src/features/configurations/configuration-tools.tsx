import { Button } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { Schemas } from "@/lib/client";
import type { Draft } from "@/lib/draft";
import type { Reading } from "./api";
import classes from "./configuration-tools.module.css";
import { ExportMenu } from "./export-menu";
import { setNotice } from "./notice";
import { countedVerdicts, draftOfReading, KINDS } from "./reading";

const ImportDialog = lazy(() => import("./import-dialog"));

interface ConfigurationToolsProps {
  draft: Draft;
  /** What the draft asks for; null while it lacks a model or a dataset. */
  request: Schemas["PlanRequest"] | null;
  onUse: (draft: Draft) => void;
}

/** Import and export of the draft. */
export function ConfigurationTools({ draft, request, onUse }: ConfigurationToolsProps) {
  const [open, setOpen] = useState(false);
  const name = draft.name?.trim();
  const use = (reading: Reading) => {
    onUse(draftOfReading(reading, draft));
    setNotice({
      title: "An imported configuration",
      remarks: [`${KINDS[reading.kind]}: ${countedVerdicts(reading.lines)}.`],
    });
    setOpen(false);
  };
  return (
    <div className={classes.tools}>
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<IconFileImport size={13} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Import…
      </Button>
      <ExportMenu source={request && { draft: { ...request, ...(name && { name }) } }} />
      {open && (
        <Suspense>
          <ImportDialog onUse={use} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
