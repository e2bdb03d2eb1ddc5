// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  '1ad01ef64d20e631996d08933f16b96155a5b4782a31723d7c9751b2fd029ba4',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
