import { Menu } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconFileExport } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { archiveRuns } from "../actions";
import type { RunDetail } from "../api";
import { exportAddress } from "../transfer/transfer";

/** What can be done with a run that has ended, to keep it in order or take it elsewhere. */
export function HistoryItems({ run }: { run: RunDetail }) {
  const archive = useMutation(archiveRuns(useQueryClient()));
  return (
    <>
      <Menu.Item
        leftSection={<IconFileExport size={15} />}
        component="a"
        href={exportAddress(run.id, true)}
        download
      >
        Export with checkpoints (.tar.gz)
      </Menu.Item>
      <Menu.Item
        leftSection={<IconFileExport size={15} />}
        component="a"
        href={exportAddress(run.id, false)}
        download
      >
        Export without checkpoints
      </Menu.Item>
      <Menu.Item
        leftSection={<IconFileExport size={15} />}
        component="a"
        href={`/api/runs/${encodeURIComponent(run.id)}/tensorboard`}
        download
      >
        Metrics for TensorBoard
      </Menu.Item>
      <Menu.Item
        leftSection={run.archived ? <IconArchiveOff size={15} /> : <IconArchive size={15} />}
        onClick={() => archive.mutate({ ids: [run.id], archived: !run.archived })}
      >
        {run.archived ? "Take out of the archive" : "Put into the archive"}
      </Menu.Item>
    </>
  );
}
