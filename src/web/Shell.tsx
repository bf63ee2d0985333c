import { Link, Outlet, useMatches, useNavigate, useParams } from '@tanstack/react-router';
import { useState, useSyncExternalStore } from 'react';
import { accessKey } from './api/access-key.ts';
import { queryClient } from './api/queries.ts';
import { HelpDialog } from './components/HelpDialog.tsx';
import { KeyForm } from './components/KeyForm.tsx';
import { LiveMark } from './components/LiveMark.tsx';
import { NAVIGATION, OF_MODEL } from './navigation.ts';
import { useKeys } from './use-keys.ts';
import { THEMES, useTheme } from './use-theme.ts';

/** What surrounds every page: where am I, and what is always at hand. */
export function Shell() {
  const [theme, setTheme] = useTheme();
  const [helpOpen, setHelpOpen] = useState(false);
  const refusal = useSyncExternalStore(accessKey.subscribe, accessKey.refused);
  const { model, feature } = useParams({ strict: false });
  const page = useMatches({ select: (matches) => matches.at(-1)?.staticData.crumb });
  const navigate = useNavigate();
  useKeys({
    '?': () => setHelpOpen(true),
    ...Object.fromEntries(NAVIGATION.map(({ keys, to }) => [keys, () => void navigate({ to })])),
    ...Object.fromEntries(
      model === undefined
        ? []
        : OF_MODEL.map(({ keys, to }) => [keys, () => void navigate({ to, params: { model } })]),
    ),
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
          {feature !== undefined && <span className="crumb">{feature}</span>}
          {page !== undefined && <span className="crumb crumb-page">{page}</span>}
        </nav>
        <nav aria-label="Pages" className="shell-pages">
          {NAVIGATION.map(({ to, label, keys }) => (
            <Link
              key={to}
              to={to}
              activeOptions={{ exact: true, includeSearch: false }}
              title={keys}
            >
              {label}
            </Link>
          ))}
        </nav>
        <div className="shell-tools">
          <LiveMark />
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
