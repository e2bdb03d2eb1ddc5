// Written by plafond compile. Do not edit: change the policies.
import bundle from './bundle.json' with { type: 'json' };
import { openFacade } from './lib/facade.js';

export { PermissionsError } from './lib/facade.js';
export const { permissions, isProperty, columns, digest } = openFacade(
  bundle,
  '8268f9171133a7f891a6d2663282d314a7d6f78e9a190c1a239757b99f4ec7e0',
);
