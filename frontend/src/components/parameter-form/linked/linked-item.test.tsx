import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Values } from "@/lib/draft";
import type { Method } from "../catalogue";
import { method, parameter } from "../parameters.test-support";
import { showForm } from "../show-form.test-support";

const whole = { type: "integer", minimum: 1, group: "main" } as const;
const PARAMETERS = [
  parameter({ ...whole, name: "iters", label: "Iterations", default: 100, nullable: true }),
  parameter({ ...whole, name: "epochs", label: "Epochs", default: null, nullable: true, step: 1 }),
  parameter({ ...whole, name: "batch_size", label: "Batch size", default: 4, scale: "log2" }),
  parameter({
    ...whole,
    name: "gradient_accumulation_steps",
    label: "Gradient accumulation",
    default: 1,
    scale: "log2",
  }),
];
const form = method(PARAMETERS);

/** Shows the form over a dataset of so many rows, and gives back what was changed in it. */
function show(shown: Method, rows: number | null, changed: Values = {}, effective: Values = {}) {
  return showForm(shown, { rows, changed, effective });
}

const box = (name: string) => screen.getByRole("textbox", { name });

async function type(name: string, text: string): Promise<void> {
  await userEvent.clear(box(name));
  await userEvent.type(box(name), text);
}

describe("the length", () => {
  it("is shown as iterations, epochs and examples at once", () => {
    show(form, 200);
    expect(box("Iterations")).toHaveValue("100");
    expect(box("Epochs")).toHaveValue("2");
    expect(box("Examples")).toHaveValue("400");
  });

  it("follows from iterations as they are typed", async () => {
    const changed = show(form, 200);
    await type("Iterations", "25");
    expect(changed()).toEqual({ iters: 25 });
    expect(box("Epochs")).toHaveValue("0.5");
    expect(box("Examples")).toHaveValue("100");
  });

  it("is sent as epochs where whole epochs are meant", async () => {
    const changed = show(form, 10, { iters: 7 });
    await type("Epochs", "3");
    expect(changed()).toEqual({ epochs: 3 });
    expect(box("Iterations")).toHaveValue("9");
    expect(box("Examples")).toHaveValue("36");
    expect(screen.getByText(/10 rows ÷ 4, rounded up to 3 iterations/)).toBeVisible();
  });

  it("is sent as iterations where a part of an epoch is meant, and says how it was rounded", async () => {
    const changed = show(form, 10);
    await type("Epochs", "1.5");
    expect(changed()).toEqual({ iters: 4 });
    expect(screen.getByText(/would be 3.75 iterations: rounded to 4/)).toBeVisible();
    await userEvent.tab();
    expect(box("Epochs")).toHaveValue("1.6");
  });

  it("is sent as iterations where examples are meant", async () => {
    const changed = show(form, 200, { epochs: 3 });
    await type("Examples", "120");
    expect(changed()).toEqual({ iters: 30 });
    expect(box("Epochs")).toHaveValue("0.6");
  });

  it("says why epochs are unknown without rows", () => {
    show(form, null);
    expect(box("Epochs")).toHaveValue("");
    expect(box("Epochs")).toHaveAttribute("placeholder", "–");
    expect(screen.getByText(/once the rows of the dataset are counted/)).toBeVisible();
  });

  it("refuses beside the field what is no length", async () => {
    show(form, 200);
    await type("Epochs", "many");
    expect(box("Epochs")).toBeInvalid();
    expect(box("Iterations")).toHaveAttribute("placeholder", "–");
  });

  it("is reset as one", async () => {
    const changed = show(form, 200, { epochs: 3 });
    await userEvent.click(screen.getByRole("button", { name: "Reset Epochs" }));
    expect(changed()).toEqual({});
    expect(box("Iterations")).toHaveValue("100");
  });

  it("shows its default at once, whatever the plan of a moment ago took", () => {
    show(form, 200, {}, { iters: null });
    expect(box("Iterations")).toHaveValue("100");
    expect(box("Epochs")).toHaveValue("2");
  });

  it("stays two plain fields where a method has not both", () => {
    show(method(PARAMETERS.filter(({ name }) => name !== "epochs")), 200);
    expect(screen.queryByRole("group", { name: "Length" })).not.toBeInTheDocument();
    expect(box("Iterations")).toHaveValue("100");
  });
});

it("is found by its own name as well", async () => {
  show(form, 200);
  await userEvent.type(screen.getByRole("searchbox"), "effective");
  expect(box("Effective batch")).toBeVisible();
  expect(screen.queryByRole("textbox", { name: "Epochs" })).not.toBeInTheDocument();
});

describe("the effective batch", () => {
  it("is batch size times accumulation", async () => {
    show(form, 200);
    await type("Gradient accumulation", "8");
    expect(box("Effective batch")).toHaveValue("32");
  });

  it("sets the accumulation", async () => {
    const changed = show(form, 200);
    await type("Effective batch", "64");
    expect(changed()).toEqual({ gradient_accumulation_steps: 16 });
  });

  it("says what is near where the batch size does not divide it", async () => {
    const changed = show(form, 200);
    await type("Effective batch", "30");
    expect(box("Effective batch")).toBeInvalid();
    expect(box("Effective batch")).toHaveAccessibleDescription(/nearest are 28 and 32/);
    await userEvent.tab();
    expect(box("Effective batch")).toHaveValue("4");
    expect(changed()).toEqual({});
  });

  it("says how many completions an update learns from", () => {
    const groups = parameter({ ...whole, name: "group_size", label: "Group size", default: 8 });
    show(method([...PARAMETERS, groups]), 200);
    expect(screen.getByText("Each update learns from 32 completions.")).toBeVisible();
  });

  it("counts the pair that a judge compares", () => {
    show(method(PARAMETERS, { completions_per_prompt: 2 }), 200);
    expect(screen.getByText("Each update learns from 8 completions.")).toBeVisible();
  });
});
