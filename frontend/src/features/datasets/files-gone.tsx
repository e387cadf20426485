import { Button } from "@mantine/core";
import { IconFileOff } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Prose } from "@/components/ui/prose";
import { type Dataset, datasetQuery } from "./api";
import classes from "./files-gone.module.css";

/** Said in place of the report where a dataset's files cannot be read. */
export function FilesGone({ dataset }: { dataset: Dataset }) {
  const client = useQueryClient();
  return (
    <div className={classes.gone} role="alert">
      <IconFileOff size={20} aria-hidden className={classes.icon} />
      <div className={classes.body}>
        <strong>Its files cannot be read</strong>
        <p>
          <Prose text={dataset.missing ?? ""} />
        </p>
        <p>
          Put the files back at <code>{dataset.path}</code>, then look again; or delete this entry
          and add the new path.
        </p>
        <div>
          <Button
            variant="default"
            onClick={() => void client.invalidateQueries(datasetQuery(dataset.id))}
          >
            Look again
          </Button>
        </div>
      </div>
    </div>
  );
}
