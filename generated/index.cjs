// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  'bb9109d330ed4c28afc76845da538cfd4a2171a01cd247f02efd24303d7f9f9f',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
