import type { InfiniteData } from "@tanstack/react-query";
import type { Schemas } from "@/lib/client";
import type { RunsSearch } from "../search";

type RunOut = Schemas["RunOut"];
type RunPage = Schemas["RunPage"];
export type RunListChange = Schemas["RunListChange"];
export type RunPages = InfiniteData<RunPage, string>;

/**
 * The loaded pages after one change. "refetch" when only the server can tell where a new run belongs;
 * the same pages when nothing in them changes.
 */
export function patchPages(
  pages: RunPages,
  change: RunListChange,
  search: RunsSearch,
): RunPages | "refetch" {
  const { run, deleted } = change;
  if (deleted) return without(pages, deleted);
  if (!run) return pages;
  const isLoaded = pages.pages.some((page) => page.items.some((item) => item.id === run.id));
  if (!matches(run, search)) return isLoaded ? without(pages, run.id) : pages;
  if (isLoaded) return mapItems(pages, (items) => replaced(items, run));
  if (search.q || search.sort) return run.status === "queued" ? "refetch" : pages;
  return inserted(pages, run);
}

/** A list of runs with one of them as it is now. */
export function replaced(items: RunOut[], run: RunOut): RunOut[] {
  return items.some((item) => item.id === run.id)
    ? items.map((item) => (item.id === run.id ? run : item))
    : items;
}

/** Whether a run belongs under the filters that need no reading of its texts. */
function matches(run: RunOut, { status, method, tag, group, archived }: RunsSearch): boolean {
  if ((archived === "true") !== (run.archived ?? false)) return false;
  if (tag && !run.tags.includes(tag)) return false;
  if (group && run.group_id !== group) return false;
  const isOneOf = (list: string | undefined, value: string) =>
    !list || list.split(",").includes(value);
  return isOneOf(status, run.status) && isOneOf(method, run.method);
}

function without(pages: RunPages, id: string): RunPages {
  return mapItems(pages, (items) =>
    items.some((item) => item.id === id) ? items.filter((item) => item.id !== id) : items,
  );
}

/** The run where it belongs among the newest first; older than all that is loaded, it comes by scrolling. */
function inserted(pages: RunPages, run: RunOut): RunPages {
  const last = pages.pages.at(-1);
  let done = false;
  return mapItems(pages, (items, page) => {
    if (done) return items;
    const at = items.findIndex((item) => item.created_at < run.created_at);
    if (at < 0 && (page !== last || page.next_cursor)) return items;
    done = true;
    return at < 0 ? [...items, run] : items.toSpliced(at, 0, run);
  });
}

function mapItems(pages: RunPages, change: (items: RunOut[], page: RunPage) => RunOut[]): RunPages {
  return {
    ...pages,
    pages: pages.pages.map((page) => {
      const items = change(page.items, page);
      return items === page.items ? page : { ...page, items };
    }),
  };
}
