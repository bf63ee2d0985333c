import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { nameFilesOutside } from './name-files-outside.ts';
import { readSidebar } from './read-sidebar.ts';

const docs = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  title: 'Leeway',
  description: 'Self-hosted monitoring for machine-learning models, with alarms you can trust.',
  lang: 'en',
  outDir: '../dist/docs',
  cacheDir: '../node_modules/.cache/vitepress',
  // On GitHub a folder shows its README.
  rewrites: { 'README.md': 'index.md', 'decisions/README.md': 'decisions/index.md' },
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: { config: nameFilesOutside },
  themeConfig: {
    sidebar: readSidebar(docs),
    outline: { level: [2, 3] },
    search: { provider: 'local' },
  },
});
