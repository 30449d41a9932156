import { writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const COMPRESSIBLE = new Set([".css", ".html", ".js", ".json", ".svg", ".ts", ".wasm"]);
const BEST_BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };

// Writes the files into the folder; in a release, a `.br` and a `.gz` beside each text and wasm file.
export function write(folder, files, isRelease) {
  for (const [name, content] of files) {
    const path = join(folder, name);
    writeFileSync(path, content);
    if (!isRelease || !COMPRESSIBLE.has(extname(name))) continue;
    const bytes = Buffer.from(content);
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, BEST_BROTLI));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}
