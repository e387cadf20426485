import { Tooltip } from "@mantine/core";
import { IconPlugConnected, IconPlugConnectedX } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { healthQuery } from "@/lib/queries";
import classes from "./connection-status.module.css";

/** Whether the server answers, in an icon and a word; on its return the pages catch up. */
export function ConnectionStatus() {
  const client = useQueryClient();
  const { data, isError, isPending } = useQuery(healthQuery);
  const wasLost = useRef(false);
  useEffect(() => {
    if (isError) wasLost.current = true;
    else if (wasLost.current) {
      wasLost.current = false;
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "health" });
    }
  }, [isError, client]);
  const word = isError ? "Reconnecting" : isPending ? "Connecting" : "Connected";
  const Icon = isError ? IconPlugConnectedX : IconPlugConnected;
  const label = isError
    ? "The server does not answer. Runs go on without it; this page catches up when it is back."
    : data
      ? `${data.device}. ${Object.entries(data.versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(", ")}.`
      : "Asking the server.";
  return (
    <Tooltip label={label}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the tip must be reachable by keyboard */}
      <span className={classes.status} data-lost={isError || undefined} role="status" tabIndex={0}>
        <Icon size={16} aria-hidden />
        <span className={classes.word}>{word}</span>
      </span>
    </Tooltip>
  );
}
