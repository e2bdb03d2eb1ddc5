// Written by plafond compile. Do not edit: change the policies.
import { createRequire } from 'node:module';
import { openFacade } from './lib/facade.js';

export { PermissionsError } from './lib/facade.js';
// Node 20 warns of JSON that is imported, and does not of JSON that is required.
export const { permissions, isProperty, columns, digest } = openFacade(
  createRequire(import.meta.url)('./bundle.json'),
  'bb9109d330ed4c28afc76845da538cfd4a2171a01cd247f02efd24303d7f9f9f',
);
