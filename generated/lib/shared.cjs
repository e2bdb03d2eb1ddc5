var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);
var stdin_exports = {};
__export(stdin_exports, {
  PermissionsError: () => PermissionsError,
  findRoleCompiler: () => findRoleCompiler,
  findRoleCompilerMaker: () => findRoleCompilerMaker,
  quoteName: () => quoteName,
  registerRoleCompiler: () => registerRoleCompiler
});
module.exports = __toCommonJS(stdin_exports);
var hasBrand = (value, brand2) => value instanceof Error && Reflect.get(value, brand2) === true;
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
