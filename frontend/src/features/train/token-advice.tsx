import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { Method, Parameter } from "@/components/parameter-form/catalogue";
import { Prose } from "@/components/ui/prose";
import type { Value, Values } from "@/lib/draft";
import { datasetsQuery, modelsQuery } from "@/lib/queries";
import { fitSentence, type TokensReport, tokensQuery } from "@/lib/tokens";
import classes from "./outcome.module.css";
import type { PlanRequest } from "./use-plan";

const ASK_AFTER_MS = 400;

interface TokenAdviceProps {
  request: PlanRequest;
  method: Method;
  values: Values;
  onSet: (parameter: Parameter, value: Value) => void;
}

/** How many rows fit, what the others lose, and limits in which more do; silent where it is unknown. */
export function TokenAdvice({ request, method, values, onSet }: TokenAdviceProps) {
  const { data: datasets } = useQuery(datasetsQuery);
  const { data: models } = useQuery(modelsQuery);
  const parameter = method.parameters.find(({ name }) => name === "max_seq_length");
  const limit = values.max_seq_length;
  const isKnown =
    datasets?.some(({ id, missing }) => id === request.dataset && missing == null) &&
    models?.some(({ id, kind, ready }) => id === request.model && kind === "model" && ready);
  if (!isKnown || !parameter || typeof limit !== "number" || !Number.isSafeInteger(limit))
    return null;
  if (limit < (parameter.minimum ?? 1)) return null;
  return (
    <Fit
      request={request}
      limit={limit}
      maskPrompt={values.mask_prompt === true}
      onLimit={(value) => onSet(parameter, value)}
    />
  );
}

interface FitProps {
  request: PlanRequest;
  limit: number;
  maskPrompt: boolean;
  onLimit: (limit: number) => void;
}

function Fit({ request, limit, maskPrompt, onLimit }: FitProps) {
  const { dataset, method, model } = request;
  const options = { dataset, method, model, limit, maskPrompt };
  const [asked] = useDebouncedValue(JSON.stringify(options), ASK_AFTER_MS);
  const { data, isError } = useQuery(tokensQuery(JSON.parse(asked)));
  // What is shown stays while only the limit changes; of other rows it would be wrong.
  const report =
    data?.dataset === dataset && data.model === model && data.method === method ? data : null;
  if (isError || (report && report.state !== "running" && !report.rows)) return null;
  const share = Math.floor((report?.progress ?? 0) * 100);
  return (
    <div className={classes.tokens} role="status">
      {report?.state === "done" ? (
        <Said report={report} onLimit={onLimit} />
      ) : (
        <p className={classes.quiet}>Counting tokens{share > 0 && `, ${share}%`}…</p>
      )}
    </div>
  );
}

function Said({ report, onLimit }: { report: TokensReport; onLimit: (limit: number) => void }) {
  const over = report.over_limit ?? 0;
  const roomier = (report.advice ?? []).flatMap(({ sentence, parameters }) => {
    const limit = parameters.max_seq_length;
    return over > 0 && typeof limit === "number" && limit > report.limit
      ? [{ sentence, limit }]
      : [];
  });
  return (
    <>
      <p>
        <Prose text={[fitSentence(report), over > 0 && report.loses].filter(Boolean).join(" ")} />
      </p>
      {roomier.map(({ sentence, limit }) => (
        <Button key={limit} variant="default" size="compact-xs" onClick={() => onLimit(limit)}>
          {sentence}
        </Button>
      ))}
    </>
  );
}
