import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

// `API=http://… npm run dev` serves the sources and passes what belongs to the stack on to it.
const stack = { target: process.env.API ?? "http://localhost:4566", changeOrigin: true };

const proxy = { "/api": stack, "/config.json": stack };

export default defineConfig({
  plugins: [fontsAsFiles(), react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy },
  preview: { proxy },
  build: {
    outDir: "../out/console",
    emptyOutDir: true,
    manifest: true,
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
  test: {
    environment: "happy-dom",
    isolate: false,
    env: { TZ: "Europe/Berlin" },
    restoreMocks: true,
    unstubGlobals: true,
  },
});

/** Cloudscape's style sheet carries its fonts in itself; as files the browser loads only those that a page shows. */
function fontsAsFiles(): Plugin {
  return {
    name: "fonts-as-files",
    generateBundle(_, bundle) {
      for (const asset of Object.values(bundle)) {
        if (asset.type !== "asset" || typeof asset.source !== "string" || !asset.fileName.endsWith(".css")) continue;
        asset.source = asset.source.replace(/url\(data:font\/woff2;base64,([^)]+)\)/g, (_, data: string) => {
          const font = this.emitFile({ type: "asset", name: "font.woff2", source: Buffer.from(data, "base64") });
          return `url(/${this.getFileName(font)})`;
        });
      }
    },
  };
}
