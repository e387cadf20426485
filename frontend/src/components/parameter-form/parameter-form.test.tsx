import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { choice, method, parameter } from "./parameters.test-support";
import { showForm as show } from "./show-form.test-support";

it("says of what the installed trainer lacks why, and takes no value for it", () => {
  const lacking = "The installed mlx-lm-lora 3.1.3 does not have it.";
  show(method([parameter({ name: "n", label: "N", unavailable: lacking })]));
  expect(screen.getByRole("textbox", { name: "N" })).toBeDisabled();
  expect(screen.getByText(lacking)).toBeVisible();
});

describe("a field for each type", () => {
  it("takes a number as it is typed, an exponent too", async () => {
    const changed = show(method([parameter({ name: "learning_rate", label: "Learning rate" })]));
    const field = screen.getByRole("textbox", { name: "Learning rate" });
    await userEvent.clear(field);
    await userEvent.type(field, "1e-4");
    expect(changed()).toEqual({ learning_rate: 1e-4 });
    await userEvent.tab();
    expect(field).toHaveValue("1e-4");
  });

  it("goes back to the default when a field that needs a value is left empty", async () => {
    const changed = show(method([parameter({ name: "iters", label: "Iterations", default: 100 })]));
    const field = screen.getByRole("textbox", { name: "Iterations" });
    await userEvent.clear(field);
    await userEvent.tab();
    expect(field).toHaveValue("100");
    expect(changed()).toEqual({});
  });

  it("steps a number with the arrow keys", async () => {
    const changed = show(method([parameter({ name: "n", label: "N", type: "integer" })]));
    await userEvent.type(screen.getByRole("textbox", { name: "N" }), "{ArrowUp}{ArrowUp}");
    expect(changed()).toEqual({ n: 3 });
  });

  it("switches a boolean", async () => {
    const form = method([
      parameter({ name: "mask", label: "Mask", type: "boolean", default: false }),
    ]);
    const changed = show(form);
    await userEvent.click(screen.getByRole("switch", { name: /Mask/ }));
    expect(changed()).toEqual({ mask: true });
  });

  it("offers a few short choices as segments, with the chosen one's help", async () => {
    const choices = [choice("lora", "LoRA", "Two thin matrices."), choice("full", "Full", "All.")];
    const form = method([
      parameter({
        name: "train_type",
        label: "Train type",
        type: "choice",
        default: "lora",
        choices,
      }),
    ]);
    const changed = show(form);
    expect(screen.getByText("Two thin matrices.")).toBeInTheDocument();
    await userEvent.click(screen.getByRole("radio", { name: "Full" }));
    expect(changed()).toEqual({ train_type: "full" });
    expect(screen.getByText("All.")).toBeInTheDocument();
  });

  it("offers long choices as a list", async () => {
    const choices = ["Constant rate", "Cosine decay", "Exponential decay"].map((label) =>
      choice(label.toLowerCase(), label),
    );
    const form = method([
      parameter({
        name: "s",
        label: "Schedule",
        type: "choice",
        default: "constant rate",
        choices,
      }),
    ]);
    const changed = show(form);
    await userEvent.selectOptions(
      screen.getByRole("combobox", { name: "Schedule" }),
      "Cosine decay",
    );
    expect(changed()).toEqual({ s: "cosine decay" });
  });

  it("takes an empty path for nothing", async () => {
    const form = method([
      parameter({ name: "file", label: "File", type: "path", default: null, nullable: true }),
    ]);
    const changed = show(form, { changed: { file: "/a" } });
    await userEvent.clear(screen.getByRole("textbox", { name: "File" }));
    expect(changed()).toEqual({});
  });

  it("takes numbers with commas between", async () => {
    const form = method([
      parameter({
        name: "betas",
        label: "Betas",
        type: "list",
        item_type: "number",
        default: [0.9],
      }),
    ]);
    const changed = show(form);
    const field = screen.getByRole("textbox", { name: "Betas" });
    await userEvent.clear(field);
    await userEvent.type(field, "0.8, 0.99");
    expect(changed()).toEqual({ betas: [0.8, 0.99] });
  });

  it("orders, leaves out and adds names", async () => {
    const form = method([
      parameter({
        name: "rewards",
        label: "Rewards",
        type: "list",
        item_type: "string",
        default: ["a", "b"],
        choices: [choice("a", "Right answer"), choice("b", "Format"), choice("c", "Length")],
      }),
    ]);
    const changed = show(form);
    await userEvent.click(screen.getByRole("button", { name: "Move b up" }));
    expect(changed()).toEqual({ rewards: ["b", "a"] });
    await userEvent.click(screen.getByRole("button", { name: "Leave out a" }));
    await userEvent.click(screen.getByRole("button", { name: "Length" }));
    await userEvent.type(screen.getByRole("textbox", { name: /Add a name/ }), "mine{Enter}");
    expect(changed()).toEqual({ rewards: ["b", "c", "mine"] });
  });

  it("shows booleans of which one may be on as one control", async () => {
    const load = (name: string, label: string) =>
      parameter({ name, label, type: "boolean", default: false, exclusive_group: "load_in" });
    const changed = show(method([load("four", "Load in 4 bits"), load("mx", "Load in MXFP4")]));
    const control = screen.getByRole("radiogroup", { name: "Load in" });
    await userEvent.click(within(control).getByRole("radio", { name: "4 bits" }));
    expect(changed()).toEqual({ four: true });
    await userEvent.click(within(control).getByRole("radio", { name: "MXFP4" }));
    expect(changed()).toEqual({ mx: true });
    await userEvent.click(within(control).getByRole("radio", { name: "Off" }));
    expect(changed()).toEqual({});
  });
});

describe("what stands beside a field", () => {
  const groupSize = parameter({
    name: "group_size",
    label: "Group size",
    type: "integer",
    default: 4,
    minimum: 2,
    recommended: [2, 16],
    raising: "Time grows in step.",
    effect: "Changes nothing here.",
    tip: "In place of a critic.",
  });

  it("is the error of the same bounds as the server's, tied to the field", async () => {
    show(method([groupSize]), { changed: { group_size: 1 } });
    const field = screen.getByRole("textbox", { name: "Group size" });
    expect(field).toBeInvalid();
    expect(field).toHaveAccessibleDescription(/at least 2/);
  });

  it("is a warning outside the recommended range, which is no error", () => {
    show(method([groupSize]), { changed: { group_size: 24 } });
    const field = screen.getByRole("textbox", { name: "Group size" });
    expect(field).toBeValid();
    expect(field).toHaveAccessibleDescription(/above the recommended 16/);
  });

  it("is what only the server knows", () => {
    const findings = new Map([["group_size", { error: "More than there are rows." }]]);
    show(method([groupSize]), { findings });
    expect(screen.getByRole("textbox", { name: "Group size" })).toHaveAccessibleDescription(
      /More than there are rows/,
    );
  });

  it("is the note on a value that changes nothing", () => {
    show(method([groupSize]));
    expect(screen.getByText("Changes nothing here.")).toBeInTheDocument();
  });

  it("is help with what raising does, on demand", async () => {
    show(method([groupSize]));
    expect(screen.queryByText("Time grows in step.")).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole("button", { name: "Help on Group size" }));
    expect(screen.getByText("Time grows in step.")).toBeInTheDocument();
    expect(screen.getByText("In place of a critic.")).toBeInTheDocument();
  });

  it("is a reset for what was changed", async () => {
    const changed = show(method([groupSize]), { changed: { group_size: 8 } });
    await userEvent.click(screen.getByRole("button", { name: "Reset Group size" }));
    expect(changed()).toEqual({});
    expect(screen.queryByRole("button", { name: "Reset Group size" })).not.toBeInTheDocument();
  });
});

describe("which fields are shown", () => {
  const trainType = parameter({
    name: "train_type",
    label: "Train type",
    type: "choice",
    default: "lora",
    choices: [choice("lora", "LoRA"), choice("full", "Full")],
  });
  const rank = parameter({ name: "rank", label: "Rank", shown_when: { train_type: ["lora"] } });
  const seed = parameter({ name: "seed", label: "Seed", group: "more", primary: false });

  it("are those that act", async () => {
    show(method([trainType, rank]));
    expect(screen.getByRole("textbox", { name: "Rank" })).toBeInTheDocument();
    await userEvent.click(screen.getByRole("radio", { name: "Full" }));
    expect(screen.queryByRole("textbox", { name: "Rank" })).not.toBeInTheDocument();
  });

  it("are those that were changed as well, so that nothing is sent unseen", () => {
    show(method([trainType, rank]), { changed: { train_type: "full", rank: 16 } });
    expect(screen.getByRole("textbox", { name: "Rank" })).toHaveValue("16");
  });

  it("are the first few; the rest opens in groups", async () => {
    show(method([rank, seed, trainType]));
    expect(screen.queryByRole("textbox", { name: "Seed" })).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole("button", { name: /More/ }));
    expect(screen.getByRole("textbox", { name: "Seed" })).toBeInTheDocument();
  });

  it("are what a search finds, in closed groups too", async () => {
    show(method([rank, seed, trainType]));
    await userEvent.type(screen.getByRole("searchbox", { name: "Search parameters" }), "seed");
    expect(screen.getByRole("textbox", { name: "Seed" })).toBeInTheDocument();
    expect(screen.queryByRole("textbox", { name: "Rank" })).not.toBeInTheDocument();
  });

  it("are only those that were changed, when that is asked for", async () => {
    show(method([rank, seed, trainType]), { changed: { seed: 7 } });
    await userEvent.click(screen.getByRole("switch", { name: "Only changed (1)" }));
    expect(screen.getByRole("textbox", { name: "Seed" })).toHaveValue("7");
    expect(screen.queryByRole("textbox", { name: "Rank" })).not.toBeInTheDocument();
  });

  it("show what the server takes in place of a default", () => {
    const iters = parameter({ name: "iters", label: "Iterations", default: 100, nullable: true });
    show(method([iters]), { effective: { iters: null } });
    expect(screen.getByRole("textbox", { name: "Iterations" })).toHaveValue("");
  });

  it("come into view with the focus when a remark points at them", () => {
    show(method([rank, seed, trainType]), { wish: { name: "seed" } });
    expect(screen.getByRole("textbox", { name: "Seed" })).toHaveFocus();
  });
});
