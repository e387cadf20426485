import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { readDatasetSearch, readDatasetsSearch } from "@/features/datasets/search";
import { readCompareSearch, readRunSearch, readRunsSearch } from "@/features/runs/search";
import { TrainPage } from "@/features/train/train-page";
import { readDraft } from "@/lib/draft";
import { ErrorPage } from "./error-page";
import { NotFoundPage } from "./not-found-page";
import { Shell } from "./shell";

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: ErrorPage,
});

const train = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: readDraft,
  component: TrainPage,
});

const runs = createRoute({
  getParentRoute: () => root,
  path: "/runs",
  validateSearch: readRunsSearch,
  component: lazyRouteComponent(() => import("@/features/runs/runs-page"), "RunsPage"),
});

const run = createRoute({
  getParentRoute: () => root,
  path: "/runs/$runId",
  validateSearch: readRunSearch,
  component: lazyRouteComponent(() => import("@/features/runs/run-page"), "RunPage"),
});

const compare = createRoute({
  getParentRoute: () => root,
  path: "/compare",
  validateSearch: readCompareSearch,
  component: lazyRouteComponent(
    () => import("@/features/runs/compare/compare-page"),
    "ComparePage",
  ),
});

const trash = createRoute({
  getParentRoute: () => root,
  path: "/trash",
  component: lazyRouteComponent(() => import("@/features/runs/trash/trash-page"), "TrashPage"),
});

const datasets = createRoute({
  getParentRoute: () => root,
  path: "/datasets",
  validateSearch: readDatasetsSearch,
  beforeLoad: ({ search: { id, ...search } }) => {
    // Addresses of before, and links that know a dataset only by its id.
    if (id !== undefined) {
      throw redirect({ to: "/datasets/$id", params: { id }, search, replace: true });
    }
  },
  component: lazyRouteComponent(() => import("@/features/datasets/datasets-page"), "DatasetsPage"),
});

const dataset = createRoute({
  getParentRoute: () => root,
  path: "/datasets/$id",
  validateSearch: readDatasetSearch,
  component: lazyRouteComponent(() => import("@/features/datasets/dataset-page"), "DatasetPage"),
});

const models = createRoute({
  getParentRoute: () => root,
  path: "/models",
  component: lazyRouteComponent(() => import("@/features/models/models-page"), "ModelsPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([train, runs, run, compare, trash, datasets, dataset, models]),
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultErrorComponent: ErrorPage,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
