import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Method } from "@/components/parameter-form/catalogue";
import { ParameterForm } from "@/components/parameter-form/parameter-form";
import { PresetValues } from "@/components/parameter-form/preset-values";
import { Revision } from "@/components/parameter-form/use-typed";
import { useDocumentTitle } from "@/components/ui/page";
import { Panel } from "@/components/ui/panel";
import { ProblemNote } from "@/components/ui/problem-note";
import { ConfigurationTools } from "@/features/configurations/configuration-tools";
import { DraftNotice } from "@/features/configurations/draft-notice";
import { methodsQuery } from "@/lib/queries";
import { FirstVisit } from "./first-visit";
import { OutcomeColumn } from "./outcome-column";
import { PresetBar } from "./presets/preset-bar";
import { StartBar } from "./start-bar";
import { MoreStarts } from "./sweep/more-starts";
import classes from "./train-page.module.css";
import { TrainerNotice } from "./trainer-notice";
import { UndoButtons } from "./undo/undo-buttons";
import { useTraining } from "./use-training";
import { WhatColumn } from "./what-column";

/** What to train, how, and what will happen; the address holds it all. */
export function TrainPage() {
  useDocumentTitle("Train");
  const methods = useQuery(methodsQuery);
  if (methods.data?.[0]) return <Training methods={methods.data} first={methods.data[0]} />;
  return (
    <div className={classes.page}>
      <h1 className="visually-hidden">Train</h1>
      {methods.isError ? <ProblemNote error={methods.error} /> : <PageSkeleton />}
    </div>
  );
}

function Training({ methods, first }: { methods: readonly Method[]; first: Method }) {
  const training = useTraining(methods, first);
  const { draft, method, request, changed, state, remarks } = training;
  return (
    <div className={classes.page}>
      <h1 className="visually-hidden">Train</h1>
      {training.isFirstVisit && <FirstVisit />}
      <DraftNotice methods={methods} method={draft.method} />
      <TrainerNotice methods={methods} />
      <div className={classes.columns}>
        <div className={classes.what}>
          <WhatColumn
            methods={methods}
            method={method.id}
            model={training.model}
            dataset={training.dataset}
            modelError={remarks.find((remark) => remark.pointer === "/model")?.text}
            datasetError={remarks.find((remark) => remark.pointer === "/dataset")?.text}
            onChange={training.change}
          />
        </div>
        <Panel
          className={classes.how ?? ""}
          title={`How: ${method.title}`}
          aside={<UndoButtons {...training.undo} />}
        >
          <PresetBar
            method={training.known}
            id={training.applied.id}
            preset={training.applied.preset}
            {...training.presets}
            changed={changed}
            onChoose={training.choosePreset}
          />
          <PresetValues value={training.applied.values}>
            <Revision value={training.undo.revision}>
              <ParameterForm
                key={method.id}
                method={method}
                changed={changed}
                effective={training.effective}
                rows={training.rows}
                findings={training.findings}
                onChange={training.setParameter}
                onReset={training.resetGroup}
                onResetAll={training.resetParameters}
                wish={training.wish}
              />
            </Revision>
          </PresetValues>
        </Panel>
        <div className={classes.outcome}>
          <div className={classes.start}>
            <StartBar
              name={draft.name ?? ""}
              onName={(name) => training.change({ name })}
              reason={training.reason}
              ahead={training.ahead}
              starting={training.start.isPending}
              error={training.start.error}
              onStart={() => training.onStart()}
            />
            <MoreStarts
              method={method}
              request={request}
              canStart={training.reason === null && !training.start.isPending}
              onStartAt={training.onStart}
            />
          </div>
          <ConfigurationTools
            draft={draft}
            request={request}
            onUse={(imported) => training.replace(imported)}
          />
          <OutcomeColumn
            request={request}
            method={method}
            values={training.values}
            state={state}
            remarks={remarks}
            onJump={training.jump}
            onLeaveOut={training.leaveOut}
            onSet={training.setParameter}
          />
        </div>
      </div>
    </div>
  );
}

function PageSkeleton() {
  return (
    <div className={classes.columns} role="status" aria-label="Loading the methods">
      <Skeleton height={620} radius="md" />
      <Skeleton height={620} radius="md" />
      <Skeleton height={420} radius="md" />
    </div>
  );
}
