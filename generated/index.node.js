// Written by plafond compile. Do not edit: change the policies.
import { createRequire } from 'node:module';
import { openFacade } from './lib/facade.js';

export { PermissionsError } from './lib/facade.js';
// Node 20 warns of JSON that is imported, and does not of JSON that is required.
export const { permissions, isProperty, columns, digest } = openFacade(
  createRequire(import.meta.url)('./bundle.json'),
  '45ad618eee0b99a2182523b435a1b47c82672a4dcb40ae968a5e398d350c04bc',
);
