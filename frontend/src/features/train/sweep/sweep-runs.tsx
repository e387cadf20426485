import classes from "./sweep.module.css";

/** Every run that a sweep would make, with its values. */
export function SweepRuns({ runs }: { runs: readonly Record<string, unknown>[] }) {
  const names = Object.keys(runs[0] ?? {});
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table is scrolled by keyboard too
    <section className={classes.runs} aria-label="Runs of the sweep" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            {names.map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((values, index) => (
            <tr key={JSON.stringify(values)}>
              <th scope="row">{index + 1}</th>
              {names.map((name) => (
                <td key={name}>{inWords(values[name])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function inWords(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
