import { useDeferredValue, useMemo, useState } from 'react';
import { judgeInvariants } from '../../compiler/lint/invariants/judge-invariants.ts';
import { listFirst } from '../../compiler/text/list.ts';
import { ChangeGroups } from '../changes/ChangeGroups.tsx';
import { DifferenceParts } from '../changes/DifferenceParts.tsx';
import { useExplorer } from '../context.ts';
import { compareWorlds, type DiffOfWorlds, isDifference, mostRowsAtOnce } from '../state/difference.ts';
import type { World } from '../state/world.ts';
import { QuickEffect } from './QuickEffect.tsx';

/** The effect of the edits that wait, in every tenant: for whom, which invariants break, and what is refused where. */
export function EffectPanel() {
  const { tree, draft: newest } = useExplorer();
  const draft = useDeferredValue(newest);
  return (
    <aside
      className={draft === tree ? 'effect idle' : 'effect'}
      aria-label="Effect"
      aria-busy={draft !== newest}
    >
      <h2>Effect</h2>
      <div role="status">
        {draft === tree ? (
          <p className="faint">Switch a box, and what that changes in every tenant stands here.</p>
        ) : (
          <EffectOf before={tree} after={draft} />
        )}
      </div>
    </aside>
  );
}

interface Sides {
  readonly before: World;
  readonly after: World;
}

function EffectOf({ before, after }: Sides) {
  const [asked, ask] = useState<World>();
  const isSmall = (after.matrix?.rows.length ?? 0) <= mostRowsAtOnce;
  if (before.matrix && after.matrix && after.policies.errors === 0 && !isSmall && asked !== after)
    return <QuickEffect before={before.matrix} after={after.matrix} askAll={() => ask(after)} />;
  return <WholeEffect before={before} after={after} />;
}

function WholeEffect({ before, after }: Sides) {
  const difference = useMemo(() => compareWorlds(before, after), [before, after]);
  if (!isDifference(difference)) return <p className="notice bad">{difference.refused}</p>;
  return (
    <>
      <Effect difference={difference} />
      <Broken before={before} after={after} />
    </>
  );
}

/** The invariants that did not fail before. */
function Broken({ before, after }: Sides) {
  const { today } = useExplorer();
  const failed = useMemo(() => {
    const list = ({ matrix }: World) =>
      matrix ? judgeInvariants(matrix, today).filter(({ state }) => state === 'failed') : [];
    const known = new Set(list(before).map(({ name, brokenBy }) => `${name} ${brokenBy.join()}`));
    return list(after).filter(({ name, brokenBy }) => !known.has(`${name} ${brokenBy.join()}`));
  }, [before, after, today]);
  if (failed.length === 0) return <p className="faint">It breaks no invariant.</p>;
  return (
    <section aria-label="Broken invariants">
      <h3>Breaks</h3>
      <ul className="plain-list">
        {failed.map(({ name, severity, because, brokenBy }) => (
          <li key={name}>
            <span className={`chip ${severity}`}>{severity}</span> <strong>{name}</strong>
            <p className="faint">{because}</p>
            <p>By {brokenBy.join('; ')}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Effect({ difference }: { readonly difference: DiffOfWorlds }) {
  const { direction, groups, edits, people, unknown } = difference;
  const refused = edits.flatMap((edit) => edit.refused ?? []);
  return (
    <>
      <p>
        {direction === 'none' ? (
          'Nobody may do more or less than before.'
        ) : (
          <>
            <strong>{directionWords[direction]}</strong> for {people.length}{' '}
            {people.length === 1 ? 'person' : 'people'}
            {unknown > 0 && `, and in ${nameUnknown(unknown)}`}
          </>
        )}
      </p>
      <ChangeGroups groups={groups} />
      <DifferenceParts difference={difference} without={['Guards', 'New', 'Gone', 'To no effect']} />
      {refused.length > 0 && (
        <section aria-label="Without effect">
          <h3>Without effect in</h3>
          <ul className="plain-list">
            {refused.map(({ tenant, permissions, by }) => (
              <li key={`${tenant} ${permissions[0]}`}>
                <strong>{tenant}</strong>: {listFirst(permissions, 3)}{' '}
                <small>
                  refused by {by.path}:{by.line}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

const nameUnknown = (tenants: number): string =>
  tenants === 1
    ? 'one tenant that does not say who its users are'
    : `${tenants} tenants that do not say who their users are`;

/** The direction of a difference, in words. */
const directionWords: Readonly<Record<DiffOfWorlds['direction'], string>> = {
  wider: 'More is allowed',
  narrower: 'Less is allowed',
  both: 'Some is allowed that was not, and some is no more',
  none: 'Nothing changes',
};
