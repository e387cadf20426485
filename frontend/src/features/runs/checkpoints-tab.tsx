import { Badge, Table } from "@mantine/core";
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
      <p className={classes.placeholder}>
        No adapter has been saved yet.
        {typeof every === "number" && ` One is saved every ${formatCount(every)} iterations`}
        {typeof every === "number" && ", and at the end."}
      </p>
    );
  }
  return (
    <Table.ScrollContainer minWidth={480} className={classes.card}>
      <Table>
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
    </Table.ScrollContainer>
  );
}
