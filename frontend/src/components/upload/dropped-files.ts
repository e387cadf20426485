interface Dropped {
  files: File[];
  /** Why something that was dropped is not among them, and what to do. */
  refused: string | null;
}

/** The files of a drop. A browser gives no files of a folder here, so its path is asked for. */
export function droppedFiles(transfer: DataTransfer): Dropped {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const folder = entries.find((entry) => entry?.isDirectory);
  if (folder) {
    return {
      files: [],
      refused: `${folder.name} is a folder: give its path instead, or drop the files in it.`,
    };
  }
  return { files: [...transfer.files], refused: null };
}
