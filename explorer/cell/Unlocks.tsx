import type { ExplainAnswer } from '../../compiler/library/answers.ts';
import { Words } from '../../examples/service/page/roles/Words.tsx';
import type { CellAt } from '../state/cells.ts';

interface Props {
  readonly at: CellAt;
  readonly unlocks: ExplainAnswer['unlock'];
}

/** The smallest edits that would allow a cell, all of which are needed. */
export function Unlocks({ unlocks }: Props) {
  return (
    <section aria-label="Edits">
      <h3>{unlocks.length > 1 ? 'These edits together would allow it' : 'This edit would allow it'}</h3>
      <ol className="unlocks">
        {unlocks.map(({ edit, at }) => (
          <li key={edit}>
            <p>
              <Words text={edit} />
            </p>
            <p className="faint">
              {at.path}:{at.line}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
