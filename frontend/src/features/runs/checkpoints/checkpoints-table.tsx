import { Badge, Button, Table } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { CopyButton } from "@/components/ui/copy-button";
import { formatBytes, formatCount, formatNumber } from "@/lib/numbers";
import { formatMoment } from "@/lib/times";
import classes from "../run/run.module.css";
import own from "./checkpoints.module.css";
import type { Checkpoint } from "./what-goes-on";

interface CheckpointsTableProps {
  checkpoints: readonly Checkpoint[];
  /** Missing while the run still trains. */
  onResume?: ((iteration: number) => void) | undefined;
}

const MEASURES = [
  ["reward", "Reward"],
  ["val_loss", "Validation loss"],
  ["train_loss", "Training loss"],
] as const;

/** One row a checkpoint; only the measures that any of them has get a column. */
export function CheckpointsTable({ checkpoints, onResume }: CheckpointsTableProps) {
  const measures = MEASURES.filter(([name]) => checkpoints.some((one) => one[name] != null));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={classes.card} tabIndex={0}>
      <Table miw={720}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={classes.right}>Iteration</Table.Th>
            {measures.map(([name, title]) => (
              <Table.Th key={name} className={classes.right}>
                {title}
              </Table.Th>
            ))}
            <Table.Th>File in the run's folder</Table.Th>
            <Table.Th className={classes.right}>Size</Table.Th>
            <Table.Th>Saved</Table.Th>
            <Table.Th>
              <span className="visually-hidden">What to do with it</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {checkpoints.map((one) => (
            <Table.Tr key={one.iteration} {...(!one.kept && { className: own.gone })}>
              <Table.Td className={classes.right}>{formatCount(one.iteration)}</Table.Td>
              {measures.map(([name]) => (
                <Table.Td key={name} className={classes.right}>
                  {formatNumber(one[name])}
                </Table.Td>
              ))}
              <Table.Td>
                <code>{one.path}</code> <Marks checkpoint={one} />
              </Table.Td>
              <Table.Td className={classes.right}>{formatBytes(one.bytes)}</Table.Td>
              <Table.Td>{formatMoment(one.time)}</Table.Td>
              <Table.Td>{one.kept && <Doing checkpoint={one} onResume={onResume} />}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Marks({ checkpoint }: { checkpoint: Checkpoint }) {
  const marks = [
    checkpoint.best && "best",
    checkpoint.start && "start",
    checkpoint.final && "final",
    checkpoint.kept && !checkpoint.has_state && "weights only",
    !checkpoint.kept && "deleted",
  ].filter((mark) => mark !== false);
  return marks.map((mark) => (
    <Badge key={mark} size="sm" variant={mark === "best" ? "filled" : "light"} tt="none" mr={4}>
      {mark}
    </Badge>
  ));
}

function Doing({
  checkpoint,
  onResume,
}: {
  checkpoint: Checkpoint;
  onResume: CheckpointsTableProps["onResume"];
}) {
  const of = `of iteration ${formatCount(checkpoint.iteration)}`;
  return (
    <span className={own.doing}>
      {onResume && (
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconPlayerPlay size={13} aria-hidden />}
          onClick={() => onResume(checkpoint.iteration)}
        >
          Resume from here
          <span className="visually-hidden"> {of}</span>
        </Button>
      )}
      <CopyButton text={checkpoint.file} what={`the path of the adapter ${of}`} />
    </span>
  );
}
