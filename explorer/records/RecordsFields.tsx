import { useState } from 'react';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { useExplorer } from '../context.ts';
import { Select, TextField } from '../parts/Choice.tsx';
import { rowsOfTenant } from '../state/find-row.ts';
import type { RecordsChoice } from '../state/records-choice.ts';

/** The choices above the records: whose reach is asked for, of which model, and for what. */
export function RecordsFields({
  matrix,
  choice,
}: {
  readonly matrix: Matrix;
  readonly choice: RecordsChoice;
}) {
  const { go } = useExplorer();
  const { tenant, holder, action, model, models } = choice;
  const roles = [...rowsOfTenant(matrix, tenant.name).values()].map(({ role }) => role);
  return (
    <search className="filters">
      <Select
        label="Tenant"
        value={tenant.name}
        options={matrix.policy.tenants.map(({ name, title }) => [name, title ?? name])}
        choose={(name) => go({ tenant: name, holder: undefined })}
      />
      <Select
        label="User or role"
        value={holder.user === undefined ? `role:${holder.role}` : `user:${holder.user}`}
        options={[
          ...roles.map(({ name, title }) => [`role:${name}`, `role ${title ?? name}`] as const),
          ...(tenant.users ?? []).map(({ id }) => [`user:${id}`, id] as const),
        ]}
        choose={(name) => go({ holder: name })}
      />
      <Select
        label="Model"
        value={model.name}
        options={models.map(({ name, title }) => [name, title ?? name])}
        choose={(name) => go({ model: name })}
      />
      <Select
        label="Action"
        value={action}
        options={[...model.actions.keys()].map((name) => [name, name])}
        choose={(name) => go({ action: name })}
      />
      {choice.asked.map((name) => (
        <AttributeField key={name} name={name} />
      ))}
    </search>
  );
}

/** The value of an attribute that conditions ask of whoever has the role. */
function AttributeField({ name }: { readonly name: string }) {
  const { route, go } = useExplorer();
  const key = `attribute.${name}`;
  const [text, setText] = useState(route.params[key] ?? '');
  return (
    <TextField
      label={`The user’s ${name}`}
      value={text}
      change={(value) => {
        setText(value);
        go({ [key]: value });
      }}
    />
  );
}
