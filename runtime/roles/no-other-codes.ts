const none = {};

// No finding on a role is about history, an import or what was compiled: this stands for the definitions of those that are.
export { none as artifactCodes, none as historyCodes, none as importCodes };
