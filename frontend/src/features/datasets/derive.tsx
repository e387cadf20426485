import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { Panel } from "@/components/ui/panel";
import type { Dataset, Report } from "./api";
import { ConvertForm } from "./convert-form";
import { SplitForm } from "./split-form";

interface DeriveProps {
  dataset: Dataset;
  method: string | undefined;
  report: Report | undefined;
  onMade: (made: Dataset) => void;
}

type Way = "convert" | "split";

/** Makes a new dataset from this one, which stays as it is. */
export function Derive({ dataset, method, report, onMade }: DeriveProps) {
  const [way, setWay] = useState<Way>("convert");
  return (
    <Panel
      title="Make a new dataset from it"
      aside={
        <SegmentedControl
          aria-label="How"
          data={[
            { value: "convert", label: "Convert and fix" },
            { value: "split", label: "Split anew" },
          ]}
          value={way}
          onChange={(next) => setWay(next as Way)}
        />
      }
    >
      {way === "convert" ? (
        <ConvertForm dataset={dataset} method={method} report={report} onMade={onMade} />
      ) : (
        <SplitForm dataset={dataset} report={report} onMade={onMade} />
      )}
    </Panel>
  );
}
