import { SegmentedControl, Skeleton, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import type { Schemas } from "@/lib/client";
import type { Dataset, Split } from "./api";
import classes from "./row-preview.module.css";
import { ROWS_A_PAGE, rowsQuery, type Seen } from "./row-preview-api";
import { RowEntry } from "./row-preview-entry";
import { RowPager } from "./row-preview-pager";
import { RowLegend } from "./row-preview-view";
import { useLook } from "./tokens-look";

interface RowPreviewProps {
  dataset: Dataset;
  method: Schemas["Method"];
}

type Kind = "seen" | "stored";

/** A look at the rows: as the model sees them, or as they are stored. */
export function RowPreview({ dataset, method }: RowPreviewProps) {
  const look = useLook(method);
  const [kind, setKind] = useState<Kind>("seen");
  const place = usePlace(dataset);
  const { split, offset, row } = place;
  const seen: Seen | null =
    kind === "seen" && look.model
      ? {
          method: method.id,
          model: look.model.id,
          limit: look.limit,
          maskPrompt: look.maskPrompt,
        }
      : null;
  const query = useQuery({
    ...rowsQuery({ dataset: dataset.id, split, offset, seen }),
    // The models come a moment later; asking before would show each page twice.
    enabled: kind === "stored" || look.models !== undefined,
  });
  const { data, isError, error } = query;
  return (
    <Panel title="Rows">
      <div className={classes.bar}>
        <SegmentedControl
          aria-label="File"
          data={dataset.files.map((file) => file.split)}
          value={split}
          onChange={(next) => place.choose(next as Split)}
        />
        <SegmentedControl
          aria-label="Shown"
          data={[
            { value: "seen", label: "As the model sees it" },
            { value: "stored", label: "As stored" },
          ]}
          value={kind}
          onChange={(next) => setKind(next as Kind)}
        />
        {look.canMask && kind === "seen" && (
          <Switch
            label="Mask the prompt"
            checked={look.maskPrompt}
            onChange={(event) => look.change({ mask: event.currentTarget.checked || undefined })}
          />
        )}
      </div>
      {data && (
        <RowPager offset={offset} total={data.total} onOffset={place.turn} onRow={place.go} />
      )}
      {kind === "seen" && <RowLegend />}
      {isError && <ProblemNote error={error} />}
      {!data && !isError && <Skeleton height={560} />}
      {data && (
        <ol className={classes.rows} aria-busy={query.isPlaceholderData}>
          {data.items.map((item) => (
            <RowEntry
              key={item.index}
              item={item}
              limit={look.limit}
              isSeen={kind === "seen"}
              isPointedAt={item.index + 1 === row && !query.isPlaceholderData}
            />
          ))}
        </ol>
      )}
      {data?.total === 0 && <p className={classes.quiet}>This file has no rows.</p>}
    </Panel>
  );
}

/** Which rows are shown: the page around the row that the address names, until another is turned to. */
function usePlace(dataset: Dataset) {
  const search = useSearch({ from: "/datasets/$id" });
  const navigate = useNavigate({ from: "/datasets/$id" });
  const [turned, setTurned] = useState<{ line: number | undefined; offset: number } | null>(null);
  const first = dataset.files[0]?.split ?? "train";
  const split = dataset.files.some((file) => file.split === search.split)
    ? (search.split ?? first)
    : first;
  const put = (change: { split?: Split | undefined; line?: number | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false });
  const around = Math.floor(((search.line ?? 1) - 1) / ROWS_A_PAGE) * ROWS_A_PAGE;
  return {
    split,
    offset: turned && turned.line === search.line ? turned.offset : around,
    row: search.line,
    choose: (next: Split) => {
      setTurned(null);
      put({ split: next, line: undefined });
    },
    turn: (offset: number) => setTurned({ line: search.line, offset }),
    go: (line: number) => {
      setTurned(null);
      put({ line });
    },
  };
}
