import { useCallback, useMemo } from 'react';
import { has } from '../../compiler/model/bits.ts';
import { isOfDatabase } from '../../compiler/model/document.ts';
import type { Matrix, Row } from '../../compiler/model/matrix.ts';
import { capName, describePortfolio } from '../../compiler/model/policy.ts';
import type { Boxes } from '../../examples/service/page/roles/boxes.ts';
import { ModelTable } from '../../examples/service/page/roles/ModelTable.tsx';
import { type PermissionTab, PermissionTabs } from '../../examples/service/page/roles/PermissionTabs.tsx';
import { ToggleLists } from '../../examples/service/page/roles/ToggleLists.tsx';
import { useExplorer } from '../context.ts';
import { listOffers, listTicked } from '../state/offers.ts';
import { useEdit } from '../use-edit.ts';
import { EffectPanel } from './EffectPanel.tsx';

interface Props {
  readonly matrix: Matrix;
  readonly row: Row;
}

/** A role as check boxes, as its tenant sees it; a box that is switched is an edit of the role's file. */
export function RoleSheet({ matrix, row }: Props) {
  const { route, go } = useExplorer();
  const tab: PermissionTab = route.params.tab === 'toggles' ? 'toggles' : 'models';
  const { role } = row;
  const { boxes, refused } = useBoxes(matrix, row);
  return (
    <>
      <section className="role-form" aria-label={`Role ${role.name}`}>
        <RoleHead row={row} />
        {refused !== undefined && (
          <p role="alert" className="notice bad">
            {refused}
          </p>
        )}
        <PermissionTabs tab={tab} select={(name) => go({ tab: name === 'models' ? undefined : name })} />
        <div role="tabpanel" id="permissions" aria-labelledby={`tab-${tab}`}>
          {tab === 'models' ? <ModelTable boxes={boxes} /> : <ToggleLists boxes={boxes} />}
        </div>
      </section>
      <EffectPanel />
    </>
  );
}

/** Reads what the boxes show: what can be had comes from the editor that services use, what is ticked from the matrix. */
function useBoxes(matrix: Matrix, row: Row): { readonly boxes: Boxes; readonly refused: string | undefined } {
  const { edit, refused } = useEdit();
  const { role, tenant } = row;
  const offered = listOffers(matrix, tenant.name, {
    userType: role.userType.name,
    seats: role.seats.map(({ name }) => name),
  });
  const granted = useMemo(() => listTicked(matrix, row), [matrix, row]);
  const effective = useMemo(
    () =>
      new Set(
        tenant.catalog.cells.flatMap(({ index, permission }) =>
          has(row.effective, index) ? permission : [],
        ),
      ),
    [row, tenant],
  );
  const locked = isOfDatabase(role.at.document)
    ? 'this role is in a database, and only files are edited here'
    : undefined;
  const set = useCallback(
    (permission: string, on: boolean) =>
      edit(`${on ? 'Grant' : 'Take'} ${permission} ${on ? 'to' : 'from'} ${role.name}`, {
        edit: 'permission',
        role: role.name,
        ...(role.tenant !== undefined && { tenant: role.tenant }),
        ...{ permission, on },
      }),
    [edit, role.name, role.tenant],
  );
  const boxes = useMemo(
    // The types know the names of the example’s policies alone, and these policies may have others.
    () => ({ offered, granted, effective, locked, set }) as unknown as Boxes,
    [offered, granted, effective, locked, set],
  );
  return { boxes, refused };
}

function RoleHead({ row }: Pick<Props, 'row'>) {
  const { go, linkTo } = useExplorer();
  const { role, tenant } = row;
  const { path } = role.at.document.source;
  return (
    <header>
      <div>
        <h2>{role.title ?? role.name}</h2>
        <p className="facts">
          <code>{role.name}</code> <span className="chip">{capName(role)}</span>{' '}
          <span className="chip">{describePortfolio(role.portfolio)}</span>{' '}
          <button type="button" className="link" onClick={() => go({ file: path })}>
            {path}
          </button>
        </p>
        {role.description !== undefined && <p className="faint">{role.description}</p>}
      </div>
      <div className="actions">
        <a className="button" href={linkTo({ tenant: tenant.name, role: role.name }, 'matrix')}>
          In the matrix
        </a>
        <button type="button" onClick={() => go({ role: role.name, task: 'copy' })}>
          Duplicate
        </button>
        <button type="button" onClick={() => go({ role: role.name, task: 'rename' })}>
          Rename
        </button>
      </div>
    </header>
  );
}
