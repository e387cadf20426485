import { refusal } from "./uploads";
import { uploads } from "./use-uploads";

/** Uploads what was dropped. A browser gives no files of a folder here, so its path is asked for. */
export function takeDropped(transfer: DataTransfer, place: string): void {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const folder = entries.find((entry) => entry?.isDirectory);
  if (folder) {
    const error = refusal(
      `${folder.name} is a folder`,
      "Give its path instead, or drop the files in it.",
    );
    uploads.refuse(folder.name, error, place);
  } else if (transfer.files.length > 0) uploads.start([...transfer.files], place);
}
