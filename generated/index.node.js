// Written by plafond compile. Do not edit: change the policies.
import { createRequire } from 'node:module';
import { openFacade } from './lib/facade.js';

export { PermissionsError } from './lib/facade.js';
// Node 20 warns of JSON that is imported, and does not of JSON that is required.
export const { permissions, isProperty, columns, digest } = openFacade(
  createRequire(import.meta.url)('./bundle.json'),
  'e5eda0d178a3e060b724dd86bf75a78cf49579d1d24b6641bffedd749189c716',
);
