import type { Dataset } from "./api";
import { ColumnsPanel } from "./columns-panel";
import { DatasetHeader } from "./dataset-header";
import { Derive } from "./derive";
import { FilesGone } from "./files-gone";
import { Lineage } from "./lineage";
import { ProblemList } from "./problem-list";
import { ReportPanel } from "./report-panel";
import { RowPreview } from "./row-preview";
import { TokensCard } from "./tokens-card";
import { useMethod } from "./use-method";
import { useOpenMade } from "./use-open-made";
import { useReport } from "./use-report";

/** One dataset: is it ready, what is wrong, what is in it, what can be made of it. */
export function DatasetDetail({ dataset }: { dataset: Dataset }) {
  const [method, chooseMethod] = useMethod();
  const openMade = useOpenMade();
  const report = useReport(dataset, method?.id);
  return (
    <>
      <DatasetHeader dataset={dataset} method={method?.id} />
      <Lineage dataset={dataset} />
      {dataset.missing != null ? (
        <FilesGone dataset={dataset} />
      ) : (
        <>
          <ReportPanel
            dataset={dataset}
            method={method}
            report={report}
            onMethod={chooseMethod}
            onMade={openMade}
          />
          {method && report.data && report.data.problems.length > 0 && (
            <ProblemList
              dataset={dataset}
              method={method.id}
              report={report.data}
              onMade={openMade}
            />
          )}
          {method && <TokensCard dataset={dataset} method={method} />}
          {method && <RowPreview dataset={dataset} method={method} />}
          <ColumnsPanel dataset={dataset} method={method?.id} onMade={openMade} />
          <Derive dataset={dataset} method={method?.id} report={report.data} onMade={openMade} />
        </>
      )}
    </>
  );
}
