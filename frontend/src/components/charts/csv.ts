import type { Line } from "./line";

/** Lines as a table with one row an iteration; an empty cell where a line has no number. */
export function linesToCsv(lines: readonly Line[]): string {
  const columns = lines.flatMap((line) =>
    line.spread
      ? [
          { name: line.label, x: line.x, y: line.y },
          { name: `${line.label} (std)`, x: line.x, y: line.spread },
        ]
      : [{ name: line.label, x: line.x, y: line.y }],
  );
  const cells = new Map<number, string[]>();
  columns.forEach((column, at) => {
    for (let i = 0; i < column.x.length; i++) {
      const x = column.x[i] as number;
      const value = column.y[i] as number;
      const row = cells.get(x) ?? new Array<string>(columns.length).fill("");
      cells.set(x, row);
      if (!Number.isNaN(value)) row[at] = String(value);
    }
  });
  const rows = [...cells].sort(([a], [b]) => a - b);
  const head = ["iteration", ...columns.map((column) => column.name)].map(quote).join(",");
  return `${[head, ...rows.map(([x, row]) => [x, ...row].join(","))].join("\r\n")}\r\n`;
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
