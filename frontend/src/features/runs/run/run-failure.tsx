import { Button } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { plainText } from "@/components/log/ansi";
import { Prose } from "@/components/ui/prose";
import type { Schemas } from "@/lib/client";
import { draftLink } from "@/lib/draft";
import type { RunStore } from "@/lib/stream/run-store";
import type { RunDetail } from "../api";
import { currentOf } from "./current";
import classes from "./run.module.css";

type Remedy = Schemas["Remedy"];

/** Why a run failed: the reason, a safer try, the last lines, and what is known beyond it. */
export function RunFailure({ run, store }: { run: RunDetail; store: RunStore }) {
  const result = store.result ?? run.result ?? null;
  const reason = result?.reason ?? currentOf(run, store).reason;
  const lines = result?.last_lines ?? [];
  return (
    <section className={classes.failure} role="alert" aria-label="Why this run failed">
      <IconAlertTriangle size={18} aria-hidden className={classes.failureIcon} />
      <div className={classes.failureBody}>
        <p>
          <strong>
            <Prose text={reason ?? "The run failed and left no reason."} />
          </strong>
        </p>
        {result?.remedy && (
          <Button
            variant="default"
            className={classes.remedy}
            leftSection={<IconRefresh size={15} />}
            renderRoot={(props) => <Link {...retryLink(run, result.remedy)} {...props} />}
          >
            Try again with {result.remedy.label}
          </Button>
        )}
        {lines.length > 0 && (
          <>
            <p className={classes.dimmed}>The last lines it printed:</p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <pre className={classes.lastLines} tabIndex={0} ref={showEnd}>
              {lines.map(plainText).join("\n")}
            </pre>
          </>
        )}
        <div className={classes.failureMore}>
          <Link to="/runs/$runId" params={{ runId: run.id }} search={{ tab: "log" }}>
            Open the whole log
          </Link>
          {result && (
            <details>
              <summary>Raw details</summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
              <pre className={classes.lastLines} tabIndex={0}>
                {JSON.stringify(result, null, 2)}
              </pre>
            </details>
          )}
        </div>
      </div>
    </section>
  );
}

/** The Train page with the same again but for what a remedy changes. */
function retryLink({ request }: RunDetail, remedy: Remedy | null | undefined) {
  return draftLink({ ...request, parameters: { ...request.parameters, ...remedy?.parameters } });
}

/** The cause stands at the end of what was printed. */
function showEnd(element: HTMLElement | null): void {
  if (element) element.scrollTop = element.scrollHeight;
}
