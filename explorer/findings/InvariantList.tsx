import { useMemo } from 'react';
import { judgeInvariants } from '../../compiler/lint/invariants/judge-invariants.ts';
import type { ControlState } from '../../compiler/model/control.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';

const marks: Readonly<Record<ControlState, readonly [mark: string, grade: string]>> = {
  passed: ['✓ passed', 'good'],
  waived: ['~ waived', 'poor'],
  failed: ['✗ failed', 'bad'],
  idle: ['– idle', 'idle'],
};

/** The invariants, with the verdict on each and what breaks it. */
export function InvariantList({ matrix, today }: { readonly matrix: Matrix; readonly today: string }) {
  const results = useMemo(() => judgeInvariants(matrix, today), [matrix, today]);
  const passed = results.filter(({ state }) => state === 'passed').length;
  return (
    <section aria-label="Invariants">
      <h2>
        {passed} of {results.length} invariants passed
      </h2>
      <ul className="invariants">
        {results.map(({ name, because, state, brokenBy, checked, unit, waived }) => (
          <li key={name}>
            <span className={`verdict ${marks[state][1]}`}>{marks[state][0]}</span>
            <div>
              <strong>{name}</strong>{' '}
              <small>
                {checked} {unit}
                {waived > 0 && `, ${waived} waived`}
              </small>
              <p className="faint">{because}</p>
              {brokenBy.length > 0 && <p>Broken by {brokenBy.join('; ')}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
