// Fails when the JavaScript that the first screen needs has become too much: the entry, the dashboard, and all they import.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const MOST_KB = 350;
const FIRST = ["index.html", "src/dashboard/page.tsx"];
const built = new URL("../out/console/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", built), "utf8"));

function needed(entry, seen = new Set()) {
  if (!seen.has(entry)) {
    seen.add(entry);
    for (const next of manifest[entry].imports ?? []) needed(next, seen);
  }
  return seen;
}

const entries = FIRST.reduce((seen, entry) => needed(entry, seen), new Set());
const files = [...new Set([...entries].map((entry) => manifest[entry].file))];
const sizes = files
  .map((file) => [gzipSync(readFileSync(new URL(file, built))).length, file])
  .sort((a, b) => b[0] - a[0]);
const total = sizes.reduce((sum, [bytes]) => sum + bytes, 0) / 1000;

for (const [bytes, file] of sizes) console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${file}`);
console.log(`${total.toFixed(1).padStart(7)} kB  gzipped before the first screen, of ${MOST_KB} kB at most`);
if (total > MOST_KB) process.exit(1);
