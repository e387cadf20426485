import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { choice, flag, method, parameter } from "./parameters.test-support";
import { showForm as show } from "./show-form.test-support";

describe("the search", () => {
  const lossType = parameter({
    name: "loss_type",
    label: "Loss",
    type: "choice",
    default: "nll",
    group: "more",
    primary: false,
    choices: [choice("nll", "NLL"), choice("dft", "Dynamic", "Tones down.")],
  });
  const groupSize = parameter({
    name: "group_size",
    label: "Group",
    carrier: flag("--group-size"),
  });
  const search = () => screen.getByRole("searchbox", { name: "Search parameters" });

  it.each([
    ["the spelling of a flag", "--group-size", "1 of 2"],
    ["a choice", "dynamic", "1 of 2"],
    ["what a choice does", "tones", "1 of 2"],
    ["any word of the label", "gro", "1 of 2"],
  ])("finds %s, and counts what it found", async (_, query, said) => {
    show(method([groupSize, lossType]));
    await userEvent.type(search(), query);
    expect(screen.getByText(said)).toBeVisible();
  });

  it("is reached by a slash from anywhere but a text box, and cleared by Escape", async () => {
    show(method([groupSize, lossType]));
    await userEvent.keyboard("/");
    expect(search()).toHaveFocus();
    expect(search()).toHaveValue("");
    await userEvent.keyboard("a/b");
    expect(search()).toHaveValue("a/b");
    await userEvent.keyboard("{Escape}");
    expect(search()).toHaveValue("");
  });
});

describe("stepping", () => {
  it("goes by a page with the page keys", async () => {
    const rank = parameter({ name: "rank", label: "Rank", type: "integer", scale: "log2" });
    const changed = show(method([rank]));
    await userEvent.type(screen.getByRole("textbox", { name: "Rank" }), "{PageUp}");
    expect(changed()).toEqual({ rank: 8 });
  });

  it("goes by one with a click", async () => {
    const changed = show(method([parameter({ name: "n", label: "N", type: "integer", step: 1 })]));
    await userEvent.click(screen.getByRole("button", { name: "Raise N" }));
    expect(changed()).toEqual({ n: 2 });
  });
});

it("gives a group its defaults again at once", async () => {
  const seed = parameter({ name: "seed", label: "Seed", group: "more", primary: false });
  const rank = parameter({ name: "rank", label: "Rank" });
  const changed = show(method([seed, rank]), { changed: { seed: 7, rank: 9 } });
  await userEvent.click(screen.getByRole("button", { name: "Reset More" }));
  expect(changed()).toEqual({ rank: 9 });
});
