import { Button, Modal } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemNote } from "@/components/ui/problem-note";
import { Prose } from "@/components/ui/prose";
import { formatCount } from "@/lib/numbers";
import { methodsQuery } from "@/lib/queries";
import { capital, listed, plural } from "@/lib/words";
import {
  type ConvertPreview,
  type ConvertRequest,
  convertDataset,
  type Dataset,
  previewQuery,
} from "./api";
import { BusyWith } from "./busy-with";
import classes from "./fix-preview.module.css";
import { fixedName } from "./fixes";
import { isCancelled } from "./jobs";
import { plainProblem } from "./plain-problem";
import { remediesOf } from "./refused";
import { RowChanges } from "./row-changes";
import { SPLIT } from "./words";

interface FixPreviewProps {
  dataset: Dataset;
  method: string | undefined;
  title: string;
  request: ConvertRequest;
  /** What that means for the rows, where the steps say too little. */
  note?: string | null | undefined;
  onMade: (made: Dataset) => void;
  onClose: () => void;
}

/** What a fix would do, before it is done: steps with counts, rows before and after, what stays. */
export function FixPreview(props: FixPreviewProps) {
  const { dataset, method, title, note, onMade, onClose } = props;
  const [request, setRequest] = useState(props.request);
  const client = useQueryClient();
  const preview = useQuery(previewQuery(dataset.id, request));
  const convert = useMutation(convertDataset(client, dataset.id));
  const make = () =>
    convert.mutate({ ...request, name: request.name ?? fixedName(dataset) }, { onSuccess: onMade });
  const none = preview.data !== undefined && total(preview.data.rows) === 0;
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="min(860px, 100%)"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.body}>
        {note && <p className={classes.note}>{note}</p>}
        {preview.data && <Shown preview={preview.data} method={method} />}
        {preview.isPending && (
          <div className={classes.waiting}>
            <BusyWith dataset={dataset} kinds={["convert", "import"]} title="Trying it out" />
          </div>
        )}
        {preview.isError && (
          <ProblemNote
            error={plainProblem(preview.error)}
            action={
              <div className={classes.remedies}>
                {remediesOf(preview.error, request).map((remedy) => (
                  <Button
                    key={remedy.label}
                    variant="default"
                    size="xs"
                    onClick={() => setRequest(remedy.request)}
                  >
                    {remedy.label}
                  </Button>
                ))}
              </div>
            }
          />
        )}
        {convert.isError && !isCancelled(convert.error) && (
          <ProblemNote error={plainProblem(convert.error)} />
        )}
        {convert.isPending && (
          <BusyWith dataset={dataset} kinds={["convert"]} title="Writing the copy" />
        )}
        <footer className={classes.footer}>
          <span className={classes.quiet}>
            A new dataset is made. <strong>{dataset.name}</strong> stays as it is.
          </span>
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button
            data-autofocus
            loading={convert.isPending}
            disabled={preview.data === undefined || none}
            onClick={make}
          >
            Make the copy
          </Button>
        </footer>
      </div>
    </Modal>
  );
}

function Shown({ preview, method }: { preview: ConvertPreview; method: string | undefined }) {
  return (
    <>
      <Outcome preview={preview} method={method} />
      {preview.steps.length > 0 && (
        <ul className={classes.steps} aria-label="Steps">
          {preview.steps.map(({ step, title, rows }) => (
            <li key={step}>
              <span>
                <Prose text={capital(title)} />
              </span>
              <span className={classes.count}>
                {rows === 0 ? "nothing to do" : plural(rows, "row")}
              </span>
            </li>
          ))}
        </ul>
      )}
      {preview.remaining.length > 0 && (
        <section className={classes.remaining}>
          <h3>What would still be wrong</h3>
          <ul>
            {preview.remaining.map((problem) => (
              <li key={problem.kind}>
                {problem.title}: {plural(problem.count, "place")}. <Prose text={problem.fix} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <RowChanges changes={preview.changes} />
    </>
  );
}

/** What would come out, in a sentence. */
function Outcome({ preview, method }: { preview: ConvertPreview; method: string | undefined }) {
  const { data: methods } = useQuery(methodsQuery);
  const shape = methods?.find(({ id }) => id === method)?.dataset_shape;
  const isReady = shape !== undefined && preview.ready_for.includes(shape);
  const ready = methods?.filter((one) => preview.ready_for.includes(one.dataset_shape)) ?? [];
  const Icon = isReady ? IconCircleCheck : IconAlertTriangle;
  const out = total(preview.left_out);
  const splits = Object.entries(preview.rows).filter(([, rows]) => rows > 0);
  return (
    <div className={classes.outcome} data-ready={isReady}>
      <Icon size={20} aria-hidden className={classes.icon} />
      <p>
        <strong>
          {splits.length === 0
            ? "No row would be left."
            : `The copy would hold ${listed(splits.map(([split, rows]) => `${formatCount(rows)} ${SPLIT[split as keyof typeof SPLIT]}`))} ${
                total(preview.rows) === 1 ? "row" : "rows"
              }.`}
        </strong>{" "}
        {out > 0 && `${plural(out, "row is", "rows are")} left out. `}
        {ready.length > 0
          ? `It would be ready for ${listed(ready.map(({ title }) => title))}.`
          : "It would not be ready for any method yet."}
      </p>
    </div>
  );
}

function total(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
