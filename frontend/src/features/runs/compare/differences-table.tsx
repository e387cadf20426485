import type { RunDetail } from "../api";
import classes from "./compare.module.css";
import { differencesOf } from "./differences";

/** Only what is not the same in all runs. */
export function DifferencesTable({
  runs,
  labels,
}: {
  runs: readonly RunDetail[];
  labels: readonly string[];
}) {
  const differences = differencesOf(runs);
  if (differences.length === 0) {
    return (
      <p className={classes.note}>Nothing: method, model, data and parameters are the same.</p>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard too
    <section className={classes.scroll} aria-label="Differences" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            {differences.map(({ name }) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run, index) => (
            <tr key={run.id}>
              <th scope="row">{labels[index]}</th>
              {differences.map(({ name, values }) => (
                <td key={name}>
                  {values[index]?.text}{" "}
                  <small className={classes.origin}>{values[index]?.origin}</small>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
