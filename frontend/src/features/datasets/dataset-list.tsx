import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Dataset } from "./api";
import classes from "./datasets-page.module.css";
import { ORIGIN, sizeOf } from "./words";

interface DatasetListProps {
  datasets: readonly Dataset[];
  chosen: string | undefined;
}

export function DatasetList({ datasets, chosen }: DatasetListProps) {
  return (
    <ul className={classes.list} aria-label="Datasets">
      {datasets.map((dataset) => (
        <li key={dataset.id}>
          <Link
            to="/datasets"
            search={{ id: dataset.id }}
            className={classes.item}
            activeOptions={{ exact: true }}
            aria-current={dataset.id === chosen ? "page" : undefined}
          >
            <strong>{dataset.name}</strong>
            <span className={classes.quiet}>
              {[dataset.format_title, sizeOf(dataset), ORIGIN[dataset.origin]]
                .filter(Boolean)
                .join(" · ")}
            </span>
            {dataset.missing && (
              <span className={classes.missing}>
                <IconAlertTriangle size={13} aria-hidden /> {dataset.missing}
              </span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}
