import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(js|css|html|svg|json)$/;
/** Below this a compressed file does not pay for its headers. */
const WORTH_BYTES = 1024;

/** Writes .gz and .br files beside the built ones: the server sends them as they are. */
export function compressed(): Plugin {
  let folder = "";
  return {
    name: "temper-compressed",
    apply: "build",
    configResolved: (config) => {
      folder = config.build.outDir;
    },
    closeBundle: {
      order: "post",
      sequential: true,
      handler: async (error) => {
        if (error) return;
        const names = await readdir(folder, { recursive: true });
        await Promise.all(names.filter((n) => TEXT.test(n)).map((n) => compress(join(folder, n))));
      },
    },
  };
}

async function compress(path: string): Promise<void> {
  const data = await readFile(path);
  if (data.length < WORTH_BYTES) return;
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  await writeFile(`${path}.gz`, await promisify(gzip)(data, { level: 9 }));
  await writeFile(`${path}.br`, await promisify(brotliCompress)(data, brotli));
}
