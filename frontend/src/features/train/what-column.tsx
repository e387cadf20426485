import { useQuery } from "@tanstack/react-query";
import type { Method } from "@/components/parameter-form/catalogue";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import { DropFiles } from "@/components/upload/drop-files";
import type { Schemas } from "@/lib/client";
import { formatBytes, formatShort } from "@/lib/numbers";
import { datasetsQuery, modelsQuery } from "@/lib/queries";
import { plural } from "@/lib/words";
import { MethodCards } from "./method-cards";
import { SourceField, type SourceOption } from "./source-field";

/** Ids of the two fields, for links to them from errors. */
export const MODEL_FIELD = "train-model";
export const DATASET_FIELD = "train-dataset";

interface WhatColumnProps {
  methods: readonly Method[];
  method: string;
  model: string;
  dataset: string;
  modelError: string | undefined;
  datasetError: string | undefined;
  onChange: (change: { method?: string; model?: string; dataset?: string }) => void;
}

/** What is trained on what: model, dataset, method. */
export function WhatColumn(props: WhatColumnProps) {
  const { methods, method, model, dataset, modelError, datasetError, onChange } = props;
  const models = useQuery(modelsQuery);
  const datasets = useQuery(datasetsQuery);
  const chosen = models.data?.find((one) => one.id === model);
  return (
    <Panel title="What">
      <SourceField
        id={MODEL_FIELD}
        label="Model"
        options={models.data?.filter((one) => one.kind === "model").map(modelOption) ?? []}
        value={model}
        onChange={(value) => onChange({ model: value })}
        placeholder="Choose, or type a folder or hub name"
        description={chosen?.problem ?? describeModel(chosen)}
        error={modelError}
      />
      {models.isError && <ProblemNote error={models.error} />}
      <SourceField
        id={DATASET_FIELD}
        label="Dataset"
        options={datasets.data?.map(datasetOption) ?? []}
        value={dataset}
        onChange={(value) => onChange({ dataset: value })}
        placeholder="Choose, or type a path"
        description={describeDataset(datasets.data?.find((one) => one.id === dataset))}
        error={datasetError}
      />
      {datasets.isError && <ProblemNote error={datasets.error} />}
      <DropFiles place="train" compact onDone={(added) => onChange({ dataset: added.id })} />
      <MethodCards
        methods={methods}
        value={method}
        onChange={(value) => onChange({ method: value })}
      />
    </Panel>
  );
}

function modelOption(model: Schemas["ModelOut"]): SourceOption {
  return { id: model.id, name: model.name, note: model.problem ?? describeModel(model) };
}

function describeModel(model: Schemas["ModelOut"] | undefined): string {
  if (!model) return "";
  const parts = [
    model.architecture,
    model.parameters != null && `${formatShort(model.parameters)} parameters`,
    model.quantization && `${model.quantization.bits ?? "?"}-bit`,
    model.bytes != null && formatBytes(model.bytes),
  ];
  return parts.filter(Boolean).join(", ");
}

function datasetOption(dataset: Schemas["DatasetOut"]): SourceOption {
  return { id: dataset.id, name: dataset.name, note: describeDataset(dataset) };
}

function describeDataset(dataset: Schemas["DatasetOut"] | undefined): string {
  if (!dataset) return "";
  if (dataset.missing) return dataset.missing;
  const files = dataset.files.map(({ split, rows, bytes }) =>
    rows == null ? `${split} ${formatBytes(bytes)}` : `${split} ${plural(rows, "row")}`,
  );
  return [dataset.format_title, ...files].filter(Boolean).join(", ");
}
