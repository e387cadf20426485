import { ActionIcon, Group } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import type { Undo } from "./undo";

/** Undo and redo of everything that the page asks for. */
export function UndoButtons({ undo, redo, canUndo, canRedo }: Undo) {
  return (
    <Group gap={2} wrap="nowrap">
      <UndoButton label="Undo" keys="Control+Z Meta+Z" can={canUndo} onClick={undo}>
        <IconArrowBackUp size={16} aria-hidden />
      </UndoButton>
      <UndoButton label="Redo" keys="Control+Shift+Z Meta+Shift+Z" can={canRedo} onClick={redo}>
        <IconArrowForwardUp size={16} aria-hidden />
      </UndoButton>
    </Group>
  );
}

interface UndoButtonProps {
  label: string;
  keys: string;
  can: boolean;
  onClick: () => void;
  children: React.ReactNode;
}

function UndoButton({ label, keys, can, onClick, children }: UndoButtonProps) {
  return (
    <ActionIcon
      size="sm"
      aria-label={label}
      title={`${label} (${keys.split(" ")[0]?.replace("Control", "Ctrl")})`}
      aria-keyshortcuts={keys}
      // Not `disabled`: a button that loses what it can do keeps the focus.
      data-disabled={!can || undefined}
      aria-disabled={!can}
      onClick={() => can && onClick()}
    >
      {children}
    </ActionIcon>
  );
}
