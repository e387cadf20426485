import { Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { copyText } from "@/lib/clipboard";

const SHOWN_MS = 1500;

interface CopyButtonProps {
  text: string;
  /** What the text is, for those who do not see where the button stands. */
  what: string;
}

/** Copies a text, and says whether it did. */
export function CopyButton({ text, what }: CopyButtonProps) {
  const [done, setDone] = useState<boolean | null>(null);
  useEffect(() => {
    if (done === null) return;
    const timer = setTimeout(() => setDone(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [done]);
  const said = done ? "Copied" : "Select it and copy by hand";
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      leftSection={done ? <IconCheck size={13} aria-hidden /> : <IconCopy size={13} aria-hidden />}
      onClick={async () => setDone(await copyText(text))}
    >
      <span aria-live="polite">{done === null ? "Copy" : said}</span>
      <span className="visually-hidden"> {what}</span>
    </Button>
  );
}
