import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin } from 'vite';

const inWeb = (path: string) => fileURLToPath(new URL(`./src/web/${path}`, import.meta.url));

/** Schemas are made when their module is loaded, and nobody notices where none of them is used. */
const treeshake = { moduleSideEffects: [{ test: /src.contract/, sideEffects: false }] };

const PLACE = '<!-- early/first.ts -->';

/** Writes `early/first.ts` into the page, so that it runs before anything else is fetched. The
 *  server allows it by its hash. */
function writeFirstScript(): Plugin {
  return {
    name: 'write-first-script',
    async transformIndexHtml(html) {
      const built = await build({
        configFile: false,
        logLevel: 'warn',
        build: {
          write: false,
          target: 'es2023',
          rolldownOptions: { treeshake },
          lib: { entry: inWeb('early/first.ts'), formats: ['iife'], name: 'first' },
        },
      });
      const [output] = [built].flat();
      if (output === undefined || !('output' in output)) throw new Error('No first script.');
      return html.replace(PLACE, () => `<script>${output.output[0].code.trim()}</script>`);
    },
  };
}

export default defineConfig({
  root: inWeb(''),
  plugins: [react(), writeFirstScript()],
  build: {
    outDir: fileURLToPath(new URL('./dist/web/', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // Inlined assets would need a wider content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      treeshake,
      output: {
        // Few files: a request costs a browser and the server more than the script in it.
        codeSplitting: {
          groups: [
            { name: 'libraries', test: /node_modules.(react|scheduler|@tanstack)/, priority: 1 },
            { name: 'parts', test: /src.web.(charts|components|format|use-)/, minShareCount: 2 },
          ],
        },
      },
    },
  },
});
