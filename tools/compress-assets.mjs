// Compresses the built dashboard once and as well as it goes: the server sends these files as they are.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../dist/web/', import.meta.url));
/** Smaller files fit into one packet anyway. */
const LEAST_BYTES = 1_024;

for (const path of readdirSync(root, { recursive: true })) {
  if (!/\.(?:js|css|html|svg)$/.test(path)) continue;
  const content = readFileSync(join(root, path));
  if (content.length < LEAST_BYTES) continue;
  // Browsers offer brotli to HTTPS and to this machine alone, gzip to everybody.
  writeFileSync(join(root, `${path}.gz`), gzipSync(content, { level: 9 }));
  writeFileSync(
    join(root, `${path}.br`),
    brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
  );
}
