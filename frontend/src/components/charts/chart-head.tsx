import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconDownload, IconInfoCircle } from "@tabler/icons-react";
import { memo } from "react";

interface ChartTitleProps {
  id: string;
  title: string;
  help: string | undefined;
}

/** A chart's name, and what its curve means. Not drawn anew with every point: it stays as it is. */
export const ChartTitle = memo(function ChartTitle({ id, title, help }: ChartTitleProps) {
  return (
    <>
      <h2 id={id}>{title}</h2>
      {help && (
        <Tooltip label={help} events={{ hover: true, focus: true, touch: true }}>
          <ActionIcon size="xs" aria-label={`About ${title}: ${help}`}>
            <IconInfoCircle size={14} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  );
});

interface ChartExportProps {
  title: string;
  /** Never another function, or else the menu is drawn anew with every point. */
  onSave: (as: "png" | "csv") => void;
}

export const ChartExport = memo(function ChartExport({ title, onSave }: ChartExportProps) {
  return (
    <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon size="sm" aria-label={`Export ${title}`}>
          <IconDownload size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onSave("png")}>Picture (PNG)</Menu.Item>
        <Menu.Item onClick={() => onSave("csv")}>Numbers (CSV)</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
});
