import { type ComponentType, useEffect, useState } from 'react';
import { ChangesView } from './changes/ChangesView.tsx';
import { SinceBase } from './changes/SinceBase.tsx';
import { useExplorer } from './context.ts';
import { FindingsView } from './findings/FindingsView.tsx';
import { MatrixView } from './matrix/MatrixView.tsx';
import { FileSheet } from './parts/FileSheet.tsx';
import { LeftOut } from './parts/LeftOut.tsx';
import { PeopleView } from './people/PeopleView.tsx';
import { RecordsView } from './records/RecordsView.tsx';
import { RolesView } from './roles/RolesView.tsx';
import { type ViewName, views } from './state/route.ts';
import { TenantsView } from './tenants/TenantsView.tsx';
import { TrayBar } from './tray/TrayBar.tsx';
import { WhoView } from './who/WhoView.tsx';

/** The views that there are. */
const parts: Readonly<Record<ViewName, ComponentType>> = {
  matrix: MatrixView,
  roles: RolesView,
  people: PeopleView,
  who: WhoView,
  tenants: TenantsView,
  findings: FindingsView,
  changes: ChangesView,
  records: RecordsView,
};

/** The frame of the page: its name, the menu, and the view that the address names. */
export function Frame() {
  const { route, data, draft, base } = useExplorer();
  const title = views.find(([name]) => name === route.view)?.[1] ?? '';
  useEffect(() => {
    document.title = `${title} · plafond explorer`;
  }, [title]);
  const View = parts[route.view];
  return (
    <div className="shell">
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the view
      </button>
      <header className="top">
        <strong className="mark">plafond</strong>
        <span className="faint">
          {data.tree.name}
          {base && ` compared with ${base.name}`}
          {data.mode === 'file' && <span className="mode"> · read-only file</span>}
        </span>
        <span className="grow" />
        <Health errors={draft.policies.errors} warnings={draft.policies.warnings} />
        <ThemeSwitch />
      </header>
      <Menu />
      <main id="main" tabIndex={-1}>
        <h1 className="unseen">{title}</h1>
        <LeftOut />
        <SinceBase />
        <View />
      </main>
      <TrayBar />
      <FileSheet />
    </div>
  );
}

function Menu() {
  const { route, linkTo, base, changes } = useExplorer();
  return (
    <nav aria-label="Views" className="menu">
      {views.map(([name, title]) => (
        <a key={name} href={linkTo({}, name)} aria-current={route.view === name ? 'page' : undefined}>
          {title}
          {name === 'changes' && (base || changes.size > 0) && <span className="dot" aria-hidden="true" />}
        </a>
      ))}
    </nav>
  );
}

/** Tells whether the policies compile, and leads to what is wrong. */
function Health({ errors, warnings }: { readonly errors: number; readonly warnings: number }) {
  const { linkTo } = useExplorer();
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  const words = errors > 0 ? count(errors, 'error') : warnings > 0 ? count(warnings, 'warning') : 'compiles';
  const grade = errors > 0 ? 'bad' : warnings > 0 ? 'poor' : 'good';
  return (
    <a className={`health ${grade}`} href={linkTo({}, 'findings')}>
      {words}
    </a>
  );
}

const themes = ['auto', 'light', 'dark'] as const;

function ThemeSwitch() {
  const [at, setAt] = useState(0);
  const theme = themes[at] ?? 'auto';
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return (
    <button
      type="button"
      className="plain theme"
      aria-label={`Colours: ${theme}`}
      onClick={() => setAt((at + 1) % themes.length)}
    >
      <span className="mode">Colours: </span>
      {theme}
    </button>
  );
}
