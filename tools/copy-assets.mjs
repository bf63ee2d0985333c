// Copies what the compiler leaves behind: SQL migrations are read from beside the compiled code.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const path of readdirSync(join(root, 'src'), { recursive: true })) {
  if (!path.endsWith('.sql')) continue;
  const target = join(root, 'dist', path);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(root, 'src', path), target);
}
