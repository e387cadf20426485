// Prints what the first page loads, and fails when it is over the budget.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const PANEL = fileURLToPath(new URL("../../backend/temper/panel/", import.meta.url));
const BUDGET_BYTES = 220_000;
/** GET of methods, models, trainer, datasets, health and runs, and the WebSocket of the run list. */
const API_REQUESTS = 7;
const BUDGET_REQUESTS = 10;

const html = readFileSync(join(PANEL, "index.html"), "utf8");
const linked = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]);
const gzipped = (name) => gzipSync(readFileSync(join(PANEL, name)), { level: 9 }).length;
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);

let scripts = 0;
for (const name of linked) {
  const bytes = gzipped(name);
  if (name.endsWith(".js")) scripts += bytes;
  console.log(`${kb(bytes)} gzipped  ${name}`);
}
for (const name of readdirSync(join(PANEL, "assets")).sort()) {
  if (linked.includes(`assets/${name}`) || /\.(gz|br)$/.test(name)) continue;
  console.log(`${kb(statSync(join(PANEL, "assets", name)).size)} later    assets/${name}`);
}
const requests = 1 + linked.length + API_REQUESTS;
console.log(
  `Initial JavaScript: ${kb(scripts).trim()} gzipped (budget ${kb(BUDGET_BYTES).trim()})`,
);
console.log(`Requests of the first page: ${requests} (budget ${BUDGET_REQUESTS})`);
if (scripts > BUDGET_BYTES || requests > BUDGET_REQUESTS) {
  console.error("The first page is over its budget.");
  process.exit(1);
}
