import { ApiProblem } from "@/lib/problem";
import { uploads } from "./use-uploads";

/** Uploads what was dropped. A browser gives no files of a folder here, so its path is asked for. */
export function takeDropped(transfer: DataTransfer, place: string): void {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const folder = entries.find((entry) => entry?.isDirectory);
  if (folder) uploads.refuse(folder.name, isFolder(folder.name), place);
  else if (transfer.files.length > 0) uploads.start([...transfer.files], place);
}

function isFolder(name: string): ApiProblem {
  return new ApiProblem({
    title: `${name} is a folder`,
    status: 0,
    detail: "Give its path instead, or drop the files in it.",
    code: "folder",
    errors: [],
  });
}
