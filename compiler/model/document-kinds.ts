/** The kinds of documents: the values that `kind` can have. */
export const documentKinds = [
  'Model',
  'Action',
  'Module',
  'Feature',
  'Capability',
  'Generations',
  'Principal',
  'Portfolio',
  'UserType',
  'Seat',
  'Tenant',
  'Properties',
  'Role',
  'Users',
  'Invariant',
  'Waiver',
  'Test',
  'Settings',
  'Mapping',
  'Runbook',
] as const;
/** One of the kinds. */
export type DocumentKind = (typeof documentKinds)[number];
