import { risks, togglesOf } from '../../compiler/model/catalog.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import type { Role, Tenant } from '../../compiler/model/policy.ts';
import { useExplorer } from '../context.ts';
import { SearchField, Select } from '../parts/Choice.tsx';
import { cellStates, type SquareState } from '../state/cells.ts';
import { rowsOfTenant } from '../state/find-row.ts';
import type { MatrixChoice } from '../state/matrix-choice.ts';

interface Props {
  readonly matrix: Matrix;
  readonly choice: MatrixChoice;
}

/** The choices above the matrix: whose it is, and what of it is shown. */
export const MatrixFilters = ({ matrix, choice }: Props) => (
  <search className="filters">
    <Whose matrix={matrix} choice={choice} />
    <Shown matrix={matrix} choice={choice} />
  </search>
);

function Whose({ matrix, choice: { tenant, role, subject } }: Props) {
  const { go } = useExplorer();
  return (
    <>
      <Select
        label="Tenant"
        value={tenant?.name ?? ''}
        options={matrix.policy.tenants.map(({ name, title }) => [name, title ?? name])}
        choose={(name) => go({ tenant: name })}
      />
      <Select
        label="Role"
        value={role ?? ''}
        none={subject === undefined ? undefined : 'all, side by side'}
        options={listRoles(matrix, tenant).map((one) => [one.name, one.title ?? one.name])}
        choose={(name) => go({ role: name, subject: undefined })}
      />
      <Select
        label="Subject"
        value={subject ?? ''}
        none="all of the role"
        options={[['*', 'everything, across roles'], ...listSubjects(tenant)]}
        choose={(name) => go({ subject: name, ...(name !== '' && { role: undefined }) })}
      />
    </>
  );
}

function Shown({ matrix, choice: { tenant, role, filter } }: Props) {
  const { go, route } = useExplorer();
  const differs = [
    ...listRoles(matrix, tenant)
      .filter(({ name }) => name !== role)
      .map(({ name }) => [`role:${name}`, `role ${name}`] as const),
    ...matrix.policy.tenants
      .filter((one) => one !== tenant)
      .map(({ name }) => [`tenant:${name}`, `tenant ${name}`] as const),
  ];
  return (
    <>
      <SearchField
        label="Name"
        value={filter.text}
        placeholder="model, property, module"
        change={(text) => go({ text })}
      />
      <Select
        label="Risk"
        value={filter.risk ?? ''}
        none="any"
        options={risks.map((risk) => [risk, risk])}
        choose={(risk) => go({ risk })}
      />
      <Select
        label="Answer"
        value={filter.state ?? ''}
        none="any"
        options={(Object.keys(cellStates) as SquareState[]).map((state) => [state, cellStates[state].title])}
        choose={(state) => go({ state })}
      />
      <Select
        label="Differs from"
        value={route.params.differs ?? ''}
        none="nothing"
        options={differs}
        choose={(other) => go({ differs: other })}
      />
    </>
  );
}

const listRoles = (matrix: Matrix, tenant: Tenant | undefined): readonly Role[] =>
  tenant ? [...rowsOfTenant(matrix, tenant.name).values()].map(({ role }) => role) : [];

function listSubjects(tenant: Tenant | undefined): readonly (readonly [string, string])[] {
  if (!tenant) return [];
  const { catalog, titles } = tenant;
  return [
    ...catalog.models.map(({ name, title }) => [name, titles.get(name) ?? title ?? name] as const),
    ...togglesOf(catalog).map(({ name, title }) => [name, title ?? name] as const),
  ];
}
