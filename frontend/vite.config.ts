import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { compressed } from "./scripts/compress";
import { swaggerUi } from "./scripts/swagger-ui";

const SERVER = "http://127.0.0.1:8321";

export default defineConfig({
  plugins: [react(), swaggerUi(), compressed()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "../backend/temper/panel",
    emptyOutDir: true,
    // The printed sizes of scripts/size.mjs are the compressed ones.
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      // One script for all that the first page needs: fewer requests than shared pieces.
      output: { codeSplitting: { groups: [{ name: "panel", tags: ["$initial"] }] } },
    },
  },
  server: { proxy: { "/api": { target: SERVER, ws: true } } },
  test: {
    environment: "happy-dom",
    setupFiles: ["src/test-setup.ts"],
    css: false,
    // A fresh environment for each file would take ten times as long as the tests.
    isolate: false,
    restoreMocks: true,
  },
});
