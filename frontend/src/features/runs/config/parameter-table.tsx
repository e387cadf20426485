import { Switch, Table } from "@mantine/core";
import { useState } from "react";
import { Panel } from "@/components/ui/panel";
import { Prose } from "@/components/ui/prose";
import type { RunDetail } from "../api";
import classes from "./config.module.css";

/** Every parameter as the trainer used it, those that were asked for first. */
export function ParameterTable({ parameters }: Pick<RunDetail["plan"], "parameters">) {
  const [onlyAsked, setOnlyAsked] = useState(false);
  const all = Object.entries(parameters);
  const asked = all.filter(([, parameter]) => parameter.origin === "request");
  const defaults = all.filter(([, parameter]) => parameter.origin === "default");
  const rows = onlyAsked ? asked : [...asked, ...defaults];
  return (
    <Panel
      title="Parameters"
      aside={
        <Switch
          label="Only what was chosen"
          checked={onlyAsked}
          onChange={(event) => setOnlyAsked(event.currentTarget.checked)}
        />
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className={classes.scroll} tabIndex={0}>
        <Table layout="fixed" miw={640} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={classes.parameter}>Parameter</Table.Th>
              <Table.Th className={classes.value}>Value</Table.Th>
              <Table.Th>From</Table.Th>
              <Table.Th>Carried by</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(([name, { value, origin, carrier, effect }]) => (
              <Table.Tr key={name}>
                <Table.Td>
                  <code>{name}</code>
                  {effect && (
                    <p className={classes.effect}>
                      <Prose text={effect} />
                    </p>
                  )}
                </Table.Td>
                <Table.Td className={classes.value}>{inText(value)}</Table.Td>
                <Table.Td>{origin === "request" ? <strong>chosen</strong> : "default"}</Table.Td>
                <Table.Td>
                  <code>{carrier}</code>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Panel>
  );
}

function inText(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
