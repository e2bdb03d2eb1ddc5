import { useMemo } from 'react';
import { describeVerdict } from '../../compiler/print/diff/describe-report.ts';
import { listFirst } from '../../compiler/text/list.ts';
import { Words } from '../../examples/service/page/roles/Words.tsx';
import { useExplorer } from '../context.ts';
import { Select } from '../parts/Choice.tsx';
import { type DataColumn, DataTable } from '../parts/DataTable.tsx';
import { compareWorlds, type DiffOfWorlds, isDifference } from '../state/difference.ts';
import { listPatches } from '../state/patch.ts';
import { fileText, listFileChanges, type World } from '../state/world.ts';
import { PatchView } from '../tray/PatchView.tsx';
import { ChangeGroups } from './ChangeGroups.tsx';
import { DifferenceParts } from './DifferenceParts.tsx';

/** The difference of what is compared, drawn: what changes in effect, for whom, and in which lines of the files. */
export function ChangesView() {
  const { tree, draft, base, route, go } = useExplorer();
  const sides: readonly (readonly [string, string, World])[] = [
    ...(base ? [['base', `since ${base.name}`, base] as const] : []),
    ...(draft === tree ? [] : [['edits', 'by the edits in the tray', tree] as const]),
  ];
  const [, , before] = sides.find(([name]) => name === route.params.since) ?? sides[0] ?? [];
  if (!before)
    return (
      <p className="empty">
        There is nothing to compare with: make an edit, or open the page with{' '}
        <code>plafond explore --base main</code>.
      </p>
    );
  return (
    <>
      {sides.length > 1 && (
        <div className="filters">
          <Select
            label="What changed"
            value={route.params.since ?? sides[0]?.[0] ?? ''}
            options={sides.map(([name, title]) => [name, title])}
            choose={(since) => go({ since })}
          />
        </div>
      )}
      <Compared before={before} after={draft} />
    </>
  );
}

function Compared({ before, after }: { readonly before: World; readonly after: World }) {
  const answer = useMemo(() => compareWorlds(before, after), [before, after]);
  const patches = useMemo(
    () => listPatches(listFileChanges(before, after), (path) => fileText(before, path)),
    [before, after],
  );
  return (
    <div className="both changes">
      <section aria-label="In effect">
        {before.note !== undefined && (
          <p className="notice poor">
            <Words text={before.note} />
          </p>
        )}
        {isDifference(answer) ? (
          <InEffect difference={answer} />
        ) : (
          <p className="notice bad" role="alert">
            {answer.refused}
          </p>
        )}
      </section>
      <section aria-label="In the files">
        <h2>
          {patches.length} {patches.length === 1 ? 'file' : 'files'}
        </h2>
        <PatchView patches={patches} />
      </section>
    </div>
  );
}

function InEffect({ difference }: { readonly difference: DiffOfWorlds }) {
  const { verdict, groups, people, faults } = difference;
  const [headline = '', ...facts] = describeVerdict(difference).split(' · ');
  return (
    <>
      <header className={`verdict-head ${verdict}`}>
        <h2>
          <span className="unseen">Verdict: </span>
          {headline}
        </h2>
        {facts.length > 0 && <p>{facts.join(' · ')}</p>}
      </header>
      {faults.map(({ message, severity, path, line }) => (
        <p key={`${path}:${line} ${message}`} className={severity === 'error' ? 'notice bad' : 'notice poor'}>
          <Words text={message} />{' '}
          <small>
            {path}:{line}
          </small>
        </p>
      ))}
      <ChangeGroups groups={groups} />
      {people.length > 0 && <Persons people={people} />}
      <DifferenceParts difference={difference} without={['People']} />
    </>
  );
}

type Person = DiffOfWorlds['people'][number];

function Persons({ people }: { readonly people: readonly Person[] }) {
  const { linkTo } = useExplorer();
  const short = (names: readonly string[]) => listFirst(names, 2);
  const columns: readonly DataColumn<Person>[] = [
    {
      id: 'user',
      title: 'Person',
      sortBy: ({ user }) => user,
      show: ({ tenant, user }) => <a href={linkTo({ tenant, user }, 'people')}>{user}</a>,
    },
    { id: 'tenant', title: 'Tenant', sortBy: ({ tenant }) => tenant, show: ({ tenant }) => tenant },
    { id: 'gains', title: 'May do more', show: ({ gained, widened }) => short([...gained, ...widened]) },
    { id: 'loses', title: 'May do less', show: ({ lost, narrowed }) => short([...lost, ...narrowed]) },
  ];
  return (
    <section aria-label="People">
      <h3>For whom</h3>
      <DataTable
        label="People concerned"
        columns={columns}
        rows={people}
        keyOf={({ tenant, user }) => `${tenant} ${user}`}
      />
    </section>
  );
}
