// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  '9a6344560f5cc783dafaffff8436fca1428b97a01f712cab2df90c3c0a4518bf',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
