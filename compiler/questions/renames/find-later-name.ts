import type { Catalog } from '../../model/catalog.ts';

/**
 * Returns a permission by the names that its model and its property have now, where a catalog says that they had those of the
 * permission before; undefined if they have the same names.
 */
export function findLaterName({ models, modelOf }: Catalog, permission: string): string | undefined {
  const [, subject = '', property, action = ''] = /^([^.:]+)(?:\.(.+))?:([^:]+)$/.exec(permission) ?? [];
  const model = modelOf.get(subject) ?? models.find(({ renamedFrom }) => renamedFrom === subject);
  if (!model) return undefined;
  const isThere = property === undefined || model.propertyOf.has(property);
  const renamed = isThere ? property : model.properties.find((one) => one.renamedFrom === property)?.name;
  if (!isThere && renamed === undefined) return undefined;
  const later = `${model.name}${renamed === undefined ? '' : `.${renamed}`}:${action}`;
  return later === permission ? undefined : later;
}
