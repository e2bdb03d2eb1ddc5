// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, digest } = openFacade(require('./bundle.json'));
module.exports = { permissions, isProperty, digest, PermissionsError };
