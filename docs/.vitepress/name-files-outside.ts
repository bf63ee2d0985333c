import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/** Pages are read in the repository too, and link to its files. The site has none of them: there
 *  such a link becomes its words and the path, to be looked for where the code is. */
export function nameFilesOutside(md: MarkdownRenderer): void {
  md.core.ruler.push('files-outside', (state) => {
    const page = String(state.env['relativePath'] ?? '');
    for (const { children } of state.tokens) {
      const open: (string | null)[] = [];
      for (const token of children ?? []) {
        if (token.type === 'link_open') {
          const href = String(token.attrGet('href') ?? '');
          const path = pathOutside(page, href);
          open.push(path);
          // What shows a folder on GitHub is its first page here.
          token.attrSet('href', href.replace(/(^|\/)README\.md/, '$1index.md'));
          if (path !== null) become(token, '');
        } else if (token.type === 'link_close') {
          const path = open.pop() ?? null;
          if (path !== null) become(token, ` (<code>${md.utils.escapeHtml(path)}</code>)`);
        }
      }
    }
  });
}

function become(
  token: { type: string; tag: string; nesting: number; content: string },
  html: string,
) {
  Object.assign(token, { type: 'html_inline', tag: '', nesting: 0, content: html });
}

/** The path in the repository, where the link leads out of the folder of the docs. */
function pathOutside(page: string, href: string): string | null {
  if (/^(?:[a-z]+:|#|\/)/i.test(href)) return null;
  const path = posix.normalize(
    posix.join('docs', posix.dirname(page), href.split('#', 1)[0] ?? ''),
  );
  const isPage = path.startsWith('docs/') && path.endsWith('.md');
  return isPage || path === posix.normalize(posix.join('docs', page)) ? null : path;
}
