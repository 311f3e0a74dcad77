// Beside every built text its smaller forms, made once here instead of at every answer: .br for all browsers of today, .gz for the rest.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const BUILT = new URL("../out/console", import.meta.url).pathname;
const TEXT = /\.(css|html|js|json|svg)$/;
const WORTH_IT = 1024;

const texts = readdirSync(BUILT, { recursive: true }).filter((name) => TEXT.test(name) && !name.startsWith(".vite"));
for (const path of texts.map((name) => join(BUILT, name)).filter((path) => statSync(path).size >= WORTH_IT)) {
  const content = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params }));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
}
