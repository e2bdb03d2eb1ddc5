var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name2 in all)
    __defProp(target, name2, { get: all[name2], enumerable: true });
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
  BundleError: () => BundleError,
  PermissionsError: () => PermissionsError,
  abilityFrom: () => abilityFrom,
  checkBundle: () => checkBundle,
  checkBundleInSlices: () => checkBundleInSlices,
  facadeOf: () => facadeOf,
  indexOf: () => indexOf,
  openFacade: () => openFacade
});
module.exports = __toCommonJS(stdin_exports);
var import_ability = require("@casl/ability");
var byCodeUnit = (a, b) => a < b ? -1 : a > b ? 1 : 0;
function byCodePoint(a, b) {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) return inOrder(x) - inOrder(y);
  }
  return a.length - b.length;
}
var inOrder = (unit) => unit < 55296 ? unit : unit > 57343 ? unit - 2048 : unit + 8192;
function byLiteral(a, b) {
  if (typeof a === "string" && typeof b === "string") return byCodeUnit(a, b);
  return typeof a === typeof b ? Number(a) - Number(b) : byCodeUnit(typeof a, typeof b);
}
var isHole = (operand) => typeof operand === "object" && operand !== null && "$user" in operand;
function keyOfAlternative(alternative) {
  return JSON.stringify(alternative.map(({ property, operator, operand }) => [property, operator, operand]));
}
function instantOf(text) {
  const match = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (!match || !isInCalendar(text.slice(0, 10))) return Number.NaN;
  return Date.parse(match[1] !== void 0 && match[2] === void 0 ? `${text}Z` : text);
}
var isInCalendar = (day) => new Date(Date.parse(day)).getUTCDate() === Number(day.slice(8));
var beginsLikeDate = (text) => /^\d{4}-\d\d-\d\d/.test(text);
function instantOfDate(value) {
  if (typeof value !== "object" || value === null) return void 0;
  try {
    if (!("getTime" in value)) return void 0;
    return Date.prototype.getTime.call(value);
  } catch {
    return void 0;
  }
}
var floors = {
  id: "",
  string: "",
  number: -Number.MAX_VALUE,
  integer: -Number.MAX_VALUE,
  date: "0000-01-01"
};
var eitherBoolean = [true, false];
function guardValue(compared, type) {
  const asked = Object.fromEntries(compared);
  const isExclusion2 = compared.has("$nin");
  if (!isExclusion2 && (compared.has("$eq") || compared.has("$in")))
    return compared.size === 1 && compared.has("$eq") ? compared.get("$eq") : asked;
  const floor = type && floors[type];
  const isOpenBelow = (compared.has("$lt") || compared.has("$lte") || isExclusion2) && !compared.has("$gt") && !compared.has("$gte");
  return {
    ...isOpenBelow && floor !== void 0 && { $gte: floor },
    ...asked,
    ...isExclusion2 && type === "boolean" && !compared.has("$eq") && { $in: eitherBoolean },
    $exists: true,
    ...excludeNull(asked.$nin)
  };
}
var excludeNull = (excluded) => isHole(excluded) || Array.isArray(excluded) && excluded.length === 0 ? { $ne: null, $nin: excluded } : { $nin: [...Array.isArray(excluded) ? excluded : [], null] };
function guardContents(comparisons, [excluded, ...others]) {
  const each = comparisons.filter(({ operator }) => operator === "$eq").map(({ operand }) => operand);
  const [anyOf, ...further] = comparisons.filter(({ operator }) => operator === "$in").map(({ operand }) => operand);
  const isThere2 = anyOf !== void 0 || excluded !== void 0 || each.length === 0;
  const value = {
    ...each.length > 0 && { $all: each },
    ...anyOf !== void 0 && { $in: anyOf },
    ...isThere2 && { $exists: true },
    ...(excluded !== void 0 || each.length === 0 && anyOf === void 0) && excludeNull(excluded)
  };
  return [
    value,
    ...further.map((operand) => ({ $in: operand, $exists: true })),
    ...others.map((operand) => ({ $exists: true, ...excludeNull(operand) }))
  ];
}
function guardAbsence(field, type) {
  const absent = [field, null];
  return type === "list" ? [absent, [`${field}.0`, { $exists: false }]] : [absent];
}
function removeGuards(conditions, typeOf2) {
  const fields = Object.entries(conditions).flatMap(([field, value]) => {
    if (field === "$and" && Array.isArray(value))
      return [[field, value.map((part) => removeGuards(part, typeOf2))]];
    if (value === null) return [[field, { $exists: false }]];
    if (isGuardOfList(field, value, conditions)) return [];
    if (typeof value !== "object" || Array.isArray(value)) return [[field, value]];
    return [[field, removeGuardsOf(value, typeOf2(field.slice(field.lastIndexOf(".") + 1)))]];
  });
  return Object.fromEntries(fields);
}
function isGuardOfList(field, value, conditions) {
  if (!field.endsWith(".0") || typeof value !== "object" || value === null) return false;
  const list = field.slice(0, -2);
  return Object.hasOwn(conditions, list) && conditions[list] === null && Object.keys(value).join() === "$exists" && value.$exists === false;
}
function removeGuardsOf(asked, type) {
  const { $exists, $ne, $nin, ...others } = asked;
  const isEmptyList = $ne === null;
  if ($exists !== true || !Array.isArray($nin) || !(isEmptyList || $nin.includes(null)))
    return asked;
  const excluded = $nin.filter((value) => value !== null);
  const isExclusion2 = isEmptyList || excluded.length > 0;
  if (!isExclusion2 && Object.keys(others).length === 0) return { $exists: true };
  const { $gte, ...rest } = others;
  const isFloor = $gte === "" || $gte === -Number.MAX_VALUE || type === "date" && $gte === floors.date;
  const bounds = isFloor && ("$lt" in rest || "$lte" in rest || isExclusion2) ? rest : others;
  return isExclusion2 ? { ...bounds, $nin: excluded } : bounds;
}
function readTypeInGuards(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return void 0;
  const { $all, $in, $exists, $gte, $nin, ...others } = value;
  if (others.$eq !== void 0) return void 0;
  if ($all !== void 0 || $in !== void 0 && $exists === true && $nin === void 0) return "list";
  if (!Array.isArray($nin)) return void 0;
  if (Array.isArray($in) && $in.length === 2 && $in.every((item, at) => item === eitherBoolean[at]))
    return "boolean";
  if (![$gte, others.$gt, others.$lt, others.$lte].some((bound) => bound !== void 0)) return "list";
  if ($gte === "") return "string";
  if ($gte === -Number.MAX_VALUE) return "number";
  const isDate2 = $gte === floors.date && [...$nin, ...Object.values(others)].every(isNoOtherThanDate);
  return isDate2 ? "date" : void 0;
}
var isNoOtherThanDate = (operand) => typeof operand !== "string" || !Number.isNaN(instantOf(operand));
var isStorable = (text) => !text.includes("\0") && isWellFormed(text);
var isWellFormed = (text) => typeof text.isWellFormed === "function" ? text.isWellFormed() : !/\p{Surrogate}/u.test(text);
var isItem = (operand) => typeof operand === "string" || isNumber(operand) || isBoolean(operand);
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
var isDate = (operand) => typeof operand === "string" && !Number.isNaN(instantOf(operand));
var isNumber = (operand) => Number.isFinite(operand);
var isBoolean = (operand) => typeof operand === "boolean";
function familyOf(type) {
  switch (type) {
    case "id":
    case "string":
      return "text";
    case "number":
    case "integer":
      return "number";
    case "boolean":
    case "date":
    case "list":
      return type;
    case "object":
      return void 0;
  }
}
var isMetBy = {
  $eq: (order) => order === 0,
  $in: (order) => order === 0,
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
  $ne: (order) => order < 0 || order > 0,
  $nin: (order) => order < 0 || order > 0
};
var isThere = (value) => value !== null && value !== void 0;
function makeValueTest(type, operator, operand) {
  const family = familyOf(type);
  if (family === void 0) return meetsNothing;
  if (family === "date") return makeDateTest(operator, listed(operand));
  if (family === "list") return makeContentTest(operator, listed(operand));
  if (operator === "$in") return makeMemberTest(listed(operand));
  if (operator === "$ne" || operator === "$nin") {
    const isExcluded = makeMemberTest(listed(operand));
    const isOfType2 = typeTests[family];
    return (value) => isOfType2(value) && !isExcluded(value);
  }
  const [bound] = listed(operand);
  if (bound === void 0) return meetsNothing;
  if (operator === "$eq") return (value) => value === bound;
  const isMet = isMetBy[operator];
  if (typeof bound === "string")
    return (value) => typeof value === "string" && isMet(byCodePoint(value, bound));
  if (typeof bound === "number") return (value) => Number.isFinite(value) && isMet(Number(value) - bound);
  return meetsNothing;
}
var meetsNothing = () => false;
var typeTests = {
  text: (value) => typeof value === "string",
  number: (value) => Number.isFinite(value),
  boolean: (value) => typeof value === "boolean"
};
var listed = (operand) => typeof operand === "object" ? operand : [operand];
var shortList = 8;
function makeMemberTest(items) {
  if (items.length <= shortList) {
    return (value) => {
      for (const item of items) if (item === value) return true;
      return false;
    };
  }
  const values = sets.get(items) ?? new Set(items);
  sets.set(items, values);
  return (value) => values.has(value);
}
var sets = /* @__PURE__ */ new WeakMap();
function makeContentTest(operator, items) {
  const isWanted = makeMemberTest(items);
  switch (operator) {
    case "$eq":
    case "$in":
      return (value) => Array.isArray(value) && value.some(isWanted);
    case "$ne":
    case "$nin":
      return (value) => Array.isArray(value) && !value.some(isWanted);
    default:
      return meetsNothing;
  }
}
function makeDateTest(operator, operands) {
  const bounds = operands.map((operand) => ({ text: String(operand), instant: instantOf(String(operand)) }));
  const isMet = isMetBy[operator];
  const isExclusion2 = operator === "$ne" || operator === "$nin";
  const meetsBounds = (meets) => isExclusion2 ? bounds.every(meets) : bounds.some(meets);
  return (value) => {
    if (typeof value === "string")
      return beginsLikeDate(value) && meetsBounds(({ text }) => isMet(byCodePoint(value, text)));
    const instant = instantOfDate(value);
    return instant !== void 0 && !Number.isNaN(instant) && meetsBounds((bound) => isMet(instant - bound.instant));
  };
}
function testOf(alternative, names) {
  const [first = never, ...others] = alternative.map((comparison) => comparisonTest(comparison, names));
  if (others.length === 0) return first;
  return (record) => {
    if (!first(record)) return false;
    for (const other of others) if (!other(record)) return false;
    return true;
  };
}
var never = () => false;
function comparisonTest(comparison, names) {
  const { property } = comparison;
  if (comparison.operator === "$exists") {
    if (comparison.operand) return (record) => isThere(read(record, property));
    return (record) => !isThere(read(record, property)) && canLack(record, property, names);
  }
  const isMet = makeValueTest(comparison.type, comparison.operator, comparison.operand);
  return (record) => isMet(read(record, property));
}
var canLack = (record, property, names) => !isBuiltIn(record) && (Object.hasOwn(record, property) || isEmpty(record) || hasName(record, names));
function hasName(record, names) {
  if (hasOwnName(record, names)) return true;
  if (isPlain(record)) return false;
  for (const name2 of names) if (isComputed(record, name2)) return true;
  return false;
}
function hasOwnName(record, names) {
  for (const key of Object.getOwnPropertyNames(record)) if (names.has(key)) return true;
  return false;
}
var isEmpty = (record) => isPlain(record) && Object.getOwnPropertyNames(record).every((name2) => name2 === "__caslSubjectType__");
function isPlain(record) {
  const prototype = Object.getPrototypeOf(record);
  return prototype === Object.prototype || prototype === null;
}
var isBuiltIn = (value) => typeof value.then === "function" || Symbol.iterator in value || value instanceof Error || instantOfDate(value) !== void 0;
function isRecordOf(value, names) {
  if (isPlain(value)) return true;
  if (Array.isArray(value) || isBuiltIn(value)) return false;
  const kind = Object.prototype.toString.call(value);
  return kind === "[object Object]" || kind !== "[object Error]" && hasOwnName(value, names);
}
function read(record, name2) {
  return Object.hasOwn(record, name2) || isComputed(record, name2) ? record[name2] : void 0;
}
function isComputed(record, name2) {
  for (let parent = Object.getPrototypeOf(record); parent !== null && parent !== Object.prototype; parent = Object.getPrototypeOf(parent)) {
    const inherited = Object.getOwnPropertyDescriptor(parent, name2);
    if (inherited) return inherited.get !== void 0;
  }
  return false;
}
function follow(record, path, names) {
  let current = record;
  for (const step of path) {
    const next = read(current, step);
    if (typeof next !== "object" || next === null || !isRecordOf(next, names)) return void 0;
    current = next;
  }
  return current;
}
function bind({ index, scopes }, attributes) {
  const unfilled = /* @__PURE__ */ new Map();
  return {
    scopes: scopes.flatMap((scope) => boundScope(scope, attributes, unfilled, index.reached)),
    unfilled: [...unfilled.values()]
  };
}
function boundScope({ cells, reach }, attributes, unfilled, names) {
  const alternatives = [];
  for (const alternative of reach) {
    const filled2 = alternative.map((comparison) => fill(comparison, attributes, unfilled));
    if (filled2.every((comparison) => comparison !== void 0)) alternatives.push(filled2);
  }
  if (alternatives.length === 0) return [];
  const tests = alternatives.map((alternative) => testOf(alternative, names));
  const [first] = tests;
  const reaches2 = first && tests.length === 1 ? first : (record) => {
    for (const test of tests) if (test(record)) return true;
    return false;
  };
  return [{ cells, alternatives, reaches: reaches2 }];
}
function fill({ property, type, operator, operand }, attributes, unfilled) {
  if (operator === "$exists")
    return typeof operand === "boolean" ? { property, type, operator, operand } : void 0;
  if (type === "object") return void 0;
  const value = isHole(operand) ? filled(operand.$user, attributes, unfilled) : operand;
  if (value === void 0) return void 0;
  if (operator === "$in" || operator === "$nin") {
    if (!isList(value)) return void 0;
    const items = itemsOf(value, type, operator);
    if (items === void 0 && isHole(operand))
      unfilled.set(operand.$user, {
        attribute: operand.$user,
        because: `holds a value that is not of type ${type}`
      });
    return items === void 0 || operator === "$in" && items.length === 0 ? void 0 : { property, type, operator, operand: items };
  }
  if (isList(value) || !isOfType(type, value)) return void 0;
  if (type === "list") {
    const isHere = operator === "$ne" || operator === "$eq" && isHeld(value);
    return isHere ? { property, type, operator, operand: value } : void 0;
  }
  return operator === "$ne" || isHeld(value) ? { property, type, operator, operand: value } : void 0;
}
function filled(attribute, attributes, unfilled) {
  const known2 = attributes(attribute);
  if (known2.usable) return known2.value;
  unfilled.set(attribute, { attribute, because: known2.because });
  return void 0;
}
var looked = /* @__PURE__ */ new WeakMap();
function itemsOf(list, type, operator) {
  const known2 = looked.get(list) ?? /* @__PURE__ */ new Map();
  looked.set(list, known2);
  const key = `${type} ${operator}`;
  if (known2.has(key)) return known2.get(key);
  const isFitting = list.every((item) => isOfType(type, item));
  const items = isFitting ? [...new Set(operator === "$in" ? list.filter(isHeld) : list)] : void 0;
  known2.set(key, items);
  return items;
}
var isHeld = (value) => typeof value !== "string" || isStorable(value);
var isList = (value) => Array.isArray(value);
function frozen(value) {
  if (typeof value === "object" && value !== null)
    for (const part of Object.values(Object.freeze(value))) frozen(part);
  return value;
}
var emptyBits = (size) => new Uint32Array(size + 31 >>> 5);
var has = (bits, index) => ((bits[index >>> 5] ?? 0) >>> (index & 31) & 1) === 1;
function add(bits, index) {
  bits[index >>> 5] = (bits[index >>> 5] ?? 0) | 1 << (index & 31);
}
function remove(bits, index) {
  bits[index >>> 5] = (bits[index >>> 5] ?? 0) & ~(1 << (index & 31));
}
function addAll(bits, more) {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) | (more[word] ?? 0);
}
var union = (a, b) => a.map((word, at) => word | (b[at] ?? 0));
var intersection = (a, b) => a.map((word, at) => word & (b[at] ?? 0));
var hasRight = ({ properties }, right) => properties.some((property) => property.rights.has(right));
var isLimited = ({ portfolio }, action) => portfolio !== "none" && (portfolio !== "self" || action !== "create");
var portfolioPrefixOf = ({ portfolio }) => typeof portfolio === "object" ? `${portfolio.through}.` : "";
var togglesOf = (catalog) => [...catalog.modules, ...catalog.features, ...catalog.capabilities];
function mergeAlternatives(reach) {
  if (reach === "all") return "all";
  const possible = reach.filter((alternative) => !alternative.some(isNever));
  let current = sortUnique(possible.length > 0 ? possible : reach.slice(0, 1));
  for (; ; ) {
    const merged = mergeOnce(current);
    if (merged.length === current.length) return merged;
    current = merged;
  }
}
var isNever = ({ operator, operand }) => operator === "$in" && Array.isArray(operand) && operand.length === 0;
function mergeOnce(alternatives) {
  const properties = [...new Set(alternatives.flatMap((one) => one.map(({ property }) => property)))].sort();
  for (const property of properties) {
    const groups = /* @__PURE__ */ new Map();
    const others = [];
    for (const alternative of alternatives) {
      const values = literalsFor(alternative, property);
      if (!values) {
        others.push(alternative);
        continue;
      }
      const rest = alternative.filter((comparison) => comparison.property !== property);
      const key = keyOfAlternative(rest);
      const group = groups.get(key);
      if (group) for (const value of values.literals) group.values.add(value);
      else groups.set(key, { rest, type: values.type, values: new Set(values.literals) });
    }
    if (groups.size + others.length === alternatives.length) continue;
    return sortUnique([
      ...others,
      ...[...groups.values()].map(
        ({ rest, type, values }) => joinLiterals(rest, { property, type }, [...values])
      )
    ]);
  }
  return alternatives;
}
function literalsFor(alternative, property) {
  const [only, more] = alternative.filter((comparison) => comparison.property === property);
  if (!only || more || isHole(only.operand)) return void 0;
  const { type, operator, operand } = only;
  if (operator === "$eq") return { type, literals: [operand] };
  return operator === "$in" ? { type, literals: operand } : void 0;
}
function joinLiterals(rest, compared, values) {
  const [only] = values;
  const comparison = values.length === 1 && only !== void 0 ? { ...compared, operator: "$eq", operand: only } : { ...compared, operator: "$in", operand: [...values].sort(byLiteral) };
  return [...rest, comparison].sort((a, b) => byCodeUnit(a.property, b.property));
}
var sortUnique = (alternatives) => [...new Map(alternatives.map((alternative) => [keyOfAlternative(alternative), alternative]))].sort(([a], [b]) => byCodeUnit(a, b)).map(([, alternative]) => alternative);
var noProperty = "no-property";
function lowerCells(catalog, effective, reached) {
  const conditionsAt = conditionsOn(reached, catalog);
  const rules = [];
  for (const model of catalog.models) lowerModel(model, effective, conditionsAt, rules);
  for (const { name: name2, cell } of togglesOf(catalog))
    if (has(effective, cell.index)) rules.push({ action: "use", subject: name2 });
  return rules.sort((a, b) => byCodeUnit(a.subject, b.subject));
}
function lowerModel(model, effective, conditionsAt, rules) {
  const groups = [];
  const prefix = portfolioPrefixOf(model);
  let viewed;
  for (const [action, cell] of model.actions) {
    if (!has(effective, cell.index)) continue;
    const anyOf = isLimited(model, action) ? conditionsAt(prefix) : void 0;
    let fields;
    if (action === "update") fields = fieldsOf(model, action, effective);
    else if (action === "view" || action === "export") {
      viewed ??= fieldsOf(model, "view", effective);
      fields = viewed;
    }
    if (fields?.length === 0) continue;
    const group = groups.find((one) => one.anyOf === anyOf && areEqual(one.fields, fields));
    if (group) group.actions.push(action);
    else groups.push({ actions: [action], anyOf, fields });
  }
  if (groups.length > 1) groups.sort((a, b) => byCodeUnit(String(a.actions), String(b.actions)));
  for (const { actions: grouped, fields, anyOf } of groups) {
    const [only] = grouped;
    const action = grouped.length === 1 && only ? only : grouped;
    const rule = fields ? { action, subject: model.name, fields } : { action, subject: model.name };
    if (anyOf) for (const conditions of anyOf) rules.push({ ...rule, conditions });
    else rules.push(rule);
  }
}
var areEqual = (a, b) => a === b || a !== void 0 && b !== void 0 && a.length === b.length && a.every((field, at) => field === b[at]);
function fieldsOf(model, right, effective) {
  if (model.properties.length === 0 && !model.isClosed) return void 0;
  const fields = [];
  for (const { name: name2, rights: rights2 } of model.properties) {
    const cell = rights2.get(right);
    if (cell && has(effective, cell.index)) fields.push(name2);
  }
  return fields.length === 0 && !hasRight(model, right) ? noFields : fields;
}
var noFields = [noProperty];
var conditionsOfReach = /* @__PURE__ */ new WeakMap();
function conditionsOn(reach, catalog) {
  if (reach === "all") return () => void 0;
  const known2 = conditionsOfReach.get(reach);
  if (known2) return known2;
  const merged = mergeAlternatives(reach);
  const typeOf2 = typesIn(catalog);
  const byPrefix = /* @__PURE__ */ new Map();
  const conditionsAt = (prefix) => {
    const made = byPrefix.get(prefix) ?? sortConditions(merged, prefix, typeOf2);
    byPrefix.set(prefix, made);
    return made;
  };
  conditionsOfReach.set(reach, conditionsAt);
  return conditionsAt;
}
function typesIn({ columns, models }) {
  if (columns) return (property) => Object.hasOwn(columns, property) ? columns[property] : void 0;
  const reached = models.find(({ portfolio }) => portfolio === "self")?.properties ?? [];
  return (property) => reached.find(({ name: name2 }) => name2 === property)?.type;
}
var sortConditions = (reach, prefix, typeOf2) => reach.map((alternative) => {
  const conditions = conditionsOf(alternative, prefix, typeOf2);
  return { conditions, text: JSON.stringify(conditions) };
}).sort((a, b) => byCodeUnit(a.text, b.text)).map(({ conditions }) => conditions);
function conditionsOf(alternative, prefix, typeOf2) {
  const conditions = [];
  const crowded = [];
  const ofProperty = /* @__PURE__ */ new Map();
  for (const comparison of alternative)
    ofProperty.set(comparison.property, [...ofProperty.get(comparison.property) ?? [], comparison]);
  for (const [property, comparisons] of ofProperty) {
    const field = `${prefix}${property}`;
    const type = typeOf2(property);
    if (comparisons.some(isAbsence)) {
      if (comparisons.every(isAbsence)) conditions.push(...guardAbsence(field, type));
      else conditions.push([field, { $in: [] }]);
      continue;
    }
    if (type === "list") {
      const [first, ...others2] = guardContents(
        comparisons.filter((one) => !isExclusion(one)),
        exclusionsIn(comparisons)
      );
      if (first) conditions.push([field, first]);
      for (const other of others2) crowded.push({ [field]: other });
      continue;
    }
    const taken = /* @__PURE__ */ new Map();
    for (const { operator, operand } of comparisons.filter((one) => !isExclusion(one))) {
      if (!taken.has(operator)) taken.set(operator, operand);
      else if (operator === "$eq" && !taken.has("$in")) taken.set("$in", [operand]);
      else crowded.push({ [field]: { [operator]: operand } });
    }
    const [excluded, ...others] = exclusionsIn(comparisons);
    if (excluded !== void 0) taken.set("$nin", excluded);
    for (const other of others) crowded.push({ [field]: guardValue(/* @__PURE__ */ new Map([["$nin", other]]), type) });
    conditions.push([field, guardValue(taken, type)]);
  }
  return Object.fromEntries(crowded.length > 0 ? [...conditions, ["$and", crowded]] : conditions);
}
function exclusionsIn(comparisons) {
  const exclusions = comparisons.filter(isExclusion);
  const lists = exclusions.filter(({ operator, operand }) => operator === "$nin" && isHole(operand));
  const alone = exclusions.filter((one) => !lists.includes(one)).flatMap(({ operand }) => Array.isArray(operand) ? operand : [operand]);
  return alone.length > 0 || lists.length < exclusions.length ? [alone, ...lists.map(({ operand }) => operand)] : lists.map(({ operand }) => operand);
}
var isExclusion = ({ operator }) => operator === "$ne" || operator === "$nin";
var isAbsence = ({ operator, operand }) => operator === "$exists" && operand === false;
function kept(limit) {
  const things = /* @__PURE__ */ new Map();
  return (key, make) => {
    const known2 = things.get(key);
    if (known2 !== void 0) return known2;
    const thing = make();
    if (things.size >= limit) things.delete(things.keys().next().value);
    things.set(key, thing);
    return thing;
  };
}
function rulesOfTable(table) {
  const { index, roles } = table;
  const { subjects, tables } = lowererOf(index);
  return tables(table, () => {
    const rules = [];
    for (const role of roles) for (const rulesOn of subjects) rules.push(...rulesOn(role));
    if (roles.length < 2) return rules;
    return [...new Map(rules.map((rule) => [textOf(rule), rule])).values()];
  });
}
var limits = { tables: 1e3, ways: 100 };
var lowerers = /* @__PURE__ */ new WeakMap();
function lowererOf(index) {
  const known2 = lowerers.get(index);
  if (known2) return known2;
  const { models, modules, features, capabilities } = index.lowered();
  const subjects = [
    ...models.map((model) => ({ name: model.name, rulesOn: rulesOnModel(index, model) })),
    ...[...modules, ...features, ...capabilities].map(({ name: name2, cell }) => {
      const rules = [frozen({ action: "use", subject: name2 })];
      return { name: name2, rulesOn: ({ given }) => has(given, cell.index) ? rules : [] };
    })
  ].sort((a, b) => byCodeUnit(a.name, b.name));
  const made = { subjects: subjects.map(({ rulesOn }) => rulesOn), tables: kept(limits.tables) };
  lowerers.set(index, made);
  return made;
}
function rulesOnModel(index, model) {
  const { columns } = index.bundle;
  const alone = { models: [model], modules: [], features: [], capabilities: [], columns };
  const cells = [model.actions, ...model.properties.map(({ rights: rights2 }) => rights2)].flatMap(
    (held) => [...held.values()].map((cell) => cell.index)
  );
  const [first, last] = [Math.min(...cells), Math.max(...cells)];
  const ways = kept(limits.ways);
  return ({ given, reach }) => ways(
    `${reach}${wordsOf(given, first, last)}`,
    () => lowerCells(alone, given, index.reach(reach)).map(frozen)
  );
}
function wordsOf(bits, first, last) {
  const [start2, end] = [first >>> 5, last >>> 5];
  let words = "";
  for (let at = start2; at <= end; at++) {
    let word = bits[at] ?? 0;
    if (at === start2) word &= -1 << (first & 31);
    if (at === end) word &= -1 >>> 31 - (last & 31);
    words += ` ${word}`;
  }
  return words;
}
var texts = /* @__PURE__ */ new WeakMap();
function textOf(rule) {
  const known2 = texts.get(rule);
  if (known2 !== void 0) return known2;
  const text = JSON.stringify(rule);
  texts.set(rule, text);
  return text;
}
function servedRules(value) {
  if (!Array.isArray(value)) throw new TypeError(`${wanted}; ${cameInWords(value)} came`);
  const rules = value;
  for (let at = 0; at < rules.length; at++) {
    const fault = faultIn(rules[at]);
    if (fault !== void 0) throw new TypeError(`${wanted}; rule ${at + 1} of ${rules.length} ${fault}`);
  }
  return rules;
}
var wanted = "a list of rules was expected, as `policy.ability.rules` gives it";
var deepest = 100;
var members = ["action", "subject", "fields", "conditions", "inverted"];
function faultIn(rule) {
  if (!isPlain2(rule)) return "is no rule";
  if (rule.inverted !== void 0 && rule.inverted !== false)
    return "is inverted: it forbids, and rules here only allow";
  const strange = Object.keys(rule).find((key) => !members.includes(key));
  if (strange !== void 0) return `has a \`${shortened(strange)}\`, which no rule has here`;
  const { action, subject, fields, conditions } = rule;
  if (subject === void 0) return "has no subject, so it would be about everything";
  if (!isName(subject) && !isNames(subject))
    return "has a subject that is neither a name nor a list of names";
  if (!isName(action) && !isNames(action)) return "has an action that is neither a name nor a list of names";
  if (fields !== void 0 && !isFields(fields)) return "has fields that are no list of names";
  if (conditions === void 0) return void 0;
  if (hasHole(conditions, deepest))
    return "has a `$user`, as files of `rules/` have: serve `policy.ability.rules`";
  if (!isConditions(conditions, deepest)) return "has conditions that are no map, or nested too deep";
  return void 0;
}
var isFields = (value) => isNames(value) && value.every((field) => !field.includes("*")) || Array.isArray(value) && value.length === 1 && value[0] === "";
function isConditions(value, left) {
  if (!isPlain2(value) || left === 0) return false;
  return Object.entries(value).every(
    ([field, item]) => field === "$and" ? Array.isArray(item) && [...item].every((part) => isConditions(part, left - 1)) : !isDeeper(item, left)
  );
}
var hasHole = (value, left) => typeof value === "object" && value !== null && left > 0 && (Object.hasOwn(value, "$user") || Object.values(value).some((item) => hasHole(item, left - 1)));
var isDeeper = (value, left) => typeof value === "object" && value !== null && (left === 0 || Object.values(value).some((item) => isDeeper(item, left - 1)));
function isPlain2(value) {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
var isName = (value) => typeof value === "string" && value !== "" && !value.includes("\0");
var isNames = (value) => Array.isArray(value) && value.length > 0 && [...value].every(isName);
function cameInWords(value) {
  if (value === null || value === void 0) return String(value);
  if (typeof value === "string") return "a text";
  if (typeof value !== "object") return `a ${typeof value}`;
  if ("rules" in value) return "an object with `rules`, which are what is wanted,";
  if (typeof value.then === "function") return "a promise, not awaited,";
  return "an object";
}
var shortened = (text) => text.length > 40 ? `${text.slice(0, 40)}\u2026` : text;
function abilityOf(table, attributes) {
  const { columns } = table.index.bundle;
  const filled2 = /* @__PURE__ */ new Map();
  const rules = [];
  for (const rule of rulesOfTable(table)) {
    if (!rule.conditions) {
      rules.push(rule);
      continue;
    }
    let conditions = filled2.get(rule.conditions);
    if (!conditions && !filled2.has(rule.conditions)) {
      conditions = frozen(filledConditions(rule.conditions, columns, attributes));
      filled2.set(rule.conditions, conditions);
    }
    if (!conditions) continue;
    const { action, subject, fields } = rule;
    rules.push(fields ? { action, subject, fields, conditions } : { action, subject, conditions });
  }
  return strictAbility(rules, columns, table.index.reached);
}
function abilityFrom(rules) {
  const served = servedRules(rules);
  return strictAbility(served, {}, namesIn(served));
}
function namesIn(rules) {
  const names = /* @__PURE__ */ new Set();
  for (const { conditions, fields = [] } of rules) {
    const compared = conditions ? fieldsIn(conditions) : [];
    for (const field of compared) names.add(field.slice(field.lastIndexOf(".") + 1));
    if (compared.some((field) => !field.includes("."))) for (const field of fields) names.add(field);
  }
  return names;
}
var fieldsIn = (conditions) => Object.entries(conditions).flatMap(
  ([field, value]) => field === "$and" ? value.flatMap(fieldsIn) : [field]
);
function strictAbility(rules, columns, names) {
  return (0, import_ability.createMongoAbility)(rules, {
    conditionsMatcher: (conditions) => strictMatcher(conditions, columns, names),
    detectSubjectType: (subject) => detectSubjectType(subject, names),
    anyAction: "\0",
    anySubjectType: "\0"
  });
}
function filledConditions(conditions, columns, attributes) {
  const filled2 = [];
  for (const [field, value] of Object.entries(conditions)) {
    if (field === "$and") {
      const parts = value.map(
        (part) => filledConditions(part, columns, attributes)
      );
      if (!parts.every((part) => part !== void 0)) return void 0;
      filled2.push([field, parts]);
      continue;
    }
    const property = field.slice(field.lastIndexOf(".") + 1);
    const whole = filledValue(value, (operator, operand) => {
      const comparison = { property, type: columns[property] ?? "object", operator, operand };
      return fill(comparison, attributes, /* @__PURE__ */ new Map())?.operand;
    });
    if (whole === void 0) return void 0;
    filled2.push([field, whole]);
  }
  return Object.fromEntries(filled2);
}
function filledValue(value, filling) {
  if (value === null) return null;
  if (isHole(value) || typeof value !== "object")
    return filling("$eq", value);
  const filled2 = [];
  for (const [operator, operand] of Object.entries(value)) {
    const whole = filledOperand(operator, operand, filling);
    if (whole === void 0) return void 0;
    filled2.push([operator, whole]);
  }
  return Object.fromEntries(filled2);
}
function filledOperand(operator, operand, filling) {
  if (operand === null) return null;
  if (!Array.isArray(operand)) return filling(operator, operand);
  const list = operand;
  const isEach = operator === "$all" || list.some((item) => item === null || isHole(item));
  if (!isEach) return filling(operator, operand);
  const items = list.map(
    (item) => item === null ? null : filling(operator === "$nin" ? "$ne" : "$eq", item)
  );
  return items.every((item) => item !== void 0) ? items : void 0;
}
function strictMatcher(conditions, columns, names) {
  const typeOf2 = (property) => Object.hasOwn(columns, property) ? columns[property] : void 0;
  const asked = removeGuards(conditions, typeOf2);
  const test = testOfConditions(conditions, columns, names);
  const matches = (record) => test(record);
  if (!Object.hasOwn(conditions, "$and"))
    Object.defineProperty(matches, "ast", {
      get: () => (0, import_ability.mongoQueryMatcher)(asked).ast
    });
  return matches;
}
function testOfConditions(guarded, columns, names) {
  const declared = (property) => Object.hasOwn(columns, property) ? columns[property] : void 0;
  const tests = Object.entries(removeGuards(guarded, declared)).flatMap(([field, value]) => {
    if (field === "$and")
      return guarded[field].map((part) => testOfConditions(part, columns, names));
    const path = field.split(".");
    const property = path.pop() ?? "";
    const compared = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [["$eq", value]];
    const known2 = declared(property) ?? readTypeInGuards(guarded[field]);
    const type = known2 ?? typeOf(compared.flatMap(([, operand]) => [operand].flat()).filter(isScalar));
    const comparisons = compared.flatMap(
      ([operator, operand]) => operator === "$all" ? eachOf(operand) : [[operator, operand]]
    ).map(([operator, operand]) => comparisonOf(property, operator, operand, type));
    if (comparisons.length === 0 || !comparisons.every((comparison) => comparison !== void 0))
      return [() => false];
    const all = comparisons.map(
      (comparison) => known2 ? testOf([comparison], names) : untypedTest(comparison, names)
    );
    return [
      (record) => {
        const reached = follow(record, path, names);
        return reached !== void 0 && all.every((test) => test(reached));
      }
    ];
  });
  return tests.length === 0 ? () => false : (record) => tests.every((test) => test(record));
}
var eachOf = (operand) => Array.isArray(operand) ? operand.map((item) => ["$eq", item]) : [["$all", operand]];
function comparisonOf(property, operator, operand, type) {
  if (operator === "$exists")
    return typeof operand === "boolean" ? { property, type, operator, operand } : void 0;
  const operands = Array.isArray(operand) ? operand : [operand];
  const isListed = operator === "$in" || operator === "$nin";
  if (!operands.every(isScalar) || isListed !== Array.isArray(operand)) return void 0;
  if (type === "object") return void 0;
  switch (operator) {
    case "$in":
    case "$nin":
      return { property, type, operator, operand: operands };
    case "$eq": {
      const [only] = operands;
      if (only === void 0) return void 0;
      return type === "list" ? { property, type, operator, operand: only } : { property, type, operator, operand: only };
    }
    case "$gt":
    case "$gte":
    case "$lt":
    case "$lte":
      return type === "list" ? void 0 : { property, type, operator, operand: operands[0] };
    default:
      return void 0;
  }
}
function untypedTest(comparison, names) {
  if (comparison.type !== "date" || comparison.operator === "$exists") return testOf([comparison], names);
  const asText = testOf([{ ...comparison, type: "string" }], names);
  const asDate = testOf([comparison], names);
  return (record) => (typeof read(record, comparison.property) === "string" ? asText : asDate)(record);
}
function typeOf(operands) {
  if (operands.every(isDate)) return "date";
  if (typeof operands[0] === "boolean") return "boolean";
  return typeof operands[0] === "number" ? "number" : "string";
}
var isScalar = (value) => typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
function detectSubjectType(subject, names) {
  if (typeof subject === "string") return subject;
  if (typeof subject === "function") return nameOf(subject);
  if (typeof subject !== "object" || subject === null || !isRecordOf(subject, names)) return "\0";
  const tag = Object.getOwnPropertyDescriptor(subject, "__caslSubjectType__");
  if (tag) return tag.enumerable || typeof tag.value !== "string" ? "\0" : tag.value;
  const prototype = Object.getPrototypeOf(subject);
  if (prototype === null || prototype === Object.prototype) return "\0";
  const made = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  return typeof made === "function" ? nameOf(made) : "\0";
}
function nameOf(made) {
  const { modelName, name: name2 } = made;
  return typeof modelName === "string" ? modelName : name2;
}
function doAtOnce(work) {
  for (; ; ) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
var BundleError = class extends Error {
  name = "BundleError";
};
var rights = ["view", "update"];
var types = ["id", "string", "number", "integer", "boolean", "date", "list", "object"];
var operators = ["$eq", "$in", "$gt", "$gte", "$lt", "$lte", "$ne", "$nin", "$exists"];
var checkBundle = (value) => doAtOnce(checkBundleInSlices(value));
var sliceCount = 500;
function* checkBundleInSlices(value) {
  const bundle = mapAt(value, "the bundle");
  if (bundle.version !== 1)
    fail("version", `is ${JSON.stringify(bundle.version)}, and this package reads version 1`);
  textAt(bundle.digest, "digest");
  const size = countAt(bundle.size, "size", Number.MAX_SAFE_INTEGER);
  const cells = checkCatalog(mapAt(bundle.catalog, "catalog"));
  if (cells !== size) fail("size", `is ${size}, and the catalog has ${cells} cells`);
  checkRequires(bundle.requires, size);
  for (const part of ["attributes", "columns"])
    for (const [name2, type] of entriesAt(bundle[part], part)) {
      nameAt(name2, propertyName, `${part}.${name2}`);
      oneOf(type, types, `${part}.${name2}`);
    }
  const sets2 = listAt(bundle.sets, "sets");
  for (const [number, set] of sets2.entries()) {
    checkSet(set, size, `sets[${number}]`);
    if (number % sliceCount === sliceCount - 1) yield;
  }
  const packages = mapAt(bundle.packages ?? {}, "packages");
  for (const [name2, set] of Object.entries(packages)) countAt(set, `packages.${name2}`, sets2.length);
  const columns = mapAt(bundle.columns, "columns");
  const attributes = mapAt(bundle.attributes, "attributes");
  const reaches2 = listAt(bundle.reaches, "reaches");
  for (const [number, reach] of reaches2.entries()) {
    checkReach(reach, columns, attributes, `reaches[${number}]`);
    if (number % sliceCount === sliceCount - 1) yield;
  }
  const userTypes = namesAt(bundle.userTypes, "userTypes", (type, at) => {
    textAt(type.audience, `${at}.audience`);
    if (!Number.isSafeInteger(type.rank)) fail(`${at}.rank`, "is not an integer");
    countAt(type.allows, `${at}.allows`, sets2.length);
  });
  const seats = namesAt(bundle.seats, "seats", (seat, at) => {
    countAt(seat.adds, `${at}.adds`, sets2.length);
    for (const type of listAt(seat.combinesWith, `${at}.combinesWith`))
      oneOf(type, userTypes, `${at}.combinesWith`);
  });
  const ends = { userTypes, seats, reaches: reaches2.length, sets: sets2.length };
  let checked = 0;
  for (const [tenant, raw] of entriesAt(bundle.tenants, "tenants")) {
    const at = `tenants.${tenant}`;
    const { ceiling, packages: bought = [], roles } = mapAt(raw, at);
    for (const name2 of listAt(bought, `${at}.packages`)) oneOf(name2, Object.keys(packages), `${at}.packages`);
    countAt(ceiling, `${at}.ceiling`, sets2.length);
    for (const [role, rawRole] of entriesAt(roles, `${at}.roles`)) {
      checkRole(rawRole, ends, `${at}.roles.${role}`);
      if (++checked % sliceCount === 0) yield;
    }
    if (++checked % sliceCount === 0) yield;
  }
  return value;
}
function checkRole(raw, { userTypes, seats, reaches: reaches2, sets: sets2 }, at) {
  const role = mapAt(raw, at);
  oneOf(role.userType, userTypes, `${at}.userType`);
  for (const seat of listAt(role.seats, `${at}.seats`)) oneOf(seat, seats, `${at}.seats`);
  countAt(role.reach, `${at}.reach`, reaches2);
  countAt(role.grants, `${at}.grants`, sets2);
  if (role.custom !== void 0) countAt(role.custom, `${at}.custom`, sets2);
  countAt(role.effective, `${at}.effective`, sets2);
}
function checkCatalog(catalog) {
  let cells = 0;
  const seen = /* @__PURE__ */ new Set();
  const once = (name2, at) => {
    if (seen.has(name2)) fail(at, "is there twice");
    seen.add(name2);
  };
  for (const [number, raw] of listAt(catalog.models, "catalog.models").entries()) {
    const at = `catalog.models[${number}]`;
    const model = mapAt(raw, at);
    once(nameAt(model.name, subjectName, `${at}.name`), `${at}.name`);
    if (model.portfolio !== null && model.portfolio !== "self") {
      const { through } = mapAt(model.portfolio, `${at}.portfolio`);
      for (const step of textAt(through, `${at}.portfolio.through`).split("."))
        nameAt(step, propertyName, `${at}.portfolio.through`);
    }
    const supported = listAt(model.actions, `${at}.actions`);
    for (const action of supported) nameAt(action, actionName, `${at}.actions`);
    cells += distinct(supported, supported, `${at}.actions`);
    for (const [property, having] of entriesAt(model.properties, `${at}.properties`)) {
      nameAt(property, propertyName, `${at}.properties.${property}`);
      cells += distinct(having, rights, `${at}.properties.${property}`);
    }
  }
  for (const part of ["modules", "features", "capabilities"])
    for (const [number, name2] of listAt(catalog[part], `catalog.${part}`).entries()) {
      once(nameAt(name2, subjectName, `catalog.${part}[${number}]`), `catalog.${part}[${number}]`);
      cells++;
    }
  return cells;
}
function checkRequires(requires, size) {
  for (const [number, pair] of listAt(requires, "requires").entries()) {
    const [cell, needs] = listAt(pair, `requires[${number}]`);
    countAt(cell, `requires[${number}][0]`, size);
    for (const needed of listAt(needs, `requires[${number}][1]`))
      for (const one of Array.isArray(needed) ? needed : [needed])
        countAt(one, `requires[${number}][1]`, size);
  }
}
function checkSet(set, size, at) {
  const bytes = Math.ceil(size / 8);
  const [digits, padding] = [Math.ceil(bytes * 4 / 3), (3 - bytes % 3) % 3];
  const text = textAt(set, at, true);
  if (text.length !== digits + padding || !/^[A-Za-z0-9+/]*$/.test(text.slice(0, digits)) || text.slice(digits) !== "=".repeat(padding))
    fail(at, `is not base64 of ${bytes} bytes`);
}
function checkReach(reach, columns, attributes, at) {
  if (reach === "all") return;
  for (const [number, alternative] of listAt(reach, at).entries()) {
    const here = `${at}[${number}]`;
    if (listAt(alternative, here).length === 0) fail(here, "compares nothing, which every record would meet");
    for (const comparison of alternative) {
      const [property, operator, operand] = listAt(comparison, here);
      if (!Object.hasOwn(columns, textAt(property, here)))
        fail(here, `compares ${property}, which is no column`);
      oneOf(operator, operators, here);
      if (isNamedHole(operand)) {
        if (!Object.hasOwn(attributes, operand.$user))
          fail(here, `asks for ${operand.$user}, which is no attribute`);
      } else if (operator === "$in" || operator === "$nin") {
        for (const item of listAt(operand, here))
          if (!isScalar2(item)) fail(here, "compares with something that is no value");
      } else if (!isScalar2(operand) || operator === "$exists" && typeof operand !== "boolean")
        fail(here, "compares with something that is no value");
    }
  }
}
var isScalar2 = (value) => typeof value === "string" || typeof value === "boolean" || isExact(value);
var isExact = (value) => typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
var isNamedHole = (operand) => typeof operand === "object" && operand !== null && Object.hasOwn(operand, "$user") && typeof operand.$user === "string";
function namesAt(raw, at, check) {
  const names = listAt(raw, at).map((item, number) => {
    const entry = mapAt(item, `${at}[${number}]`);
    check(entry, `${at}[${number}]`);
    return textAt(entry.name, `${at}[${number}].name`);
  });
  if (new Set(names).size !== names.length) fail(at, "names something twice");
  return names;
}
function distinct(raw, possible, at) {
  const list = listAt(raw, at);
  for (const item of list) oneOf(item, possible, at);
  if (new Set(list).size !== list.length) fail(at, "names something twice");
  return list.length;
}
function mapAt(raw, at) {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) fail(at, "is not a map");
  return raw;
}
var entriesAt = (raw, at) => Object.entries(mapAt(raw, at));
function listAt(raw, at) {
  if (!Array.isArray(raw)) fail(at, "is not a list");
  return raw;
}
function textAt(raw, at, mayBeEmpty = false) {
  if (typeof raw !== "string" || raw === "" && !mayBeEmpty) fail(at, "is not a text");
  return raw;
}
var subjectName = /^(?!(all|none|manage|Any)$)[A-Za-z][A-Za-z0-9_-]*$/;
var actionName = /^(?!(all|none|manage|use)$)[a-z][A-Za-z0-9_-]*$/;
var propertyName = /^(?!(__proto__|constructor|prototype|__caslSubjectType__)$)[A-Za-z_][A-Za-z0-9_]*$/;
function nameAt(raw, pattern, at) {
  const name2 = textAt(raw, at);
  if (!pattern.test(name2)) fail(at, "is not a name");
  return name2;
}
function countAt(raw, at, end) {
  if (typeof raw !== "number" || !Number.isSafeInteger(raw) || raw < 0 || raw >= end)
    fail(at, `is not a number from 0 up to ${end}`);
  return raw;
}
function oneOf(raw, possible, at) {
  if (!possible.includes(raw)) fail(at, `is ${JSON.stringify(raw)}, which it cannot be`);
}
function fail(at, what) {
  throw new BundleError(`this is no bundle that compile wrote: ${at} ${what}`);
}
function indexOf(bundle) {
  const exported = [];
  const models = /* @__PURE__ */ new Map();
  let next = 0;
  for (const model of bundle.catalog.models) {
    const cells = new Map(model.actions.map((action) => [action, next++]));
    const rights2 = new Map(
      Object.entries(model.properties).map(
        ([property, having]) => [property, new Map(having.map((right) => [right, next++]))]
      )
    );
    models.set(model.name, indexedModel(model, cells, rights2, exported, bundle));
  }
  const { modules, features, capabilities } = bundle.catalog;
  const toggles = new Map([...modules, ...features, ...capabilities].map((name2) => [name2, next++]));
  const size = bundle.size + exported.length;
  const sets2 = /* @__PURE__ */ new Map();
  const reaches2 = /* @__PURE__ */ new Map();
  let names;
  let lowered;
  return {
    bundle,
    models,
    toggles,
    unlimited: unlimitedOf(models, toggles, size),
    derived: bitsOf(
      capabilities.flatMap((name2) => toggles.get(name2) ?? []),
      size
    ),
    size,
    exports: exported,
    reached: /* @__PURE__ */ new Set([
      ...Object.keys(bundle.columns),
      ...bundle.catalog.models.flatMap(
        ({ portfolio, properties }) => portfolio === "self" ? Object.keys(properties) : []
      )
    ]),
    set(number) {
      const known2 = sets2.get(number) ?? withExports(exported, decode(bundle.sets[number] ?? "", bundle.size, size));
      sets2.set(number, known2);
      return known2;
    },
    reach(number) {
      const known2 = reaches2.get(number) ?? reachOf(bundle.reaches[number] ?? [], bundle.columns);
      reaches2.set(number, known2);
      return known2;
    },
    permission(cell) {
      names ??= namesOf(models, toggles);
      return names[cell] ?? "";
    },
    lowered() {
      lowered ??= loweredOf(bundle, models, toggles);
      return lowered;
    }
  };
}
function reachOf(reach, columns) {
  if (reach === "all") return reach;
  return reach.map(
    (alternative) => alternative.map(([property, operator, operand]) => {
      return { property, type: columns[property] ?? "object", operator, operand };
    })
  );
}
function namesOf(models, toggles) {
  const names = [];
  for (const { name: name2, asked, rights: rights2 } of models.values()) {
    for (const [action, { cell }] of asked) names[cell] = `${name2}:${action}`;
    for (const [property, having] of rights2)
      for (const [right, cell] of having) names[cell] = `${name2}.${property}:${right}`;
  }
  for (const [name2, cell] of toggles) names[cell] = `${name2}:use`;
  return names;
}
function loweredOf({ catalog }, models, toggles) {
  const indexed = (cell) => ({ index: cell });
  const toggled = (names) => names.map((name2) => ({ name: name2, cell: indexed(toggles.get(name2) ?? -1) }));
  return {
    models: [...models.values()].map(({ name: name2, portfolio, actions, asked, rights: rights2 }) => ({
      name: name2,
      portfolio: portfolio ?? "none",
      actions: new Map(actions.map((action) => [action, indexed(asked.get(action)?.cell ?? -1)])),
      properties: [...rights2].map(([property, having]) => ({
        name: property,
        rights: new Map([...having].map(([right, cell]) => [right, indexed(cell)]))
      }))
    })),
    modules: toggled(catalog.modules),
    features: toggled(catalog.features),
    capabilities: toggled(catalog.capabilities)
  };
}
function indexedModel(model, cells, rights2, exported, { columns, size }) {
  const asked = /* @__PURE__ */ new Map();
  const { portfolio } = model;
  const path = portfolio === null || portfolio === "self" ? [] : portfolio.through.split(".");
  const names = /* @__PURE__ */ new Set([...rights2.keys(), ...Object.keys(columns), ...path.slice(0, 1)]);
  const indexed = { ...model, path, asked, names, rights: rights2 };
  for (const [action, cell] of cells) {
    const properties = /* @__PURE__ */ new Map();
    const right = action === "export" ? "view" : action;
    for (const [property, having] of rights2) {
      const propertyCell = right === "view" || right === "update" ? having.get(right) : void 0;
      if (propertyCell === void 0) continue;
      if (action !== "export") properties.set(property, propertyCell);
      else {
        properties.set(property, size + exported.length);
        exported.push({ cell: size + exported.length, action: cell, view: propertyCell });
      }
    }
    const limited = portfolio !== null && (portfolio !== "self" || action !== "create");
    asked.set(action, { model: indexed, cell, limited, properties });
  }
  return indexed;
}
function unlimitedOf(models, toggles, size) {
  const cells = [...toggles.values()];
  for (const { asked } of models.values())
    for (const { cell, limited, properties } of asked.values())
      if (!limited) cells.push(cell, ...properties.values());
  return bitsOf(cells, size);
}
function bitsOf(cells, size) {
  const bits = emptyBits(size);
  for (const cell of cells) add(bits, cell);
  return bits;
}
function withExports(exports, bits) {
  for (const { cell, action, view } of exports) if (has(bits, action) && has(bits, view)) add(bits, cell);
  return bits;
}
function decode(base64, held, size) {
  const bits = emptyBits(size);
  const bytes = atob(base64);
  for (let at = 0; at < bytes.length; at++)
    bits[at >> 2] = (bits[at >> 2] ?? 0) | bytes.charCodeAt(at) << (at & 3) * 8;
  for (let cell = held; cell < bytes.length * 8; cell++) remove(bits, cell);
  return bits;
}
function attributesOf(types2, user) {
  const names = Object.keys(types2);
  const copied = [];
  for (const name2 of names) {
    const value = read(user, name2);
    copied.push(typeof value === "object" && value !== null ? copyOf(value) : value);
  }
  const looked2 = [];
  return (name2) => {
    const at = names.indexOf(name2);
    if (at < 0) return unusable("is not declared");
    looked2[at] ??= known(copied[at], types2[name2] ?? "object");
    return looked2[at];
  };
}
function copyOf(value) {
  if (Array.isArray(value)) return itemsOf2(value);
  const instant = instantOfDate(value);
  return instant === void 0 ? value : new Date(instant);
}
function itemsOf2(list) {
  const items = [];
  for (let at = 0; at < list.length; at++) items.push(list[at]);
  return items;
}
function known(value, type) {
  if (value === void 0) return unusable("is missing");
  if (value === null) return unusable("is null");
  switch (type) {
    case "id":
    case "string":
      return textOf2(value, type);
    case "number":
      return numberOf(value, Number.isFinite(value), "a number");
    case "integer":
      return numberOf(value, Number.isInteger(value), "an integer");
    case "boolean":
      return typeof value === "boolean" ? usable(value) : unusable(`is ${wordFor(value)}, not a boolean`);
    case "date":
      return dateOf(value);
    case "list":
      return listOf(value);
    case "object":
      return unusable("is an object, which no condition can compare with");
  }
}
function textOf2(value, type) {
  if (typeof value !== "string")
    return unusable(`is ${wordFor(value)}, not ${type === "id" ? "an id" : "text"}`);
  if (value === "") return unusable("is empty text");
  return isStorable(value) ? usable(value) : unusable("is text that no database can hold");
}
function numberOf(value, isOfType2, word) {
  if (typeof value !== "number" || !isOfType2) return unusable(`is ${wordFor(value)}, not ${word}`);
  return isExact2(value) ? usable(value) : unusable(beyond("is"));
}
var isExact2 = (value) => Math.abs(value) <= Number.MAX_SAFE_INTEGER;
var beyond = (verb) => `${verb} a number beyond ${Number.MAX_SAFE_INTEGER}, where other numbers are read as the same`;
function dateOf(value) {
  const instant = instantOfDate(value);
  const text = instant === void 0 || Number.isNaN(instant) ? value : new Date(instant).toISOString();
  if (typeof text === "string" && !Number.isNaN(instantOf(text))) return usable(text);
  if (instant !== void 0 && !Number.isNaN(instant))
    return unusable("is a date in a year without four digits");
  return unusable(`is ${wordFor(value)}, not a date`);
}
function listOf(value) {
  if (!Array.isArray(value)) return unusable(`is ${wordFor(value)}, not a list`);
  for (const item of value) {
    if (typeof item === "string" && item !== "") {
      if (!isStorable(item)) return unusable("holds text that no database can hold");
    } else if (typeof item !== "boolean" && !Number.isFinite(item))
      return unusable(`holds ${wordFor(item)}, which a list may not hold`);
    else if (typeof item === "number" && !isExact2(item)) return unusable(beyond("holds"));
  }
  return usable(value);
}
var usable = (value) => ({ usable: true, value });
var unusable = (because) => ({ usable: false, because });
function wordFor(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  const instant = instantOfDate(value);
  if (instant !== void 0) return Number.isNaN(instant) ? "an invalid date" : "a date";
  if (typeof value === "number") return Number.isFinite(value) ? "a number" : String(value);
  if (value === "") return "empty text";
  const words = {
    undefined: "undefined",
    string: "text",
    boolean: "a boolean",
    bigint: "a bigint",
    object: "an object",
    function: "a function",
    symbol: "a symbol"
  };
  return words[typeof value] ?? typeof value;
}
function listNames(names) {
  const quoted2 = names.map((name2) => `\`${name2}\``);
  const last = quoted2.pop();
  if (last === void 0) return "nothing";
  return quoted2.length === 0 ? last : `${quoted2.join(", ")} and ${last}`;
}
function listFirst(texts2, most) {
  const rest = texts2.length - most;
  return rest > 1 ? `${texts2.slice(0, most).join(", ")} and ${rest} more` : texts2.join(", ");
}
var describeCondition = (alternatives, prefix) => alternatives.map((alternative) => alternative.map((one) => describeComparison(one, prefix)).join(" and ")).join(", or ");
function describeComparison({ property, type, operator, operand }, prefix) {
  const field = `${prefix}${property}`;
  if (operator === "$exists") return operand === false ? `${field} is missing` : `${field} is there`;
  const verb = type === "list" && verbsOfLists[operator] || verbs[operator];
  return `${field} ${verb} ${describeOperand(operand)}`;
}
var verbs = {
  $eq: "is",
  $in: "is one of",
  $gt: "is above",
  $gte: "is at least",
  $lt: "is below",
  $lte: "is at most",
  $ne: "is there and not",
  $nin: "is there and none of"
};
var verbsOfLists = {
  $eq: "contains",
  $in: "contains one of",
  $ne: "is there without",
  $nin: "is there without any of"
};
function describeOperand(operand) {
  if (isHole(operand)) return `the user's ${operand.$user}`;
  return typeof operand === "object" ? listFirst(
    operand.map((one) => JSON.stringify(one)),
    12
  ) : JSON.stringify(operand);
}
function explainNotAssignable(user, role) {
  const has2 = new Set(user.seats.map((seat) => seat.name));
  const seats = role.seats.filter((seat) => !has2.has(seat.name)).map((seat) => seat.name);
  const reasons = [
    ...explainType(user.userType, role.userType),
    ...seats.length > 0 ? [`it needs ${seats.length > 1 ? "seats" : "seat"} ${listNames(seats)}`] : []
  ];
  return reasons.length > 0 ? reasons.join("; ") : void 0;
}
function explainType(has2, needs) {
  if (has2.audience !== needs.audience)
    return [
      `it needs a user type of audience \`${needs.audience}\`, as \`${needs.name}\` is, and the user has \`${has2.name}\` of audience \`${has2.audience}\``
    ];
  return has2.rank < needs.rank ? [`it needs user type \`${needs.name}\` or higher and the user has \`${has2.name}\``] : [];
}
var PermissionsError = class extends Error {
  name = "PermissionsError";
  code;
  constructor(code, message) {
    super(message);
    this.code = code;
  }
};
function tableOf(index, given) {
  const { tenant, seats = [], userType } = given;
  const { tenants } = index.bundle;
  const offered = Object.hasOwn(tenants, tenant) ? tenants[tenant] : void 0;
  if (!offered) throw new PermissionsError("unknown-tenant", `no tenant is called ${quoted(tenant)}`);
  const cap = capOf(index, userType, seats);
  const roles = [...new Set(given.roles)].map((name2) => {
    const role = Object.hasOwn(offered.roles, name2) ? offered.roles[name2] : void 0;
    if (!role) throw unknownRole(index, tenant, name2);
    const because = explainNotAssignable(
      holderOf(index, userType, seats),
      holderOf(index, role.userType, role.seats)
    );
    if (because !== void 0)
      throw new PermissionsError("role-not-assignable", `role ${quoted(name2)} cannot be given: ${because}`);
    return { ...role, name: name2, given: inside(index.set(role.effective), cap) };
  });
  return { index, tenant, roles, userType, seats: [...seats], ...gathered(index, roles) };
}
function gathered(index, roles) {
  const open = new Uint32Array(index.unlimited.length);
  const scopes = /* @__PURE__ */ new Map();
  for (const { given, reach } of roles) {
    const reached = index.reach(reach);
    if (reached === "all") {
      addAll(open, given);
      continue;
    }
    addAll(open, intersection(given, index.unlimited));
    const known2 = scopes.get(reach);
    scopes.set(reach, { cells: known2 ? union(known2.cells, given) : given, reach: reached });
  }
  return { open, scopes: [...scopes.values()] };
}
var inside = (set, cap) => set.every((word, at) => (word & ~(cap[at] ?? 0)) === 0) ? set : intersection(set, cap);
function capOf(index, userType, seats) {
  const { bundle } = index;
  const type = bundle.userTypes.find(({ name: name2 }) => name2 === userType);
  if (!type)
    throw new PermissionsError(
      "unknown-user-type",
      `no user type is called ${quoted(userType)}; there are ${listNames(bundle.userTypes.map(({ name: name2 }) => name2))}`
    );
  let cap = union(index.set(type.allows), index.derived);
  for (const name2 of seats) {
    const seat = bundle.seats.find((one) => one.name === name2);
    if (!seat)
      throw new PermissionsError(
        "unknown-seat",
        `no seat is called ${quoted(name2)}; there are ${listNames(bundle.seats.map((one) => one.name))}`
      );
    if (!seat.combinesWith.includes(userType))
      throw new PermissionsError(
        "seat-not-combinable",
        `seat ${quoted(name2)} combines with ${listNames(seat.combinesWith)}, not with user type ${quoted(userType)}`
      );
    cap = union(cap, index.set(seat.adds));
  }
  return withExports(index.exports, cap);
}
function holderOf({ bundle }, userType, seats) {
  const { audience = "", rank = 0 } = bundle.userTypes.find(({ name: name2 }) => name2 === userType) ?? {};
  return { userType: { name: userType, audience, rank }, seats: seats.map((name2) => ({ name: name2 })) };
}
function unknownRole({ bundle }, tenant, name2) {
  const offered = listNames(Object.keys(bundle.tenants[tenant]?.roles ?? {}).sort());
  return new PermissionsError(
    "unknown-role",
    `tenant \`${tenant}\` is offered no role ${quoted(name2)}; it is offered ${offered}`
  );
}
var quoted = (name2) => typeof name2 === "string" ? `\`${name2.slice(0, 80)}\`` : `of type ${typeof name2}`;
function whyModel(table, { scopes, unfilled }, asked, { action, model, property, record, can }) {
  const { index, roles } = table;
  const known2 = index.models.get(model);
  if (!known2) return `not allowed: the catalog has no model ${quoted(model)}`;
  if (!asked)
    return `not allowed: model \`${model}\` supports ${listNames(known2.actions)}, not ${quoted(action)}`;
  const cell = property === void 0 ? asked.cell : asked.properties.get(property);
  if (cell === void 0)
    return known2.rights.has(property ?? "") ? `not allowed: \`${model}.${property}\` has no \`${action}\`` : `not allowed: model \`${model}\` has no property ${quoted(property)} in the catalog`;
  const needed = cellsOf(index, cell, property);
  const gives = (role) => needed.every((one) => has(role.given, one));
  const isPossible = has(table.open, cell) || scopes.some(({ cells }) => has(cells, cell));
  const unreached = record && can === false ? notReached(table, roles.filter(gives), asked, record) : void 0;
  return verdict(
    roles,
    isPossible ? unreached ?? "allowed" : "not allowed: there can be no such record",
    gives,
    (role) => `${name(role)} gives it for ${recordsOf(table, role, asked, unfilled)}`,
    (role) => refusal(table, role, needed.find((one) => !has(role.given, one)) ?? cell)
  );
}
function whyToggle(table, toggle) {
  const cell = table.index.toggles.get(toggle);
  if (cell === void 0)
    return `not allowed: the catalog has no module, feature or capability ${quoted(toggle)}`;
  return verdict(
    table.roles,
    "allowed",
    (role) => has(role.given, cell),
    (role) => `${name(role)} gives it`,
    (role) => refusal(table, role, cell)
  );
}
function verdict(roles, given, gives, reason, refused) {
  const giving = roles.filter(gives);
  if (giving.length > 0) return `${given}: ${giving.map(reason).join("; ")}`;
  return `not allowed: ${roles.length > 0 ? roles.map(refused).join("; ") : "no role was given"}`;
}
function notReached({ index }, roles, { model }, record) {
  const said = "not allowed: this record is not reached";
  if (typeof record.then === "function")
    return `${said} (it is a promise: was it waited for?)`;
  if (!isRecordOf(record, model.names))
    return `not allowed: this is ${kindFor(record)}, and no record of \`${model.name}\``;
  let reached = record;
  for (const step of model.path) {
    const next = read(reached, step);
    if (typeof next !== "object" || next === null || Array.isArray(next))
      return `${said} (its \`${step}\` is ${next === void 0 ? "missing: was it loaded?" : wordFor(next)})`;
    if (!isRecordOf(next, index.reached))
      return `${said} (its \`${step}\` is ${kindFor(next)}, and no record)`;
    reached = next;
  }
  const compared = roles.flatMap(({ reach }) => {
    const alternatives = index.reach(reach);
    return alternatives === "all" ? [] : alternatives.flat();
  });
  const columns = [...new Set(compared.map(({ property }) => property))];
  if (columns.length > 0 && !isEmpty(reached) && !hasName(reached, index.reached))
    return `${said} (it has nothing that a record has: no ${columns.map((column) => `\`${column}\``).join(", no ")}, and no other property; is the record inside it?)`;
  const missing = columns.filter((column) => read(reached, column) === void 0);
  if (missing.length === 0) {
    const stray = columns.find((column) => isStray(read(reached, column), index.bundle.columns[column]));
    if (stray === void 0) return said;
    return `${said} (its \`${stray}\` is ${wordFor(read(reached, stray))}, and compared as ${index.bundle.columns[stray]})`;
  }
  return `${said} (it has no ${missing.map((column) => `\`${column}\``).join(" and no ")}: ${missing.length > 1 ? "were they" : "was it"} loaded?)`;
}
function kindFor(value) {
  const kind = value instanceof Error ? "Error" : Object.prototype.toString.call(value).slice(8, -1);
  return `${/^[AEIOU]/.test(kind) ? "an" : "a"} ${kind}`;
}
function isStray(value, type) {
  if (value === null || value === void 0 || type === void 0 || type === "list" || type === "object")
    return false;
  if (type === "date") return typeof value !== "string" && instantOfDate(value) === void 0;
  return typeof value !== (type === "id" ? "string" : type === "integer" ? "number" : type);
}
function cellsOf({ exports }, cell, property) {
  const exported = property === void 0 ? void 0 : exports.find((one) => one.cell === cell);
  return exported ? [exported.action, exported.view] : [cell];
}
function recordsOf({ index }, { reach }, { limited, model }, unfilled) {
  const reached = index.reach(reach);
  if (!limited || reached === "all") return "every record";
  const prefix = model.path.map((step) => `${step}.`).join("");
  const asking = unfilled.filter(
    ({ attribute }) => reached.some((alternative) => alternative.some((one) => isAbout(one.operand, attribute)))
  );
  const missing = asking.map(({ attribute, because }) => `the user's ${attribute} ${because}`);
  const words = `records of which ${describeCondition(reached, prefix)}`;
  return missing.length > 0 ? `${words} (of no use here: ${missing.join(", ")})` : words;
}
var isAbout = (operand, attribute) => typeof operand === "object" && operand !== null && "$user" in operand && operand.$user === attribute;
function refusal(table, role, cell, seen = /* @__PURE__ */ new Set()) {
  const { index, tenant } = table;
  const { bundle } = index;
  const holds = (cells) => has(cells, cell);
  const it = `\`${index.permission(cell)}\``;
  if (!has(index.derived, cell)) {
    if (!holds(index.set(role.grants))) return `${name(role)} does not grant ${it}`;
    const type = bundle.userTypes.find((one) => one.name === role.userType);
    const seats = bundle.seats.filter((one) => role.seats.includes(one.name));
    if (!(type && holds(index.set(type.allows))) && !seats.some(({ adds }) => holds(index.set(adds)))) {
      const also = seats.length === 0 ? "" : `, nor does seat ${listNames(seats.map((seat) => seat.name))} add it`;
      return `user type \`${role.userType}\`, which ${name(role)} is for, does not hold ${it}${also}`;
    }
    const { ceiling, packages = [] } = bundle.tenants[tenant] ?? {};
    for (const [wanted2, set] of Object.entries(bundle.packages ?? {}))
      if (!packages.includes(wanted2) && holds(index.set(set)))
        return `tenant \`${tenant}\` has not bought package \`${wanted2}\`, which ${it} belongs to`;
    if (ceiling === void 0 || !holds(index.set(ceiling)))
      return `the ceiling of tenant \`${tenant}\` does not hold ${it}`;
    if (role.custom !== void 0 && !holds(index.set(role.custom)))
      return `roles of a tenant's own cannot hold ${it}`;
  }
  return `${name(role)} lacks what ${it} requires: ${missingOf(table, role, cell, /* @__PURE__ */ new Set([...seen, cell])).join("; ")}`;
}
function missingOf(table, role, cell, seen) {
  const { index } = table;
  const lacking = (needed) => seen.has(needed) ? `\`${index.permission(needed)}\` is not effective` : refusal(table, role, needed, seen);
  const effective = index.set(role.effective);
  const isOff = (one) => !has(effective, one);
  const missing = (index.bundle.requires.find(([of]) => of === cell)?.[1] ?? []).map((needed) => typeof needed === "number" ? [needed] : needed).filter((oneOf2) => oneOf2.every(isOff)).map((oneOf2) => oneOf2.map(lacking).join(", and "));
  for (const { name: model, asked, rights: rights2 } of index.models.values()) {
    for (const action of ["view", "update"]) {
      const of = asked.get(action);
      const cells = [...rights2.values()].flatMap((having) => having.get(action) ?? []);
      if (of && cells.includes(cell) && isOff(of.cell)) missing.push(lacking(of.cell));
      if (of?.cell === cell && cells.length > 0 && cells.every(isOff))
        missing.push(`no property of \`${model}\` has an effective \`${action}\``);
      if (action === "view" && asked.get("export")?.cell === cell && of && cells.length > 0 && isOff(of.cell))
        missing.push(`an export shows properties, and ${lacking(of.cell)}`);
    }
  }
  return missing.length > 0 ? missing : ["a prerequisite of a prerequisite"];
}
var name = (role) => `role \`${role.name}\``;
var policyOf = (table, user) => Object.freeze(new UserPolicy(table, user));
var UserPolicy = class {
  can;
  canSome;
  fields;
  uses;
  where;
  why;
  #binding;
  #ability;
  constructor(table, user) {
    const { index, open } = table;
    const { models, toggles } = index;
    const attributes = attributesOf(index.bundle.attributes, user);
    let bound;
    let ability;
    const binding = () => {
      bound ??= bind(table, attributes);
      return bound;
    };
    this.#binding = binding;
    this.#ability = () => {
      ability ??= abilityOf(table, attributes);
      return ability;
    };
    this.can = (action, model, record, property) => {
      if (!isRecord(record)) throw new TypeError(noRecord(record));
      const asked = models.get(model)?.asked.get(action);
      if (asked === void 0) return false;
      const cell = property === void 0 ? asked.cell : asked.properties.get(property);
      if (cell === void 0 || !isRecordOf(record, asked.model.names)) return false;
      if (has(open, cell)) return true;
      return asked.limited && reaches(binding().scopes, cell, asked.model.path, index.reached, record);
    };
    this.canSome = (action, model, property) => {
      const asked = models.get(model)?.asked.get(action);
      if (asked === void 0) return false;
      const cell = property === void 0 ? asked.cell : asked.properties.get(property);
      if (cell === void 0) return false;
      if (has(open, cell)) return true;
      return asked.limited && binding().scopes.some(({ cells }) => has(cells, cell));
    };
    this.fields = (action, model, record) => {
      if (!isRecord(record)) throw new TypeError(noRecord(record));
      const asked = models.get(model)?.asked.get(action);
      if (asked === void 0 || !isRecordOf(record, asked.model.names)) return [];
      const sets2 = [open];
      if (asked.limited) sets2.push(...reaching(binding().scopes, asked.model.path, index.reached, record));
      const names = [];
      for (const [name2, cell] of asked.properties)
        if (sets2.some((cells) => has(cells, cell))) names.push(name2);
      return names;
    };
    this.uses = (name2) => {
      const cell = toggles.get(name2);
      return cell !== void 0 && has(open, cell);
    };
    this.where = (action, model, property) => {
      const asked = models.get(model)?.asked.get(action);
      const cell = property === void 0 ? asked?.cell : asked?.properties.get(property);
      if (asked === void 0 || cell === void 0) return "none";
      if (has(open, cell)) return "all";
      const scopes = asked.limited ? binding().scopes.filter(({ cells }) => has(cells, cell)) : [];
      const alternatives = distinct2(scopes.flatMap((scope) => scope.alternatives));
      return alternatives.length === 0 ? "none" : { model, through: [...asked.model.path], alternatives };
    };
    this.why = (action, name2, about, ofRecord) => {
      if (action === "use") return whyToggle(table, name2);
      const record = isRecord(about) ? about : void 0;
      const isAboutNone = record === void 0 && (ofRecord !== void 0 || typeof about === "object");
      if (isAboutNone) throw new TypeError(noRecord(about));
      const property = record === void 0 ? about : ofRecord;
      const can = record && this.can(action, name2, record, property);
      const asked = models.get(name2)?.asked.get(action);
      return whyModel(table, binding(), asked, { action, model: name2, property, record, can });
    };
  }
  get unfilled() {
    return this.#binding().unfilled;
  }
  get ability() {
    return this.#ability();
  }
};
var isRecord = (record) => typeof record === "object" && record !== null && !Array.isArray(record);
var noRecord = (record) => `a record was expected, and ${record === null ? "null" : Array.isArray(record) ? "a list" : `something of type ${typeof record}`} came: was it found? To ask about some record there is canSome`;
function reaches(scopes, cell, path, names, record) {
  let reached = record;
  if (path.length > 0) reached = follow(record, path, names);
  if (reached === void 0) return false;
  for (const scope of scopes) if (has(scope.cells, cell) && scope.reaches(reached)) return true;
  return false;
}
function reaching(scopes, path, names, record) {
  const reached = follow(record, path, names);
  if (reached === void 0) return [];
  return scopes.filter((scope) => scope.reaches(reached)).map(({ cells }) => cells);
}
function distinct2(alternatives) {
  const texts2 = new Set(alternatives.map((alternative) => JSON.stringify(alternative)));
  return [...texts2].map((text) => JSON.parse(text));
}
function digestText(text) {
  const bytes = new TextEncoder().encode(text);
  const hash = Int32Array.from(start);
  const words = new Int32Array(64);
  const whole = bytes.length - bytes.length % 64;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += 64) digestBlock(hash, view, at, words);
  const end = endOf(bytes.subarray(whole), bytes.length);
  for (let at = 0; at < end.byteLength; at += 64) digestBlock(hash, end, at, words);
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
function endOf(rest, length) {
  const end = new Uint8Array(rest.length < 56 ? 64 : 128);
  end.set(rest);
  end[rest.length] = 128;
  const view = new DataView(end.buffer);
  view.setUint32(end.length - 8, Math.floor(length / 2 ** 29));
  view.setUint32(end.length - 4, length << 3 >>> 0);
  return view;
}
function digestBlock(hash, block, from, words) {
  spread(block, from, words);
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
  for (let at = 0; at < 64; at++) {
    const sum = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = h + sum + (e & f ^ ~e & g) + constants[at] + words[at] | 0;
    const other = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
    h = g;
    g = f;
    f = e;
    e = d + one | 0;
    d = c;
    c = b;
    b = a;
    a = one + other | 0;
  }
  const parts = [a, b, c, d, e, f, g, h];
  for (let at = 0; at < 8; at++) hash[at] = hash[at] + parts[at];
}
function spread(block, from, words) {
  for (let at = 0; at < 16; at++) words[at] = block.getInt32(from + at * 4);
  for (let at = 16; at < 64; at++) {
    const early = words[at - 15];
    const late = words[at - 2];
    const first = turn(early, 7) ^ turn(early, 18) ^ early >>> 3;
    const second = turn(late, 17) ^ turn(late, 19) ^ late >>> 10;
    words[at] = words[at - 16] + first + words[at - 7] + second;
  }
}
var turn = (word, by) => word >>> by | word << 32 - by;
var start = Int32Array.of(
  ...[1779033703, 3144134277, 1013904242, 2773480762, 1359893119, 2600822924, 528734635, 1541459225]
);
var constants = Int32Array.of(
  ...[1116352408, 1899447441, 3049323471, 3921009573, 961987163, 1508970993, 2453635748, 2870763221],
  ...[3624381080, 310598401, 607225278, 1426881987, 1925078388, 2162078206, 2614888103, 3248222580],
  ...[3835390401, 4022224774, 264347078, 604807628, 770255983, 1249150122, 1555081692, 1996064986],
  ...[2554220882, 2821834349, 2952996808, 3210313671, 3336571891, 3584528711, 113926993, 338241895],
  ...[666307205, 773529912, 1294757372, 1396182291, 1695183700, 1986661051, 2177026350, 2456956037],
  ...[2730485921, 2820302411, 3259730800, 3345764771, 3516065817, 3600352804, 4094571909, 275423344],
  ...[430227734, 506948616, 659060556, 883997877, 958139571, 1322822218, 1537002063, 1747873779],
  ...[1955562222, 2024104815, 2227730452, 2361852424, 2428436474, 2756734187, 3204031479, 3329325298]
);
var keptTables = 1e4;
function openFacade(value, digest) {
  if (digest !== void 0) refuseAltered(value, digest);
  return facadeOf(indexOf(frozen(checkBundle(value))));
}
function refuseAltered(value, digest) {
  if (digestText(JSON.stringify(value) ?? "") !== digest)
    throw new PermissionsError(
      "altered",
      "`bundle.json` is not the one that plafond compile wrote with this package, so nothing is decided by it: it was changed since, or is of another release; install the package anew, or compile the policies again"
    );
}
function facadeOf(index) {
  const { bundle } = index;
  const tables = kept(keptTables);
  return {
    permissions(signedIn) {
      if (typeof signedIn !== "object" || signedIn === null)
        throw new PermissionsError(
          "malformed",
          "who is signed in is an object: tenant, roles, userType, user"
        );
      const key = keyOf(signedIn);
      const user = read(signedIn, "user");
      if (typeof user !== "object" || user === null)
        throw new PermissionsError(
          "malformed",
          "user is an object with the attributes of the signed-in user"
        );
      return policyOf(
        tables(key, () => tableOf(index, givenBy(key))),
        user
      );
    },
    isProperty: (action, model, name2) => index.models.get(model)?.asked.get(action)?.properties.has(name2) === true,
    columns: Object.keys(bundle.columns),
    digest: bundle.digest,
    tenants: Object.keys(bundle.tenants)
  };
}
function keyOf(signedIn) {
  const roles = read(signedIn, "roles");
  const seats = read(signedIn, "seats") ?? [];
  if (!Array.isArray(roles)) throw noNames("roles", roles);
  if (!Array.isArray(seats)) throw noNames("seats", seats);
  const tenant = checkName(read(signedIn, "tenant"), "`tenant`");
  const userType = checkName(read(signedIn, "userType"), "`userType`");
  let key = `${tenant}
${userType}
${roles.length}`;
  for (const role of roles) key += `
${checkName(role, "a role")}`;
  for (const seat of seats) key += `
${checkName(seat, "a seat")}`;
  return key;
}
function givenBy(key) {
  const [tenant = "", userType = "", count, ...names] = key.split("\n");
  return { tenant, userType, roles: names.slice(0, Number(count)), seats: names.slice(Number(count)) };
}
var noNames = (what, came) => new PermissionsError("malformed", `\`${what}\` is a list of names, and ${wordFor(came)} came`);
function checkName(name2, what) {
  if (typeof name2 !== "string")
    throw new PermissionsError("malformed", `${what} is a name, and ${wordFor(name2)} came`);
  if (name2.includes("\n"))
    throw new PermissionsError("malformed", `${what} is a name, which has no line breaks`);
  return name2;
}
