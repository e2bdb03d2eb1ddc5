import { listFirst } from '../../compiler/text/list.ts';
import { Words } from '../../examples/service/page/roles/Words.tsx';
import { useExplorer } from '../context.ts';
import type { DiffOfWorlds } from '../state/difference.ts';

type AlikeChanges = DiffOfWorlds['groups'][number];

const shownPermissions = 12;

/** Changes in groups of those that are alike; each permission leads to its cell. */
export const ChangeGroups = ({ groups }: { readonly groups: readonly AlikeChanges[] }) => (
  <ul className="change-groups">
    {groups.map((group) => (
      <Group key={nameGroup(group)} group={group} />
    ))}
  </ul>
);

const nameGroup = ({ kind, roles, tenants, can, because }: AlikeChanges): string =>
  [kind, roles.map(({ name }) => name), tenants, can.map(({ permission }) => permission), because.words].join(
    ' ',
  );

function Group({ group }: { readonly group: AlikeChanges }) {
  const { linkTo } = useExplorer();
  const { kind, risk, roles, tenants, can, records, because, users, unknown, woken, asleep } = group;
  const [role, tenant] = [roles[0]?.name, tenants[0]];
  return (
    <li className={`change ${kind}`}>
      <p>
        <span className="kind">
          {kindMarks[kind]} {kind}
        </span>
        <span className={`chip risk ${risk}`}>{risk}</span>
        {woken && <span className="chip">wakes</span>}
        {asleep && <span className="chip">falls asleep</span>}
      </p>
      <p className="names">
        {can.slice(0, shownPermissions).map(({ permission }) => (
          <a key={permission} href={linkTo({ tenant, role, cell: permission, of: role }, 'matrix')}>
            <code>{permission}</code>
          </a>
        ))}
        {can.length > shownPermissions && (
          <span className="faint"> and {can.length - shownPermissions} more</span>
        )}
      </p>
      <p>
        <strong>{listShort(roles.map(({ name, title }) => title ?? name))}</strong> in {listShort(tenants)}
        <span className="faint">
          {' '}
          · held by {users} {users === 1 ? 'person' : 'people'}
          {unknown > 0 && `, unknown in ${unknown} ${unknown === 1 ? 'tenant' : 'tenants'}`}
        </span>
      </p>
      {records && (
        <p className="faint">
          on <Words text={records.words} />
          {records.condition !== undefined && ` (${records.condition})`}
        </p>
      )}
      <p className="faint">
        <Words text={because.words} />
        {because.at && ` · ${because.at.path}:${because.at.line}`}
      </p>
    </li>
  );
}

const kindMarks = { gained: '+', lost: '−', widened: '↔', narrowed: '↹', shifted: '~' } as const;

const listShort = (names: readonly string[]): string => listFirst(names, 5);
