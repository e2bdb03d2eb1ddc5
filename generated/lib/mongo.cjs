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
  mongo: () => mongo
});
module.exports = __toCommonJS(stdin_exports);
var import_shared = require("./shared.cjs");
function listNames(names) {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop();
  if (last === void 0) return "nothing";
  return quoted.length === 0 ? last : `${quoted.join(", ")} and ${last}`;
}
function checkWhere(where, adapter) {
  if (where === "all" || where === "none") return;
  if (!isFilter(where, deepest))
    throw new Error(
      `\`${adapter}\` takes what \`policy.where\` gives, and was given ${describeArgument(where)}`
    );
}
var deepest = 100;
function isFilter(value, left) {
  if (!isObject(value) || typeof value.model !== "string" || left === 0) return false;
  const parts = value.anyOf ?? value.allOf;
  if (parts === void 0) return isListOf(value.through, isStep) && areAlternatives(value.alternatives);
  const { model } = value;
  const isPart = (part) => isObject(part) && part.model === model && isFilter(part, left - 1);
  return Array.isArray(parts) && parts.length > 0 && parts.every(isPart);
}
var isStep = (step) => isText(step) || isObject(step) && isText(step.many);
function checkModels(models, adapter, types3) {
  if (models === void 0) return;
  const wrong = (at, what) => new Error(`the options of \`${adapter}\` say \`${at}\`, ${what}`);
  if (!isObject(models)) throw wrong("models", `which is ${describeArgument(models)} and no map of models`);
  for (const [name, model] of Object.entries(models)) {
    if (!isObject(model)) throw wrong(`models.${name}`, `which is ${describeArgument(model)} and no map`);
    for (const key of Object.keys(model))
      if (key !== "fields" && key !== "relations")
        throw wrong(`models.${name}.${key}`, "and a model has `fields` and `relations`");
    for (const [property, field] of Object.entries(isObject(model.fields) ? model.fields : {}))
      if (isObject(field) && field.type !== void 0 && !types3.includes(String(field.type)))
        throw wrong(`models.${name}.fields.${property}.type`, `and there are ${listNames(types3)}`);
    for (const [step, relation] of Object.entries(isObject(model.relations) ? model.relations : {}))
      if (!isObject(relation) || !isText(relation.model))
        throw wrong(`models.${name}.relations.${step}`, "and a relation names the `model` that it leads to");
  }
}
var isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
function describeArgument(value) {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "another object" : String(value);
}
var types = ["id", "string", "number", "integer", "boolean", "date"];
var operators = ["$eq", "$gt", "$gte", "$lt", "$lte", "$ne"];
var ordering = ["$gt", "$gte", "$lt", "$lte"];
var listOperators = ["$in", "$nin"];
function isComparison(value) {
  if (!isObject(value) || !isText(value.property)) return false;
  const { type, operator, operand, through } = value;
  if (through !== void 0 && !(isListOf(through, isText) && through.length > 0))
    return false;
  if (operator === "$exists")
    return typeof operand === "boolean" && (types.includes(type) || type === "list" || type === "object");
  if (type === "list" && ordering.includes(operator)) return false;
  return (types.includes(type) || type === "list") && (listOperators.includes(operator) ? Array.isArray(operand) : operators.includes(operator));
}
var isText = (value) => typeof value === "string";
var areAlternatives = (value) => isListOf(value, (alternative) => isListOf(alternative, isComparison));
var isListOf = (value, isItem2) => Array.isArray(value) && value.every(isItem2);
function groupByRecord(alternative) {
  const groups = /* @__PURE__ */ new Map();
  for (const comparison of alternative) {
    const { through = [] } = comparison;
    const key = JSON.stringify(through);
    const group = groups.get(key) ?? { through, comparisons: [] };
    groups.set(key, group);
    group.comparisons.push(comparison);
  }
  return [...groups.values()];
}
function findFieldDescription(models, model, property) {
  const said = readOwnEntry(readOwnEntry(models, model)?.fields, property);
  if (said === void 0) return { field: property };
  return typeof said === "string" ? { field: said } : { ...said, field: said.field ?? property };
}
function findRelationDescription(models, model, step) {
  const relation = readOwnEntry(readOwnEntry(models, model)?.relations, step);
  if (!relation && models)
    throw new Error(`The options do not say where the relation \`${step}\` of the model \`${model}\` leads`);
  return { field: relation?.field ?? step, model: relation?.model };
}
function readOwnEntry(values, name) {
  return values && name !== void 0 && Object.hasOwn(values, name) ? values[name] : void 0;
}
function readInstant(text) {
  const match = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (!match || !isInCalendar(text.slice(0, 10))) return Number.NaN;
  return Date.parse(match[1] !== void 0 && match[2] === void 0 ? `${text}Z` : text);
}
var isInCalendar = (day) => new Date(Date.parse(day)).getUTCDate() === Number(day.slice(8));
var isStorable = (text) => !text.includes("\0") && isWellFormed(text);
var isWellFormed = (text) => typeof text.isWellFormed === "function" ? text.isWellFormed() : !/\p{Surrogate}/u.test(text);
function readColumnTest(comparison, fits) {
  const { type, operator, operand } = comparison;
  switch (operator) {
    case "$in": {
      const among = operand.filter(fits);
      return among.length === 0 ? void 0 : { kind: "listed", among };
    }
    case "$nin":
      return testOther(operand, type, fits);
    case "$ne":
      return testOther([operand], type, fits);
    case "$eq":
      return fits(operand) ? { kind: "equal", to: operand } : void 0;
    default:
      return fits(operand) ? { kind: "order", sign: signs[operator], to: operand } : void 0;
  }
}
var testOther = (excluded, type, fits) => excluded.every((item) => isOfType(type, item)) ? { kind: "other", than: excluded.filter(fits) } : void 0;
function listOperands(test) {
  switch (test?.kind) {
    case void 0:
      return [];
    case "equal":
    case "order":
      return [test.to];
    case "listed":
      return test.among;
    case "other":
      return test.than;
  }
}
var signs = { $gt: ">", $gte: ">=", $lt: "<", $lte: "<=" };
var isItem = (operand) => typeof operand === "string" || isNumber(operand) || isBoolean(operand);
var isHeldItem = (operand) => typeof operand === "string" ? isStorable(operand) : isItem(operand);
function isOfType(type, value) {
  switch (type) {
    case "id":
    case "string":
      return typeof value === "string";
    case "date":
      return isDate(value);
    case "number":
    case "integer":
      return isNumber(value);
    case "boolean":
      return isBoolean(value);
    case "list":
      return isItem(value);
  }
}
var isText2 = (operand) => typeof operand === "string" && isStorable(operand);
var isDate = (operand) => typeof operand === "string" && !Number.isNaN(readInstant(operand));
var isNumber = (operand) => Number.isFinite(operand);
var isBoolean = (operand) => typeof operand === "boolean";
function joinMongoByAnd(parts) {
  const filters = parts.filter((part) => part !== void 0);
  if (filters.length < parts.length) return void 0;
  return filters.length > 1 ? { $and: filters } : filters[0];
}
function joinMongoByOr(parts) {
  const filters = parts.filter((part) => part !== void 0);
  return filters.length > 1 ? { $or: filters } : filters[0];
}
var excludeLists = (condition) => ({
  ...condition,
  $not: { $type: "array" }
});
function compareMongoField(comparison, path, held, objectId) {
  if (comparison.operator === "$exists") return testExistence(comparison.operand, path);
  switch (comparison.type) {
    case "id":
    case "string":
      return compareText(comparison, path, held, objectId);
    case "number":
    case "integer":
      if (held !== void 0) throw makeFieldTypeError(comparison, held);
      return compareNumber(path, readColumnTest(comparison, isNumber));
    case "boolean":
      if (held !== void 0) throw makeFieldTypeError(comparison, held);
      return compareBoolean(path, readColumnTest(comparison, isBoolean));
    case "date":
      return compareDate(comparison, path, held);
    case "list":
      return compareList(path, readColumnTest(comparison, isHeldItem));
  }
}
function testExistence(operand, path) {
  const missing = { [path]: excludeLists({ $eq: null }) };
  return operand ? { $nor: [missing] } : missing;
}
function compareList(path, test) {
  if (!test) return void 0;
  const has = { $elemMatch: { $in: [...listOperands(test)] } };
  return { [path]: test.kind === "other" ? { $type: "array", $not: has } : has };
}
function compareText(comparison, path, held, objectId) {
  if (held === void 0 || held === "text")
    return writeTest(path, readColumnTest(comparison, isText2), "string");
  if (held !== "objectId") throw makeFieldTypeError(comparison, held);
  if (!objectId)
    throw new Error(
      `\`${path}\` holds an ObjectId: the options need \`objectId\` to make one to compare with`
    );
  const test = readColumnTest(comparison, isDigits);
  if (!test && comparison.operator !== "$eq" && comparison.operator !== "$in")
    throw new Error(`\`${path}\` holds an ObjectId: it comes neither before nor after other text`);
  return writeTest(path, test, "objectId", objectId);
}
var isDigits = (operand) => isText2(operand) && /^[0-9a-f]{24}$/.test(operand);
function compareNumber(path, test) {
  const [least, most] = [{ $gte: -Number.MAX_VALUE }, { $lte: Number.MAX_VALUE }];
  if (test?.kind === "other")
    return { [path]: excludeLists({ ...writeExclusion(test.than), ...least, ...most }) };
  if (test?.kind !== "order") return writeTest(path, test, "number");
  const end = test.sign === ">" || test.sign === ">=" ? most : least;
  return { [path]: excludeLists({ [signs2[test.sign]]: test.to, ...end }) };
}
var compareBoolean = (path, test) => test?.kind === "order" ? void 0 : writeTest(path, test, "bool");
function compareDate(comparison, path, held) {
  const test = readColumnTest(comparison, isDate);
  switch (held) {
    case void 0:
      return compareEitherDate(path, test);
    case "date":
      return writeTest(path, test, "date", readDate);
    case "text":
      return compareDateText(path, test);
    case "objectId":
      throw makeFieldTypeError(comparison, held);
  }
}
function compareEitherDate(path, test) {
  switch (test?.kind) {
    case void 0:
      return void 0;
    case "equal":
      return { [path]: excludeLists({ $in: [test.to, readDate(test.to)] }) };
    case "listed":
      return { [path]: excludeLists({ $in: [...test.among, ...test.among.map(readDate)] }) };
    case "other":
    case "order":
      return joinMongoByOr([compareDateText(path, test), writeTest(path, test, "date", readDate)]);
  }
}
function compareDateText(path, test) {
  const $regex = "^[0-9]{4}-[0-9]{2}-[0-9]{2}";
  if (test?.kind === "other") return { [path]: excludeLists({ ...writeExclusion(test.than), $regex }) };
  if (test?.kind !== "order") return writeTest(path, test, "string");
  return { [path]: excludeLists({ [signs2[test.sign]]: test.to, $regex }) };
}
var readDate = (text) => new Date(readInstant(text));
var signs2 = { ">": "$gt", ">=": "$gte", "<": "$lt", "<=": "$lte" };
function writeTest(path, test, type, written = (operand) => operand) {
  switch (test?.kind) {
    case void 0:
      return void 0;
    case "equal":
      return { [path]: excludeLists({ $eq: written(test.to) }) };
    case "listed":
      return { [path]: excludeLists({ $in: test.among.map((item) => written(item)) }) };
    case "other":
      return {
        [path]: excludeLists({ ...writeExclusion(test.than.map((item) => written(item))), $type: type })
      };
    case "order":
      return { [path]: excludeLists({ [signs2[test.sign]]: written(test.to) }) };
  }
}
var writeExclusion = (values) => values.length > 0 ? { $nin: values } : {};
var makeFieldTypeError = ({ property, type }, held) => new Error(
  `\`${property}\` is of the type ${type}: the options cannot have it in a field that holds \`${held}\``
);
var makeTooLargeError = (model, what, database) => new import_shared.PermissionsError(
  "too-large",
  `the records of \`${model}\` that are reached take ${what} in one query of ${database}: ask with fewer roles or shorter lists of the user`
);
function measureLongestPath(filter) {
  if ("through" in filter) {
    const further = filter.alternatives.flatMap(
      (alternative) => alternative.map(({ through = [] }) => through.length)
    );
    return filter.through.length + further.reduce((most, length) => Math.max(most, length), 0);
  }
  return Math.max(...("anyOf" in filter ? filter.anyOf : filter.allOf).map(measureLongestPath));
}
var types2 = ["objectId", "date", "text"];
function mongo(where, options = {}) {
  checkWhere(where, "mongo");
  checkModels(options.models, "mongo", types2);
  if (where === "all") return {};
  if (where === "none") return writeNothing();
  const filter = writePart(where, options) ?? writeNothing();
  checkLimits(where, filter);
  return filter;
}
function writePart(filter, options) {
  if ("anyOf" in filter) return joinMongoByOr(filter.anyOf.map((part) => writePart(part, options)));
  if ("allOf" in filter) return joinMongoByAnd(filter.allOf.map((part) => writePart(part, options)));
  return followPath(
    filter.through,
    { model: filter.model, prefix: "" },
    options,
    (end) => joinMongoByOr(
      filter.alternatives.map(
        (alternative) => joinMongoByAnd(
          groupByRecord(alternative).map(
            ({ through, comparisons }) => followPath(through, end, options, (holder) => compareFields(holder, comparisons, options))
          )
        )
      )
    )
  );
}
function followPath(path, { model, prefix }, options, meets, guards = []) {
  const [step, ...rest] = path;
  if (step === void 0) {
    const met = meets({ model, prefix });
    return met && joinMongoByAnd([...guards, met]);
  }
  const name = typeof step === "string" ? step : step.many;
  const relation = findRelationDescription(options.models, model, name);
  const field = `${prefix}${checkFieldName(relation.field, name)}`;
  if (typeof step === "string") {
    const guard = { [field]: excludeLists({ $type: "object" }) };
    return followPath(rest, { model: relation.model, prefix: `${field}.` }, options, meets, [
      ...guards,
      guard
    ]);
  }
  const inner = followPath(rest, { model: relation.model, prefix: "" }, options, meets);
  if (!inner) return inner;
  const alone = isMetByEmpty(inner) ? { $not: { $elemMatch: { $type: "array" } } } : {};
  return joinMongoByAnd([...guards, { [field]: { $elemMatch: inner, ...alone } }]);
}
function isMetByEmpty(filter) {
  const parts = (value) => value;
  return Object.entries(filter).every(([key, value]) => {
    if (key === "$and") return parts(value).every(isMetByEmpty);
    if (key === "$or") return parts(value).some(isMetByEmpty);
    if (key === "$nor") return !parts(value).some(isMetByEmpty);
    return typeof value === "object" && value !== null && "$eq" in value && value.$eq === null;
  });
}
var compareFields = ({ model, prefix }, comparisons, options) => joinMongoByAnd(
  comparisons.map((comparison) => {
    const { property } = comparison;
    const { field, type } = findFieldDescription(options.models, model, property);
    if (field !== property || !property.includes("."))
      return compareMongoField(
        comparison,
        `${prefix}${checkFieldName(field, property)}`,
        type,
        options.objectId
      );
    const [outer = ""] = property.split(".");
    return compareInside(
      comparison,
      prefix,
      findFieldDescription(options.models, model, outer).field,
      options
    );
  })
);
function compareInside(comparison, prefix, outer, { objectId }) {
  const { property } = comparison;
  const names = [outer, ...property.split(".").slice(1)].map((name) => checkFieldName(name, property));
  const pathTo = (end) => `${prefix}${names.slice(0, end).join(".")}`;
  const guards = names.slice(1).map((_, at) => ({ [pathTo(at + 1)]: excludeLists({ $type: "object" }) }));
  if (comparison.operator !== "$exists")
    return joinMongoByAnd([
      ...guards,
      compareMongoField(comparison, pathTo(names.length), void 0, objectId)
    ]);
  const isThere = joinMongoByAnd([...guards, testExistence(true, pathTo(names.length))]);
  return isThere && !comparison.operand ? { $nor: [isThere] } : isThere;
}
var limits = { bytes: 16 * 1024 * 1024, levels: 100 };
function checkLimits(where, filter) {
  const { model } = where;
  const steps = measureLongestPath(where);
  if (steps >= limits.levels)
    throw makeTooLargeError(
      model,
      `${steps} documents on the path, and a document holds ${limits.levels} levels`,
      "MongoDB"
    );
  const bytes = measureDocument(filter);
  if (bytes > limits.bytes)
    throw makeTooLargeError(model, `${bytes} bytes, and there can be ${limits.bytes}`, "MongoDB");
}
function measureDocument(document) {
  let bytes = 5;
  for (const [key, value] of Object.entries(document))
    bytes += 2 + utf8.encode(key).length + measureValue(value);
  return bytes;
}
var utf8 = new TextEncoder();
function measureValue(value) {
  if (typeof value === "string") return 5 + utf8.encode(value).length;
  if (typeof value === "boolean") return 1;
  if (Array.isArray(value)) return measureDocument(value);
  if (typeof value !== "object" || value === null || value instanceof Date) return 8;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype ? measureDocument(value) : objectIdBytes;
}
var objectIdBytes = 12;
var writeNothing = () => ({ _id: { $in: [] } });
function checkFieldName(field, property) {
  if (typeof field !== "string" || field === "" || /^\$|[.\0\p{Surrogate}]/u.test(field))
    throw new Error(`${JSON.stringify(field)} cannot be the field of \`${property}\` in MongoDB`);
  return field;
}
