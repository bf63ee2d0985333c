import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The program that `main.ts` starts is named in the page, so that the browser fetches it along
 *  with `main.ts`, and not after it. */
function preloadProgram(): Plugin {
  return {
    name: 'preload-program',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const start = Object.values(bundle).find(
          (one) => one.type === 'chunk' && one.facadeModuleId?.endsWith('/src/web/start.ts'),
        );
        if (start?.type !== 'chunk') return [];
        const isNamed = (name: string) => html.includes(name);
        const needed = [start.fileName, ...start.imports].filter((name) => !isNamed(name));
        return needed.map((name) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${name}` },
          injectTo: 'head' as const,
        }));
      },
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('./src/web/', import.meta.url)),
  plugins: [react(), preloadProgram()],
  build: {
    outDir: fileURLToPath(new URL('./dist/web/', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // Inlined assets would need a wider content security policy.
    assetsInlineLimit: 0,
  },
});
