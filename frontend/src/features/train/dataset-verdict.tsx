import { Skeleton } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Prose } from "@/components/ui/prose";
import type { Values } from "@/lib/draft";
import { datasetsQuery, reportQuery } from "@/lib/queries";
import classes from "./outcome.module.css";

/** Of a verdict of one line with what happens in two, so that nothing jumps when it arrives. */
const VERDICT_HEIGHT = 92;

interface DatasetVerdictProps {
  dataset: string;
  method: string;
  values: Values;
}

/** In one sentence: is the dataset ready for this method, and what a plan makes of its rows. */
export function DatasetVerdict({ dataset, method, values }: DatasetVerdictProps) {
  const { data: datasets } = useQuery(datasetsQuery);
  const known = datasets?.some((item) => item.id === dataset) ?? false;
  const { data: report, isPending } = useQuery({
    ...reportQuery({
      dataset,
      method,
      batchSize: wholeOrOne(values.batch_size),
      maskPrompt: values.mask_prompt === true,
    }),
    enabled: known,
  });
  if (known && isPending) return <Skeleton height={VERDICT_HEIGHT} />;
  if (!report) return null;
  const Icon = report.ready ? IconCircleCheck : IconAlertTriangle;
  return (
    <div className={classes.verdict} data-ready={report.ready}>
      <Icon size={16} aria-hidden className={classes.icon} />
      <div>
        <p>
          <Prose text={report.verdict} />
        </p>
        {report.what_happens && (
          <p className={classes.quiet}>
            <Prose text={report.what_happens} />
          </p>
        )}
        <Link to="/datasets/$id" params={{ id: dataset }} search={{ method }}>
          Look at the dataset
        </Link>
      </div>
    </div>
  );
}

function wholeOrOne(value: Values[string] | undefined): number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 ? value : 1;
}
