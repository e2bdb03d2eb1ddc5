// Written by plafond compile. Do not edit: change the policies.
import { createRequire } from 'node:module';
import { openFacade } from './lib/facade.js';

export { PermissionsError } from './lib/facade.js';
// Node 20 warns of JSON that is imported, and does not of JSON that is required.
export const { permissions, isProperty, columns, digest } = openFacade(
  createRequire(import.meta.url)('./bundle.json'),
  '8268f9171133a7f891a6d2663282d314a7d6f78e9a190c1a239757b99f4ec7e0',
);
