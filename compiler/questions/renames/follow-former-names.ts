import type { Policy } from '../../model/policy.ts';
import type { EditedFile } from '../edit-role/rename-role.ts';
import { findNameChanges, type NameChange } from './find-name-changes.ts';
import { renameInDocuments } from './rename-in-documents.ts';

/** The names of models, properties and portfolios at a point of a history, which is read from its end. */
export interface FormerNames {
  /** The policy that was read before this point, which is the next one in time; absent at the end. */
  readonly later?: Policy;
  /** The things that have other names by the end than at this point: `from` is the name at this point, `to` the last one. */
  readonly changes: readonly NameChange[];
}

/** Returns the names at the point of a policy, from those of the next one in time. */
export function followFormerNames(policy: Policy, { later, changes }: FormerNames): FormerNames {
  if (!later) return { later: policy, changes };
  const here = findNameChanges(policy, later);
  if (here.length === 0) return { later: policy, changes };
  const modelHere = new Map(here.flatMap(({ kind, from, to }) => (kind === 'model' ? [[to, from]] : [])));
  const isSame = (one: NameChange, other: NameChange) =>
    one.kind === other.kind &&
    one.to === other.from &&
    one.tenant === other.tenant &&
    one.model === (modelHere.get(other.model ?? '') ?? other.model);
  const older = changes.map((known): NameChange => {
    const { model } = known;
    const before = here.find((one) => isSame(one, known));
    const named = model === undefined ? known : { ...known, model: modelHere.get(model) ?? model };
    return before ? { ...named, from: before.from } : named;
  });
  const fresh = here.filter((one) => !changes.some((known) => isSame(one, known)));
  return { later: policy, changes: [...older, ...fresh] };
}

/** Returns the files of a policy with the names that things have at the end of the history; an empty list if none has another name. */
export const writeLastNames = (policy: Policy, { changes }: FormerNames): readonly EditedFile[] =>
  changes.length === 0 ? [] : renameInDocuments(policy, [...changes, ...displaceNamesakes(policy, changes)]);

/** Renames what had one of the last names before the thing did that has it by the end, so that nobody takes it for that. */
const displaceNamesakes = (policy: Policy, changes: readonly NameChange[]): readonly NameChange[] =>
  changes.flatMap((change): NameChange[] => {
    const { kind, from, to, model } = change;
    const isMoved = changes.some((one) => one.kind === kind && one.model === model && one.from === to);
    const names = listNames(policy, change);
    if (from === to || isMoved || !names.has(to)) return [];
    const known = new Set([...names, ...changes.map((one) => one.to)]);
    let free = `${to}${kind === 'portfolio' ? '-former' : 'Former'}`;
    while (known.has(free)) free += '1';
    return [{ ...change, from: to, to: free }];
  });

/** Returns the names of a kind in a policy; of properties those of a model. */
function listNames(policy: Policy, { kind, model }: NameChange): ReadonlySet<string> {
  const catalogs = [policy.catalog, ...policy.tenants.map(({ catalog }) => catalog)];
  switch (kind) {
    case 'portfolio':
      return new Set(policy.portfolios.map(({ name }) => name));
    case 'model':
      return new Set(policy.catalog.models.map(({ name }) => name));
    case 'property':
      return new Set(
        catalogs.flatMap(({ modelOf }) => modelOf.get(model ?? '')?.properties.map(({ name }) => name) ?? []),
      );
  }
}

/** Returns the portfolios of a tenant that had another name at a point of a history: that name by the last one. */
export const listFormerPortfolios = ({ changes }: FormerNames, tenant: string): ReadonlyMap<string, string> =>
  new Map(
    changes.flatMap((one) => {
      const isThere = one.tenant === undefined || one.tenant === tenant;
      return one.kind === 'portfolio' && isThere && one.from !== one.to ? [[one.to, one.from] as const] : [];
    }),
  );

/** Returns a permission by the name that it had at a point of a history. */
export function nameFormerly(permission: string, { changes }: FormerNames): string {
  const [, subject = '', property, action = ''] = /^([^.:]+)(?:\.(.+))?:([^:]+)$/.exec(permission) ?? [];
  const model = changes.find(({ kind, to }) => kind === 'model' && to === subject)?.from ?? subject;
  const inside = changes.find((one) => one.kind === 'property' && one.model === model && one.to === property);
  const below = inside?.from ?? property;
  return `${model}${below === undefined ? '' : `.${below}`}:${action}`;
}
