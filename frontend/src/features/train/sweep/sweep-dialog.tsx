import { Button, Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import type { Method } from "@/components/parameter-form/catalogue";
import { ProblemNote } from "@/components/ui/problem-note";
import { api, type Schemas, unwrap } from "@/lib/client";
import { randomId } from "@/lib/ids";
import { formatCount } from "@/lib/numbers";
import { type Axis, newAxis, overOf } from "./axes";
import { AxisRow } from "./axis-row";
import classes from "./sweep.module.css";
import { SweepRuns } from "./sweep-runs";

type SweepRequest = Schemas["SweepRequest"];

interface SweepDialogProps {
  method: Method;
  request: Schemas["PlanRequest"];
  onClose: () => void;
}

/** Asks which values of which parameters to try, shows every run, and puts them into the queue. */
export default function SweepDialog({ method, request, onClose }: SweepDialogProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [axes, setAxes] = useState<Axis[]>(() => [newAxis(randomId())]);
  const last = useRef({ text: "", id: "" });
  const body = useMemo<SweepRequest | null>(() => {
    const over = overOf(axes);
    return over && { request, over, ...(name.trim() && { name: name.trim() }) };
  }, [axes, name, request]);
  const [asked] = useDebouncedValue(body, 250);
  const plan = useQuery({
    queryKey: ["sweep", asked],
    queryFn: ({ signal }) =>
      unwrap(api.POST("/api/sweeps/plan", { body: asked as SweepRequest, signal })),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
  });
  const start = useMutation({
    mutationFn: (sweep: SweepRequest) => {
      const text = JSON.stringify(sweep);
      if (last.current.text !== text) last.current = { text, id: randomId() };
      return unwrap(api.POST("/api/sweeps", { body: { ...sweep, request_id: last.current.id } }));
    },
    onSuccess: async ({ id }) => {
      void client.invalidateQueries({ queryKey: ["runs"] });
      await navigate({ to: "/compare", search: { group: id } });
    },
  });
  const change = (axis: Axis) =>
    setAxes((before) => before.map((one) => (one.key === axis.key ? axis : one)));
  const isCurrent = asked !== null && asked === body && !plan.isFetching && !plan.error;
  const runs = asked && !plan.error ? plan.data?.runs : undefined;
  return (
    <Modal
      opened
      onClose={onClose}
      title="Sweep: a run for each combination of values"
      size="min(760px, 100%)"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.dialog}>
        <TextInput
          label="Name"
          placeholder="What you want to find out (optional)"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {axes.map((axis, index) => (
          <AxisRow
            key={axis.key}
            axis={axis}
            method={method}
            number={index + 1}
            taken={axes.flatMap((one) => (one.key === axis.key ? [] : (one.parameter ?? [])))}
            onChange={change}
            onRemove={
              axes.length > 1
                ? () => setAxes((before) => before.filter((one) => one.key !== axis.key))
                : undefined
            }
          />
        ))}
        <div>
          <Button
            variant="default"
            size="xs"
            disabled={axes.length >= 8}
            onClick={() => setAxes((before) => [...before, newAxis(randomId())])}
          >
            Another parameter
          </Button>
        </div>
        {asked && plan.error && <ProblemNote error={plan.error} />}
        {runs && <SweepRuns runs={runs} />}
        {start.error && <ProblemNote error={start.error} />}
        <footer className={classes.foot}>
          <p role="status">
            {runs
              ? `${runs.length} runs, ${formatCount(plan.data?.iterations ?? 0)} iterations in all, one after another.`
              : "Choose a parameter and its values."}
          </p>
          <Button
            disabled={!isCurrent || !body}
            loading={start.isPending}
            onClick={() => body && start.mutate(body)}
          >
            {runs && isCurrent ? `Start ${runs.length} runs` : "Start the runs"}
          </Button>
        </footer>
      </div>
    </Modal>
  );
}
