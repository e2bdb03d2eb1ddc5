import { useMemo } from 'react';
import type { Matrix } from '../../compiler/model/matrix.ts';
import type { Tenant } from '../../compiler/model/policy.ts';
import { listLimitUses } from '../../compiler/questions/evidence/limits.ts';
import { count } from '../../compiler/text/count.ts';
import { Words } from '../../examples/service/page/roles/Words.tsx';
import { useExplorer } from '../context.ts';
import { Broken } from '../parts/Broken.tsx';
import { type CeilingLine, groupAlikeTenants, listCeilingLines } from '../state/alike-tenants.ts';
import { listMissingTenants, type MissingTenant } from '../state/missing-tenants.ts';

/** The tenants side by side: packages, limits and their use, ceilings, and who is alike. */
export function TenantsView() {
  const { draft } = useExplorer();
  return draft.matrix ? <Tenants matrix={draft.matrix} /> : <Broken />;
}

/** The most kinds of tenants that stand side by side; the address can choose others. */
const mostColumns = 8;

function Tenants({ matrix }: { readonly matrix: Matrix }) {
  const { route, go, draft } = useExplorer();
  const { policy } = matrix;
  const missing = useMemo(() => listMissingTenants(draft), [draft]);
  const groups = useMemo(() => groupAlikeTenants(policy), [policy]);
  const from = Number(route.params.from ?? 0) || 0;
  const shown = groups.slice(from, from + mostColumns).map(({ tenants }) => tenants);
  const isAll = route.params.all === 'yes';
  const lines = useMemo(
    () => listCeilingLines(groups.slice(from, from + mostColumns).map(({ tenants: [first] }) => first)),
    [groups, from],
  );
  const different = lines.filter(({ differs }) => differs);
  const listed = isAll ? lines : different;
  if (policy.tenants.length === 0 && missing.length === 0)
    return <p className="empty">There is no tenant.</p>;
  return (
    <>
      <div className="table-head">
        <h2>{nameCount(policy.tenants.length, groups.length, missing.length)}</h2>
        <div className="actions">
          {from > 0 && (
            <button type="button" onClick={() => go({ from: String(Math.max(0, from - mostColumns)) })}>
              Kinds before
            </button>
          )}
          {from + mostColumns < groups.length && (
            <button type="button" onClick={() => go({ from: String(from + mostColumns) })}>
              Kinds behind
            </button>
          )}
          <button type="button" aria-pressed={isAll} onClick={() => go({ all: isAll ? undefined : 'yes' })}>
            {isAll ? 'Only what differs' : `All ${count(lines.length, 'subject')}`}
          </button>
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard */}
      <section className="table-frame tenants" aria-label="Tenants side by side" tabIndex={0}>
        <table className="data">
          <Heads shown={shown} missing={missing} />
          <tbody>
            <Facts {...{ matrix, shown, missing }} below={listed.length} />
            {listed.map((line) => (
              <CeilingRow key={line.subject} line={line} shown={shown} />
            ))}
          </tbody>
        </table>
      </section>
      {different.length === 0 && !isAll && (
        <p className="faint">The ceilings of all of these say the same.</p>
      )}
    </>
  );
}

/** One subject: how much of it each kind of tenant lets through. */
const CeilingRow = ({ line, shown }: { readonly line: CeilingLine; readonly shown: Shown }) => {
  const { subject, title, total, held, differs } = line;
  return (
    <tr className={differs ? 'differs' : undefined}>
      <th scope="row">
        {title} {title !== subject && <small>{subject}</small>}
      </th>
      {held.map((count, at) => (
        <td key={shown[at]?.[0].name}>
          <Share count={count} total={total} />
        </td>
      ))}
    </tr>
  );
};

const nameCount = (tenants: number, kinds: number, missing: number): string =>
  `${tenants} ${tenants === 1 ? 'tenant' : 'tenants'} of ${kinds} ${kinds === 1 ? 'kind' : 'kinds'}${missing > 0 ? `, and ${missing} left out` : ''}`;

type Shown = readonly (readonly [Tenant, ...Tenant[]])[];

interface HeadsProps {
  readonly shown: Shown;
  readonly missing: readonly MissingTenant[];
}

const Heads = ({ shown, missing }: HeadsProps) => {
  const { linkTo } = useExplorer();
  return (
    <thead>
      <tr>
        <th scope="col">Tenant</th>
        {shown.map(([tenant, ...alike]) => (
          <th key={tenant.name} scope="col">
            <a href={linkTo({ tenant: tenant.name }, 'matrix')}>{tenant.title ?? tenant.name}</a>
            {alike.length > 0 && (
              <small title={alike.map(({ name }) => name).join(', ')}> and {alike.length} alike</small>
            )}
          </th>
        ))}
        {missing.map(({ name }) => (
          <th key={name} scope="col">
            {name} <small>left out</small>
          </th>
        ))}
      </tr>
    </thead>
  );
};

interface FactsProps extends HeadsProps {
  readonly matrix: Matrix;
  /** The number of lines below the facts. */
  readonly below: number;
}

function Facts({ matrix, shown, missing, below }: FactsProps) {
  return (
    <>
      <tr>
        <th scope="row">Plan and packages</th>
        {shown.map(([{ name, plan, packages }]) => (
          <td key={name}>
            {plan}{' '}
            {[...packages].sort().map((one) => (
              <span key={one} className="chip">
                {one}
              </span>
            ))}
            {plan === undefined && packages.size === 0 && <span className="faint">none</span>}
          </td>
        ))}
        {missing.map(({ name, because }) => (
          <td key={name} className="missing" rowSpan={3 + below}>
            {because.map((message) => (
              <p key={message}>
                <Words text={message} />
              </p>
            ))}
          </td>
        ))}
      </tr>
      <tr>
        <th scope="row">Limits in use</th>
        {shown.map(([tenant]) => (
          <td key={tenant.name}>
            <LimitUses matrix={matrix} tenant={tenant} />
          </td>
        ))}
      </tr>
      <tr>
        <th scope="row">Roles</th>
        {shown.map(([{ name, roles }]) => (
          <td key={name}>
            {roles.length}, {roles.filter(({ tenant }) => tenant !== undefined).length} of its own
          </td>
        ))}
      </tr>
    </>
  );
}

function Share({ count, total }: { readonly count: number; readonly total: number }) {
  const [state, word] =
    count === 0
      ? ['tenant', 'none']
      : count >= total
        ? ['allowed', 'all']
        : ['userType', `${count} of ${total}`];
  return (
    <span className={`square share ${state}`}>
      <b aria-hidden="true">{count === 0 ? '–' : count >= total ? '●' : '◐'}</b>
      <span className="word">{word}</span>
    </span>
  );
}

function LimitUses({ matrix, tenant }: { readonly matrix: Matrix; readonly tenant: Tenant }) {
  const uses = useMemo(
    () =>
      listLimitUses({ ...matrix.policy, tenants: [tenant] }).filter(
        ({ limit, used }) => limit !== undefined || (used ?? 0) > 0,
      ),
    [matrix, tenant],
  );
  return (
    <ul className="limits-in-use">
      {uses.map(({ name, limit, used }) => (
        <li key={name} className={limit !== undefined && (used ?? 0) >= limit.most ? 'full' : undefined}>
          <span>
            {name} <strong>{used ?? '?'}</strong>
            {limit === undefined ? ' in use' : ` of ${limit.most}`}
          </span>
          {limit !== undefined && used !== undefined && (
            <meter
              aria-label={`${name} in ${tenant.name}`}
              min={0}
              max={Math.max(limit.most, 1)}
              value={used}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
