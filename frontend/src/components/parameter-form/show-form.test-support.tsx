import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import { useState } from "react";
import type { Values } from "@/lib/draft";
import { type Method, withValue } from "./catalogue";
import type { Finding } from "./check";
import { type FocusWish, ParameterForm } from "./parameter-form";

interface Options {
  /** Training rows of the dataset. */
  rows?: number | null;
  changed?: Values;
  effective?: Values;
  findings?: Map<string, Finding>;
  wish?: FocusWish;
}

/** Shows the form of a method, and gives back what was changed in it. */
export function showForm(form: Method, options: Options = {}): () => Values {
  let now: Values = {};
  function Holder() {
    const [changed, setChanged] = useState(options.changed ?? {});
    now = changed;
    return (
      <ParameterForm
        method={form}
        changed={changed}
        effective={options.effective ?? {}}
        rows={options.rows ?? null}
        findings={options.findings ?? new Map()}
        onChange={(p, value) => setChanged((before) => withValue(p, before, value))}
        onReset={(names) =>
          setChanged((before) =>
            Object.fromEntries(Object.entries(before).filter(([name]) => !names.includes(name))),
          )
        }
        onResetAll={() => setChanged({})}
        wish={options.wish ?? null}
      />
    );
  }
  render(
    <MantineProvider env="test">
      <Holder />
    </MantineProvider>,
  );
  return () => now;
}
