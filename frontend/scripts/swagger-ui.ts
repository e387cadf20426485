import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const FILES = ["swagger-ui-bundle.js", "swagger-ui.css"];

/** Puts Swagger UI into the build, so that the API page works without the network. */
export function swaggerUi(): Plugin {
  return {
    name: "temper-swagger-ui",
    apply: "build",
    async generateBundle() {
      const require = createRequire(import.meta.url);
      const folder = dirname(require.resolve("swagger-ui-dist/package.json"));
      for (const name of FILES) {
        const text = await readFile(join(folder, name), "utf8");
        const source = text.replace(/\n?\/[/*]# sourceMappingURL=.*$/m, "");
        this.emitFile({ type: "asset", fileName: `swagger/${name}`, source });
      }
    },
  };
}
