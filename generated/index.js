// Written by plafond compile. Do not edit: change the policies.
import bundle from './bundle.json' with { type: 'json' };
import { openFacade } from './lib/facade.js';

export { PermissionsError } from './lib/facade.js';
export const { permissions, isProperty, columns, digest } = openFacade(
  bundle,
  'bb9109d330ed4c28afc76845da538cfd4a2171a01cd247f02efd24303d7f9f9f',
);
