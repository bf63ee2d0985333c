import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Entry {
  readonly text: string;
  readonly link: string;
}

export interface Section {
  readonly text: string;
  readonly items: Entry[];
  readonly collapsed?: boolean;
}

/** In the order in which a reader needs them. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  Start: ['README', 'tutorial', 'report', 'python'],
  Use: [
    'dashboard',
    'baselines',
    'monitors',
    'alerts',
    'channels',
    'routes',
    'silences',
    'read-api',
    'api',
  ],
  'Understand alarms': ['how-alarms-are-calibrated', 'alarms', 'flights', 'comparison'],
  Operate: ['operations', 'configuration'],
};

/** The rest of the pages: what is looked up. */
const REST = 'Reference';

/** Every page of the folder, under its own heading: a page that no section names is not lost. */
export function readSidebar(docs: string): Section[] {
  const pages = namesIn(docs);
  const named = new Set(Object.values(SECTIONS).flat());
  const sections = Object.entries(SECTIONS).map(([text, names]) => ({
    text,
    items: names.filter((name) => pages.includes(name)).map((name) => entry(docs, name)),
  }));
  const rest = pages.filter((name) => !named.has(name)).map((name) => entry(docs, name));
  const decisions = namesIn(join(docs, 'decisions')).map((name) =>
    entry(docs, `decisions/${name}`),
  );
  return [
    ...sections,
    { text: REST, items: rest },
    { text: 'Decisions', items: decisions, collapsed: true },
  ];
}

function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -'.md'.length))
    .sort((a, b) => Number(b === 'README') - Number(a === 'README') || a.localeCompare(b));
}

function entry(docs: string, name: string): Entry {
  const page = readFileSync(join(docs, `${name}.md`), 'utf8');
  const title = /^# (?<title>.+)$/m.exec(page)?.groups?.['title'];
  if (title === undefined) throw new Error(`docs/${name}.md has no heading`);
  return { text: title.replaceAll('`', ''), link: `/${name.replace(/README$/, '')}` };
}
