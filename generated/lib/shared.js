// runtime/has-brand.ts
var hasBrand = (value, brand2) => value instanceof Error && Reflect.get(value, brand2) === true;

// runtime/permissions-error.ts
var brand = /* @__PURE__ */ Symbol.for("plafond.PermissionsError");
var PermissionsError = class extends Error {
  static [Symbol.hasInstance](error) {
    return hasBrand(error, brand);
  }
  name = "PermissionsError";
  code;
  get [brand]() {
    return true;
  }
  constructor(code, message) {
    super(message);
    this.code = code;
  }
};
var quoteName = (name) => typeof name === "string" ? `\`${name.slice(0, 80)}\`` : `of type ${typeof name}`;

// runtime/role-compilers.ts
var compilers = /* @__PURE__ */ new Map();
var opened = /* @__PURE__ */ new WeakMap();
var registered;
function registerRoleCompiler(maker, compiler) {
  registered = maker;
  compilers.set(compiler.digest, compiler);
}
var findRoleCompilerMaker = () => registered;
function findRoleCompiler(digest, documents) {
  if (!documents) return compilers.get(digest);
  const known = opened.get(documents) ?? registered?.open(documents);
  if (known) opened.set(documents, known);
  return known;
}
export {
  PermissionsError,
  findRoleCompiler,
  findRoleCompilerMaker,
  quoteName,
  registerRoleCompiler
};
