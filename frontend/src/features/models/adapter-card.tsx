import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { FactList } from "@/components/ui/fact-list";
import { ProblemNote } from "@/components/ui/problem-note";
import { formatBytes, formatShort } from "@/lib/numbers";
import { trainOnDraft } from "./api";
import { type Model, ProblemLine } from "./model-card";
import classes from "./models-page.module.css";
import { SOURCE } from "./sources";

interface AdapterCardProps {
  adapter: Model;
  models: readonly Model[];
}

/** What a run learned: where it came from, and two ways on. */
export function AdapterCard({ adapter, models }: AdapterCardProps) {
  const navigate = useNavigate();
  const trainOn = useMutation({
    mutationFn: () => trainOnDraft(adapter),
    onSuccess: (search) => navigate({ to: "/", search }),
  });
  const base = models.find((one) => one.id === adapter.base || one.path === adapter.base);
  const { parameters, bytes } = adapter;
  return (
    <li className={classes.card}>
      <div className={classes.top}>
        <h3>{adapter.name}</h3>
        <span className={classes.source}>{SOURCE[adapter.source]}</span>
      </div>
      <ProblemLine problem={adapter.problem} />
      <FactList
        facts={[
          ["Belongs to", base?.name ?? adapter.base],
          ["Parameters", parameters == null ? null : formatShort(parameters)],
          ["Size", bytes == null ? null : formatBytes(bytes)],
          ["Path", adapter.path && <code>{adapter.path}</code>],
        ]}
      />
      {trainOn.isError && <ProblemNote error={trainOn.error} />}
      <div className={classes.actions}>
        {adapter.ready && (adapter.source === "run" || base) && (
          <Button variant="default" loading={trainOn.isPending} onClick={() => trainOn.mutate()}>
            Train on from it
          </Button>
        )}
        {adapter.source === "run" && (
          <Button
            variant="subtle"
            renderRoot={(props) => (
              <Link {...props} to="/runs/$runId" params={{ runId: adapter.id }} />
            )}
          >
            Open its run
          </Button>
        )}
      </div>
    </li>
  );
}
