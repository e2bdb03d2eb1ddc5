import { subject } from '@casl/ability';
import { Can, useAbility } from '@casl/react';
import type { AppAbility } from '@planhat/permissions';
import { useEffect, useState } from 'react';
import { type Answer, changeRecord, getRecords, type Refusal, removeRecord, type Shown } from './api.ts';
import { Cell } from './Cell.tsx';
import { Refused } from './Refused.tsx';
import type { Table } from './tables.ts';

/** The records of a model: columns, fields to edit and buttons, as far as they are permitted. */
export function Records({ table }: { readonly table: Table }) {
  const ability = useAbility<AppAbility>();
  const [records, setRecords] = useState<readonly Shown[]>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState('');

  useEffect(() => {
    let newest = true;
    getRecords(table.path, search, sort).then((answer) => {
      if (!newest) return;
      setRefusal(answer.ok ? undefined : answer.refusal);
      setRecords(answer.ok ? answer.body.records : []);
    });
    return () => {
      newest = false;
    };
  }, [table, search, sort]);

  const columns = table.columns.filter(({ name }) => ability.can('view', table.model, name));

  function settle<Body>(answer: Answer<Body>): boolean {
    setRefusal(answer.ok ? undefined : answer.refusal);
    return answer.ok;
  }

  async function change(id: string, changes: Readonly<Record<string, unknown>>): Promise<boolean> {
    const answer = await changeRecord(table.path, id, changes);
    if (answer.ok) setRecords(records?.map((one) => (one._id === id ? answer.body : one)));
    return settle(answer);
  }

  async function remove(id: string) {
    const answer = await removeRecord(table.path, id);
    if (answer.ok) setRecords(records?.filter((one) => one._id !== id));
    settle(answer);
  }

  return (
    <section aria-label={table.title}>
      <search>
        <label>
          Search <input type="search" value={search} onChange={(event) => setSearch(event.target.value)} />
        </label>
        {table.model === 'Company' && (
          <Can<AppAbility> I="export" a="Company">
            <a className="button" href="/companies.csv" download>
              Export
            </a>
          </Can>
        )}
      </search>
      {refusal && <Refused refusal={refusal} close={() => setRefusal(undefined)} />}
      <div className="scroll">
        <table>
          <thead>
            <tr>
              {columns.map(({ name, label, kind }) => (
                <th key={name} scope="col" className={kind} aria-sort={orderOf(name, sort)}>
                  <button type="button" onClick={() => setSort(sort === name ? `-${name}` : name)}>
                    {label}
                  </button>
                </th>
              ))}
              {table.model === 'Company' && (
                <Can<AppAbility> I="remove" a="Company">
                  <th scope="col">
                    <span className="unseen">Remove</span>
                  </th>
                </Can>
              )}
            </tr>
          </thead>
          <tbody>
            {records?.map((record) => (
              <tr key={record._id}>
                {columns.map((column) => (
                  <Cell
                    key={column.name}
                    column={column}
                    record={record}
                    editable={ability.can('update', table.subjectOf(record), column.name)}
                    change={(value) => change(record._id, { [column.name]: value })}
                  />
                ))}
                {table.model === 'Company' && (
                  <Can<AppAbility> I="remove" this={subject('Company', { ...record })}>
                    <td>
                      <button type="button" className="remove" onClick={() => remove(record._id)}>
                        Remove <span className="unseen">{String(record.name ?? record._id)}</span>
                      </button>
                    </td>
                  </Can>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {records?.length === 0 && <p>Nothing here that you may view.</p>}
    </section>
  );
}

const orderOf = (name: string, sort: string) =>
  sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : undefined;
