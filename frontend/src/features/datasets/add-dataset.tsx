import { Panel } from "@/components/ui/panel";
import { DropFiles } from "@/components/upload/drop-files";
import classes from "./add-dataset.module.css";
import { AddFromHub } from "./add-from-hub";
import { AddPath } from "./add-path";
import type { Dataset } from "./api";
import { UPLOADS } from "./drop-anywhere";

/** The three ways in: dropped files, a path on this machine, a name on the hub. */
export function AddDataset({ onAdded }: { onAdded: (dataset: Pick<Dataset, "id">) => void }) {
  return (
    <Panel title="Add a dataset">
      <div className={classes.ways}>
        <DropFiles place={UPLOADS} onDone={onAdded} />
        <div className={classes.forms}>
          <AddPath onAdded={onAdded} />
          <AddFromHub onAdded={onAdded} />
        </div>
      </div>
    </Panel>
  );
}
