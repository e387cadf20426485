import { Switch, Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { acts } from "@/components/parameter-form/catalogue";
import { Panel } from "@/components/ui/panel";
import { Prose } from "@/components/ui/prose";
import type { Values } from "@/lib/draft";
import { methodsQuery } from "@/lib/queries";
import type { RunDetail } from "../api";
import classes from "./config.module.css";

type Plan = RunDetail["plan"];

/** Every parameter as the trainer used it, those that were asked for first. */
export function ParameterTable({ plan }: { plan: Plan }) {
  const carried = useCarried(plan);
  const [onlyAsked, setOnlyAsked] = useState(false);
  const all = Object.entries(plan.parameters);
  const asked = all.filter(([, parameter]) => parameter.origin === "request");
  const defaults = all.filter(([, parameter]) => parameter.origin !== "request");
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
              <Table.Th className={classes.carrier}>Carried by</Table.Th>
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
                <Table.Td className={classes.carrier}>
                  {carried(name) ? <code>{carrier}</code> : "–"}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Panel>
  );
}

/** Whether the command or the YAML holds a parameter: the YAML leaves out what does not act. */
function useCarried({ method, parameters, yaml }: Plan): (name: string) => boolean {
  const { data: methods } = useQuery(methodsQuery);
  const known = methods?.find(({ id }) => id === method)?.parameters;
  const values = Object.fromEntries(
    Object.entries(parameters).map(([name, { value }]) => [name, value]),
  ) as Values;
  return (name) => {
    const value = values[name] ?? null;
    const parameter = known?.find((one) => one.name === name);
    if (value === null) return false;
    if (!parameter) return true;
    const { kind, target } = parameter.carrier;
    // A flag is given whether its parameter acts or not; a switch that is off has none.
    if (kind === "flag") return value !== false;
    return acts(parameter, values) && `\n${yaml}`.includes(`\n${target.split(".")[0]}:`);
  };
}

function inText(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
