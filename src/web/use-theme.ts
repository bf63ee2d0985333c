import { useEffect, useState } from 'react';
import { STORED_ITEMS } from './early/stored-items.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const ITEM = STORED_ITEMS.theme;

function stored(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(ITEM)) ?? 'auto';
  } catch {
    return 'auto';
  }
}

/** The system's theme unless the reader chose one. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(stored);
  useEffect(() => {
    const root = document.documentElement;
    if (theme === 'auto') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    try {
      localStorage.setItem(ITEM, theme);
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
  }, [theme]);
  return [theme, setTheme];
}
