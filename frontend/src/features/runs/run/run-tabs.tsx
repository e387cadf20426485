import { Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { RunStore } from "@/lib/stream/run-store";
import type { RunDetail } from "../api";
import { RunCharts } from "../charts/run-charts";
import { CheckpointsTab } from "../checkpoints/checkpoints-tab";
import { ConfigTab } from "../config/config-tab";
import { LogTab } from "../log-tab";
import { NotesTab } from "../notes-tab";
import { RolloutsTab } from "../rollouts/rollouts-tab";
import type { Tab } from "../search";

const route = getRouteApi("/runs/$runId");

const TITLES: Record<Tab, string> = {
  charts: "Charts",
  rollouts: "Rollouts",
  log: "Log",
  config: "Config",
  checkpoints: "Checkpoints",
  notes: "Notes",
};

/** The parts of a run's page; the address says which is shown. */
export function RunTabs({ run, store }: { run: RunDetail; store: RunStore }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  // A method that samples nothing has no rollouts to show.
  const samples = run.plan.steps.completions != null;
  const tabs = (Object.keys(TITLES) as Tab[]).filter((tab) => samples || tab !== "rollouts");
  const shown = search.tab && tabs.includes(search.tab) ? search.tab : "charts";
  const select = (tab: string | null) =>
    navigate({
      search: tab === "charts" || !tab ? {} : { tab: tab as Tab },
      replace: true,
      resetScroll: false,
    });
  return (
    <Tabs value={shown} onChange={select} keepMounted={false}>
      <Tabs.List aria-label="Parts of this run">
        {tabs.map((tab) => (
          <Tabs.Tab key={tab} value={tab}>
            {TITLES[tab]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="charts" pt="sm">
        <RunCharts run={run} store={store} />
      </Tabs.Panel>
      {samples && (
        <Tabs.Panel value="rollouts" pt="sm">
          <RolloutsTab runId={run.id} store={store} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="log" pt="sm">
        <LogTab run={run} store={store} />
      </Tabs.Panel>
      <Tabs.Panel value="config" pt="sm">
        <ConfigTab run={run} />
      </Tabs.Panel>
      <Tabs.Panel value="checkpoints" pt="sm">
        <CheckpointsTab run={run} store={store} />
      </Tabs.Panel>
      <Tabs.Panel value="notes" pt="sm">
        <NotesTab run={run} />
      </Tabs.Panel>
    </Tabs>
  );
}
