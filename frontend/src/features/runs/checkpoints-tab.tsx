import { Badge, Table } from "@mantine/core";
import { IconDeviceFloppy } from "@tabler/icons-react";
import { EmptyState } from "@/components/ui/empty-state";
import { formatBytes, formatCount } from "@/lib/numbers";
import type { RunStore } from "@/lib/stream/run-store";
import { formatMoment } from "@/lib/times";
import type { RunDetail } from "./api";
import classes from "./run/run.module.css";
import { useSlice } from "./run/use-run-store";

/** The adapters that were saved, newest first. */
export function CheckpointsTab({ run, store }: { run: RunDetail; store: RunStore }) {
  useSlice(store, "checkpoints");
  const bySeq = new Map([...run.checkpoints, ...store.checkpoints].map((one) => [one.seq, one]));
  const checkpoints = [...bySeq.values()].sort((a, b) => b.seq - a.seq);
  if (checkpoints.length === 0) {
    const every = run.plan.parameters.save_every?.value;
    return (
      <EmptyState icon={IconDeviceFloppy} title="No adapter saved yet">
        {typeof every === "number"
          ? `One is saved every ${formatCount(every)} iterations, and at the end.`
          : "One is saved at the end."}
      </EmptyState>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={classes.card} tabIndex={0}>
      <Table miw={480}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={classes.right}>Iteration</Table.Th>
            <Table.Th>File in the run's folder</Table.Th>
            <Table.Th className={classes.right}>Size</Table.Th>
            <Table.Th>Saved</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {checkpoints.map((checkpoint) => (
            <Table.Tr key={checkpoint.seq}>
              <Table.Td className={classes.right}>{formatCount(checkpoint.iteration)}</Table.Td>
              <Table.Td>
                <code>{checkpoint.path}</code>{" "}
                {checkpoint.final && (
                  <Badge size="sm" variant="light" tt="none">
                    final
                  </Badge>
                )}
              </Table.Td>
              <Table.Td className={classes.right}>{formatBytes(checkpoint.bytes)}</Table.Td>
              <Table.Td>{formatMoment(checkpoint.time)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
