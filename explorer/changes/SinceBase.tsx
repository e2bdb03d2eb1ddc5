import { useMemo } from 'react';
import { Words } from '../../examples/service/page/roles/Words.tsx';
import { useExplorer } from '../context.ts';
import { mostRowsAtOnce } from '../state/difference.ts';
import { listChangesOfView } from '../state/since-base.ts';
import type { World } from '../state/world.ts';

/** The most changes that stand above a view; that of all changes has the others. */
const shownLines = 6;

/**
 * The differences from the base in what a view shows. The matrix marks its squares instead, and among thousands of roles in
 * tenants only the way to all changes stands here.
 */
export function SinceBase() {
  const { base, route } = useExplorer();
  return base && route.view !== 'matrix' && route.view !== 'changes' ? <Since base={base} /> : null;
}

function Since({ base }: { readonly base: World }) {
  const { draft, route, today, linkTo } = useExplorer();
  const isSmall = (draft.matrix?.rows.length ?? 0) <= mostRowsAtOnce;
  const lines = useMemo(
    () => (isSmall ? listChangesOfView(route, base, draft, today) : undefined),
    [isSmall, route, base, draft, today],
  );
  return (
    <section className="notice" aria-label={`Since ${base.name}`}>
      <p>
        <strong>Since {base.name}</strong>
        {lines?.length === 0 && ': nothing here is otherwise.'}{' '}
        <a href={linkTo({ since: 'base' }, 'changes')}>All changes</a>
      </p>
      {lines && lines.length > 0 && (
        <ul className="plain-list">
          {lines.slice(0, shownLines).map((words) => (
            <li key={words}>
              <Words text={words} />
            </li>
          ))}
          {lines.length > shownLines && <li className="faint">and {lines.length - shownLines} more</li>}
        </ul>
      )}
    </section>
  );
}
