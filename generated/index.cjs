// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  '45ad618eee0b99a2182523b435a1b47c82672a4dcb40ae968a5e398d350c04bc',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
