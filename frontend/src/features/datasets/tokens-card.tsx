import { Button, Skeleton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import { Prose } from "@/components/ui/prose";
import type { Schemas } from "@/lib/client";
import { formatCount } from "@/lib/numbers";
import { tokensQuery } from "@/lib/tokens";
import type { Dataset } from "./api";
import classes from "./tokens-card.module.css";
import { TokensControls } from "./tokens-controls";
import { type Look, useLook } from "./tokens-look";
import { TokensProgress } from "./tokens-progress";
import { TokensResult } from "./tokens-result";

interface TokensCardProps {
  dataset: Dataset;
  method: Schemas["Method"];
}

/** How long the rows are in the model's own tokens, and what the limit makes of them. */
export function TokensCard({ dataset, method }: TokensCardProps) {
  const look = useLook(method);
  return (
    <Panel
      title="Tokens"
      aside={
        look.model && (
          <TrainWithIt dataset={dataset} method={method.id} model={look.model.id} look={look} />
        )
      }
    >
      {look.models?.length === 0 ? (
        <p className={classes.quiet}>
          Tokens are counted with a model's own tokenizer, and there is no model on this machine
          yet. <Link to="/models">Look at the models</Link>
        </p>
      ) : (
        <>
          <TokensControls look={look} />
          {look.model ? (
            <Count dataset={dataset} method={method.id} model={look.model.id} look={look} />
          ) : (
            <ResultSkeleton />
          )}
        </>
      )}
    </Panel>
  );
}

interface CountProps {
  dataset: Dataset;
  method: string;
  model: string;
  look: Look;
}

function Count({ dataset, method, model, look }: CountProps) {
  const client = useQueryClient();
  const { limit, maskPrompt } = look;
  const options = { dataset: dataset.id, method, model, limit, maskPrompt };
  const query = useQuery(tokensQuery(options));
  const report = query.data;
  const again = (
    <AgainButton
      onClick={() => void client.fetchQuery({ ...tokensQuery(options, true), staleTime: 0 })}
    />
  );
  if (query.isError) return <ProblemNote error={query.error} action={again} />;
  // The report of another model, method or dataset tells nothing of this one.
  const isOther = report?.model !== model || report.method !== method;
  if (!report || (query.isPlaceholderData && isOther)) return <ResultSkeleton />;
  if (report.state === "failed" || report.state === "cancelled") {
    return (
      <div className={classes.bar} role="status">
        <span>
          {report.state === "cancelled" ? (
            "The count was cancelled."
          ) : (
            <>
              <strong>The tokens could not be counted.</strong> <Prose text={report.error ?? ""} />
            </>
          )}
        </span>
        {again}
      </div>
    );
  }
  if (report.state === "running") {
    return (
      <ResultSkeleton>
        <TokensProgress options={options} progress={report.progress ?? 0} />
      </ResultSkeleton>
    );
  }
  return (
    <div className={classes.result} aria-busy={query.isPlaceholderData}>
      <TokensResult dataset={dataset} report={report} look={look} />
    </div>
  );
}

function AgainButton({ onClick }: { onClick: () => void }) {
  return (
    <div>
      <Button variant="default" size="compact-xs" onClick={onClick}>
        Count again
      </Button>
    </div>
  );
}

/** Of the height of a result, so that nothing below it jumps. */
function ResultSkeleton({ children }: { children?: ReactNode }) {
  return (
    <div
      className={classes.result}
      {...(!children && { role: "status", "aria-label": "Counting tokens" })}
    >
      <div className={classes.head}>{children ?? <Skeleton height={20} width="55%" />}</div>
      <Skeleton height={190} />
      <Skeleton height={40} width="80%" />
    </div>
  );
}

/** Carries model and limit into the draft of the Train page. */
function TrainWithIt({ dataset, method, model, look }: CountProps) {
  const p = look.limit === look.usualLimit ? undefined : { max_seq_length: look.limit };
  return (
    <Link to="/" search={{ dataset: dataset.id, method, model, ...(p && { p }) }}>
      Train with {p ? `a limit of ${formatCount(look.limit)}` : "this model"}
    </Link>
  );
}
