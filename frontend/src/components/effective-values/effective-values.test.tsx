import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { method, parameter } from "@/components/parameter-form/parameters.test-support";
import { methodsQuery } from "@/lib/queries";
import { EffectiveValues } from "./effective-values";
import type { Plan } from "./values";

const plan = {
  method: "made",
  parameters: {
    temperature: {
      value: 0.8,
      origin: "temper_default",
      carrier: "--temperature",
      acts_on: "how completions are sampled",
      effect: null,
    },
    epsilon: {
      value: 0.2,
      origin: "request",
      carrier: "--epsilon",
      acts_on: "where ratios are clipped",
      effect: "Changes nothing: one update a rollout.",
    },
    judge: { value: null, origin: "trainer_default", carrier: null, acts_on: "x", effect: null },
  },
} as unknown as Plan;

function show() {
  const client = new QueryClient();
  const own = parameter({ name: "temperature", default: 0.8, trainer_default: 1 });
  client.setQueryData(methodsQuery.queryKey, [method([own])]);
  render(
    <QueryClientProvider client={client}>
      <MantineProvider env="test">
        <EffectiveValues plan={plan} />
      </MantineProvider>
    </QueryClientProvider>,
  );
}

function lines(): string[] {
  const list = screen.getByRole("list", { name: "Values as the trainer gets them" });
  return within(list)
    .queryAllByRole("listitem")
    .map((line) => line.textContent ?? "");
}

it("tells of each value where it came from, how it travels and what it acts on", () => {
  show();
  const [epsilon, temperature, judge] = lines();
  expect(epsilon).toContain("is 0.2");
  expect(epsilon).toContain("from You");
  expect(epsilon).toContain("Changes nothing: one update a rollout.");
  expect(temperature).toContain("from Temper’s default");
  expect(temperature).toContain("travels as --temperature");
  expect(temperature).toContain("how completions are sampled");
  expect(temperature).toContain("trainer’s own default: 1");
  expect(judge).toContain("not passed");
});

it("shows only what was chosen, or only what carries a note", async () => {
  show();
  const which = screen.getByRole("combobox", { name: "Which values are shown" });
  await userEvent.selectOptions(which, "Only chosen (1)");
  expect(lines()).toHaveLength(1);
  await userEvent.selectOptions(which, "Only with a note (1)");
  expect(lines()[0]).toContain("epsilon");
});

it("searches, and says where nothing matches", async () => {
  show();
  const search = screen.getByRole("searchbox", { name: "Search the values" });
  await userEvent.type(search, "sampled");
  expect(lines()).toHaveLength(1);
  await userEvent.type(search, " nowhere");
  expect(lines()).toHaveLength(0);
  expect(screen.getByRole("status")).toHaveTextContent("No value matches.");
});
