import { useMemo } from 'react';
import type { ExplainAnswer } from '../../compiler/library/answers.ts';
import { Words } from '../../examples/service/page/roles/Words.tsx';
import { useExplorer } from '../context.ts';
import type { CellAt } from '../state/cells.ts';
import { listProposedCopies } from '../state/proposed-copies.ts';
import { useEdit } from '../use-edit.ts';

interface Props {
  readonly at: CellAt;
  readonly unlocks: ExplainAnswer['unlock'];
}

/** The smallest edits that would allow a cell, all of which are needed; each can be made here. */
export function Unlocks({ at: { tenant, role, permission }, unlocks }: Props) {
  const { linkTo, draft } = useExplorer();
  const { edit, refused } = useEdit();
  const copies = useMemo(
    () => listProposedCopies(draft.matrix, { tenant, role, permission }),
    [draft, tenant, role, permission],
  );
  return (
    <section aria-label="Edits that would allow it">
      <h3>{unlocks.length > 1 ? 'These edits together would allow it' : 'This edit would allow it'}</h3>
      {refused !== undefined && (
        <p role="alert" className="notice bad">
          <Words text={refused} />
        </p>
      )}
      <ol className="unlocks">
        {unlocks.map(({ edit: words, at, layer }, step) => (
          <li key={words}>
            <p>
              <Words text={words} />
            </p>
            <p className="unlock-act">
              {copies[step] ? (
                <a className="button" href={linkTo({ tenant, role, task: 'copy', ...copies[step] }, 'roles')}>
                  Duplicate the role
                </a>
              ) : (
                <button
                  type="button"
                  onClick={() =>
                    edit(`Allow ${permission} to ${role} in ${tenant}: ${layer}`, {
                      edit: 'unlock',
                      ...{ role, tenant, permission, step },
                    })
                  }
                >
                  Make this edit
                </button>
              )}
              <small>
                {at.path}:{at.line}
              </small>
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
