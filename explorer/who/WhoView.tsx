import { useId, useMemo, useState } from 'react';
import type { WhoAnswer } from '../../compiler/library/answers.ts';
import { who } from '../../compiler/library.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { listFirst } from '../../compiler/text/list.ts';
import { useExplorer } from '../context.ts';
import { Broken } from '../parts/Broken.tsx';
import { Select } from '../parts/Choice.tsx';
import { type DataColumn, DataTable } from '../parts/DataTable.tsx';
import { saveText } from '../save-text.ts';
import { askLibrary } from '../state/ask-library.ts';
import { type HolderLine, listHolderLines, splitPatterns, writeHoldersCsv } from '../state/holders.ts';

/** Who holds all of some permissions, or of each pattern one at least. */
export function WhoView() {
  const { draft } = useExplorer();
  return draft.matrix ? <Who matrix={draft.matrix} /> : <Broken />;
}

function Who({ matrix }: { readonly matrix: Matrix }) {
  const { route, go, draft } = useExplorer();
  const { ask = '', in: tenant = '' } = route.params;
  const permissions = splitPatterns(ask);
  const key = permissions.join(' ');
  const answer = useMemo(
    () =>
      key === ''
        ? undefined
        : askLibrary(() =>
            who(draft.policies, {
              permissions: key.split(' '),
              users: true,
              ...(tenant !== '' && { tenant }),
            }),
          ),
    [draft, key, tenant],
  );
  return (
    <>
      <AskForm ask={ask} matrix={matrix}>
        <Select
          label="Tenant"
          value={tenant}
          none="all tenants"
          options={matrix.policy.tenants.map(({ name, title }) => [name, title ?? name])}
          choose={(name) => go({ in: name })}
        />
      </AskForm>
      {answer === undefined ? (
        <p className="empty">
          Ask for permissions such as <code>Company:export</code>, or for patterns such as{' '}
          <code>*:remove</code>. Several must be held together.
        </p>
      ) : 'refused' in answer ? (
        <p className="notice bad" role="alert">
          {answer.refused}
        </p>
      ) : (
        <Answer answer={answer} />
      )}
    </>
  );
}

interface AskFormProps {
  readonly ask: string;
  readonly matrix: Matrix;
  readonly children: React.ReactNode;
}

function AskForm({ ask, matrix, children }: AskFormProps) {
  const { go } = useExplorer();
  const [text, setText] = useState(ask);
  const id = useId();
  return (
    <form
      className="filters ask"
      onSubmit={(event) => {
        event.preventDefault();
        go({ ask: text });
      }}
    >
      <div className="field">
        <label htmlFor={id}>Permissions</label>
        <input
          id={id}
          type="text"
          list={`${id}-list`}
          value={text}
          placeholder="Company:export, *:remove"
          onChange={(event) => setText(event.target.value)}
        />
        <datalist id={`${id}-list`}>
          {matrix.policy.catalog.byPermission
            .filter(({ kind }) => kind !== 'property')
            .map(({ permission }) => (
              <option key={permission} value={permission} />
            ))}
        </datalist>
      </div>
      {children}
      <button type="submit" className="primary">
        Ask
      </button>
    </form>
  );
}

function Answer({ answer }: { readonly answer: WhoAnswer }) {
  const { linkTo } = useExplorer();
  const lines = useMemo(() => listHolderLines(answer), [answer]);
  const people = new Set(
    lines.flatMap(({ tenant, people: names }) => names.map((name) => `${tenant} ${name}`)),
  );
  const columns: readonly DataColumn<HolderLine>[] = [
    { id: 'tenant', title: 'Tenant', sortBy: ({ tenant }) => tenant, show: ({ tenant }) => tenant },
    {
      id: 'roles',
      title: 'Role',
      sortBy: ({ roles }) => roles.join(),
      show: ({ tenant, roles, permissions: [cell] }) =>
        roles.length === 1 ? (
          <a href={linkTo({ tenant, role: roles[0], cell, of: roles[0] }, 'matrix')}>{roles[0]}</a>
        ) : (
          `${roles.join(' + ')}, together`
        ),
    },
    { id: 'portfolio', title: 'Records', show: ({ portfolio }) => portfolio.join(' + ') || 'no portfolio' },
    {
      id: 'permissions',
      title: 'Permissions',
      sortBy: ({ permissions }) => permissions.length,
      show: ({ permissions }) => listFirst(permissions, 3),
    },
    {
      id: 'people',
      title: 'People',
      sortBy: ({ people: names }) => names.length,
      show: ({ people: names, isKnown }) =>
        isKnown ? listFirst(names, 3) || <span className="faint">nobody</span> : 'unknown',
    },
  ];
  if (lines.length === 0) return <p className="empty">Nobody, in any tenant that was asked for.</p>;
  return (
    <>
      <div className="table-head">
        <h2>
          {lines.length} {lines.length === 1 ? 'role holds' : 'roles hold'} it, {people.size}{' '}
          {people.size === 1 ? 'person' : 'people'}
        </h2>
        <button type="button" onClick={() => saveText('who.csv', writeHoldersCsv(lines))}>
          Save as CSV
        </button>
      </div>
      <DataTable
        label="Holders"
        columns={columns}
        rows={lines}
        keyOf={({ tenant, roles }) => `${tenant} ${roles.join(' ')}`}
      />
    </>
  );
}
