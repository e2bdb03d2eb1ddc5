/** What a document can be: the value of its `kind`. */
export const documentKinds = [
  'Model',
  'Module',
  'Feature',
  'Capability',
  'Principal',
  'Portfolio',
  'UserType',
  'Seat',
  'Tenant',
  'Role',
  'Users',
  'Invariant',
  'Waiver',
  'Settings',
] as const;
export type DocumentKind = (typeof documentKinds)[number];
