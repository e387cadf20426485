import { Button } from "@mantine/core";
import { Prose } from "@/components/ui/prose";
import { formatCount } from "@/lib/numbers";
import { fitSentence, type TokensReport } from "@/lib/tokens";
import type { Dataset } from "./api";
import classes from "./tokens-card.module.css";
import { setLimit } from "./tokens-controls";
import { TokensCut } from "./tokens-cut";
import { TokensHistogram } from "./tokens-histogram";
import { slotsOf } from "./tokens-layout";
import type { Look } from "./tokens-look";

interface TokensResultProps {
  dataset: Dataset;
  report: TokensReport;
  look: Look;
}

/** What was counted: how much fits, how the lengths lie, what is cut, and which limit would do. */
export function TokensResult({ dataset, report, look }: TokensResultProps) {
  const { histogram = [], over_limit: over = 0 } = report;
  if (histogram.length === 0) {
    return <p>{report.statement || "There is no row whose tokens could be counted."}</p>;
  }
  return (
    <>
      <div className={classes.head}>
        <p role="status" className={classes.fit}>
          <strong>{fitSentence(report)}</strong>{" "}
          {over > 0 && report.loses && <Prose text={report.loses} />}
        </p>
        <p className={classes.quiet}>{report.statement}</p>
      </div>
      <TokensHistogram
        ranges={histogram}
        limit={look.limit}
        over={report.limit === look.limit ? over : null}
        onLimit={(limit) => setLimit(look, limit)}
      />
      <Legend />
      <Quantiles report={report} />
      <Advice report={report} look={look} />
      <TokensCut dataset={dataset} report={report} />
    </>
  );
}

function Legend() {
  return (
    <p className={classes.legend}>
      <span>
        <i className={classes.swatch} data-kind="whole" aria-hidden /> whole
      </span>
      <span>
        <i className={classes.swatch} data-kind="cut" aria-hidden /> beyond the limit
      </span>
      <span className={classes.quiet}>The line is the limit: drag it, or use the arrow keys.</span>
    </p>
  );
}

const NAMES: Record<string, string> = {
  p50: "Half have at most",
  p90: "90% at most",
  p95: "95% at most",
  p99: "99% at most",
  max: "Longest",
};

function Quantiles({ report }: { report: TokensReport }) {
  const { quantiles = {}, histogram = [] } = report;
  return (
    <div className={classes.numbers}>
      <dl className={classes.quantiles}>
        {Object.entries(NAMES)
          .filter(([key]) => key in quantiles)
          .map(([key, name]) => (
            <div key={key}>
              <dt>{name}</dt>
              <dd>{formatCount(quantiles[key] ?? 0)}</dd>
            </div>
          ))}
      </dl>
      <details className={classes.details}>
        <summary>The bars as a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Tokens</th>
              <th scope="col">Rows</th>
            </tr>
          </thead>
          <tbody>
            {slotsOf(histogram).map(({ start, end, rows }) => (
              <tr key={start}>
                <td>
                  {end - start > 1
                    ? `${formatCount(start)} to ${formatCount(end - 1)}`
                    : formatCount(start)}
                </td>
                <td>{formatCount(rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

/** Limits that would do, each a click away. */
function Advice({ report, look }: { report: TokensReport; look: Look }) {
  const advice = (report.advice ?? []).flatMap(({ sentence, parameters }) => {
    const limit = parameters.max_seq_length;
    return typeof limit === "number" ? [{ sentence, limit }] : [];
  });
  if (advice.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
    <div className={classes.bar} role="group" aria-label="Limits that would do">
      {advice.map(({ sentence, limit }) => (
        <Button
          key={sentence}
          variant={limit === look.limit ? "light" : "default"}
          size="compact-xs"
          aria-pressed={limit === look.limit}
          onClick={() => setLimit(look, limit)}
        >
          {sentence}
        </Button>
      ))}
      <span className={classes.quiet}>sets the limit above, and that of “Train with”</span>
    </div>
  );
}
