import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Prose } from "@/components/ui/prose";
import { formatCount } from "@/lib/numbers";
import type { TokensReport } from "@/lib/tokens";
import { plural } from "@/lib/words";
import type { Dataset } from "./api";
import classes from "./tokens-card.module.css";

const FIRST = 5;

/** The first rows that are cut; each leads to the row itself. */
export function TokensCut({ dataset, report }: { dataset: Dataset; report: TokensReport }) {
  const [all, setAll] = useState(false);
  const { cut = [], over_limit: over = 0 } = report;
  if (cut.length === 0) return null;
  const shown = all ? cut : cut.slice(0, FIRST);
  return (
    <section className={classes.cut} aria-label="Rows that are cut">
      <h3>Rows that are cut</h3>
      <ul>
        {shown.map(({ split, file, line, row, tokens, loses }) => (
          <li key={`${split} ${row}`}>
            <Link
              to="/datasets/$id"
              params={{ id: dataset.id }}
              search={(before) => ({ ...before, split, line: row })}
              resetScroll={false}
            >
              {file}, line {formatCount(line)}
            </Link>
            <span className={classes.tokens}>{plural(tokens, "token")}</span>
            <span>
              <Prose text={loses} />
            </span>
          </li>
        ))}
      </ul>
      {!all && cut.length > FIRST && (
        <div>
          <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
            Show {cut.length - FIRST} more
          </Button>
        </div>
      )}
      {all && over > cut.length && (
        <p className={classes.quiet}>
          These are the first {cut.length} of {formatCount(over)}.
        </p>
      )}
    </section>
  );
}
