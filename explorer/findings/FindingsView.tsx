import { useMemo } from 'react';
import { check } from '../../compiler/library.ts';
import { useExplorer } from '../context.ts';
import { Broken } from '../parts/Broken.tsx';
import { FindingList } from './FindingList.tsx';
import { InvariantList } from './InvariantList.tsx';
import { WaiverLine } from './WaiverLine.tsx';

/** The findings of `check`, the invariants that hold or do not, and the days on which waivers end. */
export function FindingsView() {
  const { draft, today } = useExplorer();
  const { findings, errors, warnings } = useMemo(() => check(draft.policies, { today }), [draft, today]);
  return (
    <div className="findings">
      <section aria-label="Findings">
        <h2>
          {errors} {errors === 1 ? 'error' : 'errors'}, {warnings} {warnings === 1 ? 'warning' : 'warnings'},{' '}
          {findings.length - errors - warnings} notes
        </h2>
        {findings.length === 0 ? (
          <p className="faint">Nothing is wrong.</p>
        ) : (
          <FindingList findings={findings} />
        )}
      </section>
      {draft.matrix ? (
        <>
          <InvariantList matrix={draft.matrix} today={today} />
          <WaiverLine waivers={draft.matrix.policy.waivers} today={today} />
        </>
      ) : (
        <Broken />
      )}
    </div>
  );
}
