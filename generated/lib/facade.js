// runtime/ability.ts
import { createMongoAbility, mongoQueryMatcher } from "@casl/ability";

// compiler/text/order.ts
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

// compiler/model/condition.ts
var operators = ["$eq", "$in", "$gt", "$gte", "$lt", "$lte", "$ne", "$nin", "$exists"];
var pickComparedField = ({ property, type, through }) => through ? { property, type, through } : { property, type };
var readComparedColumn = ({
  property,
  through = []
}) => through.reduce((rest, { name }) => rest.slice(name.length + 1), property);
var findComparedModel = (on, { through }) => through?.at(-1)?.model ?? on;
function byLiteral(a, b) {
  if (typeof a === "string" && typeof b === "string") return byCodeUnit(a, b);
  return typeof a === typeof b ? Number(a) - Number(b) : byCodeUnit(typeof a, typeof b);
}
var isHole = (operand) => typeof operand === "object" && operand !== null && "$user" in operand;
var isAbsence = ({ operator, operand }) => operator === "$exists" && operand === false;
function keyOfAlternative(alternative) {
  return JSON.stringify(alternative.map(({ property, operator, operand }) => [property, operator, operand]));
}

// compiler/text/instant.ts
function readInstant(text) {
  const match = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (!match || !isInCalendar(text.slice(0, 10))) return Number.NaN;
  return Date.parse(match[1] !== void 0 && match[2] === void 0 ? `${text}Z` : text);
}
var isInCalendar = (day) => new Date(Date.parse(day)).getUTCDate() === Number(day.slice(8));
var beginsLikeDate = (text) => /^\d{4}-\d\d-\d\d/.test(text);
function readDateInstant(value) {
  if (typeof value !== "object" || value === null) return void 0;
  try {
    if (!("getTime" in value)) return void 0;
    return Date.prototype.getTime.call(value);
  } catch {
    return void 0;
  }
}

// compiler/model/rule.ts
var noProperty = "no-property";
var isElementMatch = (value) => typeof value === "object" && value !== null && Object.hasOwn(value, "$elemMatch");

// compiler/model/guard.ts
var floors = {
  id: "",
  string: "",
  number: -Number.MAX_VALUE,
  integer: -Number.MAX_VALUE,
  date: "0000-01-01"
};
var eitherBoolean = [true, false];
function guardComparisons(field, comparisons, type) {
  if (comparisons.some(isAbsence)) {
    const isPossible = comparisons.every(isAbsence);
    return { fields: isPossible ? guardAbsence(field, type) : [[field, { $in: [] }]], crowded: [] };
  }
  const others = comparisons.filter((one) => !isExclusion(one));
  const exclusions = listExclusions(comparisons);
  if (type === "list") {
    const [first, ...crowded2] = guardContents(others, exclusions);
    return { fields: first ? [[field, first]] : [], crowded: crowded2 };
  }
  const taken = /* @__PURE__ */ new Map();
  const crowded = [];
  for (const { operator, operand } of others)
    if (!taken.has(operator)) taken.set(operator, operand);
    else if (operator === "$eq" && !taken.has("$in")) taken.set("$in", [operand]);
    else crowded.push({ [operator]: operand });
  const [excluded, ...more] = exclusions;
  if (excluded !== void 0) taken.set("$nin", excluded);
  for (const other of more) crowded.push(guardValue(/* @__PURE__ */ new Map([["$nin", other]]), type));
  return { fields: [[field, guardValue(taken, type)]], crowded };
}
function listExclusions(comparisons) {
  const exclusions = comparisons.filter(isExclusion);
  const lists = exclusions.filter(({ operator, operand }) => operator === "$nin" && isHole(operand));
  const alone = exclusions.filter((one) => !lists.includes(one)).flatMap(({ operand }) => Array.isArray(operand) ? operand : [operand]);
  return alone.length > 0 || lists.length < exclusions.length ? [alone, ...lists.map(({ operand }) => operand)] : lists.map(({ operand }) => operand);
}
var isExclusion = ({ operator }) => operator === "$ne" || operator === "$nin";
function guardValue(compared, type) {
  const operators3 = Object.fromEntries(compared);
  const isExclusion3 = compared.has("$nin");
  if (!isExclusion3 && (compared.has("$eq") || compared.has("$in")))
    return compared.size === 1 && compared.has("$eq") ? compared.get("$eq") : operators3;
  const floor = type && floors[type];
  const isOpenBelow = (compared.has("$lt") || compared.has("$lte") || isExclusion3) && !compared.has("$gt") && !compared.has("$gte");
  return {
    ...isOpenBelow && floor !== void 0 && { $gte: floor },
    ...operators3,
    ...isExclusion3 && type === "boolean" && !compared.has("$eq") && { $in: eitherBoolean },
    $exists: true,
    ...excludeNull(operators3.$nin)
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
function removeGuards(conditions, typeOf) {
  const fields = Object.entries(conditions).flatMap(([field, value]) => {
    if (field === "$and" && Array.isArray(value))
      return [[field, value.map((part) => removeGuards(part, typeOf))]];
    if (value === null) return [[field, { $exists: false }]];
    if (isElementMatch(value)) {
      const inner = removeGuards(value.$elemMatch, (name) => typeOf(`${field}.${name}`));
      return [[field, { $elemMatch: inner }]];
    }
    if (isGuardOfList(field, value, conditions)) return [];
    if (typeof value !== "object" || Array.isArray(value)) return [[field, value]];
    return [[field, removeGuardsOf(value, typeOf(field))]];
  });
  return Object.fromEntries(fields);
}
function isGuardOfList(field, value, conditions) {
  if (!field.endsWith(".0") || typeof value !== "object" || value === null) return false;
  const list = field.slice(0, -2);
  return Object.hasOwn(conditions, list) && conditions[list] === null && Object.keys(value).join() === "$exists" && value.$exists === false;
}
function removeGuardsOf(operators3, type) {
  const { $exists, $ne, $nin, ...others } = operators3;
  const isEmptyList = $ne === null;
  if ($exists !== true || !Array.isArray($nin) || !(isEmptyList || $nin.includes(null)))
    return operators3;
  const excluded = $nin.filter((value) => value !== null);
  const isExclusion3 = isEmptyList || excluded.length > 0;
  if (!isExclusion3 && Object.keys(others).length === 0) return { $exists: true };
  const { $gte, ...rest } = others;
  const isFloor = $gte === "" || $gte === -Number.MAX_VALUE || type === "date" && $gte === floors.date;
  const bounds = isFloor && ("$lt" in rest || "$lte" in rest || isExclusion3) ? rest : others;
  return isExclusion3 ? { ...bounds, $nin: excluded } : bounds;
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
var isNoOtherThanDate = (operand) => typeof operand !== "string" || !Number.isNaN(readInstant(operand));

// compiler/model/bits.ts
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
function addShared(bits, one, other, third) {
  for (let word = 0; word < bits.length; word++)
    bits[word] = (bits[word] ?? 0) | (one[word] ?? 0) & (other[word] ?? 0) & (third[word] ?? 0);
}
function keepShared(bits, others) {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) & (others[word] ?? 0);
}
function removeAll(bits, less) {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) & ~(less[word] ?? 0);
}
function union(a, b) {
  const [longer, other] = a.length < b.length ? [b, a] : [a, b];
  const both = longer.slice();
  addAll(both, other);
  return both;
}
function intersection(a, b) {
  const common = a.slice();
  keepShared(common, b);
  return common;
}
function difference(a, b) {
  const rest = a.slice();
  removeAll(rest, b);
  return rest;
}
function isSubset(a, b) {
  for (let word = 0; word < a.length; word++) if (((a[word] ?? 0) & ~(b[word] ?? 0)) !== 0) return false;
  return true;
}
function isEmpty(bits) {
  for (let word = 0; word < bits.length; word++) if (bits[word] !== 0) return false;
  return true;
}
function listIndices(bits) {
  const indices = [];
  for (let word = 0; word < bits.length; word++) {
    for (let rest = bits[word] ?? 0; rest !== 0; rest &= rest - 1)
      indices.push((word << 5) + 31 - Math.clz32(rest & -rest));
  }
  return indices;
}
function makeSparse(cells) {
  const words = /* @__PURE__ */ new Map();
  for (const cell of cells) words.set(cell >>> 5, (words.get(cell >>> 5) ?? 0) | 1 << (cell & 31));
  return [...words].flat();
}
function intersectsSparse(bits, sparse) {
  for (let at = 0; at < sparse.length; at += 2)
    if (((bits[sparse[at] ?? 0] ?? 0) & (sparse[at + 1] ?? 0)) !== 0) return true;
  return false;
}
function coversSparse(bits, sparse, among) {
  for (let at = 0; at < sparse.length; at += 2) {
    const place = sparse[at] ?? 0;
    if (((among[place] ?? 0) & (sparse[at + 1] ?? 0) & ~(bits?.[place] ?? 0)) !== 0) return false;
  }
  return true;
}
function addSparse(bits, sparse, among) {
  for (let at = 0; at < sparse.length; at += 2) {
    const place = sparse[at] ?? 0;
    bits[place] = (bits[place] ?? 0) | (among[place] ?? 0) & (sparse[at + 1] ?? 0);
  }
}

// compiler/model/comparison.ts
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
  if (family === "date") return makeDateTest(operator, toList(operand));
  if (family === "list") return makeContentTest(operator, toList(operand));
  const isOfType2 = type === "integer" ? Number.isInteger : typeTests[family];
  if (operator === "$in") {
    const isMember = makeMemberTest(toList(operand));
    return type === "integer" ? (value) => isOfType2(value) && isMember(value) : isMember;
  }
  if (operator === "$ne" || operator === "$nin") {
    const isExcluded = makeMemberTest(toList(operand));
    return (value) => isOfType2(value) && !isExcluded(value);
  }
  const [bound] = toList(operand);
  if (bound === void 0) return meetsNothing;
  if (operator === "$eq") return (value) => value === bound && (type !== "integer" || isOfType2(value));
  const isMet = isMetBy[operator];
  if (typeof bound === "string")
    return (value) => typeof value === "string" && isMet(byCodePoint(value, bound));
  if (typeof bound === "number") return (value) => isOfType2(value) && isMet(Number(value) - bound);
  return meetsNothing;
}
var meetsNothing = () => false;
var typeTests = {
  text: (value) => typeof value === "string",
  number: (value) => Number.isFinite(value),
  boolean: (value) => typeof value === "boolean"
};
var toList = (operand) => typeof operand === "object" ? operand : [operand];
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
  const bounds = operands.map((operand) => ({
    text: String(operand),
    instant: readInstant(String(operand))
  }));
  const isMet = isMetBy[operator];
  const isExclusion3 = operator === "$ne" || operator === "$nin";
  const meetsBounds = (meets) => isExclusion3 ? bounds.every(meets) : bounds.some(meets);
  return (value) => {
    if (typeof value === "string")
      return beginsLikeDate(value) && meetsBounds(({ text }) => isMet(byCodePoint(value, text)));
    const instant = readDateInstant(value);
    return instant !== void 0 && !Number.isNaN(instant) && meetsBounds((bound) => isMet(instant - bound.instant));
  };
}

// compiler/model/value-line.ts
function drawValueLine(operands) {
  const [numbers2, texts, instants] = [/* @__PURE__ */ new Set(), /* @__PURE__ */ new Set(), /* @__PURE__ */ new Set()];
  for (const { type, operand } of operands)
    for (const value of toList2(operand)) {
      if (typeof value === "number") numbers2.add(value);
      if (typeof value !== "string") continue;
      texts.add(value);
      if (familyOf(type) === "date") instants.add(readInstant(value));
    }
  const byNumber = (a, b) => a - b;
  const [number, text, instant] = [
    [...numbers2].sort(byNumber),
    [...texts].sort(byCodePoint),
    [...instants].sort(byNumber)
  ];
  return {
    kinds: listKinds(number, text, instant),
    places: { number: placeOperands(number), text: placeOperands(text), instant: placeOperands(instant) }
  };
}
var placeOperands = (sorted) => new Map(sorted.map((value, index) => [value, 2 * index]));
function listKinds(numbers2, texts, instants) {
  const kinds = [
    { sort: "missing" },
    { sort: "other" },
    { sort: "list" },
    { sort: "boolean", value: false },
    { sort: "boolean", value: true }
  ];
  for (let at = -1; at < 2 * numbers2.length; at++) {
    const number = numbers2[at / 2];
    if (number !== void 0) kinds.push({ sort: "number", at, isWhole: Number.isInteger(number) });
    else {
      kinds.push({ sort: "number", at, isWhole: false });
      if (isWholeBetween(numbers2[(at - 1) / 2], numbers2[(at + 1) / 2]))
        kinds.push({ sort: "number", at, isWhole: true });
    }
  }
  for (let at = -1; at < 2 * texts.length; at++) {
    const text = texts[at / 2];
    if (text !== void 0) kinds.push({ sort: "text", at, writes: readWriting(text) });
    else
      for (const writes of listWritingsBetween(texts[(at - 1) / 2], texts[(at + 1) / 2]))
        kinds.push({ sort: "text", at, writes });
  }
  for (let at = -1; at < 2 * instants.length; at++)
    if (at % 2 === 0 || isInstantBetween(instants[(at - 1) / 2], instants[(at + 1) / 2]))
      kinds.push({ sort: "instant", at });
  return kinds;
}
var readWriting = (text) => !Number.isNaN(readInstant(text)) ? "date" : beginsLikeDate(text) ? "like-date" : "plain";
function listWritingsBetween(low, high) {
  const isBelow = (text) => text !== void 0 && (high === void 0 || byCodePoint(text, high) < 0);
  const isLikeDate = low !== void 0 && beginsLikeDate(low);
  const next = low === void 0 ? "" : `${low}\0`;
  const firstDate = isLikeDate ? next : findFirstDateAfter(low ?? "");
  const firstPlain = isLikeDate ? `${low.slice(0, 9)}:` : next;
  return [
    ...isBelow(firstDate) ? ["date", "like-date"] : [],
    ...isBelow(firstPlain) ? ["plain"] : []
  ];
}
function findFirstDateAfter(text) {
  const first = "0000-00-00";
  const start2 = [...first].findIndex((char, at) => !isLikeIn(char, text[at]));
  for (let at = start2 < 0 ? first.length - 1 : start2; at >= 0; at--) {
    const follower = findFollower(first[at] ?? "", text[at]);
    if (follower !== void 0) return `${text.slice(0, at)}${follower}${first.slice(at + 1)}`;
  }
  return void 0;
}
var isLikeIn = (char, other = "") => char === "-" ? other === "-" : /^\d$/.test(other);
function findFollower(char, after) {
  const allowed = char === "-" ? "-" : "0123456789";
  return [...allowed].find((one) => after === void 0 || byCodePoint(one, after) > 0);
}
var isInstantBetween = (low, high) => low === void 0 || high === void 0 || high - low > 1;
var isWholeBetween = (low, high) => low === void 0 || high === void 0 || Math.floor(low) + 1 < high;
var toList2 = (operand) => typeof operand === "object" ? operand : [operand];
function selectKinds({ kinds }, holds) {
  const bits = emptyBits(kinds.length);
  for (const [index, kind] of kinds.entries()) if (holds(kind)) add(bits, index);
  return bits;
}
function isComparable(type, kind) {
  const family = familyOf(type);
  if (kind.sort === "number") return family === "number" && (type === "number" || kind.isWhole);
  if (family !== "date") return kind.sort === family;
  return kind.sort === "instant" || kind.sort === "text" && kind.writes !== "plain";
}
function selectKindsMeeting(line, type, operator, operand) {
  const isMet = isMetBy[operator];
  const places = /* @__PURE__ */ new Map();
  for (const value of toList2(operand))
    for (const [sort, at] of placesOf(line, value)) {
      const known = places.get(sort);
      if (known) known.add(at);
      else places.set(sort, /* @__PURE__ */ new Set([at]));
    }
  return selectKinds(line, (kind) => {
    const others = places.get(kind.sort);
    if (!isComparable(type, kind)) return false;
    const at = placeOf(kind);
    if (operator === "$ne" || operator === "$nin") return !others?.has(at);
    if (others === void 0) return false;
    if (operator === "$in") return others.has(at);
    const [other = Number.NaN] = others;
    return isMet(at - other);
  });
}
function placesOf({ places }, value) {
  if (typeof value === "boolean") return [["boolean", Number(value)]];
  if (typeof value === "number") return [["number", places.number.get(value) ?? Number.NaN]];
  const instant = places.instant.get(readInstant(value));
  const text = ["text", places.text.get(value) ?? Number.NaN];
  return instant === void 0 ? [text] : [text, ["instant", instant]];
}
function placeOf(kind) {
  if ("at" in kind) return kind.at;
  return kind.sort === "boolean" ? Number(kind.value) : Number.NaN;
}

// compiler/model/conjoin.ts
function conjoin(comparisons) {
  const ofProperty = /* @__PURE__ */ new Map();
  for (const comparison of comparisons) {
    const known = ofProperty.get(comparison.property);
    if (known) known.push(comparison);
    else ofProperty.set(comparison.property, [comparison]);
  }
  const joined = [];
  for (const property of [...ofProperty.keys()].sort(byCodeUnit)) {
    const one = conjoinProperty(property, ofProperty.get(property) ?? []);
    if (one.is !== "alternative") return one;
    joined.push(...one.alternative);
  }
  return { is: "alternative", alternative: joined };
}
function conjoinProperty(property, comparisons) {
  const compared = comparisons[0] ? pickComparedField(comparisons[0]) : { property, type: "object" };
  const { type } = compared;
  const never2 = (why) => ({ is: "never", reason: `no record has \`${property}\` ${why}` });
  const joined = (alternative) => ({ is: "alternative", alternative });
  const exists = new Set(
    comparisons.filter(({ operator }) => operator === "$exists").map(({ operand }) => operand)
  );
  const values = comparisons.filter(({ operator }) => operator !== "$exists");
  if (exists.size === 2) return never2("both present and missing");
  if (exists.has(false) && values.length > 0) return never2("missing and equal to something");
  if (values.length === 0)
    return joined([...exists].map((operand) => ({ ...compared, operator: "$exists", operand })));
  const literals = values.flatMap(literalOf);
  if (excludeEachOther(literals, type)) return never2("with values that exclude each other");
  const holes = values.filter(({ operand }) => isHole(operand));
  return joined(inOrder2([...narrow(compared, literals), ...holes]));
}
function excludeEachOther(literals, type) {
  if (type === "list") return contentsExcludeEachOther(literals);
  const line = drawValueLine(literals.map(({ operand }) => ({ type, operand })));
  const [first, ...others] = literals.map(
    ({ operator, operand }) => selectKindsMeeting(line, type, operator, operand)
  );
  return first !== void 0 && isEmpty(others.reduce(intersection, first));
}
function contentsExcludeEachOther(literals) {
  const excluded = literals.filter(isExclusion2).flatMap(({ operand }) => listOf(operand));
  return literals.filter(isEquality).some(({ operand }) => listOf(operand).every((item) => excluded.includes(item)));
}
var literalOf = ({ operator, operand }) => operator === "$exists" || isHole(operand) ? [] : [{ operator, operand }];
function narrow(compared, literals) {
  const { type } = compared;
  if (type === "list") return narrowContents(compared, literals);
  const first = literals.find(isEquality);
  const whole = literals.map(({ operator, operand }) => ({ ...compared, operator, operand }));
  if (!first) {
    if (literals.length === 0) return [];
    const excluded = literals.filter(isExclusion2).flatMap(({ operand }) => listOf(operand));
    const bounds = literals.filter((one) => !isExclusion2(one));
    if (familyOf(type) === "boolean")
      return [
        compareWithAny(
          compared,
          [false, true].filter((value) => !excluded.includes(value))
        )
      ];
    return [
      ...tightest(bounds, type).map((one) => ({ ...compared, ...one })),
      // To exclude nothing only asks for a value of the type, as a bound does.
      ...excluded.length > 0 || bounds.length === 0 ? [excludeEach(compared, excluded)] : []
    ];
  }
  const tests = literals.map(({ operator, operand }) => makeValueTest(type, operator, operand));
  const meetsAll = (value) => tests.every((isMet) => isMet(value));
  const left = [...new Set(listOf(first.operand))].filter((value) => valuesOf(value, type).some(meetsAll));
  if (left.every((value) => valuesOf(value, type).every(meetsAll))) return [compareWithAny(compared, left)];
  return whole;
}
function narrowContents(compared, literals) {
  const exclusions = literals.filter(isExclusion2);
  const excluded = exclusions.flatMap(({ operand }) => listOf(operand));
  const wanted2 = literals.filter(isEquality).map(
    ({ operand }) => compareWithAny(
      compared,
      [...new Set(listOf(operand))].filter((item) => !excluded.includes(item))
    )
  );
  return exclusions.length > 0 && (excluded.length > 0 || wanted2.length === 0) ? [...wanted2, excludeEach(compared, excluded)] : wanted2;
}
var isEquality = ({ operator }) => operator === "$eq" || operator === "$in";
var isExclusion2 = ({ operator }) => operator === "$ne" || operator === "$nin";
var valuesOf = (literal, type) => familyOf(type) === "date" ? [literal, new Date(readInstant(String(literal)))] : [literal];
function tightest(bounds, type) {
  const left = [];
  for (const bound of bounds) {
    if (left.some((other) => isTighter(other, bound, type))) continue;
    left.splice(0, left.length, ...left.filter((other) => !isTighter(bound, other, type)), bound);
  }
  return left;
}
function isTighter(one, other, type) {
  if (one.operator !== other.operator) return false;
  const isMet = makeValueTest(
    type,
    one.operator === "$gt" || one.operator === "$gte" ? "$gte" : "$lte",
    other.operand
  );
  return listOf(one.operand).every((bound) => valuesOf(bound, type).every(isMet));
}
var listOf = (operand) => typeof operand === "object" ? operand : [operand];
function compareWithAny(compared, values) {
  const [only] = values;
  return values.length === 1 && only !== void 0 ? { ...compared, operator: "$eq", operand: only } : { ...compared, operator: "$in", operand: [...values].sort(byLiteral) };
}
function excludeEach(compared, excluded) {
  const values = [...new Set(excluded)].sort(byLiteral);
  const [only] = values;
  return values.length === 1 && only !== void 0 ? { ...compared, operator: "$ne", operand: only } : { ...compared, operator: "$nin", operand: values };
}
function inOrder2(comparisons) {
  const each = new Map(comparisons.map((one) => [JSON.stringify([one.operator, one.operand]), one]));
  const sorted = [...each].sort(([x], [y]) => byCodeUnit(x, y)).map(([, one]) => one);
  return operators.flatMap((operator) => {
    const own = sorted.filter((one) => one.operator === operator);
    return [
      ...own.filter(({ operand }) => !isHole(operand)),
      ...own.filter(({ operand }) => isHole(operand))
    ];
  });
}

// compiler/model/imply.ts
var impliesAlternative = (one, other, typeOf) => other.every(
  (wanted2) => one.some((own) => own.property === wanted2.property && implies(own, wanted2, typeOf(own.property)))
);
function implies(own, wanted2, type) {
  if (keyOfAlternative([own]) === keyOfAlternative([wanted2])) return true;
  if (own.operator === "$exists") return false;
  if (wanted2.operator === "$exists") return wanted2.operand === true;
  if (isHole(own.operand) || isHole(wanted2.operand) || type === void 0 || type === "list") return false;
  const line = drawValueLine(
    [own, wanted2].map(({ operand }) => ({ type, operand }))
  );
  const kinds = selectKindsMeeting(line, type, own.operator, own.operand);
  const others = selectKindsMeeting(line, type, wanted2.operator, wanted2.operand);
  return isEmpty(difference(kinds, others));
}

// compiler/model/merge-alternatives.ts
function mergeAlternatives(reach) {
  if (reach === "all") return "all";
  const possible = reach.filter((alternative) => !alternative.some(isNever));
  let current = sortUnique(possible.length > 0 ? possible : reach.slice(0, 1));
  for (; ; ) {
    const merged = mergeOnce(current);
    if (merged.length === current.length) return dropImplied(merged);
    current = merged;
  }
}
function dropImplied(alternatives) {
  if (alternatives.length < 2) return alternatives;
  const types2 = new Map(alternatives.flatMap((one) => one.map(({ property, type }) => [property, type])));
  const implies3 = (one, other) => impliesAlternative(one, other, (property) => types2.get(property));
  return alternatives.filter(
    (one, at) => !alternatives.some(
      (other, place) => place !== at && implies3(one, other) && (place < at || !implies3(other, one))
    )
  );
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
      else groups.set(key, { rest, compared: values.compared, values: new Set(values.literals) });
    }
    if (groups.size + others.length === alternatives.length) continue;
    return sortUnique([
      ...others,
      ...[...groups.values()].map(({ rest, compared, values }) => joinLiterals(rest, compared, [...values]))
    ]);
  }
  return alternatives;
}
function literalsFor(alternative, property) {
  const [only, more] = alternative.filter((comparison) => comparison.property === property);
  if (!only || more || isHole(only.operand)) return void 0;
  const { operator, operand } = only;
  const compared = pickComparedField(only);
  if (operator === "$eq") return { compared, literals: [operand] };
  return operator === "$in" ? { compared, literals: operand } : void 0;
}
function joinLiterals(rest, compared, values) {
  const [only] = values;
  const comparison = values.length === 1 && only !== void 0 ? { ...compared, operator: "$eq", operand: only } : { ...compared, operator: "$in", operand: [...values].sort(byLiteral) };
  return [...rest, comparison].sort((a, b) => byCodeUnit(a.property, b.property));
}
var sortUnique = (alternatives) => [...new Map(alternatives.map((alternative) => [keyOfAlternative(alternative), alternative]))].sort(([a], [b]) => byCodeUnit(a, b)).map(([, alternative]) => alternative);

// compiler/model/record-reach.ts
var noRecord = { kind: "union", of: [] };
function linkTo(on, path, alternatives) {
  const links = linksTo.get(alternatives) ?? /* @__PURE__ */ new Map();
  linksTo.set(alternatives, links);
  const key = keyOfPath(path);
  const known = links.get(key);
  if (known) return known;
  const [other] = links.values();
  const made = {
    kind: "linked",
    on,
    path,
    alternatives: other?.alternatives ?? mergeAlternatives(alternatives)
  };
  links.set(key, made);
  return made;
}
var linksTo = /* @__PURE__ */ new WeakMap();
function unite(reaches) {
  const [first, second, third] = reaches;
  if (first === void 0) return noRecord;
  if (second === void 0 && (first === "all" || first.kind === "linked")) return first;
  if (first === "all" || second === "all") return "all";
  if (second === void 0 || third !== void 0) return joinAll(reaches);
  const known = unions.get(first) ?? /* @__PURE__ */ new WeakMap();
  unions.set(first, known);
  const union2 = known.get(second) ?? joinAll(reaches);
  known.set(second, union2);
  return union2;
}
var unions = /* @__PURE__ */ new WeakMap();
function joinAll(reaches) {
  const parts = [];
  for (const reach of reaches) {
    if (reach === "all") return "all";
    if (reach.kind === "union") parts.push(...reach.of);
    else parts.push(reach);
  }
  const joined = dropCovered(joinLinks(parts), (one, other) => isInside(one, other));
  const [only] = joined;
  if (joined.length === 1 && only) return only;
  return joined.length === 0 ? noRecord : { kind: "union", of: joined };
}
function intersect(reaches) {
  const parts = [];
  for (const reach of new Set(reaches)) {
    if (reach === "all") continue;
    if (reach.kind === "common") parts.push(...reach.of);
    else parts.push(reach);
  }
  const common = dropCovered(parts, (one, other) => isInside(other, one));
  const [only] = common;
  if (common.length === 0) return "all";
  return common.length === 1 && only ? only : { kind: "common", of: common };
}
function joinLinks(parts) {
  const byPath = /* @__PURE__ */ new Map();
  for (const part of parts) {
    if (part.kind !== "linked") continue;
    const key = keyOfPath(part.path);
    const known = byPath.get(key);
    if (!known) byPath.set(key, [part]);
    else if (!known.includes(part)) known.push(part);
  }
  const links = [...byPath.values()].flatMap((group) => {
    const [first, second] = group;
    if (!first) return [];
    return [
      second ? linkTo(
        first.on,
        first.path,
        group.flatMap(({ alternatives }) => alternatives)
      ) : first
    ];
  });
  return [...links, ...parts.filter((part) => part.kind === "common")];
}
function dropCovered(parts, isCovered) {
  const left = [];
  for (const part of parts) {
    if (left.some((other) => isCovered(part, other))) continue;
    left.splice(0, left.length, ...left.filter((other) => !isCovered(other, part)), part);
  }
  return left;
}
function isInside(inner, outer) {
  if (inner === outer || outer === "all") return true;
  if (inner === "all") return false;
  if (inner.kind === "union") return inner.of.every((one) => isInside(one, outer));
  if (outer.kind === "common") return outer.of.every((one) => isInside(inner, one));
  if (outer.kind === "union" && outer.of.some((one) => isInside(inner, one))) return true;
  if (inner.kind === "common") return inner.of.some((one) => isInside(one, outer));
  return outer.kind === "linked" && isLinkInside(inner, outer);
}
function isLinkInside(inner, outer) {
  if (keyOfPath(inner.path) !== keyOfPath(outer.path)) return false;
  const known = new Set(outer.alternatives.map(keyOfAlternative));
  const short = outer.alternatives.map((alternative) => alternative.map(keyOfComparison));
  return inner.alternatives.every((alternative) => {
    if (known.has(keyOfAlternative(alternative))) return true;
    const own = new Set(alternative.map(keyOfComparison));
    return short.some((other) => other.every((comparison) => own.has(comparison)));
  });
}
var keyOfComparison = (comparison) => keyOfAlternative([comparison]);
var keyOfPath = (path) => path.map(({ name, many }) => many ? `${name}[]` : name).join(".");
var makeFieldPath = (path, { through = [] }) => [...path, ...through.map(({ name }) => ({ name, many: false }))];
var prefixOf = (path) => path.map(({ name }) => `${name}.`).join("");
var keys = /* @__PURE__ */ new WeakMap();
function keyOfReach(reach) {
  if (reach === "all") return "all";
  const known = keys.get(reach);
  if (known !== void 0) return known;
  const key = reach.kind === "linked" ? `${reach.on} ${keyOfPath(reach.path)} [${reach.alternatives.map(keyOfAlternative).join()}]` : `${reach.kind}(${reach.of.map(keyOfReach).sort().join(";")})`;
  keys.set(reach, key);
  return key;
}

// compiler/text/group-by.ts
function groupBy(items, keyOf) {
  const groups = /* @__PURE__ */ new Map();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

// runtime/can-be-met.ts
var most = { tries: 1e3, values: 100 };
var canBeMet = (reach) => canAllBeMet([reach], [], { left: most.tries });
function canAllBeMet([reach, ...others], demanded, tries) {
  if (!reach) return true;
  if (reach.kind !== "linked")
    return reach.kind === "union" ? reach.of.some((part) => canAllBeMet([part, ...others], demanded, tries)) : canAllBeMet([...reach.of, ...others], demanded, tries);
  const { path, alternatives } = reach;
  const inList = path.some(({ many }) => many);
  return alternatives.some((alternative) => {
    if (tries.left-- <= 0) return true;
    const own = alternative.map((comparison) => nameField(prefixOf(path), comparison));
    const together = inList ? own : [...demanded, ...own];
    return canHoldTogether(together) && canAllBeMet(others, inList ? demanded : together, tries);
  });
}
var nameField = (prefix, comparison) => ({
  ...comparison,
  field: [prefix, ...(comparison.through ?? []).map((step) => `${step}.`), comparison.property].join("")
});
var canHoldTogether = (comparisons) => [...groupBy(comparisons, ({ field }) => field).values()].every(hasCommonValue);
function hasCommonValue(comparisons) {
  const compared = comparisons.flatMap((one) => one.operator === "$exists" ? [] : [one]);
  if (comparisons.some(({ operator, operand }) => operator === "$exists" && operand === false))
    return compared.length === 0 && comparisons.every(({ operand }) => operand === false);
  const isWanted = ({ operator }) => operator === "$eq" || operator === "$in";
  const wanted2 = compared.filter(isWanted);
  if (compared.some(({ type }) => type === "list")) {
    const isKept = makeTest(compared.filter((one) => !isWanted(one)));
    return wanted2.every((one) => listOperands(one).some((item) => isKept([item])));
  }
  const [equal] = wanted2;
  if (equal) {
    const isMet = makeTest(compared);
    return listOperands(equal).some((operand) => listEqual(equal, operand).some(isMet));
  }
  if (compared.flatMap(listOperands).length > most.values) return true;
  return conjoin(
    compared.map(({ field, type, operator, operand }) => ({ property: field, type, operator, operand }))
  ).is !== "never";
}
var listOperands = ({ operand }) => typeof operand === "object" ? operand : [operand];
function makeTest(comparisons) {
  const tests = comparisons.map(({ type, operator, operand }) => makeValueTest(type, operator, operand));
  return (value) => tests.every((isMet) => isMet(value));
}
var listEqual = ({ type }, operand) => type === "date" ? [operand, new Date(readInstant(String(operand)))] : [operand];

// runtime/is-storable.ts
var isStorable = (text) => !text.includes("\0") && isWellFormed(text);
var isWellFormed = (text) => typeof text.isWellFormed === "function" ? text.isWellFormed() : !/\p{Surrogate}/u.test(text);

// runtime/column-test.ts
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
var isDate = (operand) => typeof operand === "string" && !Number.isNaN(readInstant(operand));
var isNumber = (operand) => Number.isFinite(operand);
var isBoolean = (operand) => typeof operand === "boolean";

// runtime/matcher.ts
function makeRecordTest(alternative, namesOf) {
  const [first = never, ...others] = alternative.map((comparison) => {
    const names = namesOf(comparison);
    const test = makeComparisonTest(comparison, names);
    return comparison.through ? makeFieldTest(comparison.through, test, names) : test;
  });
  if (others.length === 0) return first;
  return (record) => {
    if (!first(record)) return false;
    for (const other of others) if (!other(record)) return false;
    return true;
  };
}
var never = () => false;
function makeComparisonTest(comparison, names) {
  const { property } = comparison;
  if (comparison.operator === "$exists") {
    if (comparison.operand) return (record) => isThere(readField(record, property));
    return (record) => !isThere(readField(record, property)) && canLack(record, property, names);
  }
  const isMet = makeValueTest(comparison.type, comparison.operator, comparison.operand);
  return (record) => isMet(readField(record, property));
}
var canLack = (record, property, names) => !isBuiltIn(record) && (Object.hasOwn(record, property) || isEmptyValue(record) || hasName(record, names));
function hasName(record, names) {
  if (hasOwnName(record, names)) return true;
  if (isPlain(record)) return false;
  for (const name of names) if (isComputed(record, name)) return true;
  return false;
}
function hasOwnName(record, names) {
  for (const key of Object.getOwnPropertyNames(record)) if (names.has(key)) return true;
  return false;
}
var isEmptyValue = (record) => isPlain(record) && Object.getOwnPropertyNames(record).every((name) => name === "__caslSubjectType__");
function isPlain(record) {
  const prototype = Object.getPrototypeOf(record);
  return prototype === Object.prototype || prototype === null;
}
var isBuiltIn = (value) => typeof value.then === "function" || Symbol.iterator in value || value instanceof Error || readDateInstant(value) !== void 0;
function isRecordOf(value, names) {
  if (isPlain(value)) return true;
  if (Array.isArray(value) || isBuiltIn(value)) return false;
  const kind = Object.prototype.toString.call(value);
  return kind === "[object Object]" || kind !== "[object Error]" && hasOwnName(value, names);
}
function readField(record, name) {
  if (Object.hasOwn(record, name) || isComputed(record, name))
    return record[name];
  const dot = name.indexOf(".");
  if (dot < 0) return void 0;
  const inner = readField(record, name.slice(0, dot));
  const isHolder = typeof inner === "object" && inner !== null && !Array.isArray(inner);
  return isHolder ? readField(inner, name.slice(dot + 1)) : void 0;
}
function isComputed(record, name) {
  for (let parent = Object.getPrototypeOf(record); parent !== null && parent !== Object.prototype; parent = Object.getPrototypeOf(parent)) {
    const inherited = Object.getOwnPropertyDescriptor(parent, name);
    if (inherited) return inherited.get !== void 0;
  }
  return false;
}
function followPath(record, path, names) {
  let current = record;
  for (const step of path) {
    const next = readField(current, step);
    if (typeof next !== "object" || next === null || !isRecordOf(next, names)) return void 0;
    current = next;
  }
  return current;
}
function makePathTest(path, test, names) {
  const first = path.findIndex(({ many }) => many);
  const steps = path.map(({ name }) => name);
  if (first === -1) {
    return steps.length === 0 ? test : makeFieldTest(steps, test, names);
  }
  const before = steps.slice(0, first);
  const list = steps[first] ?? "";
  const rest = makePathTest(path.slice(first + 1), test, names);
  const isReached = (item) => typeof item === "object" && item !== null && isRecordOf(item, names) && rest(item);
  return (record) => {
    const holder = followPath(record, before, names);
    const items = holder && readField(holder, list);
    return Array.isArray(items) && items.some(isReached);
  };
}
var makeFieldTest = (steps, test, names) => (record) => {
  const reached = followPath(record, steps, names);
  return reached !== void 0 && test(reached);
};

// runtime/bind.ts
function bindReaches({ index, scopes }, attributes) {
  const unfilled = /* @__PURE__ */ new Map();
  const filling = { attributes, unfilled, index };
  return {
    scopes: scopes.flatMap(({ cells, reach }) => {
      const filled = fillReach(reach, filling);
      return filled ? [bindScope(cells, filled)] : [];
    }),
    unfilled: [...unfilled.values()]
  };
}
function bindScope(cells, { reach, test }) {
  let known;
  const isPossible = () => {
    known ??= canBeMet(reach);
    return known;
  };
  return { cells, reach, reaches: test, isPossible };
}
var listPossible = ({ scopes }, cell) => scopes.filter(({ cells, isPossible }) => has(cells, cell) && isPossible());
function fillReach(reach, filling) {
  if (reach.kind === "linked") return fillLink(reach, filling);
  const { kind } = reach;
  const parts = reach.of.map((part) => fillReach(part, filling));
  const filled = parts.filter((part) => part !== void 0);
  const [first] = filled;
  if (!first || kind === "common" && filled.length < parts.length) return void 0;
  if (filled.length === 1) return first;
  const tests = filled.map(({ test }) => test);
  return {
    reach: { kind, of: filled.map((part) => part.reach) },
    test: kind === "union" ? joinByOr(tests) : joinByAnd(tests)
  };
}
function fillLink({ on, path, alternatives: reached }, { attributes, unfilled, index }) {
  const alternatives = [];
  const namesOf = (model) => index.models.get(model)?.names ?? index.reached;
  const names = namesOf(on);
  const further = /* @__PURE__ */ new Map();
  for (const alternative of reached) {
    const filled = alternative.map((comparison) => {
      const whole = fillComparison(comparison, attributes, unfilled);
      if (whole?.through) further.set(whole, namesOf(findComparedModel(on, comparison)));
      return whole;
    });
    if (filled.every((comparison) => comparison !== void 0)) alternatives.push(filled);
  }
  if (alternatives.length === 0) return void 0;
  const test = joinByOr(
    alternatives.map(
      (alternative) => makeRecordTest(alternative, (comparison) => further.get(comparison) ?? names)
    )
  );
  return { reach: { kind: "linked", path, alternatives }, test: makePathTest(path, test, names) };
}
function joinByOr(tests) {
  const [first] = tests;
  if (first && tests.length === 1) return first;
  return (record) => {
    for (const test of tests) if (test(record)) return true;
    return false;
  };
}
var joinByAnd = (tests) => (record) => {
  for (const test of tests) if (!test(record)) return false;
  return true;
};
function fillComparison(comparison, attributes, unfilled) {
  const { type, operator, operand } = comparison;
  const column = readColumn(comparison);
  if (operator === "$exists")
    return typeof operand === "boolean" ? { ...column, type, operator, operand } : void 0;
  if (type === "object") return void 0;
  const value = isHole(operand) ? fillHole(operand.$user, attributes, unfilled) : operand;
  if (value === void 0) return void 0;
  if (operator === "$in" || operator === "$nin") {
    if (!isList(value)) return void 0;
    const items = readItems(value, type, operator);
    if (items === void 0 && isHole(operand))
      unfilled.set(operand.$user, {
        attribute: operand.$user,
        because: `holds a value that is not of type ${type}`
      });
    return items === void 0 || operator === "$in" && items.length === 0 ? void 0 : { ...column, type, operator, operand: items };
  }
  if (isList(value)) return void 0;
  if (!isOfType(type, value)) {
    if (isHole(operand))
      unfilled.set(operand.$user, { attribute: operand.$user, because: `is not of type ${type}` });
    return void 0;
  }
  if (type === "list") {
    const isHere = operator === "$ne" || operator === "$eq" && isHeld(value);
    return isHere ? { ...column, type, operator, operand: value } : void 0;
  }
  return operator === "$ne" || isHeld(value) ? { ...column, type, operator, operand: value } : void 0;
}
var readColumn = (comparison) => {
  const { through } = comparison;
  const property = readComparedColumn(comparison);
  return through ? { property, through: through.map(({ name }) => name) } : { property };
};
function fillHole(attribute, attributes, unfilled) {
  const known = attributes(attribute);
  if (known.usable) return known.value;
  unfilled.set(attribute, { attribute, because: known.because });
  return void 0;
}
var looked = /* @__PURE__ */ new WeakMap();
function readItems(list, type, operator) {
  const known = looked.get(list) ?? /* @__PURE__ */ new Map();
  looked.set(list, known);
  const key = `${type} ${operator}`;
  if (known.has(key)) return known.get(key);
  const isFitting = list.every((item) => isOfType(type, item));
  const items = isFitting ? [...new Set(operator === "$in" ? list.filter(isHeld) : list)] : void 0;
  known.set(key, items);
  return items;
}
var isHeld = (value) => typeof value !== "string" || isStorable(value);
var isList = (value) => Array.isArray(value);

// runtime/freeze-deep.ts
function freezeDeep(value) {
  if (typeof value === "object" && value !== null)
    for (const part of Object.values(Object.freeze(value))) freezeDeep(part);
  return value;
}

// compiler/model/catalog.ts
var hasRight = ({ properties }, right) => properties.some((property) => property.rights.has(right));
var isLimited = ({ portfolio }, action) => portfolio !== "none" && (portfolio !== "self" || action !== "create");
var gatingActionOf = ({
  kind,
  action,
  model
}) => kind === "property" ? model?.actions.get(action) : void 0;
var requiredActionOf = (cell) => gatingActionOf(cell) ?? (cell.action === "export" ? cell.model?.actions.get("view") : void 0);
var rightBehind = (action) => action === "view" || action === "export" ? "view" : action === "update" ? "update" : void 0;
var grantableTogglesOf = ({
  modules,
  features
}) => [...modules, ...features];
var togglesOf = (catalog) => [...grantableTogglesOf(catalog), ...catalog.capabilities];

// compiler/text/find-or-make.ts
function findOrMake(map, key, make) {
  const found = map.get(key);
  if (found !== void 0) return found;
  const made = make();
  map.set(key, made);
  return made;
}

// compiler/model/alike-rows.ts
function rememberAlike(find) {
  const known = /* @__PURE__ */ new WeakMap();
  return (row) => {
    const ofEffect = known.get(row.effective) ?? /* @__PURE__ */ new Map();
    known.set(row.effective, ofEffect);
    const found = ofEffect.get(row.role) ?? find(row);
    ofEffect.set(row.role, found);
    return found;
  };
}

// compiler/model/cell-reach.ts
var unlimited = {
  "no-records": { kind: "no-records", items: [], reach: "all" },
  "not-limited": { kind: "not-limited", items: [], reach: "all" },
  "new-record": { kind: "new-record", items: [], reach: "all" }
};
function readPortfolio(use, { model, action }) {
  if (!model) return unlimited["no-records"];
  const indexed = findIndexedEntry(use, model, action);
  if (indexed) return readEntry(indexed, model);
  if (model.portfolio === "none") return unlimited["not-limited"];
  if (!isLimited(model, action)) return unlimited["new-record"];
  return { kind: "limited", items: [], reach: noRecord };
}
function findIndexedEntry({ entries }, model, action) {
  const known = indexedEntries.get(entries);
  const bySubject = known ?? indexEntries(entries);
  if (!known) indexedEntries.set(entries, bySubject);
  const isNew = model.portfolio === "self" && !isLimited(model, action);
  const [ofModel, ofAll] = [bySubject.get(model.name), bySubject.get("*")];
  return ofModel?.get(action) ?? (isNew ? void 0 : ofModel?.get("*")) ?? ofAll?.get(action) ?? (isNew ? void 0 : ofAll?.get("*"));
}
var indexedEntries = /* @__PURE__ */ new WeakMap();
function readEntryPattern(pattern) {
  if (pattern === "*") return { subject: "*", action: "*" };
  const at = pattern.lastIndexOf(":");
  return { subject: pattern.slice(0, Math.max(at, 0)), action: pattern.slice(at + 1) };
}
function indexEntries(entries) {
  const bySubject = /* @__PURE__ */ new Map();
  for (const [pattern, entry] of entries) {
    const { subject, action } = readEntryPattern(pattern);
    const known = bySubject.get(subject);
    const byAction = known ?? /* @__PURE__ */ new Map();
    if (!known) bySubject.set(subject, byAction);
    byAction.set(action, { entry });
  }
  return bySubject;
}
function readEntry(indexed, model) {
  const { entry, last } = indexed;
  if (last?.model === model) return last.saying;
  const saying = last || entry.pattern.startsWith("*") ? readEntryByPaths(indexed, model) : makeSaying(entry, model);
  indexed.last = { model, saying };
  return saying;
}
function readEntryByPaths(indexed, model) {
  const { entry } = indexed;
  indexed.byPaths ??= {
    on: entry.items.flatMap(({ parts }) => parts.map(({ on: on2 }) => on2)),
    sayings: /* @__PURE__ */ new Map()
  };
  const { on, sayings } = indexed.byPaths;
  let key = model.portfolio === "none" ? "none" : "";
  for (const one of on) key += ` ${keyOfPathTo(model, one)}`;
  return findOrMake(sayings, key, () => makeSaying(entry, model));
}
var keysOfPaths = /* @__PURE__ */ new WeakMap();
function keyOfPathTo(model, on) {
  const knownKeys = keysOfPaths.get(model);
  const ofModel = knownKeys ?? /* @__PURE__ */ new Map();
  if (!knownKeys) keysOfPaths.set(model, ofModel);
  const known = ofModel.get(on);
  if (known !== void 0) return known;
  const path = pathTo(model, on);
  const key = path ? keyOfPath(path) : "-";
  ofModel.set(on, key);
  return key;
}
function makeSaying(entry, model) {
  const applicable = entry.items.flatMap((item) => {
    const reach = reachOfItem(item, model);
    return reach === void 0 ? [] : [{ item, reach }];
  });
  if (applicable.length === 0 && model.portfolio === "none") return unlimited["not-limited"];
  const items = applicable.map(({ item }) => item);
  return { kind: "limited", entry, items, reach: unite(applicable.map(({ reach }) => reach)) };
}
function reachOfItem({ parts }, model) {
  if (parts.length === 0) return model.portfolio === "none" ? void 0 : "all";
  const reaches = [];
  for (const { on, reach } of parts) {
    const path = pathTo(model, on);
    if (!path) return void 0;
    reaches.push(reach === "all" ? reach : linkTo(on, path, reach));
  }
  return intersect(reaches);
}
function pathTo({ name, path }, on) {
  if (on === name) return [];
  const last = path.findLastIndex(({ model }) => model === on);
  return last === -1 ? void 0 : path.slice(0, last + 1);
}
var findReaches = rememberAlike(
  ({ effective, role }) => closeReaches(
    ({ index }) => has(effective, index),
    (one) => readPortfolio(role.portfolio, one).reach
  )
);
function closeReachesOfRoles(isEffective2, roles) {
  const numbers2 = /* @__PURE__ */ new Map();
  const unions2 = /* @__PURE__ */ new Map();
  const numberOf = (reach) => {
    const number = numbers2.get(reach) ?? numbers2.size;
    numbers2.set(reach, number);
    return number;
  };
  const own = (cell) => {
    const reaches = roles.flatMap((role) => has(role.held, cell.index) ? [role.own(cell)] : []);
    const key = [...new Set(reaches.map(numberOf))].sort().join();
    const known = unions2.get(key) ?? unite(reaches);
    unions2.set(key, known);
    return known;
  };
  return closeReaches(isEffective2, own, own);
}
function closeReaches(isEffective2, own, ownOfProperty) {
  const search = {
    isEffective: isEffective2,
    own,
    ownOfProperty,
    known: /* @__PURE__ */ new Map(),
    open: /* @__PURE__ */ new Set(),
    isRound: false
  };
  return (cell) => closeReach(search, cell);
}
function closeReach(search, cell) {
  const { known, open } = search;
  if (!cell.model) return "all";
  if (cell.kind === "property" && cell.requires.length === 0) {
    const action = gatingActionOf(cell);
    if (!action) return "all";
    const hasOwn = search.ownOfProperty && listOwnReaches(search, cell, action).length > 0;
    if (!hasOwn) return closeReach(search, action);
  }
  const done = known.get(cell.index);
  if (done !== void 0) return done;
  if (open.has(cell.index)) {
    search.isRound = true;
    return "all";
  }
  open.add(cell.index);
  const reach = intersect(listNeededReaches(search, cell, cell.model));
  open.delete(cell.index);
  if (open.size === 0) search.isRound = false;
  if (!search.isRound) known.set(cell.index, reach);
  return reach;
}
function listNeededReaches(search, cell, model) {
  const required = listRequiredReaches(search, cell);
  if (cell.kind === "property") {
    const action = gatingActionOf(cell);
    return action ? [...listOwnReaches(search, cell, action), closeReach(search, action), ...required] : required;
  }
  const needs = [search.own(cell), ...required];
  const right = rightBehind(cell.action);
  if (right === void 0) return needs;
  const view = model.actions.get("view");
  if (cell.action === "export") {
    const isClosed2 = model.properties.some(({ rights: rights2 }) => rights2.has(right));
    return view && isClosed2 ? [...needs, closeReach(search, view)] : needs;
  }
  const needsOfHeld = [];
  let isClosed = false;
  for (const { rights: rights2 } of model.properties) {
    const property = rights2.get(right);
    if (!property) continue;
    isClosed = true;
    if (!search.isEffective(property)) continue;
    const ofProperty = [...listOwnReaches(search, property, cell), ...listRequiredReaches(search, property)];
    if (ofProperty.length === 0) return needs;
    needsOfHeld.push(ofProperty);
  }
  return isClosed ? [...needs, unite(needsOfHeld.map(intersect))] : needs;
}
function listOwnReaches({ own, ownOfProperty }, property, action) {
  const reach = ownOfProperty?.(property);
  return reach === void 0 || reach === "all" || reach === own(action) ? [] : [reach];
}
function listRequiredReaches(search, { requires, model }) {
  return requires.flatMap(({ oneOf }) => {
    const held = oneOf.filter(search.isEffective);
    if (held.length === 0 || held.some((needed) => needed.model?.name !== model?.name)) return [];
    return [unite(held.map((needed) => closeReach(search, needed)))];
  });
}

// compiler/model/spell-out.ts
var mostAlternatives = 256;
function spellOut(reach, typeOfProperty, most2 = mostAlternatives) {
  const types2 = /* @__PURE__ */ new Map();
  const links = /* @__PURE__ */ new Map();
  const typeOf = (field) => types2.get(field);
  const alternatives = spell(reach, { typeOfProperty, types: types2, links, typeOf, most: most2 });
  return alternatives && { alternatives, typeOf, links };
}
function spell(reach, spelling) {
  switch (reach.kind) {
    case "linked":
      return spellLink(reach, spelling);
    case "union": {
      const parts = reach.of.map((part) => spell(part, spelling));
      if (parts.some((part) => part === void 0)) return void 0;
      return withinLimit(
        dropImplied2(
          parts.flatMap((part) => part ?? []),
          spelling.typeOf
        ),
        spelling
      );
    }
    case "common": {
      let whole = [{ compared: [], linked: [] }];
      for (const part of reach.of) {
        const next = spell(part, spelling);
        if (!whole || !next) return void 0;
        if (whole.length * next.length > spelling.most * spelling.most) return void 0;
        whole = withinLimit(multiply(whole, next, spelling), spelling);
      }
      return whole;
    }
  }
}
var withinLimit = (alternatives, { most: most2 }) => alternatives.length > most2 ? void 0 : alternatives;
function spellLink({ kind, on, path, alternatives }, { types: types2, links, typeOfProperty }) {
  if (path.some(({ many }) => many))
    return alternatives.map((alternative) => ({
      compared: [],
      linked: [{ kind, on, path, alternatives: [alternative] }]
    }));
  const prefix = prefixOf(path);
  return alternatives.map((alternative) => ({
    compared: alternative.map((comparison) => {
      const field = `${prefix}${comparison.property}`;
      const holder = findComparedModel(on, comparison);
      const type = typeOfProperty(holder, readComparedColumn(comparison));
      if (type !== void 0) types2.set(field, type);
      links.set(field, { on: holder, path: makeFieldPath(path, comparison) });
      return { ...comparison, property: field };
    }),
    linked: []
  }));
}
function multiply(left, right, { typeOf }) {
  const products = left.flatMap((one) => right.flatMap((other) => join(one, other) ?? []));
  return dropImplied2(products, typeOf);
}
function join(one, other) {
  const joined = conjoin([...one.compared, ...other.compared]);
  if (joined.is === "never") return void 0;
  const linked = new Map([...one.linked, ...other.linked].map((link) => [keyOfReach(link), link]));
  const sorted = [...linked].sort(([a], [b]) => a < b ? -1 : 1).map(([, link]) => link);
  return { compared: joined.alternative, linked: sorted };
}
function dropImplied2(alternatives, typeOf) {
  const unique = [...new Map(alternatives.map((one) => [keyOfRecordAlternative(one), one])).values()];
  const left = [];
  for (const one of unique) {
    if (left.some((other) => implies2(one, other, typeOf))) continue;
    left.splice(0, left.length, ...left.filter((other) => !implies2(other, one, typeOf)), one);
  }
  return left;
}
var implies2 = (one, other, typeOf) => impliesAlternative(one.compared, other.compared, typeOf) && other.linked.every((link) => one.linked.some((own) => keyOfReach(own) === keyOfReach(link)));
var keyOfRecordAlternative = ({ compared, linked }) => `${keyOfAlternative(compared)}${linked.map(keyOfReach).join()}`;
var nameFirstList = (path) => path.slice(0, path.findIndex(({ many }) => many) + 1).map(({ name }) => name).join(".");
function findCaslGap({ compared, linked }, links) {
  const lists = linked.map(({ path }) => nameFirstList(path));
  const twice = lists.find((list, at) => lists.indexOf(list) < at);
  if (twice !== void 0) return { kind: "list", field: twice };
  const comparisons = [
    ...compared.map((one) => ({ ...one, column: cutPath(one.property, links) })),
    ...linked.flatMap(
      ({ alternatives }) => alternatives.flat().map((one) => ({ ...one, column: readComparedColumn(one) }))
    )
  ];
  const absent = comparisons.find((one) => isAbsence(one) && one.column.includes("."));
  return absent && { kind: "absence", field: absent.property };
}
var cutPath = (field, links) => field.slice(prefixOf(links.get(field)?.path ?? []).length);

// compiler/stages/5-lower.ts
function lowerCells(catalog, cells) {
  const rules = [];
  for (const model of catalog.models) lowerModel(model, cells, rules);
  for (const { name, cell } of togglesOf(catalog))
    if (has(cells.effective, cell.index)) rules.push({ action: "use", subject: name });
  return rules.sort((a, b) => byCodeUnit(a.subject, b.subject));
}
function lowerModel(model, cells, rules) {
  const groups = [];
  for (const [action, cell] of model.actions) {
    if (!has(cells.effective, cell.index)) continue;
    for (const { reach, fields } of listFields(model, cell, cells)) {
      const group = groups.find((one) => areAlike(one.reach, reach) && areEqual(one.fields, fields));
      if (group) group.actions.push(action);
      else groups.push({ actions: [action], reach, fields });
    }
  }
  if (groups.length > 1) groups.sort((a, b) => byCodeUnit(String(a.actions), String(b.actions)));
  for (const { actions: grouped, fields, reach } of groups) {
    const [only] = grouped;
    const action = grouped.length === 1 && only ? only : grouped;
    const rule = fields ? { action, subject: model.name, fields } : { action, subject: model.name };
    if (reach === "all") rules.push(rule);
    else for (const conditions of conditionsOf(reach, cells.typeOf)) rules.push({ ...rule, conditions });
  }
}
function listFields(model, action, cells) {
  const reach = cells.reachOf(action);
  const right = rightBehind(action.action);
  if (right === void 0 || model.properties.length === 0 && !model.isClosed)
    return [{ reach, fields: void 0 }];
  if (!hasRight(model, right)) return [{ reach, fields: noFields }];
  const groups = [];
  for (const { name, rights: rights2 } of model.properties) {
    const cell = rights2.get(right);
    if (!cell || !has(cells.effective, cell.index)) continue;
    const ofCell = cells.reachOf(cell);
    const own = ofCell === reach ? reach : intersect([reach, ofCell]);
    const group = groups.find((one) => areAlike(one.reach, own));
    if (group) group.fields.push(name);
    else groups.push({ reach: own, fields: [name] });
  }
  return groups;
}
var areAlike = (one, other) => one === other || keyOfReach(one) === keyOfReach(other);
var areEqual = (a, b) => a === b || a !== void 0 && b !== void 0 && a.length === b.length && a.every((field, at) => field === b[at]);
var noFields = [noProperty];
var conditionsOfReach = /* @__PURE__ */ new WeakMap();
function conditionsOf(reach, typeOf) {
  const known = conditionsOfReach.get(reach);
  if (known) return known;
  const spelled = spellOut(reach, typeOf);
  const conditions = (spelled?.alternatives ?? []).filter((alternative) => findCaslGap(alternative, spelled?.links ?? noLinks) === void 0).map((alternative) => conditionsOfAlternative(alternative, spelled?.typeOf ?? noType, typeOf)).map((one) => ({ one, text: JSON.stringify(one) })).sort((a, b) => byCodeUnit(a.text, b.text)).map(({ one }) => one);
  conditionsOfReach.set(reach, conditions);
  return conditions;
}
var noType = () => void 0;
var noLinks = /* @__PURE__ */ new Map();
function conditionsOfAlternative({ compared, linked }, typeOf, typeOfProperty) {
  const conditions = { ...conditionsOfComparisons(compared, typeOf) };
  for (const { on, path, alternatives } of linked) {
    const [alternative = []] = alternatives;
    const first = path.findIndex(({ many }) => many);
    conditions[nameFirstList(path)] = {
      $elemMatch: matchElement(
        path.slice(first + 1),
        alternative,
        (one) => typeOfProperty(findComparedModel(on, one), readComparedColumn(one))
      )
    };
  }
  return conditions;
}
function matchElement(path, alternative, typeOf) {
  const next = path.findIndex(({ many }) => many);
  if (next === -1) {
    const prefix = prefixOf(path);
    const fields = alternative.map((one) => ({ ...one, property: `${prefix}${one.property}` }));
    const types2 = new Map(alternative.map((one) => [`${prefix}${one.property}`, typeOf(one)]));
    return conditionsOfComparisons(fields, (field) => types2.get(field));
  }
  return { [nameFirstList(path)]: { $elemMatch: matchElement(path.slice(next + 1), alternative, typeOf) } };
}
function conditionsOfComparisons(alternative, typeOf) {
  const conditions = [];
  const crowded = [];
  for (const [field, comparisons] of groupBy(alternative, ({ property }) => property)) {
    const guarded = guardComparisons(field, comparisons, typeOf(field));
    conditions.push(...guarded.fields);
    for (const value of guarded.crowded) crowded.push({ [field]: value });
  }
  return Object.fromEntries(crowded.length > 0 ? [...conditions, ["$and", crowded]] : conditions);
}

// runtime/memoize.ts
function memoize(limit) {
  const things = /* @__PURE__ */ new Map();
  return (key, make) => {
    const known = things.get(key);
    if (known !== void 0) return known;
    const thing = make();
    if (things.size >= limit) things.delete(things.keys().next().value);
    things.set(key, thing);
    return thing;
  };
}

// compiler/model/find-effective.ts
function findEffective(graph, held, known) {
  const effective = union(held, graph.derived);
  if (known) addAll(effective, known);
  return keepMet(graph, effective, known);
}
function keepMet(graph, cells, known) {
  while (removeUnmet(cells, graph, known) && !graph.isOnePass) ;
  return cells;
}
function removeUnmet(effective, graph, known) {
  let isChanged = false;
  const drop = (index) => {
    if (known && has(known, index)) return;
    remove(effective, index);
    isChanged = true;
  };
  const gates = gatesOf(graph.models);
  for (const { index, sparse } of gates)
    if (has(effective, index) && sparse.length > 0 && !intersectsSparse(effective, sparse)) drop(index);
  for (const { index, requires, view } of checksOf(graph.inOrder)) {
    if (!has(effective, index)) continue;
    const isMet = (view === void 0 || has(effective, view)) && requires.every(({ oneOf }) => oneOf.some((needed) => isEffective(effective, needed)));
    if (!isMet) drop(index);
  }
  for (const { index, properties, sparse } of gates) {
    if (has(effective, index) || !intersectsSparse(effective, sparse)) continue;
    removeAll(effective, properties);
    isChanged = true;
  }
  return isChanged;
}
var knownChecks = /* @__PURE__ */ new WeakMap();
function checksOf(cells) {
  const known = knownChecks.get(cells);
  if (known) return known;
  const checks = cells.map((cell) => ({
    index: cell.index,
    requires: cell.requires,
    view: findViewForExport(cell)
  }));
  knownChecks.set(cells, checks);
  return checks;
}
function findViewForExport({ kind, action, model }) {
  if (kind !== "action" || action !== "export" || !model || isEmpty(model.rights.view)) return void 0;
  return model.actions.get("view")?.index ?? nobodys;
}
var nobodys = -1;
var knownGates = /* @__PURE__ */ new WeakMap();
function gatesOf(models) {
  const known = knownGates.get(models);
  if (known) return known;
  const gates = models.flatMap(
    ({ actions, rights: rights2 }) => ["view", "update"].flatMap((right) => {
      const action = actions.get(right);
      const properties = rights2[right];
      return action ? [{ index: action.index, properties, sparse: makeSparse(listIndices(properties)) }] : [];
    })
  );
  knownGates.set(models, gates);
  return gates;
}
function isEffective(effective, cell) {
  if (!has(effective, cell.index)) return false;
  if (cell.kind !== "property") return true;
  const gate = gatingActionOf(cell);
  return gate !== void 0 && has(effective, gate.index);
}

// compiler/model/decode-set.ts
function decodeSet(base64, held, size) {
  const bits = emptyBits(size);
  const bytes = atob(base64);
  for (let at = 0; at < bytes.length; at++)
    bits[at >> 2] = (bits[at >> 2] ?? 0) | bytes.charCodeAt(at) << (at & 3) * 8;
  for (let cell = held; cell < bytes.length * 8; cell++) remove(bits, cell);
  return bits;
}

// runtime/bundle-index.ts
var listNamesOn = (properties, columns = {}) => new Set([...properties, ...Object.keys(columns)].flatMap((name) => [name, name.split(".")[0] ?? name]));
var readOwn = (values, name) => Object.hasOwn(values, name) ? values[name] : void 0;
function indexActions(model, cells, exported, size, before) {
  for (const [action, cell] of cells) {
    const properties = /* @__PURE__ */ new Map();
    const right = rightBehind(action);
    for (const [property, having] of model.rights) {
      const propertyCell = right && having.get(right);
      if (propertyCell === void 0) continue;
      if (action !== "export") properties.set(property, propertyCell);
      else if (before?.get(action)?.properties.has(property))
        properties.set(property, before.get(action)?.properties.get(property) ?? propertyCell);
      else {
        properties.set(property, size + exported.length);
        exported.push({ cell: size + exported.length, action: cell, view: propertyCell });
      }
    }
    model.indexedActions.set(action, { model, cell, properties });
  }
}
function addExports(exports, bits) {
  let last = -1;
  let isHeld2 = false;
  for (const { cell, action, view } of exports) {
    if (action !== last) isHeld2 = has(bits, action);
    last = action;
    if (isHeld2 && has(bits, view)) add(bits, cell);
  }
  return bits;
}
var listCells = ({ ranges }) => ranges.flatMap(([first, end]) => Array.from({ length: end - first }, (_, at) => first + at));

// runtime/extension.ts
function extendParts(base, extension) {
  const { bundle, toggles } = base;
  const shift = base.size - bundle.size;
  const moved = (cell) => cell < bundle.size ? cell : cell + shift;
  const own = /* @__PURE__ */ new Map();
  let next = base.size;
  for (const [model, properties] of Object.entries(extension.models))
    own.set(
      model,
      new Map(
        Object.entries(properties).map(
          ([property, having]) => [property, new Map(having.map((right) => [right, next++]))]
        )
      )
    );
  const cells = next - base.size;
  const exports = [...base.exports];
  const models = new Map(base.models);
  for (const [name, added] of own) {
    const model = models.get(name);
    if (model)
      models.set(
        name,
        extendModel(
          model,
          added,
          readOwn(extension.columns ?? {}, name),
          exports,
          next - base.exports.length
        )
      );
  }
  const size = base.size + cells + exports.length - base.exports.length;
  return {
    bundle: joinBundle(bundle, extension, moved),
    models,
    toggles,
    exports,
    size,
    decode: (number) => decodeExtendedSet(base, extension, number, cells, size)
  };
}
function extendModel(base, added, columns, exports, first) {
  const rights2 = new Map([...base.rights, ...added].sort(([a], [b]) => byCodeUnit(a, b)));
  const own = [...added.values()].flatMap((having) => [...having.values()]);
  const model = {
    ...base,
    indexedActions: /* @__PURE__ */ new Map(),
    rights: rights2,
    names: /* @__PURE__ */ new Set([...base.names, ...listNamesOn(added.keys(), columns)]),
    ranges: own.length > 0 ? [...base.ranges, [Math.min(...own), Math.max(...own) + 1]] : base.ranges
  };
  const cells = [...base.indexedActions].map(([action, { cell }]) => [action, cell]);
  indexActions(model, cells, exports, first, base.indexedActions);
  return model;
}
function joinBundle(bundle, extension, moved) {
  const { allows, adds, packages = {}, columns = {} } = extension;
  const joined = (set, own) => own === void 0 || typeof set !== "number" ? set : [set, own];
  const named = Object.entries(bundle.packages ?? {});
  return {
    ...bundle,
    requires: [
      ...bundle.requires,
      ...extension.requires.map(
        ([cell, needs]) => [
          moved(cell),
          needs.map((needed) => typeof needed === "number" ? moved(needed) : needed.map(moved))
        ]
      )
    ],
    packages: Object.fromEntries(named.map(([name, set]) => [name, joined(set, readOwn(packages, name))])),
    columns: Object.fromEntries(
      bundle.catalog.models.flatMap(({ name }) => {
        const [known, own] = [readOwn(bundle.columns, name), readOwn(columns, name)];
        return known || own ? [[name, { ...known, ...own }]] : [];
      })
    ),
    userTypes: bundle.userTypes.map((one) => ({
      ...one,
      allows: joined(one.allows, readOwn(allows, one.name))
    })),
    seats: bundle.seats.map((one) => ({ ...one, adds: joined(one.adds, readOwn(adds, one.name)) }))
  };
}
function decodeExtendedSet({ bundle, size: first }, extension, number, cells, size) {
  const [set, own] = typeof number === "number" ? [number] : number;
  const texts = [bundle.sets[set] ?? "", ...own === void 0 ? [] : [extension.sets[own] ?? ""]];
  return decodeBoth(texts, { held: bundle.size, first, cells, size });
}
function decodeBoth([catalog = "", own], { held, first, cells, size }) {
  const bits = decodeSet(catalog, held, size);
  if (own === void 0) return bits;
  const behind = decodeSet(own, cells, cells);
  for (let cell = 0; cell < cells; cell++) if (has(behind, cell)) add(bits, first + cell);
  return bits;
}

// runtime/follow-field.ts
function followField(models, model, field) {
  const through = [];
  const steps = field.split(".");
  let holder = model;
  while (steps.length > 1) {
    const [name = ""] = steps;
    const { relations = {} } = models.get(holder) ?? {};
    const next = Object.hasOwn(relations, name) ? relations[name] : void 0;
    if (next === void 0) break;
    through.push({ name, model: next });
    holder = next;
    steps.shift();
  }
  return { through, holder, column: steps.join(".") };
}

// runtime/build-index.ts
function buildIndex(bundle) {
  const exported = [];
  const models = /* @__PURE__ */ new Map();
  let next = 0;
  for (const model of bundle.catalog.models) {
    const first = next;
    const cells = new Map(model.actions.map((action) => [action, next++]));
    const rights2 = new Map(
      Object.entries(model.properties).map(
        ([property, having]) => [property, new Map(having.map((right) => [right, next++]))]
      )
    );
    const names = listNamesOn(rights2.keys(), readOwn(bundle.columns, model.name));
    const indexed = { ...model, indexedActions: /* @__PURE__ */ new Map(), names, rights: rights2, ranges: [[first, next]] };
    indexActions(indexed, cells, exported, bundle.size);
    models.set(model.name, indexed);
  }
  const toggles = new Map(togglesOf(bundle.catalog).map((name) => [name, next++]));
  const size = bundle.size + exported.length;
  const base = makeIndex({
    bundle,
    models,
    toggles,
    exports: exported,
    size,
    decode: (number) => decodeSet(bundle.sets[Number(number)] ?? "", bundle.size, size)
  });
  const extended = memoize(keptExtensions);
  const index = {
    ...base,
    forTenant(tenant) {
      const { extension: number } = readOwn(bundle.tenants, tenant) ?? {};
      const extension = number === void 0 ? void 0 : bundle.extensions?.[number];
      if (number === void 0 || !extension) return index;
      return extended(number, () => makeIndex(extendParts(base, extension)));
    }
  };
  return index;
}
var keptExtensions = 1e3;
function makeIndex({ bundle, models, toggles, exports, size, decode }) {
  const sets2 = /* @__PURE__ */ new Map();
  const reaches = /* @__PURE__ */ new Map();
  const uneven = /* @__PURE__ */ new Map();
  let names;
  let graph;
  const derived = makeBits(
    bundle.catalog.capabilities.flatMap((name) => toggles.get(name) ?? []),
    size
  );
  const linked = () => {
    graph ??= linkCells(bundle, models, toggles, derived, size);
    return graph;
  };
  const typeOf = (model, property) => readOwn(readOwn(bundle.columns, model) ?? {}, property);
  return {
    bundle,
    models,
    toggles,
    derived,
    size,
    exports,
    reached: listReachedNames(bundle, models),
    forTenant() {
      return this;
    },
    set(number) {
      const key = String(number);
      const known = sets2.get(key) ?? addExports(exports, decode(number));
      sets2.set(key, known);
      return known;
    },
    reach(number) {
      const known = reaches.get(number) ?? indexReach(bundle.reaches[number] ?? { anyOf: [] }, models, typeOf);
      reaches.set(number, known);
      return known;
    },
    permission(cell) {
      names ??= listCellNames(models, toggles);
      return names[cell] ?? "";
    },
    lowered: () => linked().input,
    requiring: () => linked().requiring,
    linked: (cell) => linked().cells[cell],
    uneven(scopes) {
      const key = JSON.stringify(scopes);
      const known = uneven.get(key) ?? findUneven(scopes, models.values(), this);
      uneven.set(key, known);
      return known;
    },
    typeOf,
    relationsIn: (model, field) => followField(models, model, field).through.map(({ name }) => name),
    fieldType(model, field) {
      const { holder, column } = followField(models, model, field);
      return typeOf(holder, column);
    }
  };
}
var listReachedNames = ({ columns }, models) => new Set([...models.values()].flatMap(({ name, names }) => readOwn(columns, name) ? [...names] : []));
function indexReach(reach, models, typeOf) {
  if (reach === "all") return reach;
  if ("anyOf" in reach || "allOf" in reach) {
    const [kind, parts] = "anyOf" in reach ? ["union", reach.anyOf] : ["common", reach.allOf];
    const of = parts.map((part) => indexReach(part, models, typeOf));
    if (of.includes("all")) return kind === "union" ? "all" : { kind: "union", of: [] };
    return { kind, of };
  }
  const { on, through, alternatives } = reach;
  return {
    kind: "linked",
    on,
    path: through.map(
      (step) => typeof step === "string" ? { name: step, many: false } : { name: step.many, many: true }
    ),
    alternatives: alternatives.flatMap((alternative) => {
      const compared = alternative.map((comparison) => indexComparison(comparison, on, models, typeOf));
      return compared.every((one) => one !== void 0) ? [compared] : [];
    })
  };
}
function indexComparison([property, operator, operand], on, models, typeOf) {
  const { through, holder, column } = followField(models, on, property);
  const type = typeOf(holder, column);
  return type && { property, type, ...through.length > 0 && { through }, operator, operand };
}
function findUneven(scopes, models, index) {
  const sets2 = scopes.map(([set]) => index.set(set));
  const scopeOf = (cell) => sets2.findIndex((set) => has(set, cell));
  return [...models].filter((model) => {
    const cells = listCells(model);
    const own = sets2.filter((set) => cells.some((cell) => has(set, cell)));
    if (own.length < 2) return false;
    return cells.some((cell) => {
      const one = index.linked(cell);
      return one && listNeeds(one).some((needed) => scopeOf(needed.index) !== scopeOf(cell));
    });
  });
}
function listNeeds(cell) {
  const required = cell.requires.flatMap(({ oneOf }) => oneOf).filter((needed) => needed.model?.name === cell.model?.name);
  const gate = requiredActionOf(cell);
  return gate ? [...required, gate] : required;
}
function listCellNames(models, toggles) {
  const names = [];
  for (const { name, indexedActions, rights: rights2 } of models.values()) {
    for (const [action, { cell }] of indexedActions) names[cell] = `${name}:${action}`;
    for (const [property, having] of rights2)
      for (const [right, cell] of having) names[cell] = `${name}.${property}:${right}`;
  }
  for (const [name, cell] of toggles) names[cell] = `${name}:use`;
  return names;
}
function linkCells({ catalog, requires }, models, toggles, derived, size) {
  const cells = [];
  const needs = new Map(requires);
  const make = (index, kind, action, model) => {
    const requiresOf = () => (needs.get(index) ?? []).map((needed) => ({
      oneOf: [needed].flat().flatMap((one) => cells[one] ?? [])
    }));
    let known;
    const cell = {
      index,
      kind,
      action,
      ...model && { model },
      // Cells require each other, so this is looked up once all of them are there.
      get requires() {
        known ??= requiresOf();
        return known;
      }
    };
    cells[index] = cell;
    return cell;
  };
  const linkedModels = [...models.values()].map((indexed) => {
    const { name, actions, closed = false, indexedActions, rights: rights2 } = indexed;
    const own = /* @__PURE__ */ new Map();
    const properties = [];
    const having = (right) => [...rights2.values()].flatMap((ofProperty) => ofProperty.get(right) ?? []);
    const all = { view: makeBits(having("view"), size), update: makeBits(having("update"), size) };
    const model = { name, isClosed: closed, actions: own, properties, rights: all };
    for (const action of actions)
      own.set(action, make(indexedActions.get(action)?.cell ?? size, "action", action, model));
    for (const [property, having2] of rights2)
      properties.push({
        name: property,
        rights: new Map([...having2].map(([right, cell]) => [right, make(cell, "property", right, model)]))
      });
    return model;
  });
  const toggled = (kind, names) => names.map((name) => ({ name, cell: make(toggles.get(name) ?? size, kind, "use") }));
  const input = {
    models: linkedModels,
    modules: toggled("module", catalog.modules),
    features: toggled("feature", catalog.features),
    capabilities: toggled("capability", catalog.capabilities)
  };
  const inOrder3 = cells.filter(({ action, requires: needed }) => action === "export" || needed.length > 0);
  return { cells, input, requiring: { models: linkedModels, inOrder: inOrder3, isOnePass: false, derived } };
}
function makeBits(cells, size) {
  const bits = emptyBits(size);
  for (const cell of cells) add(bits, cell);
  return bits;
}

// runtime/several-roles.ts
function readHeldRole(index, tenant, { userType, seats, grants, custom, scopes }) {
  return {
    held: cutToCap(index.set(grants), findLimit(index, tenant, { userType, seats, custom })),
    scopes: scopes.map(([set, number]) => ({ cells: index.set(set), reach: index.reach(number) }))
  };
}
var cutToCap = (set, cap) => isSubset(set, cap) ? set : intersection(set, cap);
var limits = /* @__PURE__ */ new WeakMap();
var keptLimits = 20;
function findLimit(index, tenant, { userType, seats, custom }) {
  const known = limits.get(tenant) ?? memoize(keptLimits);
  limits.set(tenant, known);
  return known(JSON.stringify([userType, seats, custom]), () => {
    const { bundle } = index;
    const limit = emptyBits(index.size);
    for (const { name, allows } of bundle.userTypes) if (name === userType) addAll(limit, index.set(allows));
    for (const { name, adds } of bundle.seats) if (seats.includes(name)) addAll(limit, index.set(adds));
    keepShared(limit, index.set(tenant.ceiling));
    if (custom !== void 0) keepShared(limit, index.set(custom));
    for (const [name, set] of Object.entries(bundle.packages ?? {}))
      if (!tenant.packages?.includes(name)) removeAll(limit, index.set(set));
    return limit;
  });
}
function joinHeldRoles(index, roles, known, cap) {
  const held = emptyBits(index.size);
  for (const role of roles) addAll(held, role.held);
  keepShared(held, cap);
  addAll(held, known);
  addAll(held, index.derived);
  const effective = keepMet(index.requiring(), held, known);
  removeAll(effective, findExportCells(index));
  addExports(index.exports, effective);
  return { effective, reaching: listReachingCells(index, roles, effective) };
}
var exportCells = /* @__PURE__ */ new WeakMap();
function findExportCells({ exports, size }) {
  const known = exportCells.get(exports) ?? emptyBits(size);
  if (!exportCells.has(exports)) for (const { cell } of exports) add(known, cell);
  exportCells.set(exports, known);
  return known;
}
function listReachingCells(index, roles, effective) {
  const places = new Places(index.size);
  for (const { held, scopes } of roles)
    for (const { cells, reach } of scopes) places.addShared(reach, cells, held, effective);
  for (const cell of listIndices(index.derived)) if (has(effective, cell)) places.add("all", cell);
  places.dropOpen();
  const { all } = places;
  const spread = [];
  for (const one of listSparseModels(index.models))
    if (!settleAtHome(one, all, effective)) spread.push(one.model);
  if (spread.length === 0) return places.all.filter(({ cells }) => !isEmpty(cells));
  const uneven = spread.filter((model) => isUneven(index, model, places, effective));
  if (uneven.length > 0) closeModels(index, roles, effective, uneven, places);
  const even = new Set(spread.map((model) => model.indexedActions.get("export")?.cell));
  for (const model of uneven) even.delete(model.indexedActions.get("export")?.cell);
  for (const { cell, action, view } of index.exports) {
    if (!has(effective, cell) || !even.has(action)) continue;
    const narrower = places.covers(view, action) ? action : view;
    for (const { cells } of places.all) if (has(cells, narrower)) add(cells, cell);
  }
  return places.all.filter(({ cells }) => !isEmpty(cells));
}
var Places = class {
  #size;
  #byReach = /* @__PURE__ */ new Map();
  constructor(size) {
    this.#size = size;
  }
  get all() {
    return [...this.#byReach.values()];
  }
  #at(reach) {
    const key = keyOfReach(reach);
    const known = this.#byReach.get(key) ?? { cells: emptyBits(this.#size), reach };
    this.#byReach.set(key, known);
    return known.cells;
  }
  add(reach, cell) {
    add(this.#at(reach), cell);
  }
  /** Adds the cells that are in all of three sets. */
  addShared(reach, one, other, third) {
    addShared(this.#at(reach), one, other, third);
  }
  /** Takes the cells that work on every record away from all other places. */
  dropOpen() {
    const open = this.#byReach.get("all")?.cells;
    if (!open) return;
    for (const { cells, reach } of this.#byReach.values()) if (reach !== "all") removeAll(cells, open);
  }
  /** Takes a cell from wherever it is to one place. */
  move(reach, cell) {
    for (const { cells } of this.#byReach.values()) remove(cells, cell);
    this.add(reach, cell);
  }
  /** Returns true if a cell stands wherever another one does, or everywhere. */
  covers(outer, inner) {
    for (const { cells, reach } of this.#byReach.values()) {
      if (reach === "all" && has(cells, outer)) return true;
      if (has(cells, inner) && !has(cells, outer)) return false;
    }
    return true;
  }
};
function settleAtHome({ all, shown, exported }, places, effective) {
  if (!intersectsSparse(effective, all)) return true;
  let home;
  for (const place of places) {
    if (!intersectsSparse(place.cells, all)) continue;
    if (home) return false;
    home = place;
  }
  if (!home || !coversSparse(home.cells, all, effective)) return false;
  for (const { action, properties } of shown)
    if (has(effective, action) && !intersectsSparse(effective, properties)) return false;
  addSparse(home.cells, exported, effective);
  return true;
}
var sparseModels = /* @__PURE__ */ new WeakMap();
function listSparseModels(models) {
  const known = sparseModels.get(models);
  if (known) return known;
  const made = [...models.values()].map((model) => {
    const { rights: rights2, indexedActions: asked } = model;
    const having = (right) => [...rights2.values()].flatMap((ofOne) => ofOne.get(right) ?? []);
    return {
      model,
      all: makeSparse(listCells(model)),
      shown: ["view", "update"].flatMap((right) => {
        const [action, properties] = [asked.get(right)?.cell, makeSparse(having(right))];
        return action === void 0 || properties.length === 0 ? [] : [{ action, properties }];
      }),
      exported: makeSparse([...asked.get("export")?.properties.values() ?? []])
    };
  });
  sparseModels.set(models, made);
  return made;
}
function isUneven(index, model, places, effective) {
  const { rights: rights2, indexedActions: asked } = model;
  for (const [first, end] of model.ranges)
    for (let cell = first; cell < end; cell++) {
      if (!has(effective, cell)) continue;
      const linked = index.linked(cell);
      if (!linked) continue;
      for (const needed of listNeeds(linked))
        if (has(effective, needed.index) && !places.covers(needed.index, cell)) return true;
    }
  for (const right of ["view", "update"]) {
    const action = asked.get(right)?.cell;
    if (action === void 0 || !has(effective, action)) continue;
    const properties = [...rights2.values()].flatMap((having) => having.get(right) ?? []);
    const isCovered = (cell) => has(effective, cell) && places.covers(cell, action);
    if (properties.length > 0 && !properties.some(isCovered)) return true;
  }
  const exporting = asked.get("export");
  return [...exporting?.properties ?? []].some(([property, cell]) => {
    const [action, view] = [exporting?.cell, rights2.get(property)?.get("view")];
    if (!has(effective, cell) || action === void 0 || view === void 0) return false;
    return !places.covers(view, action) && !places.covers(action, view);
  });
}
function closeModels(index, roles, effective, models, places) {
  const close = closeReachesOfRoles(
    ({ index: cell }) => has(effective, cell),
    roles.map(({ held, scopes }) => ({
      held,
      own: ({ index: cell }) => uniteReachesOn(scopes, cell)
    }))
  );
  const reachOf = (cell) => {
    const linked = index.linked(cell);
    return linked ? close(linked) : noRecord;
  };
  const moved = [];
  for (const model of models)
    for (const cell of listCells(model)) if (has(effective, cell)) moved.push([cell, reachOf(cell)]);
  for (const { cell, action, view } of index.exports)
    if (has(effective, cell) && models.some((model) => model.indexedActions.get("export")?.cell === action))
      moved.push([cell, intersect([reachOf(action), reachOf(view)])]);
  for (const [cell, reach] of moved) places.move(reach, cell);
}
var uniteReachesOn = (scopes, cell) => scopes.find(({ cells }) => has(cells, cell))?.reach ?? noRecord;
function prepareReaches(reaching) {
  const unions2 = /* @__PURE__ */ new Map();
  return (cell) => {
    let only;
    let key = "";
    let count = 0;
    for (const [at, { cells, reach }] of reaching.entries()) {
      if (!has(cells, cell)) continue;
      only = reach;
      key += ` ${at}`;
      count++;
    }
    if (only !== void 0 && count === 1) return only;
    const places = reaching.filter(({ cells }) => has(cells, cell)).map(({ reach }) => reach);
    const known = unions2.get(key) ?? unite(places);
    unions2.set(key, known);
    return known;
  };
}
var findReachByRole = ({ scopes }, { reaching }, cell) => intersect([uniteReachesOn(scopes, cell), prepareReaches(reaching)(cell)]);

// runtime/lower-table.ts
function lowerTable(table) {
  const { subjects, tables } = findLowerer(table.index);
  return tables(table, () => subjects.flatMap((rulesOn) => rulesOn(table)));
}
var limits2 = { tables: 1e3, ways: 100 };
var lowerers = /* @__PURE__ */ new WeakMap();
function findLowerer(index) {
  const { columns } = index.bundle;
  const known = lowerers.get(columns);
  if (known) return known;
  const lowered = index.lowered();
  const subjects = [
    ...lowered.models.map((model) => ({ name: model.name, rulesOn: prepareModel(index, model) })),
    ...togglesOf(lowered).map(({ name, cell }) => {
      const rules = [freezeDeep({ action: "use", subject: name })];
      return { name, rulesOn: ({ effective: given }) => has(given, cell.index) ? rules : [] };
    })
  ].sort((a, b) => byCodeUnit(a.name, b.name));
  const made = { subjects: subjects.map(({ rulesOn }) => rulesOn), tables: memoize(limits2.tables) };
  lowerers.set(columns, made);
  return made;
}
function prepareModel(index, model) {
  const alone = { models: [model], modules: [], features: [], capabilities: [] };
  const { ranges = [] } = index.models.get(model.name) ?? {};
  const ways = memoize(limits2.ways);
  return ({ effective: given, reaching }) => {
    const scopes = reaching.filter(({ cells }) => ranges.some(([first, end]) => isWithin(cells, first, end)));
    const key = scopes.map(
      ({ cells, reach }) => `${keyOfReach(reach)}${ranges.map(([first, end]) => writeWords(cells, first, end - 1)).join()}`
    ).sort().join();
    return ways(key, () => {
      const reachOf = prepareReaches(scopes);
      return lowerCells(alone, {
        effective: given,
        reachOf: ({ index: cell }) => reachOf(cell),
        typeOf: index.typeOf
      }).map(freezeDeep);
    });
  };
}
function isWithin(cells, first, end) {
  for (let cell = first; cell < end; cell++) if (has(cells, cell)) return true;
  return false;
}
function writeWords(bits, first, last) {
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

// runtime/read-served-rules.ts
function readServedRules(value) {
  if (!Array.isArray(value)) throw new TypeError(`${wanted}; ${describeWrongValue(value)} came`);
  const rules = value;
  for (let at = 0; at < rules.length; at++) {
    const fault = findFault(rules[at]);
    if (fault !== void 0) throw new TypeError(`${wanted}; rule ${at + 1} of ${rules.length} ${fault}`);
  }
  return rules;
}
var wanted = "a list of rules was expected, as `policy.ability.rules` gives it";
var deepest = 100;
var members = ["action", "subject", "fields", "conditions", "inverted"];
function findFault(rule) {
  if (!isPlain2(rule)) return "is no rule";
  if (rule.inverted !== void 0 && rule.inverted !== false)
    return "is inverted: it forbids, and rules here only allow";
  const strange = Object.keys(rule).find((key) => !members.includes(key));
  if (strange !== void 0) return `has a \`${shorten(strange)}\`, which no rule has here`;
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
function describeWrongValue(value) {
  if (value === null || value === void 0) return String(value);
  if (typeof value === "string") return "a text";
  if (typeof value !== "object") return `a ${typeof value}`;
  if ("rules" in value) return "an object with `rules`, which are what is wanted,";
  if (typeof value.then === "function") return "a promise, not awaited,";
  return "an object";
}
var shorten = (text) => text.length > 40 ? `${text.slice(0, 40)}\u2026` : text;

// runtime/ability.ts
function makeAbility(table, attributes) {
  const { index } = table;
  const subjects = /* @__PURE__ */ new WeakMap();
  const filled = /* @__PURE__ */ new Map();
  const rules = [];
  for (const rule of lowerTable(table)) {
    if (!rule.conditions) {
      rules.push(rule);
      continue;
    }
    let conditions = filled.get(rule.conditions);
    if (!conditions && !filled.has(rule.conditions)) {
      const typeOf = (field) => index.fieldType(rule.subject, field);
      conditions = freezeDeep(fillConditions(rule.conditions, typeOf, attributes));
      if (conditions) subjects.set(conditions, rule.subject);
      filled.set(rule.conditions, conditions);
    }
    if (!conditions) continue;
    const { action, subject, fields } = rule;
    rules.push(fields ? { action, subject, fields, conditions } : { action, subject, conditions });
  }
  return makeStrictAbility(rules, index.reached, (conditions) => {
    const subject = subjects.get(conditions) ?? "";
    return {
      typeOf: (field) => index.fieldType(subject, field),
      stepsIn: (field) => index.relationsIn(subject, field)
    };
  });
}
function abilityFrom(rules) {
  const served = readServedRules(rules);
  return makeStrictAbility(served, listComparedNames(served), () => unknownFields);
}
function listComparedNames(rules) {
  const names = /* @__PURE__ */ new Set();
  for (const { conditions, fields = [] } of rules) {
    const compared = conditions ? listFields2(conditions) : [];
    for (const field of compared) names.add(field.slice(field.lastIndexOf(".") + 1));
    if (compared.some((field) => !field.includes("."))) for (const field of fields) names.add(field);
  }
  return names;
}
var listFields2 = (conditions) => Object.entries(conditions).flatMap(([field, value]) => {
  if (field === "$and") return value.flatMap(listFields2);
  return isElementMatch(value) ? listFields2(value.$elemMatch).map((inner) => `${field}.${inner}`) : [field];
});
function makeStrictAbility(rules, names, fieldsOf) {
  return createMongoAbility(rules, {
    conditionsMatcher: (conditions) => makeStrictMatcher(conditions, fieldsOf(conditions), names),
    detectSubjectType: (subject) => detectSubjectType(subject, names),
    anyAction: "\0",
    anySubjectType: "\0"
  });
}
var unknownFields = { typeOf: () => void 0, stepsIn: () => void 0 };
var fieldsBehind = ({ typeOf, stepsIn }, field) => ({
  typeOf: (name) => typeOf(`${field}.${name}`),
  stepsIn: (name) => stepsIn(`${field}.${name}`)?.slice(field.split(".").length)
});
function fillConditions(conditions, typeOf, attributes) {
  const filled = [];
  for (const [field, value] of Object.entries(conditions)) {
    if (field === "$and") {
      const parts = value.map((part) => fillConditions(part, typeOf, attributes));
      if (!parts.every((part) => part !== void 0)) return void 0;
      filled.push([field, parts]);
      continue;
    }
    if (isElementMatch(value)) {
      const inner = fillConditions(value.$elemMatch, (name) => typeOf(`${field}.${name}`), attributes);
      if (inner === void 0) return void 0;
      filled.push([field, { $elemMatch: inner }]);
      continue;
    }
    const property = field.slice(field.lastIndexOf(".") + 1);
    const whole = filledValue(value, (operator, operand) => {
      const comparison = { property, type: typeOf(field) ?? "object", operator, operand };
      return fillComparison(comparison, attributes, /* @__PURE__ */ new Map())?.operand;
    });
    if (whole === void 0) return void 0;
    filled.push([field, whole]);
  }
  return Object.fromEntries(filled);
}
function filledValue(value, filling) {
  if (value === null) return null;
  if (isHole(value) || typeof value !== "object")
    return filling("$eq", value);
  const filled = [];
  for (const [operator, operand] of Object.entries(value)) {
    const whole = filledOperand(operator, operand, filling);
    if (whole === void 0) return void 0;
    filled.push([operator, whole]);
  }
  return Object.fromEntries(filled);
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
function makeStrictMatcher(conditions, fields, names) {
  const plainConditions = removeGuards(conditions, fields.typeOf);
  const test = makeConditionsTest(conditions, fields, names);
  const matches = (record) => test(record);
  if (!Object.hasOwn(conditions, "$and"))
    Object.defineProperty(matches, "ast", {
      get: () => mongoQueryMatcher(plainConditions).ast
    });
  return matches;
}
function makeConditionsTest(guarded, fields, names) {
  const { typeOf } = fields;
  const tests = Object.entries(removeGuards(guarded, typeOf)).flatMap(([field, value]) => {
    if (field === "$and")
      return guarded[field].map((part) => makeConditionsTest(part, fields, names));
    const path = field.split(".");
    if (isElementMatch(value)) {
      const { $elemMatch } = guarded[field];
      const inner = makeConditionsTest($elemMatch, fieldsBehind(fields, field), names);
      const steps2 = path.map((name, at) => ({ name, many: at === path.length - 1 }));
      return [makePathTest(steps2, inner, names)];
    }
    const known = typeOf(field) ?? readTypeInGuards(guarded[field]);
    const testAfter = (steps2) => testOfField(steps2, path.slice(steps2.length).join("."), value, known, names);
    const steps = fields.stepsIn(field);
    if (steps) return [testAfter(steps)];
    const inside = testAfter(path.slice(0, -1));
    if (path.length === 1) return [inside];
    const whole = testAfter([]);
    return [(record) => (Object.hasOwn(record, field) ? whole : inside)(record)];
  });
  return tests.length === 0 ? () => false : (record) => tests.every((test) => test(record));
}
function testOfField(steps, property, value, known, names) {
  const compared = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [["$eq", value]];
  const type = known ?? guessType(compared.flatMap(([, operand]) => [operand].flat()).filter(isScalar));
  const comparisons = compared.flatMap(
    ([operator, operand]) => operator === "$all" ? listOperators(operand) : [[operator, operand]]
  ).map(([operator, operand]) => readComparison(property, operator, operand, type));
  if (comparisons.length === 0 || !comparisons.every((comparison) => comparison !== void 0))
    return () => false;
  const all = comparisons.map(
    (comparison) => known ? makeRecordTest([comparison], () => names) : makeUntypedTest(comparison, names)
  );
  return (record) => {
    const reached = followPath(record, steps, names);
    return reached !== void 0 && all.every((test) => test(reached));
  };
}
var listOperators = (operand) => Array.isArray(operand) ? operand.map((item) => ["$eq", item]) : [["$all", operand]];
function readComparison(property, operator, operand, type) {
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
function makeUntypedTest(comparison, names) {
  if (comparison.type !== "date" || comparison.operator === "$exists")
    return makeRecordTest([comparison], () => names);
  const asText = makeRecordTest([{ ...comparison, type: "string" }], () => names);
  const asDate = makeRecordTest([comparison], () => names);
  return (record) => (typeof readField(record, comparison.property) === "string" ? asText : asDate)(record);
}
function guessType(operands) {
  if (operands.every(isDate)) return "date";
  if (typeof operands[0] === "boolean") return "boolean";
  return typeof operands[0] === "number" ? "number" : "string";
}
var isScalar = (value) => typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
function detectSubjectType(subject, names) {
  if (typeof subject === "string") return subject;
  if (typeof subject === "function") return readClassName(subject);
  if (typeof subject !== "object" || subject === null || !isRecordOf(subject, names)) return "\0";
  const tag = Object.getOwnPropertyDescriptor(subject, "__caslSubjectType__");
  if (tag) return tag.enumerable || typeof tag.value !== "string" ? "\0" : tag.value;
  const prototype = Object.getPrototypeOf(subject);
  if (prototype === null || prototype === Object.prototype) return "\0";
  const made = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  return typeof made === "function" ? readClassName(made) : "\0";
}
function readClassName(made) {
  const { modelName, name } = made;
  return typeof modelName === "string" ? modelName : name;
}

// runtime/bundle.ts
var bundleVersion = 2;

// runtime/bundle-parts.ts
var BundleError = class extends Error {
  name = "BundleError";
};
function readNamedEntries(raw, at, check) {
  const names = readList(raw, at).map((item, number) => {
    const entry = readMap(item, `${at}[${number}]`);
    check(entry, `${at}[${number}]`);
    return readText(entry.name, `${at}[${number}].name`);
  });
  if (new Set(names).size !== names.length) refusePart(at, "names something twice");
  return names;
}
function countDistinct(raw, possible, at) {
  const list = readList(raw, at);
  for (const item of list) checkChoice(item, possible, at);
  if (new Set(list).size !== list.length) refusePart(at, "names something twice");
  return list.length;
}
function readMap(raw, at) {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) refusePart(at, "is not a map");
  return raw;
}
var readMapEntries = (raw, at) => Object.entries(readMap(raw, at));
function readList(raw, at) {
  if (!Array.isArray(raw)) refusePart(at, "is not a list");
  return raw;
}
function readText(raw, at, mayBeEmpty = false) {
  if (typeof raw !== "string" || raw === "" && !mayBeEmpty) refusePart(at, "is not a text");
  return raw;
}
var subjectName = /^(?!(all|none|manage|Any)$)[A-Za-z][A-Za-z0-9_-]*$/;
var actionName = /^(?!(all|none|manage|use)$)[a-z][A-Za-z0-9_-]*$/;
var propertyName = /^(?!(__proto__|constructor|prototype|__caslSubjectType__)$)[A-Za-z_][A-Za-z0-9_]*$/;
var ownPropertyName = /^(?!(.*\.)?(__proto__|constructor|prototype|__caslSubjectType__)(\.|$))[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;
function readName(raw, pattern, at) {
  const name = readText(raw, at);
  if (!pattern.test(name)) refusePart(at, "is not a name");
  return name;
}
function readCount(raw, at, end) {
  if (typeof raw !== "number" || !Number.isSafeInteger(raw) || raw < 0 || raw >= end)
    refusePart(at, `is not a number from 0 up to ${end}`);
  return raw;
}
function checkChoice(raw, possible, at) {
  if (!possible.includes(raw)) refusePart(at, `is ${JSON.stringify(raw)}, which it cannot be`);
}
function refusePart(at, what) {
  throw new BundleError(`this is no bundle that compile wrote: ${at} ${what}`);
}

// runtime/check-reach.ts
var types = ["id", "string", "number", "integer", "boolean", "date", "list", "object"];
var operators2 = ["$eq", "$in", "$gt", "$gte", "$lt", "$lte", "$ne", "$nin", "$exists"];
function checkTypes(named, at) {
  for (const [name, type] of readMapEntries(named, at)) {
    readName(name, ownPropertyName, `${at}.${name}`);
    checkChoice(type, types, `${at}.${name}`);
  }
}
var deepest2 = 100;
function checkReach(reach, askable, at, left = deepest2) {
  if (reach === "all") return;
  const written = readMap(reach, at);
  if (left === 0) refusePart(at, "is nested too deep");
  for (const word of ["anyOf", "allOf"])
    if (Object.hasOwn(written, word)) {
      if (word === "allOf" && readList(written[word], at).length === 0) refusePart(at, "limits nothing");
      for (const [number, part] of readList(written[word], `${at}.${word}`).entries())
        checkReach(part, askable, `${at}.${word}[${number}]`, left - 1);
      return;
    }
  for (const step of readList(written.through, `${at}.through`)) {
    const name = typeof step === "string" ? step : readMap(step, `${at}.through`).many;
    readName(name, propertyName, `${at}.through`);
  }
  const on = readText(written.on, `${at}.on`);
  for (const [number, alternative] of readList(written.alternatives, `${at}.alternatives`).entries())
    checkAlternative(alternative, on, askable, `${at}.alternatives[${number}]`);
}
function checkAlternative(alternative, on, { columns, attributes, models }, at) {
  if (readList(alternative, at).length === 0)
    refusePart(at, "compares nothing, which every record would meet");
  for (const comparison of alternative) {
    const [property, operator, operand] = readList(comparison, at);
    const { holder, column } = followField(models, on, readText(property, at));
    const compared = Object.hasOwn(columns, holder) ? readMap(columns[holder], `columns.${holder}`) : {};
    if (!Object.hasOwn(compared, column)) refusePart(at, `compares ${property}, which is no column`);
    checkChoice(operator, operators2, at);
    if (isNamedHole(operand)) {
      if (!Object.hasOwn(attributes, operand.$user))
        refusePart(at, `asks for ${operand.$user}, which is no attribute`);
    } else if (operator === "$in" || operator === "$nin") {
      for (const item of readList(operand, at))
        if (!isScalar2(item)) refusePart(at, "compares with something that is no value");
    } else if (!isScalar2(operand) || operator === "$exists" && typeof operand !== "boolean")
      refusePart(at, "compares with something that is no value");
  }
}
var isScalar2 = (value) => typeof value === "string" || typeof value === "boolean" || isExact(value);
var isExact = (value) => typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
var isNamedHole = (operand) => typeof operand === "object" && operand !== null && Object.hasOwn(operand, "$user") && typeof operand.$user === "string";

// runtime/slices.ts
function doAtOnce(work) {
  for (; ; ) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

// runtime/check-bundle.ts
var rights = ["view", "update"];
var checkBundle = (value) => doAtOnce(checkBundleInSlices(value));
var sliceCount = 500;
function* checkBundleInSlices(value) {
  const bundle = readMap(value, "the bundle");
  if (bundle.version !== bundleVersion)
    refusePart(
      "version",
      `is ${JSON.stringify(bundle.version)}, and this package reads version ${bundleVersion}: compile the policies with the plafond that made this package`
    );
  readText(bundle.digest, "digest");
  if (bundle.documents !== void 0) readText(bundle.documents, "documents");
  const size = readCount(bundle.size, "size", Number.MAX_SAFE_INTEGER);
  const cells = checkCatalog(readMap(bundle.catalog, "catalog"));
  if (cells !== size) refusePart("size", `is ${size}, and the catalog has ${cells} cells`);
  checkRequires(bundle.requires, size);
  const own = readMap(bundle.columns, "columns");
  const attributes = readMap(bundle.attributes, "attributes");
  checkTypes(attributes, "attributes");
  for (const [model, ofModel] of Object.entries(own)) checkTypes(ofModel, `columns.${model}`);
  const sets2 = readList(bundle.sets, "sets");
  for (const [number, set] of sets2.entries()) {
    checkSet(set, size, `sets[${number}]`);
    if (number % sliceCount === sliceCount - 1) yield;
  }
  const packages = readMap(bundle.packages ?? {}, "packages");
  for (const [name, set] of Object.entries(packages)) readCount(set, `packages.${name}`, sets2.length);
  const extensions = readList(bundle.extensions ?? [], "extensions").map(
    (raw, number) => checkExtension(raw, bundle, `extensions[${number}]`)
  );
  const columns = joinColumns([own, ...extensions.map((one) => one.columns)]);
  const reaches = readList(bundle.reaches, "reaches");
  const { models } = bundle.catalog;
  const askable = {
    columns,
    attributes,
    models: new Map(models.map((model) => [model.name, model]))
  };
  for (const [number, reach] of reaches.entries()) {
    checkReach(reach, askable, `reaches[${number}]`);
    if (number % sliceCount === sliceCount - 1) yield;
  }
  const userTypes = readNamedEntries(bundle.userTypes, "userTypes", (type, at) => {
    readText(type.audience, `${at}.audience`);
    if (!Number.isSafeInteger(type.rank)) refusePart(`${at}.rank`, "is not an integer");
    readCount(type.allows, `${at}.allows`, sets2.length);
  });
  const seats = readNamedEntries(bundle.seats, "seats", (seat, at) => {
    readCount(seat.adds, `${at}.adds`, sets2.length);
    for (const type of readList(seat.combinesWith, `${at}.combinesWith`))
      checkChoice(type, userTypes, `${at}.combinesWith`);
  });
  const known = { userTypes, seats, reaches: reaches.length, sets: sets2.length };
  const packageNames = Object.keys(packages);
  yield* checkTenants(bundle.tenants, { ...known, packages: packageNames, extensions });
  return value;
}
function* checkTenants(tenants, ends) {
  let checked = 0;
  for (const [tenant, raw] of readMapEntries(tenants, "tenants")) {
    const at = `tenants.${tenant}`;
    const { extension, ceiling, packages = [], custom, roles } = readMap(raw, at);
    for (const name of readList(packages, `${at}.packages`))
      checkChoice(name, ends.packages, `${at}.packages`);
    if (extension !== void 0) readCount(extension, `${at}.extension`, ends.extensions.length);
    const here = { ...ends, own: ends.extensions[extension]?.sets ?? 0 };
    checkSetNumber(ceiling, `${at}.ceiling`, here);
    if (custom !== void 0) checkSetNumber(custom, `${at}.custom`, here);
    for (const [role, rawRole] of readMapEntries(roles, `${at}.roles`)) {
      checkRole(rawRole, here, `${at}.roles.${role}`);
      if (++checked % sliceCount === 0) yield;
    }
    if (++checked % sliceCount === 0) yield;
  }
}
function checkRole(raw, ends, at) {
  const { userTypes, seats, reaches } = ends;
  const role = readMap(raw, at);
  checkChoice(role.userType, userTypes, `${at}.userType`);
  for (const seat of readList(role.seats, `${at}.seats`)) checkChoice(seat, seats, `${at}.seats`);
  for (const [number, scope] of readList(role.scopes, `${at}.scopes`).entries()) {
    const [set, reach] = readList(scope, `${at}.scopes[${number}]`);
    checkSetNumber(set, `${at}.scopes[${number}][0]`, ends);
    readCount(reach, `${at}.scopes[${number}][1]`, reaches);
  }
  checkSetNumber(role.grants, `${at}.grants`, ends);
  if (role.custom !== void 0) checkSetNumber(role.custom, `${at}.custom`, ends);
  checkSetNumber(role.effective, `${at}.effective`, ends);
}
function checkSetNumber(raw, at, { sets: sets2, own }) {
  const [set, other, ...more] = Array.isArray(raw) ? raw : [raw, 0];
  readCount(set, at, sets2);
  if (Array.isArray(raw)) readCount(other, at, own);
  if (more.length > 0) refusePart(at, "has more than two numbers");
}
function checkExtension(raw, { catalog, packages = {}, size, ...bundle }, at) {
  const extension = readMap(raw, at);
  let cells = 0;
  for (const [name, properties] of readMapEntries(extension.models, `${at}.models`)) {
    const model = catalog.models.find((one) => one.name === name);
    if (!model) refusePart(`${at}.models.${name}`, "is no model of the catalog");
    for (const [property, having] of readMapEntries(properties, `${at}.models.${name}`)) {
      readName(property, ownPropertyName, `${at}.models.${name}.${property}`);
      if (Object.hasOwn(model?.properties ?? {}, property))
        refusePart(`${at}.models.${name}.${property}`, "is there twice");
      cells += countDistinct(having, rights, `${at}.models.${name}.${property}`);
    }
  }
  checkRequires(extension.requires, size + cells);
  const sets2 = readList(extension.sets, `${at}.sets`);
  for (const [number, set] of sets2.entries()) checkSet(set, cells, `${at}.sets[${number}]`);
  const columns = readMap(extension.columns ?? {}, `${at}.columns`);
  for (const [model, ofModel] of Object.entries(columns)) checkTypes(ofModel, `${at}.columns.${model}`);
  const named = [
    ["packages", extension.packages ?? {}, Object.keys(packages)],
    ["allows", extension.allows, listNamesOf(bundle.userTypes)],
    ["adds", extension.adds, listNamesOf(bundle.seats)]
  ];
  for (const [key, map, known] of named)
    for (const [name, set] of readMapEntries(map, `${at}.${key}`)) {
      checkChoice(name, known, `${at}.${key}`);
      readCount(set, `${at}.${key}.${name}`, sets2.length);
    }
  return { sets: sets2.length, columns };
}
var listNamesOf = (named) => readList(named, "userTypes and seats").map((one) => readMap(one, "userTypes and seats").name);
function joinColumns(all) {
  const joined = {};
  for (const columns of all)
    for (const [model, ofModel] of Object.entries(columns))
      joined[model] = { ...joined[model], ...readMap(ofModel, `columns.${model}`) };
  return joined;
}
function checkCatalog(catalog) {
  let cells = 0;
  const seen = /* @__PURE__ */ new Set();
  const once = (name, at) => {
    if (seen.has(name)) refusePart(at, "is there twice");
    seen.add(name);
  };
  for (const [number, raw] of readList(catalog.models, "catalog.models").entries()) {
    const at = `catalog.models[${number}]`;
    const model = readMap(raw, at);
    once(readName(model.name, subjectName, `${at}.name`), `${at}.name`);
    for (const [relation, to] of readMapEntries(model.relations, `${at}.relations`)) {
      readName(relation, propertyName, `${at}.relations.${relation}`);
      readText(to, `${at}.relations.${relation}`);
    }
    const supported = readList(model.actions, `${at}.actions`);
    for (const action of supported) readName(action, actionName, `${at}.actions`);
    cells += countDistinct(supported, supported, `${at}.actions`);
    if (model.closed !== void 0 && model.closed !== true) refusePart(`${at}.closed`, "is not true");
    for (const [property, having] of readMapEntries(model.properties, `${at}.properties`)) {
      readName(property, propertyName, `${at}.properties.${property}`);
      cells += countDistinct(having, rights, `${at}.properties.${property}`);
    }
  }
  for (const part of ["modules", "features", "capabilities"])
    for (const [number, name] of readList(catalog[part], `catalog.${part}`).entries()) {
      once(readName(name, subjectName, `catalog.${part}[${number}]`), `catalog.${part}[${number}]`);
      cells++;
    }
  return cells;
}
function checkRequires(requires, size) {
  for (const [number, pair] of readList(requires, "requires").entries()) {
    const [cell, needs] = readList(pair, `requires[${number}]`);
    readCount(cell, `requires[${number}][0]`, size);
    for (const needed of readList(needs, `requires[${number}][1]`)) {
      if (Array.isArray(needed) && needed.length === 0)
        refusePart(`requires[${number}][1]`, "requires one of nothing");
      for (const one of Array.isArray(needed) ? needed : [needed])
        readCount(one, `requires[${number}][1]`, size);
    }
  }
}
function checkSet(set, size, at) {
  const bytes = Math.ceil(size / 8);
  const [digits, padding] = [Math.ceil(bytes * 4 / 3), (3 - bytes % 3) % 3];
  const text = readText(set, at, true);
  if (text.length !== digits + padding || !/^[A-Za-z0-9+/]*$/.test(text.slice(0, digits)) || text.slice(digits) !== "=".repeat(padding))
    refusePart(at, `is not base64 of ${bytes} bytes`);
}

// runtime/attributes.ts
function copyAttributes(types2, user) {
  const names = Object.keys(types2);
  const copied = [];
  for (const name of names) {
    const value = readField(user, name);
    copied.push(typeof value === "object" && value !== null ? copyValue(value) : value);
  }
  const looked2 = [];
  return (name) => {
    const at = names.indexOf(name);
    if (at < 0) return makeUnusable("is not declared");
    looked2[at] ??= readAttribute(copied[at], types2[name] ?? "object");
    return looked2[at];
  };
}
function copyValue(value) {
  if (Array.isArray(value)) return copyItems(value);
  const instant = readDateInstant(value);
  return instant === void 0 ? value : new Date(instant);
}
function copyItems(list) {
  const items = [];
  for (let at = 0; at < list.length; at++) items.push(list[at]);
  return items;
}
function readAttribute(value, type) {
  if (value === void 0) return makeUnusable("is missing");
  if (value === null) return makeUnusable("is null");
  switch (type) {
    case "id":
    case "string":
      return readText2(value, type);
    case "number":
      return readNumber(value, Number.isFinite(value), "a number");
    case "integer":
      return readNumber(value, Number.isInteger(value), "an integer");
    case "boolean":
      return typeof value === "boolean" ? makeUsable(value) : makeUnusable(`is ${describeType(value)}, not a boolean`);
    case "date":
      return readDate(value);
    case "list":
      return readList2(value);
    case "object":
      return makeUnusable("is an object, which no condition can compare with");
  }
}
function readText2(value, type) {
  if (typeof value !== "string")
    return makeUnusable(`is ${describeType(value)}, not ${type === "id" ? "an id" : "text"}`);
  if (value === "") return makeUnusable("is empty text");
  return isStorable(value) ? makeUsable(value) : makeUnusable("is text that no database can hold");
}
function readNumber(value, isOfType2, word) {
  if (typeof value !== "number" || !isOfType2) return makeUnusable(`is ${describeType(value)}, not ${word}`);
  return isExact2(value) ? makeUsable(value) : makeUnusable(describeInexact("is"));
}
var isExact2 = (value) => Math.abs(value) <= Number.MAX_SAFE_INTEGER;
var describeInexact = (verb) => `${verb} a number beyond ${Number.MAX_SAFE_INTEGER}, where other numbers are read as the same`;
function readDate(value) {
  const instant = readDateInstant(value);
  const text = instant === void 0 || Number.isNaN(instant) ? value : new Date(instant).toISOString();
  if (typeof text === "string" && !Number.isNaN(readInstant(text))) return makeUsable(text);
  if (instant !== void 0 && !Number.isNaN(instant))
    return makeUnusable("is a date in a year without four digits");
  return makeUnusable(`is ${describeType(value)}, not a date`);
}
function readList2(value) {
  if (!Array.isArray(value)) return makeUnusable(`is ${describeType(value)}, not a list`);
  for (const item of value) {
    if (typeof item === "string" && item !== "") {
      if (!isStorable(item)) return makeUnusable("holds text that no database can hold");
    } else if (typeof item !== "boolean" && !Number.isFinite(item))
      return makeUnusable(`holds ${describeType(item)}, which a list may not hold`);
    else if (typeof item === "number" && !isExact2(item)) return makeUnusable(describeInexact("holds"));
  }
  return makeUsable(value);
}
var makeUsable = (value) => ({ usable: true, value });
var makeUnusable = (because) => ({ usable: false, because });
function describeType(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  const instant = readDateInstant(value);
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

// runtime/permissions.ts
import { PermissionsError as PermissionsError3, quoteName as quoteName4 } from "./shared.js";
import { findRoleCompiler } from "./shared.js";

// runtime/sha256.ts
function digestText(text) {
  const bytes = new TextEncoder().encode(text);
  const hash = Int32Array.from(start);
  const words = new Int32Array(64);
  const whole = bytes.length - bytes.length % 64;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += 64) digestBlock(hash, view, at, words);
  const end = writeEnd(bytes.subarray(whole), bytes.length);
  for (let at = 0; at < end.byteLength; at += 64) digestBlock(hash, end, at, words);
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
function writeEnd(rest, length) {
  const end = new Uint8Array(rest.length < 56 ? 64 : 128);
  end.set(rest);
  end[rest.length] = 128;
  const view = new DataView(end.buffer);
  view.setUint32(end.length - 8, Math.floor(length / 2 ** 29));
  view.setUint32(end.length - 4, length << 3 >>> 0);
  return view;
}
function digestBlock(hash, block, from, words) {
  fillWords(block, from, words);
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
  for (let at = 0; at < 64; at++) {
    const sum = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const one = h + sum + (e & f ^ ~e & g) + constants[at] + words[at] | 0;
    const other = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
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
function fillWords(block, from, words) {
  for (let at = 0; at < 16; at++) words[at] = block.getInt32(from + at * 4);
  for (let at = 16; at < 64; at++) {
    const early = words[at - 15];
    const late = words[at - 2];
    const first = rotate(early, 7) ^ rotate(early, 18) ^ early >>> 3;
    const second = rotate(late, 17) ^ rotate(late, 19) ^ late >>> 10;
    words[at] = words[at - 16] + first + words[at - 7] + second;
  }
}
var rotate = (word, by) => word >>> by | word << 32 - by;
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

// compiler/model/row-fault.ts
var storedVersion = 1;
function findRowFault({ version, tenant }, role) {
  if (version !== void 0 && version !== storedVersion)
    return {
      key: "version",
      sentence: `its version is ${typeof version === "number" ? version : `of type ${typeof version}`}, and version ${storedVersion} is read here`
    };
  if (tenant !== void 0 && role.tenant !== void 0 && tenant !== role.tenant)
    return { key: "tenant", sentence: "the row and its role name two tenants" };
  return void 0;
}

// runtime/stored-roles.ts
import { PermissionsError, quoteName } from "./shared.js";
var mostText = 1024 * 1024;
function copyStoredRole(value, digest) {
  try {
    const {
      version,
      tenant,
      digest: by,
      grants,
      effective,
      scopes,
      columns,
      role,
      names
    } = value;
    const isOwn = by === digest;
    const copied = isOwn ? copyHead(role) : role;
    const holder = { version, tenant, digest: by, grants, effective, role: copied, ...!isOwn && { names } };
    const text = JSON.stringify(holder) + scopesSign + writeScopes({ scopes, columns });
    if (text.length <= mostText) return text;
  } catch {
  }
  throw new PermissionsError(
    "malformed",
    "a stored role is what `compile` of an editor returns, as JSON holds it"
  );
}
var copyHead = ({ kind, name, tenant, abstract, userType, seats }) => ({
  kind,
  name,
  tenant,
  abstract,
  userType,
  seats
});
var scopesSign = "	";
var writeScopes = ({ scopes, columns }) => JSON.stringify([scopes, columns]);
function readStoredRole(whole, index, tenant, text, compiler) {
  const [own = "", scopes = ""] = text.split(scopesSign);
  const stored = JSON.parse(own);
  const name = stored.role?.name;
  if (typeof name !== "string") throw makeDamageError("it has no name");
  if (stored.version === void 0) throw makeDamageError("it has no version");
  const fault = findRowFault(stored, stored.role);
  if (fault) throw makeDamageError(fault.sentence);
  if (stored.tenant !== tenant)
    throw new PermissionsError(
      "unknown-role",
      `the stored role ${quoteName(name)} is of tenant ${quoteName(stored.tenant)}, not of ${quoteName(tenant)}`
    );
  const { digest } = index.bundle;
  if (stored.digest === digest) return openStoredRole(whole, index, tenant, stored, scopes);
  if (!compiler)
    return makeUnusable2(
      index,
      stored,
      "it was compiled for another bundle, and nothing here compiles it again"
    );
  try {
    const renewed = compiler.renew(stored);
    return openStoredRole(whole, index, tenant, renewed, writeScopes(renewed));
  } catch (error) {
    if (!(error instanceof PermissionsError)) throw error;
    return makeUnusable2(index, stored, error.message);
  }
}
function makeUnusable2({ size }, { role }, because) {
  const nothing = emptyBits(size);
  const unusable = `stored role ${quoteName(role.name)} gives nothing: ${because}`;
  const holder = { name: role.name, userType: "", seats: [] };
  return {
    ...holder,
    grants: nothing,
    effective: () => nothing,
    scopes: [],
    scopesKey: "",
    columns: {},
    unusable
  };
}
var makeDamageError = (what) => new PermissionsError("malformed", `a stored role is damaged: ${what}`);
function openStoredRole(whole, index, tenant, { role, ...stored }, scopesKey) {
  const { bundle } = index;
  const { userType, seats = [] } = role;
  if (role.kind !== "Role" || role.tenant !== tenant || role.abstract === true)
    throw makeDamageError("its role is none of the tenant");
  const type = bundle.userTypes.find((one) => one.name === userType);
  if (!type || !Array.isArray(seats)) throw makeDamageError("its user type or its seats");
  const added = seats.map((seat) => bundle.seats.find((one) => one.name === seat));
  if (added.some((seat) => !seat?.combinesWith.includes(type.name))) throw makeDamageError("its seats");
  const counts = countCells(whole, index);
  const scopes = share(index).scopes(scopesKey, () => readScopes(index, scopesKey, counts));
  const grants = decodeBoth(readCells(stored.grants, counts, "grants"), counts);
  const said = readCells(stored.effective, counts, "effective");
  const holder = bundle.tenants[tenant];
  const limit = holder ? findLimit(index, holder, { userType: type.name, seats, custom: holder.custom }) : emptyBits(index.size);
  let effective;
  return {
    name: role.name,
    userType: type.name,
    seats: [...seats],
    grants,
    effective() {
      if (effective) return effective;
      const held = decodeBoth(said, counts);
      keepShared(held, limit);
      keepShared(held, grants);
      effective = addExports(index.exports, findEffective(index.requiring(), held));
      return effective;
    },
    ...scopes
  };
}
var shared = /* @__PURE__ */ new WeakMap();
var keptWays = 2e3;
function share(index) {
  const known = shared.get(index) ?? {
    scopes: memoize(keptWays),
    uneven: memoize(keptWays)
  };
  shared.set(index, known);
  return known;
}
function countCells(whole, index) {
  const cells = index.size - whole.size - (index.exports.length - whole.exports.length);
  return { held: whole.bundle.size, first: whole.size, cells, size: index.size };
}
var readCells = (cells, counts, at) => readSafely(() => {
  const [catalog, own, more] = cells;
  checkSet(catalog, counts.held, at);
  if (own !== void 0) checkSet(own, counts.cells, at);
  if (more !== void 0) throw makeDamageError(at);
  return own === void 0 ? [String(catalog)] : [String(catalog), String(own)];
});
function readScopes(index, scopesKey, counts) {
  return readSafely(() => {
    const [written, columns] = JSON.parse(scopesKey);
    for (const [model, ofOne] of Object.entries(columns)) checkTypes(ofOne, `columns.${model}`);
    const all = joinColumns2(index, columns);
    const { models, bundle } = index;
    const askable = { columns: all, attributes: bundle.attributes, models };
    const typeOf = (model, property) => readOwn(readOwn(all, model) ?? {}, property);
    const scopes = written.map(([cells, reach]) => {
      checkReach(reach, askable, "a reach");
      const held = addExports(index.exports, decodeBoth(readCells(cells, counts, "its scopes"), counts));
      return [held, indexReach(reach, models, typeOf)];
    });
    return { scopes, scopesKey, columns };
  });
}
function readSafely(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof BundleError) throw makeDamageError(error.message);
    if (error instanceof TypeError) throw makeDamageError("something in it is missing");
    throw error;
  }
}
function joinColumns2({ bundle, models }, columns) {
  const isKnown = ([model, own]) => !models.has(model) || Object.keys(own).every((name) => readOwn(readOwn(bundle.columns, model) ?? {}, name));
  if (Object.entries(columns).every(isKnown)) return bundle.columns;
  const joined = { ...bundle.columns };
  for (const [model, own] of Object.entries(columns))
    if (models.has(model)) joined[model] = { ...own, ...readOwn(bundle.columns, model) };
  return joined;
}
function addStoredRoles(base, tenant, stored) {
  const { bundle, models } = base;
  const { custom } = bundle.tenants[tenant] ?? {};
  const sets2 = [];
  const reaches = [];
  const numberOf = (bits) => bundle.sets.length + sets2.push(bits) - 1;
  const keys2 = /* @__PURE__ */ new Map();
  const roles = new Map(
    stored.map(({ name, userType, seats, grants, effective, scopes, scopesKey, unusable }) => {
      const numbered = scopes.map(
        ([cells, reach]) => [numberOf(() => cells), bundle.reaches.length + reaches.push(reach) - 1]
      );
      keys2.set(numbered, scopesKey);
      const role = {
        userType,
        seats,
        scopes: numbered,
        grants: numberOf(() => grants),
        ...custom !== void 0 && { custom },
        effective: numberOf(effective),
        ...unusable !== void 0 && { unusable }
      };
      return [name, role];
    })
  );
  const columns = stored.reduce(
    (joined, one) => joinColumns2({ ...base, bundle: { ...bundle, columns: joined } }, one.columns),
    bundle.columns
  );
  const typeOf = (model, property) => readOwn(readOwn(columns, model) ?? {}, property);
  const index = {
    ...base,
    bundle: { ...bundle, columns },
    typeOf,
    set: (number) => sets2[typeof number === "number" ? number - bundle.sets.length : -1]?.() ?? base.set(number),
    reach: (number) => reaches[number - bundle.reaches.length] ?? base.reach(number),
    uneven(scopes) {
      const key = keys2.get(scopes);
      if (key === void 0) return base.uneven(scopes);
      return share(base).uneven(key, () => findUneven(scopes, models.values(), index));
    },
    fieldType(model, field) {
      const { holder, column } = followField(models, model, field);
      return typeOf(holder, column);
    }
  };
  return { index, roles };
}

// compiler/text/list.ts
function listNames(names) {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop();
  if (last === void 0) return "nothing";
  return quoted.length === 0 ? last : `${quoted.join(", ")} and ${last}`;
}
function listFirst(texts, most2) {
  const { shown, more } = takeFirst(texts, most2);
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
function takeFirst(items, most2) {
  const shown = items.length > most2 + 1 ? items.slice(0, most2) : items;
  return { shown, more: items.length - shown.length };
}

// compiler/model/explain-not-assignable.ts
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

// runtime/table.ts
import { PermissionsError as PermissionsError2, quoteName as quoteName2 } from "./shared.js";
var noCells = emptyBits(0);
function makeRoleTable(all, grant, own) {
  const { tenant, seats = [], userType } = grant;
  const { tenants } = all.bundle;
  const offered = Object.hasOwn(tenants, tenant) ? tenants[tenant] : void 0;
  if (!offered) throw new PermissionsError2("unknown-tenant", `no tenant is called ${quoteName2(tenant)}`);
  const index = own?.index ?? all.forTenant(tenant);
  const cap = findCap(all.forTenant(tenant), userType, seats);
  const names = /* @__PURE__ */ new Set([...grant.roles, ...own?.roles.keys() ?? []]);
  const roles = [...names].map((name) => {
    const stored = own?.roles.get(name);
    const role = stored ?? (Object.hasOwn(offered.roles, name) ? offered.roles[name] : void 0);
    if (!role) throw makeUnknownRoleError(index, tenant, name);
    const because = stored?.unusable === void 0 ? explainNotAssignable(
      findHolder(index, userType, seats),
      findHolder(index, role.userType, role.seats)
    ) : void 0;
    if (because !== void 0)
      throw new PermissionsError2(
        "role-not-assignable",
        `role ${quoteName2(name)} cannot be given: ${because}`
      );
    return { ...role, name, isStored: stored !== void 0 };
  });
  const [only, more] = roles;
  const whole = only && !more ? giveOne(index, only, cap) : giveSeveral(index, offered, roles, cap);
  return { index, tenant, userType, seats: [...seats], ...whole, ...gatherScopes(whole) };
}
function giveOne(index, role, cap) {
  const gives = cutToCap(index.set(role.effective), cap);
  const reaching = listReaching(index, role, gives);
  return {
    effective: gives,
    reaching,
    roles: () => [{ ...role, gives, reachOf: prepareReaches(reaching) }]
  };
}
function giveSeveral(index, tenant, roles, cap) {
  if (roles.length === 0) return { effective: emptyBits(index.size), reaching: [], roles: () => [] };
  const held = roles.map((role) => readHeldRole(index, tenant, role));
  const known = emptyBits(index.size);
  for (const [at, { effective, isStored }] of roles.entries())
    if (!isStored || !isSubset(held[at]?.held ?? noCells, cap))
      addAll(known, cutToCap(index.set(effective), cap));
  const whole = joinHeldRoles(index, held, known, cap);
  return {
    ...whole,
    roles: () => roles.map((role, at) => {
      const own = held[at] ?? { held: emptyBits(index.size), scopes: [] };
      const alone = cutToCap(index.set(role.effective), cap);
      return {
        ...role,
        gives: union(intersection(own.held, whole.effective), alone),
        reachOf: (cell) => findReachByRole(own, whole, cell)
      };
    })
  };
}
function gatherScopes({ effective: given, reaching }) {
  const join2 = (known, cells) => known === noCells ? cells : union(known, cells);
  let [open, limited] = [noCells, noCells];
  const scopes = /* @__PURE__ */ new Map();
  for (const { cells, reach } of reaching) {
    if (reach === "all") open = join2(open, cells);
    else {
      limited = join2(limited, cells);
      const key = keyOfReach(reach);
      scopes.set(key, { cells: join2(scopes.get(key)?.cells ?? noCells, cells), reach });
    }
  }
  const share2 = (cells) => isEmpty(cells) ? noCells : isSubset(given, cells) ? given : cells;
  return { open: share2(open), limited: share2(limited), scopes: [...scopes.values()] };
}
function listReaching(index, { scopes }, gives) {
  const reaching = scopes.flatMap(([set, number]) => {
    const all = index.set(set);
    const cells = isSubset(gives, all) ? gives : intersection(gives, all);
    return isEmpty(cells) ? [] : [{ cells, reach: index.reach(number) }];
  });
  const uneven = index.uneven(scopes);
  return uneven.length === 0 ? reaching : closeCells(index, reaching, gives, uneven);
}
function closeCells(index, reaching, gives, models) {
  const byReach = new Map(
    reaching.map(({ cells, reach }) => [keyOfReach(reach), { cells: cells.slice(), reach }])
  );
  const ownOf = ({ index: cell }) => reaching.find(({ cells }) => has(cells, cell))?.reach ?? noRecord;
  const close = closeReaches((cell) => has(gives, cell.index), ownOf);
  const move = (cell, reach) => {
    for (const { cells } of byReach.values()) remove(cells, cell);
    const key = keyOfReach(reach);
    const known = byReach.get(key) ?? {
      cells: emptyBits(index.size),
      reach
    };
    byReach.set(key, known);
    add(known.cells, cell);
  };
  const reachOf = (cell) => {
    const linked = index.linked(cell);
    return linked ? close(linked) : noRecord;
  };
  for (const cell of models.flatMap(listCells)) if (has(gives, cell)) move(cell, reachOf(cell));
  for (const { cell, action, view } of index.exports)
    if (has(gives, cell) && models.some(({ indexedActions: asked }) => asked.get("export")?.cell === action))
      move(cell, intersect([reachOf(action), reachOf(view)]));
  return [...byReach.values()].filter(({ cells }) => !isEmpty(cells));
}
var knownCaps = /* @__PURE__ */ new WeakMap();
var keptCaps = 1e3;
function findCap(index, userType, seats) {
  const known = knownCaps.get(index) ?? memoize(keptCaps);
  knownCaps.set(index, known);
  return known(JSON.stringify([userType, seats]), () => joinCap(index, userType, seats));
}
function joinCap(index, userType, seats) {
  const { bundle } = index;
  const type = bundle.userTypes.find(({ name }) => name === userType);
  if (!type)
    throw new PermissionsError2(
      "unknown-user-type",
      `no user type is called ${quoteName2(userType)}; there are ${listNames(bundle.userTypes.map(({ name }) => name))}`
    );
  let cap = union(index.set(type.allows), index.derived);
  for (const name of seats) {
    const seat = bundle.seats.find((one) => one.name === name);
    if (!seat)
      throw new PermissionsError2(
        "unknown-seat",
        `no seat is called ${quoteName2(name)}; there are ${listNames(bundle.seats.map((one) => one.name))}`
      );
    if (!seat.combinesWith.includes(userType))
      throw new PermissionsError2(
        "seat-not-combinable",
        `seat ${quoteName2(name)} combines with ${listNames(seat.combinesWith)}, not with user type ${quoteName2(userType)}`
      );
    cap = union(cap, index.set(seat.adds));
  }
  return addExports(index.exports, cap);
}
function findHolder({ bundle }, userType, seats) {
  const { audience = "", rank = 0 } = bundle.userTypes.find(({ name }) => name === userType) ?? {};
  return { userType: { name: userType, audience, rank }, seats: seats.map((name) => ({ name })) };
}
function makeUnknownRoleError({ bundle }, tenant, name) {
  const offered = listNames(Object.keys(bundle.tenants[tenant]?.roles ?? {}).sort());
  return new PermissionsError2(
    "unknown-role",
    `tenant \`${tenant}\` is offered no role ${quoteName2(name)}; it is offered ${offered}`
  );
}

// compiler/model/describe-condition.ts
var describeCondition = (alternatives, prefix) => alternatives.map((alternative) => alternative.map((one) => describeComparison(one, prefix)).join(" and ")).join(", or ");
function describeComparison({ property, type, operator, operand }, prefix) {
  const field = `${prefix}${property}`;
  if (operator === "$exists") return operand === false ? `${field} is missing` : `${field} is there`;
  const verb = type === "list" && verbsOfLists[operator] || verbs[operator];
  return `${field} ${verb} ${describeCompared(operand)}`;
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
function describeCompared(operand) {
  if (isHole(operand)) return `the user's ${operand.$user}`;
  return typeof operand === "object" ? listFirst(
    operand.map((one) => JSON.stringify(one)),
    12
  ) : JSON.stringify(operand);
}

// compiler/model/describe-reach.ts
function describeReach(reach) {
  switch (reach.kind) {
    case "linked":
      return describeLink(reach);
    case "union":
      return reach.of.length > 0 ? reach.of.map(describeReach).join(", or ") : "none";
    case "common":
      return reach.of.map((part) => isSimple(part) ? describeReach(part) : `(${describeReach(part)})`).join(" and ");
  }
}
var isSimple = (reach) => reach.kind === "linked" && reach.alternatives.length === 1;
function describeLink({ path, alternatives }) {
  if (alternatives.length === 0) return "none";
  const last = path.findLastIndex(({ many }) => many);
  if (last === -1) return describeCondition(alternatives, prefixOf(path));
  const list = path.slice(0, last + 1).map(({ name }) => name);
  const inner = describeCondition(alternatives, prefixOf(path.slice(last + 1)));
  return `one of ${list.join(".")} has: ${inner}`;
}

// runtime/explain-decision.ts
import { quoteName as quoteName3 } from "./shared.js";
function explainModel(table, bound, indexedAction, { action, model, property, record, can }) {
  const { index } = table;
  const roles = table.roles();
  const known = index.models.get(model);
  if (!known) return `not allowed: the catalog has no model ${quoteName3(model)}`;
  if (!indexedAction)
    return `not allowed: model \`${model}\` supports ${listNames(known.actions)}, not ${quoteName3(action)}`;
  const cell = property === void 0 ? indexedAction.cell : indexedAction.properties.get(property);
  if (cell === void 0)
    return known.rights.has(property ?? "") ? `not allowed: \`${model}.${property}\` has no \`${action}\`` : `not allowed: model \`${model}\` has no property ${quoteName3(property)} in the catalog`;
  const needed = listCellsWithExports(index, cell, property);
  const isPossible = has(table.open, cell) || listPossible(bound, cell).length > 0;
  const links = roles.flatMap((role) => needed.flatMap((one) => linksIn(readReach(role, one))));
  const unreached = record && can === false ? explainUnreached(table, links, indexedAction, record) : void 0;
  const verdict = isPossible ? unreached ?? "allowed" : "not allowed: there can be no such record";
  if (has(table.effective, cell))
    return `${verdict}: ${listGivers(table, roles, needed, (role, cells) => describeRecords(role, cells, bound.unfilled)).join("; ")}`;
  return writeDenial(
    roles,
    (role) => explainRoleRefusal(table, role, needed.find((one) => !has(table.effective, one)) ?? cell)
  );
}
function explainToggle(table, toggle) {
  const cell = table.index.toggles.get(toggle);
  if (cell === void 0)
    return `not allowed: the catalog has no module, feature or capability ${quoteName3(toggle)}`;
  const roles = table.roles();
  if (!has(table.effective, cell)) return writeDenial(roles, (role) => explainRoleRefusal(table, role, cell));
  const giving = roles.filter((role) => has(role.gives, cell));
  if (giving.length > 0) return `allowed: ${giving.map((role) => `${nameRole(role)} gives it`).join("; ")}`;
  return `allowed: roles ${listNames(roles.map((role) => role.name))} give it together`;
}
function listGivers({ index }, roles, needed, records) {
  const whole = roles.filter((role) => needed.every((one) => has(role.gives, one)));
  if (whole.length > 0) return whole.map((role) => `${nameRole(role)} gives it for ${records(role, needed)}`);
  return needed.flatMap(
    (one) => roles.filter((role) => has(role.gives, one)).map((role) => `${nameRole(role)} gives \`${index.permission(one)}\` for ${records(role, [one])}`)
  );
}
var writeDenial = (roles, refused) => `not allowed: ${roles.length > 0 ? roles.map(refused).join("; ") : "no role was given"}`;
var readReach = (role, cell) => has(role.gives, cell) ? role.reachOf(cell) : noRecord;
function linksIn(reach) {
  if (reach === "all") return [];
  return reach.kind === "linked" ? [reach] : reach.of.flatMap(linksIn);
}
function explainUnreached({ index }, links, { model }, record) {
  const said = "not allowed: this record is not reached";
  if (typeof record.then === "function")
    return `${said} (it is a promise: was it waited for?)`;
  if (!isRecordOf(record, model.names))
    return `not allowed: this is ${describeKind(record)}, and no record of \`${model.name}\``;
  const compared = links.flatMap(
    (link) => link.alternatives.flat().map((comparison) => ({
      path: makeFieldPath(link.path, comparison),
      column: readComparedColumn(comparison),
      type: comparison.type
    }))
  );
  for (const group of groupBy(compared, ({ path }) => keyOfPath(path)).values()) {
    const because = explainUnmetPath(index, group, record);
    if (because !== void 0) return `${said} (${because})`;
  }
  return said;
}
function explainUnmetPath(index, compared, record) {
  let reached = record;
  const [{ path }] = compared;
  for (const { name: step, many } of path) {
    const next = readField(reached, step);
    if (many && Array.isArray(next)) return void 0;
    if (typeof next !== "object" || next === null || Array.isArray(next) || many)
      return `its \`${step}\` is ${next === void 0 ? "missing: was it loaded?" : describeType(next)}`;
    if (!isRecordOf(next, index.reached)) return `its \`${step}\` is ${describeKind(next)}, and no record`;
    reached = next;
  }
  const types2 = new Map(compared.map(({ column, type }) => [column, type]));
  const columns = [...types2.keys()];
  if (columns.length > 0 && !isEmptyValue(reached) && !hasName(reached, index.reached))
    return `it has nothing that a record has: no ${columns.map((column) => `\`${column}\``).join(", no ")}, and no other property; is the record inside it?`;
  const missing = columns.filter((column) => readField(reached, column) === void 0);
  if (missing.length === 0) {
    const stray = columns.find((column) => isStray(readField(reached, column), types2.get(column)));
    if (stray === void 0) return void 0;
    return `its \`${stray}\` is ${describeType(readField(reached, stray))}, and compared as ${types2.get(stray)}`;
  }
  return `it has no ${missing.map((column) => `\`${column}\``).join(" and no ")}: ${missing.length > 1 ? "were they" : "was it"} loaded?`;
}
function describeKind(value) {
  const kind = value instanceof Error ? "Error" : Object.prototype.toString.call(value).slice(8, -1);
  return `${/^[AEIOU]/.test(kind) ? "an" : "a"} ${kind}`;
}
function isStray(value, type) {
  if (value === null || value === void 0 || type === void 0 || type === "list" || type === "object")
    return false;
  if (type === "date") return typeof value !== "string" && readDateInstant(value) === void 0;
  return typeof value !== (type === "id" ? "string" : type === "integer" ? "number" : type);
}
function listCellsWithExports({ exports }, cell, property) {
  const exported = property === void 0 ? void 0 : exports.find((one) => one.cell === cell);
  return exported ? [exported.action, exported.view] : [cell];
}
function describeRecords(role, cells, unfilled) {
  const reach = intersect(cells.map((cell) => role.reachOf(cell)));
  if (reach === "all") return "every record";
  const operands = linksIn(reach).flatMap(({ alternatives }) => alternatives.flat());
  const asking = unfilled.filter(
    ({ attribute }) => operands.some(({ operand }) => isAbout(operand, attribute))
  );
  const missing = asking.map(({ attribute, because }) => `the user's ${attribute} ${because}`);
  const words = `records of which ${describeReach(reach)}`;
  return missing.length > 0 ? `${words} (of no use here: ${missing.join(", ")})` : words;
}
var isAbout = (operand, attribute) => typeof operand === "object" && operand !== null && "$user" in operand && operand.$user === attribute;
function explainRoleRefusal(table, role, cell, seen = /* @__PURE__ */ new Set()) {
  const { index, tenant } = table;
  const { bundle } = index;
  const holds = (cells) => has(cells, cell);
  const it = `\`${index.permission(cell)}\``;
  if (role.unusable !== void 0) return role.unusable;
  if (!has(index.derived, cell)) {
    if (!holds(index.set(role.grants))) return `${nameRole(role)} does not grant ${it}`;
    const type = bundle.userTypes.find((one) => one.name === role.userType);
    const seats = bundle.seats.filter((one) => role.seats.includes(one.name));
    if (!(type && holds(index.set(type.allows))) && !seats.some(({ adds }) => holds(index.set(adds)))) {
      const also = seats.length === 0 ? "" : `, nor does seat ${listNames(seats.map((seat) => seat.name))} add it`;
      return `user type \`${role.userType}\`, which ${nameRole(role)} is for, does not hold ${it}${also}`;
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
  return `${nameRole(role)} lacks what ${it} requires: ${explainMissing(table, role, cell, /* @__PURE__ */ new Set([...seen, cell])).join("; ")}`;
}
function explainMissing(table, role, cell, seen) {
  const { index } = table;
  const lacking = (needed) => seen.has(needed) ? `\`${index.permission(needed)}\` is not effective` : explainRoleRefusal(table, role, needed, seen);
  const isOff = (one) => !has(table.effective, one);
  const missing = (index.bundle.requires.find(([of]) => of === cell)?.[1] ?? []).map((needed) => typeof needed === "number" ? [needed] : needed).filter((oneOf) => oneOf.every(isOff)).map((oneOf) => oneOf.map(lacking).join(", and "));
  for (const { name: model, indexedActions, rights: rights2 } of index.models.values()) {
    for (const action of ["view", "update"]) {
      const of = indexedActions.get(action);
      const cells = [...rights2.values()].flatMap((having) => having.get(action) ?? []);
      if (of && cells.includes(cell) && isOff(of.cell)) missing.push(lacking(of.cell));
      if (of?.cell === cell && cells.length > 0 && cells.every(isOff))
        missing.push(`no property of \`${model}\` has an effective \`${action}\``);
      if (action === "view" && indexedActions.get("export")?.cell === cell && of && cells.length > 0 && isOff(of.cell))
        missing.push(`an export shows properties, and ${lacking(of.cell)}`);
    }
  }
  return missing.length > 0 ? missing : ["a prerequisite of a prerequisite"];
}
var nameRole = (role) => `role \`${role.name}\``;

// runtime/held-permissions.ts
var heldKey = /* @__PURE__ */ Symbol.for("plafond.held");
function makeHeldPermissions({ index, tenant, open, scopes }, unfilled) {
  const lacking = new Set(unfilled.map(({ attribute }) => attribute));
  return {
    tenant,
    reachOf(permission) {
      const cell = numberCells(index).get(permission);
      if (cell === void 0) return void 0;
      if (has(open, cell)) return "all";
      const reaches = scopes.flatMap(
        ({ cells, reach: reach2 }) => has(cells, cell) ? [dropUnfilled(reach2, lacking)] : []
      );
      const reach = unite(reaches);
      return isNoRecord(reach) ? void 0 : reach;
    }
  };
}
var numbers = /* @__PURE__ */ new WeakMap();
function numberCells(index) {
  const known = numbers.get(index.models) ?? new Map(Array.from({ length: index.size }, (_, cell) => [index.permission(cell), cell]));
  numbers.set(index.models, known);
  return known;
}
function dropUnfilled(reach, lacking) {
  if (reach === "all" || lacking.size === 0) return reach;
  if (reach.kind === "linked") {
    const alternatives = reach.alternatives.filter(
      (alternative) => alternative.every(({ operand }) => !isHole(operand) || !lacking.has(operand.$user))
    );
    return alternatives.length > 0 ? { ...reach, alternatives } : noRecord;
  }
  const parts = reach.of.map((part) => dropUnfilled(part, lacking));
  if (reach.kind === "union") return unite(parts);
  return parts.some(isNoRecord) ? noRecord : reach;
}
var isNoRecord = (reach) => reach !== "all" && reach.kind === "union" && reach.of.length === 0;

// runtime/write-filter.ts
function writeFilter(model, reaches) {
  const parts = joinLinks2(reaches.flatMap((reach) => reach.kind === "union" ? reach.of : [reach]));
  const [first] = parts;
  if (!first) return "none";
  const filters = parts.map((part) => writePart(model, part));
  return filters.length === 1 && filters[0] ? filters[0] : { model, anyOf: filters };
}
function joinLinks2(parts) {
  const byPath = /* @__PURE__ */ new Map();
  const others = [];
  for (const part of parts) {
    if (part.kind !== "linked") {
      others.push(part);
      continue;
    }
    const key = keyOfPath(part.path);
    const known = byPath.get(key);
    const alternatives = [...known?.alternatives ?? [], ...part.alternatives];
    byPath.set(key, { kind: "linked", path: part.path, alternatives });
  }
  return [...byPath.values(), ...others];
}
function writePart(model, reach) {
  switch (reach.kind) {
    case "linked":
      return {
        model,
        through: reach.path.map(({ name, many }) => many ? { many: name } : name),
        alternatives: copyDistinct(reach.alternatives)
      };
    case "union":
      return { model, anyOf: joinLinks2(reach.of).map((part) => writePart(model, part)) };
    case "common":
      return { model, allOf: reach.of.map((part) => writePart(model, part)) };
    default:
      throw new Error("a reach of no kind");
  }
}
function copyDistinct(alternatives) {
  const texts = new Set(alternatives.map((alternative) => JSON.stringify(alternative)));
  return [...texts].map((text) => JSON.parse(text));
}

// runtime/user-permissions.ts
var makeUserPermissions = (table, user) => Object.freeze(new FrozenPermissions(table, user));
var FrozenPermissions = class {
  can;
  canSome;
  fields;
  uses;
  where;
  why;
  #binding;
  #ability;
  #table;
  constructor(table, user) {
    this.#table = table;
    const attributes = copyAttributes(table.index.bundle.attributes, user);
    let bound;
    let ability;
    const binding = () => {
      bound ??= bindReaches(table, attributes);
      return bound;
    };
    this.#binding = binding;
    this.#ability = () => {
      ability ??= makeAbility(table, attributes);
      return ability;
    };
    const by = { table, binding };
    this.can = (action, model, record, property) => isAllowed(by, action, model, record, property);
    this.canSome = (action, model, property) => isAllowedOnSome(by, action, model, property);
    this.fields = (action, model, record) => listFields3(by, action, model, record);
    this.uses = (name) => {
      const cell = table.index.toggles.get(name);
      return cell !== void 0 && has(table.open, cell);
    };
    this.where = (action, model, property) => filterAllowed(by, action, model, property);
    this.why = (action, name, about, ofRecord) => action === "use" ? explainToggle(table, name) : answerWhy(by, action, name, about, ofRecord);
  }
  get unfilled() {
    return this.#binding().unfilled;
  }
  get ability() {
    return this.#ability();
  }
  [heldKey]() {
    return makeHeldPermissions(this.#table, this.unfilled);
  }
};
function isAllowed({ table, binding }, action, model, record, property) {
  if (!isRecord(record)) throw new TypeError(describeNoRecord(record));
  const indexed = table.index.models.get(model)?.indexedActions.get(action);
  if (indexed === void 0) return false;
  const cell = property === void 0 ? indexed.cell : indexed.properties.get(property);
  if (cell === void 0 || !isRecordOf(record, indexed.model.names)) return false;
  if (has(table.open, cell)) return true;
  return has(table.limited, cell) && isReachedBy(binding().scopes, cell, record);
}
function isAllowedOnSome({ table, binding }, action, model, property) {
  const indexed = table.index.models.get(model)?.indexedActions.get(action);
  if (indexed === void 0) return false;
  const cell = property === void 0 ? indexed.cell : indexed.properties.get(property);
  if (cell === void 0) return false;
  if (has(table.open, cell)) return true;
  return has(table.limited, cell) && listPossible(binding(), cell).length > 0;
}
function listFields3({ table: { index, open, limited }, binding }, action, model, record) {
  if (!isRecord(record)) throw new TypeError(describeNoRecord(record));
  const indexed = index.models.get(model)?.indexedActions.get(action);
  if (indexed === void 0 || !isRecordOf(record, indexed.model.names)) return [];
  const sets2 = [open];
  const isLimited2 = has(limited, indexed.cell) || [...indexed.properties.values()].some((cell) => has(limited, cell));
  if (isLimited2) {
    for (const { cells, reaches: isReached } of binding().scopes)
      if (isAbout2(cells, indexed) && isReached(record)) sets2.push(cells);
  }
  const names = [];
  for (const [name, cell] of indexed.properties) if (sets2.some((cells) => has(cells, cell))) names.push(name);
  return names;
}
function filterAllowed({ table, binding }, action, model, property) {
  const indexed = table.index.models.get(model)?.indexedActions.get(action);
  const cell = property === void 0 ? indexed?.cell : indexed?.properties.get(property);
  if (indexed === void 0 || cell === void 0) return "none";
  if (has(table.open, cell)) return "all";
  const scopes = has(table.limited, cell) ? listPossible(binding(), cell) : [];
  return writeFilter(
    model,
    scopes.map(({ reach }) => reach)
  );
}
function answerWhy(by, action, model, about, ofRecord) {
  const record = isRecord(about) ? about : void 0;
  const isAboutNone = record === void 0 && (ofRecord !== void 0 || typeof about === "object");
  if (isAboutNone) throw new TypeError(describeNoRecord(about));
  const property = record === void 0 ? about : ofRecord;
  const can = record && isAllowed(by, action, model, record, property);
  const indexed = by.table.index.models.get(model)?.indexedActions.get(action);
  return explainModel(by.table, by.binding(), indexed, { action, model, property, record, can });
}
var isRecord = (record) => typeof record === "object" && record !== null && !Array.isArray(record);
var describeNoRecord = (record) => `a record was expected, and ${record === null ? "null" : Array.isArray(record) ? "a list" : `something of type ${typeof record}`} came: was it found? To ask about some record there is canSome`;
function isReachedBy(scopes, cell, record) {
  for (const scope of scopes) if (has(scope.cells, cell) && scope.reaches(record)) return true;
  return false;
}
function isAbout2(cells, { cell, properties }) {
  if (has(cells, cell)) return true;
  for (const one of properties.values()) if (has(cells, one)) return true;
  return false;
}

// runtime/permissions.ts
var keptTables = 1e4;
function openFacade(value, digest) {
  if (digest !== void 0) refuseAltered(value, digest);
  return makeFacade(buildIndex(freezeDeep(checkBundle(value))));
}
function refuseAltered(value, digest) {
  if (digestText(JSON.stringify(value) ?? "") !== digest)
    throw new PermissionsError3(
      "altered",
      "`bundle.json` is not the one that plafond compile wrote with this package, so nothing is decided by it: it was changed since, or is of another release; install the package anew, or compile the policies again"
    );
}
function makeFacade(index, documents) {
  const { bundle } = index;
  const tables = memoize(keptTables);
  return {
    permissions(signedIn) {
      if (typeof signedIn !== "object" || signedIn === null)
        throw new PermissionsError3(
          "malformed",
          "who is signed in is an object: tenant, roles, userType, user"
        );
      const key = writeKey(signedIn, bundle.digest);
      const user = readField(signedIn, "user");
      if (typeof user !== "object" || user === null)
        throw new PermissionsError3(
          "malformed",
          "user is an object with the attributes of the signed-in user"
        );
      return makeUserPermissions(
        tables(key, () => makeTable(index, key, documents)),
        user
      );
    },
    isProperty: (action, model, name) => index.models.get(model)?.indexedActions.get(action)?.properties.has(name) === true || isAdded(index, action, model, name),
    columns: listColumns(bundle),
    digest: bundle.digest,
    tenants: Object.keys(bundle.tenants),
    get roleCompiler() {
      return findRoleCompiler(bundle.digest, documents);
    }
  };
}
function isAdded({ models, bundle }, action, model, name) {
  const right = models.get(model)?.indexedActions.has(action) ? rightBehind(action) : void 0;
  if (right === void 0) return false;
  return (bundle.extensions ?? []).some(
    (extension) => readOwn(readOwn(extension.models, model) ?? {}, name)?.includes(right)
  );
}
function listColumns({ columns, extensions = [] }) {
  const all = [columns, ...extensions.map((extension) => extension.columns ?? {})];
  return [...new Set(all.flatMap(Object.values).flatMap((ofOne) => Object.keys(ofOne)))].sort();
}
function writeKey(signedIn, digest) {
  const roles = readField(signedIn, "roles");
  const seats = readField(signedIn, "seats") ?? [];
  if (!Array.isArray(roles)) throw noNames("roles", roles);
  if (!Array.isArray(seats)) throw noNames("seats", seats);
  const tenant = checkName(readField(signedIn, "tenant"), "`tenant`");
  const userType = checkName(readField(signedIn, "userType"), "`userType`");
  let key = `${tenant}
${userType}
${roles.length}`;
  for (const role of roles)
    key += typeof role === "object" && role !== null ? `
${storedSign}${copyStoredRole(role, digest)}` : `
${nameSign}${checkName(role, "a role")}`;
  for (const seat of seats) key += `
${checkName(seat, "a seat")}`;
  return key;
}
function readKey(key) {
  const [tenant = "", userType = "", count, ...names] = key.split("\n");
  const roles = names.slice(0, Number(count));
  const having = (sign) => roles.flatMap((role) => role.startsWith(sign) ? [role.slice(1)] : []);
  return {
    tenant,
    userType,
    roles: having(nameSign),
    stored: having(storedSign),
    seats: names.slice(Number(count))
  };
}
var [nameSign, storedSign] = ["=", "+"];
function makeTable(index, key, documents) {
  const { stored, ...request } = readKey(key);
  const { tenant } = request;
  const { tenants } = index.bundle;
  if (stored.length === 0 || !Object.hasOwn(tenants, tenant)) return makeRoleTable(index, request);
  const local = index.forTenant(tenant);
  const compiler = findRoleCompiler(index.bundle.digest, documents);
  const read = [...new Set(stored)].map((text) => readStoredRole(index, local, tenant, text, compiler));
  const names = new Set(read.map(({ name }) => name));
  for (const { name } of read)
    if (names.size < read.length || Object.hasOwn(tenants[tenant]?.roles ?? {}, name))
      throw new PermissionsError3(
        "invalid-role",
        `the stored role ${quoteName4(name)} is called like another role of tenant ${quoteName4(tenant)}`
      );
  return makeRoleTable(index, request, addStoredRoles(local, tenant, read));
}
var noNames = (what, came) => new PermissionsError3("malformed", `\`${what}\` is a list of names, and ${describeType(came)} came`);
function checkName(name, what) {
  if (typeof name !== "string")
    throw new PermissionsError3("malformed", `${what} is a name, and ${describeType(name)} came`);
  if (name.includes("\n"))
    throw new PermissionsError3("malformed", `${what} is a name, which has no line breaks`);
  return name;
}

// runtime/facade.ts
import { PermissionsError as PermissionsError4 } from "./shared.js";
export {
  BundleError,
  PermissionsError4 as PermissionsError,
  abilityFrom,
  buildIndex,
  bundleVersion,
  checkBundle,
  checkBundleInSlices,
  makeFacade,
  openFacade
};
