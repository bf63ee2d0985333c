import { Link, Outlet, useMatches, useNavigate, useParams } from '@tanstack/react-router';
import { useState, useSyncExternalStore } from 'react';
import { accessKey } from './api/access-key.ts';
import { queryClient } from './api/queries.ts';
import { HelpDialog } from './components/HelpDialog.tsx';
import { KeyForm } from './components/KeyForm.tsx';
import { useKeys } from './use-keys.ts';
import { THEMES, useTheme } from './use-theme.ts';

/** What surrounds every page: where am I, and what is always at hand. */
export function Shell() {
  const [theme, setTheme] = useTheme();
  const [helpOpen, setHelpOpen] = useState(false);
  const refusal = useSyncExternalStore(accessKey.subscribe, accessKey.refused);
  const { model } = useParams({ strict: false });
  const page = useMatches({ select: (matches) => matches.at(-1)?.staticData.crumb });
  const navigate = useNavigate();
  useKeys({
    '?': () => setHelpOpen(true),
    'g f': () => void navigate({ to: '/' }),
    'g h': () => void navigate({ to: '/health' }),
    'g s': () => void navigate({ to: '/silences' }),
  });

  const nextTheme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
  return (
    <>
      <a className="skip" href="#content">
        Skip to content
      </a>
      <header className="shell-header">
        <nav aria-label="Where you are" className="crumbs">
          <Link to="/" className="brand">
            Leeway
          </Link>
          {model !== undefined && (
            <span className="crumb">
              <Link to="/models/$model" params={{ model }} activeOptions={{ exact: true }}>
                {model}
              </Link>
            </span>
          )}
          {page !== undefined && <span className="crumb crumb-page">{page}</span>}
        </nav>
        <div className="shell-tools">
          <Link to="/silences" className="shell-link">
            Silences
          </Link>
          <Link to="/health" className="shell-link">
            Health
          </Link>
          <button type="button" className="quiet" onClick={() => setTheme(nextTheme)}>
            Theme: {theme}
          </button>
          <button
            type="button"
            className="quiet"
            aria-label="Keyboard help"
            onClick={() => setHelpOpen(true)}
          >
            ?
          </button>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {refusal === null ? (
          <Outlet />
        ) : (
          <KeyForm
            refusal={refusal}
            onSubmit={(key) => {
              accessKey.save(key);
              void queryClient.resetQueries();
            }}
          />
        )}
      </main>
      <HelpDialog open={helpOpen} onClose={() => setHelpOpen(false)} />
    </>
  );
}
