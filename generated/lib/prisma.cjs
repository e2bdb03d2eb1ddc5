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
  prisma: () => prisma
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
var isInCalendar = (day2) => new Date(Date.parse(day2)).getUTCDate() === Number(day2.slice(8));
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
function mapOperands(test, write) {
  switch (test.kind) {
    case "equal":
      return { kind: "equal", to: write(test.to) };
    case "order":
      return { ...test, to: write(test.to) };
    case "listed":
      return { kind: "listed", among: test.among.map(write) };
    case "other":
      return { kind: "other", than: test.than.map(write) };
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
var isUuid = (operand) => isText2(operand) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(operand);
function joinPrismaByAnd(parts) {
  if (parts.length === 0 || parts.includes("none")) return "none";
  const conditions = parts.filter((part) => typeof part === "object");
  const [first, ...others] = conditions;
  if (first === void 0) return "all";
  return others.length === 0 ? first : joinInGroups("AND", conditions);
}
function joinPrismaByOr(parts) {
  if (parts.includes("all")) return "all";
  const conditions = parts.filter((part) => typeof part === "object");
  const [first, ...others] = conditions;
  if (first === void 0) return "none";
  return others.length === 0 ? first : joinInGroups("OR", conditions);
}
var longestChain = 64;
function joinInGroups(word, conditions) {
  if (conditions.length <= longestChain) return { [word]: conditions };
  const size = Math.ceil(conditions.length / longestChain);
  const groups = [];
  for (let at = 0; at < conditions.length; at += size)
    groups.push(joinInGroups(word, conditions.slice(at, at + size)));
  return { [word]: groups };
}
function comparePrismaField(comparison, field, anyNull) {
  if (comparison.operator === "$exists") return testExistence(comparison, field, anyNull);
  switch (comparison.type) {
    case "id":
    case "string":
      return compareText(comparison, field);
    case "number":
      return compareNumber(comparison, field, field.type ?? "Float");
    case "integer":
      return compareNumber(comparison, field, field.type ?? "BigInt");
    case "boolean":
      return compareBoolean(comparison, field);
    case "date":
      return compareDate(comparison, field);
    case "list":
      return compareList(comparison, field);
  }
}
function testExistence({ type, operand }, { name, type: held, required }, anyNull) {
  if (required) return operand ? "all" : "none";
  if (held === "Json" || type === "object" && held === void 0) {
    if (anyNull === void 0 || anyNull === null)
      throw new Error(
        `\`${name}\` is a Json field: the options need \`anyNull: Prisma.AnyNull\` to ask for it`
      );
    return { [name]: operand ? { not: anyNull } : { equals: anyNull } };
  }
  const isNull = { [name]: { equals: null } };
  if (type === "list") return operand ? { NOT: isNull } : isNull;
  return operand ? { [name]: { not: null } } : isNull;
}
function compareList(comparison, { name, type }) {
  const test = readColumnTest(comparison, isHeldItem);
  if (!test) return "none";
  const isOther = test.kind === "other";
  if (type === "Json") {
    const isList = { [name]: { array_contains: [] } };
    const has = joinPrismaByOr(listOperands(test).map((item) => ({ [name]: { array_contains: [item] } })));
    if (!isOther || has === "all") return has;
    return has === "none" ? isList : { AND: [isList, { NOT: has }] };
  }
  const items = listOperands(test).filter((item) => isItemOf(type, item));
  if (!isOther) return items.length > 0 ? { [name]: { hasSome: items } } : "none";
  const isThere = { NOT: { [name]: { equals: null } } };
  return items.length > 0 ? { AND: [isThere, { NOT: { [name]: { hasSome: items } } }] } : isThere;
}
function isItemOf(type, item) {
  switch (type) {
    case "Int":
      return Number.isInteger(item) && Math.abs(Number(item)) < 2 ** 31;
    case "BigInt":
      return Number.isSafeInteger(item);
    case "Float":
    case "Decimal":
      return isReal(item);
    case "Uuid":
      return isUuid(item);
    default:
      return isText2(item);
  }
}
function compareText(comparison, field) {
  const test = readColumnTest(comparison, isText2);
  if (field.type === void 0) return writeTest(field, test);
  if (field.type !== "Uuid") throw makeFieldTypeError(comparison, field.type);
  const uuidTest = readColumnTest(comparison, isUuid);
  if (test?.kind === "order" && uuidTest === void 0)
    throw new Error(`\`${field.name}\` is a Uuid field: it comes neither before nor after other text`);
  return writeTest(field, uuidTest);
}
function compareNumber(comparison, field, type) {
  switch (type) {
    case "Int":
      return compareWhole(
        field,
        readColumnTest(comparison, isNumber),
        [-(2 ** 31), 2 ** 31 - 1],
        keepOperand
      );
    case "BigInt":
      return compareWhole(field, readColumnTest(comparison, isNumber), safe, keepOperand);
    case "Float":
    case "Decimal":
      return compareReal(field, comparison);
    default:
      throw makeFieldTypeError(comparison, type);
  }
}
var safe = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
var keepOperand = (operand) => operand;
var largest = 1797693134862315e293;
var isReal = (operand) => isNumber(operand) && Math.abs(operand) <= largest;
function compareReal(field, comparison) {
  const test = readColumnTest(comparison, isNumber);
  const other = readColumnTest(comparison, isReal);
  if (other?.kind === "other")
    return { [field.name]: { ...writeExclusion(other.than), gte: -largest, lte: largest } };
  if (test?.kind !== "order") return writeTest(field, other);
  const bound = Math.max(-largest, Math.min(test.to, largest));
  const end = test.sign === ">" || test.sign === ">=" ? { lte: largest } : { gte: -largest };
  return { [field.name]: { [signs2[test.sign]]: bound, ...end } };
}
function compareWhole(field, test, [least, most], written) {
  const { name } = field;
  const isHeld = (number) => Number.isInteger(number) && number >= least && number <= most;
  switch (test?.kind) {
    case void 0:
      return "none";
    case "equal":
      return isHeld(test.to) ? { [name]: { equals: written(test.to) } } : "none";
    case "listed": {
      const among = test.among.filter(isHeld);
      return among.length > 0 ? { [name]: { in: among.map(written) } } : "none";
    }
    case "other":
      return excludeValues(field, test.than.filter(isHeld).map(written));
    case "order": {
      const { sign, to } = test;
      const isMore = sign === ">" || sign === ">=";
      if (to < least) return isMore ? { [name]: { gte: written(least) } } : "none";
      if (to > most) return isMore ? "none" : { [name]: { lte: written(most) } };
      if (Number.isInteger(to)) return { [name]: { [signs2[sign]]: written(to) } };
      return { [name]: { [isMore ? "gt" : "lte"]: written(Math.floor(to)) } };
    }
  }
}
function compareBoolean(comparison, field) {
  if (field.type !== void 0) throw makeFieldTypeError(comparison, field.type);
  const test = readColumnTest(comparison, isBoolean);
  switch (test?.kind) {
    case void 0:
    case "order":
      return "none";
    case "equal":
      return { [field.name]: { equals: test.to } };
    case "listed":
      return joinPrismaByOr([...new Set(test.among)].map((item) => ({ [field.name]: { equals: item } })));
    case "other":
      return joinPrismaByOr(
        [false, true].filter((item) => !test.than.includes(item)).map((item) => ({ [field.name]: { equals: item } }))
      );
  }
}
var day = 864e5;
function compareDate(comparison, field) {
  const test = readColumnTest(comparison, isDate);
  if (field.type === void 0) return writeTest(field, test, (date) => new Date(readInstant(date)));
  if (field.type !== "Date") throw makeFieldTypeError(comparison, field.type);
  return compareWhole(field, countDays(test), safe, (days) => new Date(days * day));
}
function countDays(test) {
  const days = (date) => readInstant(date) / day;
  return test && mapOperands(test, days);
}
var signs2 = { ">": "gt", ">=": "gte", "<": "lt", "<=": "lte" };
function writeTest(field, test, written = keepOperand) {
  const { name } = field;
  switch (test?.kind) {
    case void 0:
      return "none";
    case "equal":
      return { [name]: { equals: written(test.to) } };
    case "listed":
      return { [name]: { in: test.among.map(written) } };
    case "other":
      return excludeValues(field, test.than.map(written));
    case "order":
      return { [name]: { [signs2[test.sign]]: written(test.to) } };
  }
}
var excludeValues = ({ name, required }, values) => values.length > 0 ? { [name]: writeExclusion(values) } : required ? "all" : { [name]: { not: null } };
function writeExclusion(values) {
  const [only] = values;
  if (values.length === 0) return {};
  return values.length === 1 ? { not: only } : { notIn: values };
}
var makeFieldTypeError = ({ property, type }, held) => new Error(
  `\`${property}\` is of the type ${type}: the options cannot have it in a field of the type \`${held}\``
);
var listJsonPaths = (names) => names.map((_, at) => [...names.slice(0, at), names.slice(at).join(".")]);
function comparePrismaInside(comparison, field, names, nulls) {
  const paths = listJsonPaths(names).map((path) => ({ field, path }));
  return paths.map((value) => compareValue(comparison, value, nulls)).reduceRight((rest, part, at) => {
    const value = paths[at];
    if (!value) return part;
    const { dbNull } = nulls;
    if (!dbNull)
      throw new Error(
        `\`${comparison.property}\` may stand in the Json field \`${field}\` in two ways: the options need \`dbNull: Prisma.DbNull\` to tell them apart`
      );
    return joinPrismaByOr([
      joinPrismaByAnd([ask(value, { not: dbNull }), part]),
      joinPrismaByAnd([ask(value, { equals: dbNull }), rest])
    ]);
  });
}
var ask = ({ field, path }, test) => ({ [field]: { path, ...test } });
function compareValue(comparison, value, { anyNull }) {
  if (comparison.operator === "$exists") {
    if (!anyNull)
      throw new Error(
        `\`${value.field}\` is a Json field: the options need \`anyNull: Prisma.AnyNull\` to ask for it`
      );
    return ask(value, comparison.operand ? { not: anyNull } : { equals: anyNull });
  }
  switch (comparison.type) {
    case "id":
    case "string":
      return compareKind(readColumnTest(comparison, isText2), value, { string_starts_with: "" });
    case "number":
    case "integer":
      return compareNumber2(comparison, value);
    case "boolean":
      return compareBoolean2(readColumnTest(comparison, isBoolean), value);
    case "date":
      return compareDate2(comparison, value);
    case "list":
      return compareList2(comparison, value);
  }
}
function compareKind(test, value, kind) {
  switch (test?.kind) {
    case void 0:
      return "none";
    case "equal":
      return ask(value, { equals: test.to });
    case "listed":
      return joinPrismaByOr(test.among.map((item) => ask(value, { equals: item })));
    case "other":
      return joinPrismaByAnd([ask(value, kind), ...test.than.map((item) => ask(value, { not: item }))]);
    case "order":
      return ask(value, { [signs2[test.sign]]: test.to });
  }
}
function compareNumber2(comparison, value) {
  const test = readColumnTest(comparison, isNumber);
  const real = readColumnTest(comparison, isReal);
  if (test?.kind !== "order") return compareKind(real, value, { gte: -largest, lte: largest });
  const bound = Math.max(-largest, Math.min(test.to, largest));
  const isMore = test.sign === ">" || test.sign === ">=";
  return ask(value, { [isMore ? "lte" : "gte"]: isMore ? largest : -largest, [signs2[test.sign]]: bound });
}
function compareBoolean2(test, value) {
  if (!test || test.kind === "order") return "none";
  const operands = listOperands(test);
  const isAmong = (item) => operands.includes(item) === (test.kind !== "other");
  return joinPrismaByOr([false, true].filter(isAmong).map((item) => ask(value, { equals: item })));
}
function compareDate2(comparison, value) {
  const test = readColumnTest(comparison, isDate);
  if (test?.kind === "order" || test?.kind === "other")
    throw new Error(
      `\`${comparison.property}\` is a date inside of the Json field \`${value.field}\`, where Prisma cannot tell dates from other text: the options must name a field of its own`
    );
  return compareKind(test, value, {});
}
function compareList2(comparison, value) {
  const test = readColumnTest(comparison, isHeldItem);
  if (!test) return "none";
  const items = listOperands(test);
  const contains = (item) => ask(value, { array_contains: [item] });
  if (test.kind !== "other") return joinPrismaByOr(items.map(contains));
  const isList = ask(value, { array_contains: [] });
  const has = joinPrismaByOr(items.map(contains));
  return typeof has === "string" ? isList : { AND: [isList, { NOT: has }] };
}
var makeTooLargeError = (model, what, database) => new import_shared.PermissionsError(
  "too-large",
  `the records of \`${model}\` that are reached take ${what} in one query of ${database}: ask with fewer roles or shorter lists of the user`
);
var types2 = ["Uuid", "Int", "BigInt", "Float", "Decimal", "Date", "Json"];
function prisma(where, options = {}) {
  checkWhere(where, "prisma");
  checkModels(options.models, "prisma", types2);
  if (where === "all") return {};
  if (where === "none") return writeNothing(options);
  const met = writePart(where, options);
  if (met === "none") return writeNothing(options);
  const condition = met === "all" ? {} : met;
  checkLimit(where.model, condition, options);
  return condition;
}
function writePart(filter, options) {
  if ("anyOf" in filter) return joinPrismaByOr(filter.anyOf.map((part) => writePart(part, options)));
  if ("allOf" in filter) return joinPrismaByAnd(filter.allOf.map((part) => writePart(part, options)));
  return followPath(
    filter.through,
    filter.model,
    options,
    (end) => joinPrismaByOr(
      filter.alternatives.map(
        (alternative) => joinPrismaByAnd(
          groupByRecord(alternative).map(
            ({ through, comparisons }) => followPath(through, end, options, (holder) => compareFields(holder, comparisons, options))
          )
        )
      )
    )
  );
}
function followPath(path, model, options, meets) {
  const [step, ...rest] = path;
  if (step === void 0) return meets(model);
  const name = typeof step === "string" ? step : step.many;
  const relation = findRelationDescription(options.models, model, name);
  const inner = followPath(rest, relation.model, options, meets);
  if (inner === "none") return inner;
  const quantifier = typeof step === "string" ? "is" : "some";
  return { [checkFieldName(relation.field, name)]: { [quantifier]: inner === "all" ? {} : inner } };
}
var compareFields = (model, comparisons, options) => joinPrismaByAnd(
  comparisons.map((comparison) => {
    const { property } = comparison;
    const { field, ...held } = findFieldDescription(options.models, model, property);
    const [outer = "", ...names] = property.split(".");
    if (field === property && names.length > 0 && Object.keys(held).length === 0)
      return comparePrismaInside(
        comparison,
        findJsonField(outer, property, model, options),
        names,
        options
      );
    return comparePrismaField(
      comparison,
      { name: checkFieldName(field, property), ...held },
      options.anyNull
    );
  })
);
function findJsonField(outer, property, model, { models }) {
  const { field, type = "Json" } = findFieldDescription(models, model, outer);
  if (type !== "Json")
    throw new Error(
      `\`${property}\` stands in a Json field, and the options have \`${outer}\` in one of the type \`${type}\``
    );
  return checkFieldName(field, property);
}
function checkLimit(model, condition, { parameters = 32766 }) {
  const needed = countValues(condition);
  if (needed > parameters)
    throw makeTooLargeError(model, `${needed} parameters, and there can be ${parameters}`, "Prisma");
}
function countValues(part) {
  if (!Array.isArray(part) && !isPlainObject(part)) return 1;
  if ("path" in part && Array.isArray(part.path))
    return (Object.keys(part).length - 1) * (2 * part.path.length + 2);
  let values = 0;
  for (const inner of Object.values(part)) values += countValues(inner);
  return values;
}
var isPlainObject = (part) => typeof part === "object" && part !== null && Object.getPrototypeOf(part) === Object.prototype;
var writeNothing = ({ id = "id" }) => ({
  [checkFieldName(id, "id")]: { in: [] }
});
function checkFieldName(field, property) {
  if (typeof field !== "string" || !/^[A-Za-z][A-Za-z0-9_]*$/.test(field) || /^(AND|OR|NOT)$/.test(field))
    throw new Error(`${JSON.stringify(field)} cannot be the field of \`${property}\` in a schema of Prisma`);
  return field;
}
