import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// `API=http://… npm run dev` serves the sources and passes what belongs to the stack on to it.
const stack = { target: process.env.API ?? "http://localhost:4566", changeOrigin: true };

const proxy = { "/api": stack, "/config.json": stack };

export default defineConfig({
  plugins: [react()],
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
  test: { environment: "happy-dom", restoreMocks: true, unstubGlobals: true },
});
