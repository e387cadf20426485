import { Skeleton } from "@mantine/core";
import { IconCube } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import { modelsQuery } from "@/lib/queries";
import { AdapterCard } from "./adapter-card";
import { ModelCard } from "./model-card";
import classes from "./models-page.module.css";

/** What is on this machine: models to train, and the adapters that runs left. */
export function ModelsPage() {
  const { data, isPending, isError, error } = useQuery(modelsQuery);
  const models = data?.filter((one) => one.kind === "model") ?? [];
  const adapters = data?.filter((one) => one.kind === "adapter") ?? [];
  return (
    <Page
      title="Models"
      lead="What this machine has: the built-in starter model, the data folder, and the hub's cache. Train takes any other folder or hub name as well."
    >
      {isError && <ProblemNote error={error} />}
      {isPending && <Skeleton height={180} radius="md" />}
      {data && (
        <>
          <Panel title="Models">
            {models.length > 0 ? (
              <ul className={classes.cards}>
                {models.map((model) => (
                  <ModelCard key={model.id} model={model} />
                ))}
              </ul>
            ) : (
              <EmptyState icon={IconCube} title="No model on this machine yet">
                Put a folder with <code>config.json</code>, <code>*.safetensors</code> and the
                tokenizer's files into <code>models</code> of the data folder, or type a hub name on
                the Train page.
              </EmptyState>
            )}
          </Panel>
          <Panel title="Adapters">
            {adapters.length > 0 ? (
              <ul className={classes.cards}>
                {adapters.map((adapter) => (
                  <AdapterCard key={adapter.id} adapter={adapter} models={models} />
                ))}
              </ul>
            ) : (
              <EmptyState icon={IconCube} title="No adapters yet">
                An adapter is what a run learns: small weights on top of a model. Each run that is
                saved leaves one here, with the model that it belongs to.
              </EmptyState>
            )}
          </Panel>
        </>
      )}
    </Page>
  );
}
