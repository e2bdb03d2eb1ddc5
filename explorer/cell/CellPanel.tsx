import { useEffect, useMemo, useRef } from 'react';
import { explain, who } from '../../compiler/library.ts';
import { useExplorer } from '../context.ts';
import { askLibrary } from '../state/ask-library.ts';
import type { CellAt } from '../state/cells.ts';
import { Holders } from './Holders.tsx';
import { TrailList } from './TrailList.tsx';
import { Unlocks } from './Unlocks.tsx';

/** All there is to say about one cell: why it is so, who else has it, and what would allow it. */
export function CellPanel({ tenant, role, permission, close }: CellAt & { readonly close: () => void }) {
  const { draft } = useExplorer();
  const { policies } = draft;
  const answer = useMemo(
    () => askLibrary(() => explain(policies, { permission, tenant, role })),
    [policies, permission, tenant, role],
  );
  const holders = useMemo(
    () => askLibrary(() => who(policies, { permissions: [permission], tenant, users: true })),
    [policies, permission, tenant],
  );
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), []);

  return (
    <aside
      className="cell-panel"
      aria-labelledby="cell-title"
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <header>
        <h2 id="cell-title" ref={title} tabIndex={-1}>
          <code>{permission}</code>
        </h2>
        <button type="button" className="plain" onClick={close}>
          Close
        </button>
      </header>
      {'refused' in answer ? (
        <p className="notice bad">{answer.refused}</p>
      ) : (
        <>
          <p className={answer.effective ? 'answer yes' : 'answer no'}>
            <strong>{answer.effective ? 'Allowed' : 'Denied'}</strong> for <code>{role}</code> in{' '}
            <code>{tenant}</code>
            {answer.effective && answer.portfolio.length > 0 && (
              <>
                {' '}
                on records of <strong>{answer.portfolio.join(' + ')}</strong>
              </>
            )}
          </p>
          {(answer.notes ?? []).map((note) => (
            <p key={note} className="note">
              {note}
            </p>
          ))}
          {(answer.where ?? []).map((place) => (
            <p key={place} className="faint">
              Met in the product at {place}
            </p>
          ))}
          <TrailList trail={answer.trail} decidedBy={answer.decidedBy} />
          {!answer.effective && <Unlocks at={{ tenant, role, permission }} unlocks={answer.unlock} />}
        </>
      )}
      {'refused' in holders ? null : <Holders answer={holders} except={role} permission={permission} />}
    </aside>
  );
}
