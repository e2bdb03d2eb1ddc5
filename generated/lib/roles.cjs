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
  RoleError: () => RoleError,
  openRoles: () => openRoles
});
module.exports = __toCommonJS(stdin_exports);
var import_shared = require("./shared.cjs");
var import_shared2 = require("./shared.cjs");
var import_shared3 = require("./shared.cjs");
var import_shared4 = require("./shared.cjs");
var import_shared5 = require("./shared.cjs");
var import_shared6 = require("./shared.cjs");
var import_shared7 = require("./shared.cjs");
var import_shared8 = require("./shared.cjs");
var emptyBits = (size) => new Uint32Array(size + 31 >>> 5);
var has = (bits, index) => ((bits[index >>> 5] ?? 0) >>> (index & 31) & 1) === 1;
function add(bits, index) {
  bits[index >>> 5] = (bits[index >>> 5] ?? 0) | 1 << (index & 31);
}
function remove(bits, index) {
  bits[index >>> 5] = (bits[index >>> 5] ?? 0) & ~(1 << (index & 31));
}
function addAll(bits, more) {
  for (let word2 = 0; word2 < bits.length; word2++) bits[word2] = (bits[word2] ?? 0) | (more[word2] ?? 0);
}
function keepShared(bits, others) {
  for (let word2 = 0; word2 < bits.length; word2++) bits[word2] = (bits[word2] ?? 0) & (others[word2] ?? 0);
}
function removeAll(bits, less) {
  for (let word2 = 0; word2 < bits.length; word2++) bits[word2] = (bits[word2] ?? 0) & ~(less[word2] ?? 0);
}
function union(a, b2) {
  const [longer, other] = a.length < b2.length ? [b2, a] : [a, b2];
  const both = longer.slice();
  addAll(both, other);
  return both;
}
function intersection(a, b2) {
  const common2 = a.slice();
  keepShared(common2, b2);
  return common2;
}
function difference(a, b2) {
  const rest = a.slice();
  removeAll(rest, b2);
  return rest;
}
function isSubset(a, b2) {
  for (let word2 = 0; word2 < a.length; word2++) if (((a[word2] ?? 0) & ~(b2[word2] ?? 0)) !== 0) return false;
  return true;
}
function isEmpty(bits) {
  for (let word2 = 0; word2 < bits.length; word2++) if (bits[word2] !== 0) return false;
  return true;
}
function intersects(a, b2) {
  for (let word2 = 0; word2 < a.length; word2++) if (((a[word2] ?? 0) & (b2[word2] ?? 0)) !== 0) return true;
  return false;
}
function listIndices(bits) {
  const indices = [];
  for (let word2 = 0; word2 < bits.length; word2++) {
    for (let rest = bits[word2] ?? 0; rest !== 0; rest &= rest - 1)
      indices.push((word2 << 5) + 31 - Math.clz32(rest & -rest));
  }
  return indices;
}
function countBits(bits) {
  let size = 0;
  for (const word2 of bits) for (let rest = word2; rest !== 0; rest &= rest - 1) size++;
  return size;
}
function makeSparse(cells) {
  const words2 = /* @__PURE__ */ new Map();
  for (const cell of cells) words2.set(cell >>> 5, (words2.get(cell >>> 5) ?? 0) | 1 << (cell & 31));
  return [...words2].flat();
}
function intersectsSparse(bits, sparse) {
  for (let at2 = 0; at2 < sparse.length; at2 += 2)
    if (((bits[sparse[at2] ?? 0] ?? 0) & (sparse[at2 + 1] ?? 0)) !== 0) return true;
  return false;
}
function addSparse(bits, sparse, among) {
  for (let at2 = 0; at2 < sparse.length; at2 += 2) {
    const place = sparse[at2] ?? 0;
    bits[place] = (bits[place] ?? 0) | (among[place] ?? 0) & (sparse[at2 + 1] ?? 0);
  }
}
function listNames(names2) {
  const quoted2 = names2.map((name) => `\`${name}\``);
  const last = quoted2.pop();
  if (last === void 0) return "nothing";
  return quoted2.length === 0 ? last : `${quoted2.join(", ")} and ${last}`;
}
function listFirstNames(names2, most = 3) {
  if (names2.length <= most + 1) return listNames(names2);
  return listFirst(
    names2.map((name) => `\`${name}\``),
    most
  );
}
var listThereAre = (names2, most = 3) => `there ${names2.length === 1 ? "is" : "are"} ${listFirstNames(names2, most)}`;
function listFirst(texts2, most) {
  const { shown, more } = takeFirst(texts2, most);
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
function takeFirst(items, most) {
  const shown = items.length > most + 1 ? items.slice(0, most) : items;
  return { shown, more: items.length - shown.length };
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
var memberAudience = "member";
var capName = (holder) => [holder.userType.name, ...holder.seats.map((seat) => seat.name)].join(" + ");
var rolesOf = ({
  sharedRoles,
  tenants
}) => [
  // Many tenants have one list.
  .../* @__PURE__ */ new Set([...sharedRoles, ...[...new Set(tenants.map(({ roles }) => roles))].flat().map(sharedOf)])
];
var sharedOf = (role) => role.shared ?? role;
var listAbstractAndConcrete = (policy) => [...rolesOf(policy), ...policy.abstractRoles];
function listAssignments(policy, tenant, user) {
  const offered = new Set(tenant.roles.flatMap((role) => [role, sharedOf(role)]));
  const others = policy.sharedRoles.filter((role) => !offered.has(role));
  return [...tenant.roles, ...others].map((role) => {
    const reason = offered.has(role) ? explainNotAssignable(user, role) : explainNotOffered(tenant, role);
    const isAssignable = reason === void 0;
    return {
      role,
      offered: offered.has(role),
      assignable: isAssignable,
      held: user.roles.includes(role),
      ...!isAssignable && { reason }
    };
  }).sort((a, b2) => a.role.name < b2.role.name ? -1 : 1);
}
function explainNotOffered(tenant, role) {
  const missing = role.seats.filter(
    (seat) => seat.package !== void 0 && !tenant.packages.has(seat.package)
  );
  const packages = [...new Set(missing.flatMap((seat) => seat.package ?? []))];
  const seats = missing.map(({ name }) => name);
  return `tenant \`${tenant.name}\` has not bought ${packages.length > 1 ? "packages" : "package"} ${listNames(packages)}, which ${seats.length > 1 ? "seats" : "seat"} ${listNames(seats)} ${seats.length > 1 ? "need" : "needs"}`;
}
var byCodeUnit = (a, b2) => a < b2 ? -1 : a > b2 ? 1 : 0;
function byCodePoint(a, b2) {
  const length = Math.min(a.length, b2.length);
  for (let at2 = 0; at2 < length; at2++) {
    const x2 = a.charCodeAt(at2);
    const y = b2.charCodeAt(at2);
    if (x2 !== y) return inOrder(x2) - inOrder(y);
  }
  return a.length - b2.length;
}
var inOrder = (unit) => unit < 55296 ? unit : unit > 57343 ? unit - 2048 : unit + 8192;
var operators = ["$eq", "$in", "$gt", "$gte", "$lt", "$lte", "$ne", "$nin", "$exists"];
var takesList = (operator) => operator === "$in" || operator === "$nin";
var pickComparedField = ({ property, type, through }) => through ? { property, type, through } : { property, type };
var readComparedColumn = ({
  property,
  through = []
}) => through.reduce((rest, { name }) => rest.slice(name.length + 1), property);
var findComparedModel = (on, { through }) => through?.at(-1)?.model ?? on;
function byLiteral(a, b2) {
  if (typeof a === "string" && typeof b2 === "string") return byCodeUnit(a, b2);
  return typeof a === typeof b2 ? Number(a) - Number(b2) : byCodeUnit(typeof a, typeof b2);
}
var isHole = (operand) => typeof operand === "object" && operand !== null && "$user" in operand;
var isAbsence = ({ operator, operand }) => operator === "$exists" && operand === false;
function keyOfAlternative(alternative) {
  return JSON.stringify(alternative.map(({ property, operator, operand }) => [property, operator, operand]));
}
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
function readZone(text) {
  const [, sign, hours, minutes] = /T.*([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  const ahead = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === "-" && ahead > 0 ? -ahead : ahead;
}
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
function makeValueTest(type, operator, operand) {
  const family = familyOf(type);
  if (family === void 0) return meetsNothing;
  if (family === "date") return makeDateTest(operator, toList(operand));
  if (family === "list") return makeContentTest(operator, toList(operand));
  const isOfType = type === "integer" ? Number.isInteger : typeTests[family];
  if (operator === "$in") {
    const isMember = makeMemberTest(toList(operand));
    return type === "integer" ? (value) => isOfType(value) && isMember(value) : isMember;
  }
  if (operator === "$ne" || operator === "$nin") {
    const isExcluded = makeMemberTest(toList(operand));
    return (value) => isOfType(value) && !isExcluded(value);
  }
  const [bound] = toList(operand);
  if (bound === void 0) return meetsNothing;
  if (operator === "$eq") return (value) => value === bound && (type !== "integer" || isOfType(value));
  const isMet = isMetBy[operator];
  if (typeof bound === "string")
    return (value) => typeof value === "string" && isMet(byCodePoint(value, bound));
  if (typeof bound === "number") return (value) => isOfType(value) && isMet(Number(value) - bound);
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
function drawValueLine(operands) {
  const [numbers, texts2, instants] = [/* @__PURE__ */ new Set(), /* @__PURE__ */ new Set(), /* @__PURE__ */ new Set()];
  for (const { type, operand } of operands)
    for (const value of toList2(operand)) {
      if (typeof value === "number") numbers.add(value);
      if (typeof value !== "string") continue;
      texts2.add(value);
      if (familyOf(type) === "date") instants.add(readInstant(value));
    }
  const byNumber = (a, b2) => a - b2;
  const [number, text, instant] = [
    [...numbers].sort(byNumber),
    [...texts2].sort(byCodePoint),
    [...instants].sort(byNumber)
  ];
  return {
    kinds: listKinds(number, text, instant),
    places: { number: placeOperands(number), text: placeOperands(text), instant: placeOperands(instant) }
  };
}
var placeOperands = (sorted) => new Map(sorted.map((value, index) => [value, 2 * index]));
function listKinds(numbers, texts2, instants) {
  const kinds = [
    { sort: "missing" },
    { sort: "other" },
    { sort: "list" },
    { sort: "boolean", value: false },
    { sort: "boolean", value: true }
  ];
  for (let at2 = -1; at2 < 2 * numbers.length; at2++) {
    const number = numbers[at2 / 2];
    if (number !== void 0) kinds.push({ sort: "number", at: at2, isWhole: Number.isInteger(number) });
    else {
      kinds.push({ sort: "number", at: at2, isWhole: false });
      if (isWholeBetween(numbers[(at2 - 1) / 2], numbers[(at2 + 1) / 2]))
        kinds.push({ sort: "number", at: at2, isWhole: true });
    }
  }
  for (let at2 = -1; at2 < 2 * texts2.length; at2++) {
    const text = texts2[at2 / 2];
    if (text !== void 0) kinds.push({ sort: "text", at: at2, writes: readWriting(text) });
    else
      for (const writes of listWritingsBetween(texts2[(at2 - 1) / 2], texts2[(at2 + 1) / 2]))
        kinds.push({ sort: "text", at: at2, writes });
  }
  for (let at2 = -1; at2 < 2 * instants.length; at2++)
    if (at2 % 2 === 0 || isInstantBetween(instants[(at2 - 1) / 2], instants[(at2 + 1) / 2]))
      kinds.push({ sort: "instant", at: at2 });
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
  const start2 = [...first].findIndex((char, at2) => !isLikeIn(char, text[at2]));
  for (let at2 = start2 < 0 ? first.length - 1 : start2; at2 >= 0; at2--) {
    const follower = findFollower(first[at2] ?? "", text[at2]);
    if (follower !== void 0) return `${text.slice(0, at2)}${follower}${first.slice(at2 + 1)}`;
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
    for (const [sort, at2] of placesOf(line, value)) {
      const known = places.get(sort);
      if (known) known.add(at2);
      else places.set(sort, /* @__PURE__ */ new Set([at2]));
    }
  return selectKinds(line, (kind) => {
    const others = places.get(kind.sort);
    if (!isComparable(type, kind)) return false;
    const at2 = placeOf(kind);
    if (operator === "$ne" || operator === "$nin") return !others?.has(at2);
    if (others === void 0) return false;
    if (operator === "$in") return others.has(at2);
    const [other = Number.NaN] = others;
    return isMet(at2 - other);
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
var impliesAlternative = (one, other, typeOf) => other.every(
  (wanted) => one.some((own2) => own2.property === wanted.property && implies(own2, wanted, typeOf(own2.property)))
);
function implies(own2, wanted, type) {
  if (keyOfAlternative([own2]) === keyOfAlternative([wanted])) return true;
  if (own2.operator === "$exists") return false;
  if (wanted.operator === "$exists") return wanted.operand === true;
  if (isHole(own2.operand) || isHole(wanted.operand) || type === void 0 || type === "list") return false;
  const line = drawValueLine(
    [own2, wanted].map(({ operand }) => ({ type, operand }))
  );
  const kinds = selectKindsMeeting(line, type, own2.operator, own2.operand);
  const others = selectKindsMeeting(line, type, wanted.operator, wanted.operand);
  return isEmpty(difference(kinds, others));
}
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
  const types = new Map(alternatives.flatMap((one) => one.map(({ property, type }) => [property, type])));
  const implies3 = (one, other) => impliesAlternative(one, other, (property) => types.get(property));
  return alternatives.filter(
    (one, at2) => !alternatives.some(
      (other, place) => place !== at2 && implies3(one, other) && (place < at2 || !implies3(other, one))
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
  return [...rest, comparison].sort((a, b2) => byCodeUnit(a.property, b2.property));
}
var sortUnique = (alternatives) => [...new Map(alternatives.map((alternative) => [keyOfAlternative(alternative), alternative]))].sort(([a], [b2]) => byCodeUnit(a, b2)).map(([, alternative]) => alternative);
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
  const common2 = dropCovered(parts, (one, other) => isInside(other, one));
  const [only] = common2;
  if (common2.length === 0) return "all";
  return common2.length === 1 && only ? only : { kind: "common", of: common2 };
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
function dropCovered(parts, isCovered2) {
  const left = [];
  for (const part of parts) {
    if (left.some((other) => isCovered2(part, other))) continue;
    left.splice(0, left.length, ...left.filter((other) => !isCovered2(other, part)), part);
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
    const own2 = new Set(alternative.map(keyOfComparison));
    return short.some((other) => other.every((comparison) => own2.has(comparison)));
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
var heldKey = /* @__PURE__ */ Symbol.for("plafond.held");
function readHeldPermissions(policy) {
  if (typeof policy !== "object" || policy === null || !(heldKey in policy)) return void 0;
  const tell = policy[heldKey];
  return typeof tell === "function" ? tell.call(policy) : void 0;
}
function findOrMake(map, key, make) {
  const found2 = map.get(key);
  if (found2 !== void 0) return found2;
  const made = make();
  map.set(key, made);
  return made;
}
function rememberAlike(find) {
  const known = /* @__PURE__ */ new WeakMap();
  return (row) => {
    const ofEffect = known.get(row.effective) ?? /* @__PURE__ */ new Map();
    known.set(row.effective, ofEffect);
    const found2 = ofEffect.get(row.role) ?? find(row);
    ofEffect.set(row.role, found2);
    return found2;
  };
}
function listDistinctRows(rows) {
  const findFirst = rememberAlike((row) => row);
  return rows.filter((row) => findFirst(row) === row);
}
var builtInActions = ["create", "view", "update", "remove", "export"];
var rights = ["view", "update"];
var risks = ["read", "write", "destructive", "exfiltration", "escalation"];
var makeTypeReader = ({ modelOf }) => (model, property) => modelOf.get(model)?.propertyOf.get(property)?.type;
var hasRight = ({ properties }, right) => properties.some((property) => property.rights.has(right));
var isLimited = ({ portfolio }, action) => portfolio !== "none" && (portfolio !== "self" || action !== "create");
var gatingActionOf = ({
  kind,
  action,
  model
}) => kind === "property" ? model?.actions.get(action) : void 0;
var rightBehind = (action) => action === "view" || action === "export" ? "view" : action === "update" ? "update" : void 0;
var grantableTogglesOf = ({
  modules,
  features
}) => [...modules, ...features];
var togglesOf = (catalog) => [...grantableTogglesOf(catalog), ...catalog.capabilities];
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
var findEntry = (use, model, action) => findIndexedEntry(use, model, action)?.entry;
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
  const at2 = pattern.lastIndexOf(":");
  return { subject: pattern.slice(0, Math.max(at2, 0)), action: pattern.slice(at2 + 1) };
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
var reachOf = (row, cell) => findReaches(row)(cell);
var findReaches = rememberAlike(
  ({ effective, role }) => closeReaches(
    ({ index }) => has(effective, index),
    (one) => readPortfolio(role.portfolio, one).reach
  )
);
function closeReachesOfRoles(isEffective2, roles) {
  const numbers = /* @__PURE__ */ new Map();
  const unions2 = /* @__PURE__ */ new Map();
  const numberOf = (reach) => {
    const number = numbers.get(reach) ?? numbers.size;
    numbers.set(reach, number);
    return number;
  };
  const own2 = (cell) => {
    const reaches = roles.flatMap((role) => has(role.held, cell.index) ? [role.own(cell)] : []);
    const key = [...new Set(reaches.map(numberOf))].sort().join();
    const known = unions2.get(key) ?? unite(reaches);
    unions2.set(key, known);
    return known;
  };
  return closeReaches(isEffective2, own2, own2);
}
function closeReaches(isEffective2, own2, ownOfProperty) {
  const search = {
    isEffective: isEffective2,
    own: own2,
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
function listOwnReaches({ own: own2, ownOfProperty }, property, action) {
  const reach = ownOfProperty?.(property);
  return reach === void 0 || reach === "all" || reach === own2(action) ? [] : [reach];
}
function listRequiredReaches(search, { requires, model }) {
  return requires.flatMap(({ oneOf }) => {
    const held = oneOf.filter(search.isEffective);
    if (held.length === 0 || held.some((needed2) => needed2.model?.name !== model?.name)) return [];
    return [unite(held.map((needed2) => closeReach(search, needed2)))];
  });
}
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
function groupBy(items, keyOf5) {
  const groups = /* @__PURE__ */ new Map();
  for (const item of items) {
    const key = keyOf5(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
function keepRecent({
  texts: texts2,
  characters
}) {
  const kept = /* @__PURE__ */ new Map();
  let held = 0;
  return (source, make) => {
    const known = kept.get(source);
    const value = known ?? make();
    if (known === void 0) held += source.text.length;
    else kept.delete(source);
    kept.set(source, value);
    for (const oldest of kept.keys()) {
      if (kept.size <= texts2 || held <= characters) break;
      kept.delete(oldest);
      held -= oldest.text.length;
    }
    return value;
  };
}
var quoted = /* @__PURE__ */ new Map();
function quote(text) {
  if (text.length > 100) return JSON.stringify(text);
  const known = quoted.get(text);
  if (known !== void 0) return known;
  const made = JSON.stringify(text);
  if (quoted.size >= 2e4) quoted.clear();
  quoted.set(text, made);
  return made;
}
function writeScalar(value) {
  if (typeof value === "string") return quote(value);
  return Number.isSafeInteger(value) ? `${value}` : JSON.stringify(value);
}
function writeCanonicalJson(value, repeated) {
  if (typeof value !== "object" || value === null) return writeScalar(value);
  const known = repeated?.get(value);
  if (known !== void 0) return known;
  const text = isList(value) ? `[${joinItems(value, ",", writeCanonicalJson, repeated)}]` : `{${joinEntries(value, listSortedKeys(value), ":", ",", writeCanonicalJson, repeated)}}`;
  if (repeated?.has(value)) repeated.set(value, text);
  return text;
}
function listSortedKeys(value) {
  const keys2 = Object.keys(value);
  for (let at2 = 1; at2 < keys2.length; at2++) if ((keys2[at2 - 1] ?? "") > (keys2[at2] ?? "")) return keys2.sort();
  return keys2;
}
function joinItems(items, between, write, repeated) {
  let text = "";
  for (let at2 = 0; at2 < items.length; at2++)
    text += (at2 > 0 ? between : "") + write(items[at2], repeated);
  return text;
}
function joinEntries(map, keys2, colon, between, write, repeated) {
  let text = "";
  for (const key of keys2)
    text += `${text === "" ? "" : between}${quote(key)}${colon}${write(map[key], repeated)}`;
  return text;
}
function writeSpacedJson(value, repeated) {
  if (typeof value !== "object" || value === null) return writeScalar(value);
  const known = repeated?.get(value);
  if (known !== void 0) return known;
  const text = isList(value) ? `[${joinItems(value, ", ", writeSpacedJson, repeated)}]` : writeSpacedMap(value, repeated);
  if (repeated?.has(value)) repeated.set(value, text);
  return text;
}
function writeSpacedMap(value, repeated) {
  const keys2 = Object.keys(value);
  return keys2.length === 0 ? "{}" : `{ ${joinEntries(value, keys2, ": ", ", ", writeSpacedJson, repeated)} }`;
}
var isList = (value) => Array.isArray(value);
function isReadExactly(written, value) {
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return false;
  if (/^0[ox]/.test(written)) return true;
  return written.length <= longestNumber && normalizeDecimal(written) === normalizeDecimal(String(value));
}
var longestNumber = 400;
function normalizeDecimal(text) {
  const [, whole = "", fraction = "", exponent = "0"] = /^[-+]?(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
var read = /* @__PURE__ */ new WeakMap();
function readJsonDocument(source) {
  const root = read.get(source) ?? new Reader(source.text).read();
  read.set(source, root);
  return makeDocument(root);
}
var readJsonValues = (source) => new Reader(source.text, true).readAll();
var makeDocument = (root, value = root.value) => ({
  value,
  mistakes: [],
  locate: (path, part) => locate(root, path, part)
});
function findPathAt(source, offset) {
  const root = read.get(source) ?? new Reader(source.text).read();
  read.set(source, root);
  return findPath(root, offset) ?? [];
}
function findPath(node, offset) {
  for (const [name, { key, node: inner }] of node.entries ?? []) {
    if (offset >= key.start && offset < key.end) return [name];
    const below = isInside2(inner.range, offset) ? findPath(inner, offset) : void 0;
    if (below) return [name, ...below];
  }
  for (const [index, inner] of (node.items ?? []).entries()) {
    const below = isInside2(inner.range, offset) ? findPath(inner, offset) : void 0;
    if (below) return [index, ...below];
  }
  return isInside2(node.range, offset) ? [] : void 0;
}
var isInside2 = ({ start: start2, end }, offset) => offset >= start2 && offset < end;
function locate(root, path, part) {
  let node = root;
  let range = [...root.entries?.values() ?? []][0]?.key ?? { start: 0, end: 1 };
  for (const [index, step] of path.entries()) {
    const entry = node.entries?.get(String(step));
    const inner = entry?.node ?? node.items?.[Number(step)];
    if (!inner) return range;
    const isLast = index === path.length - 1;
    const isKept = entry && (!isLast || part === "key" || inner.entries || inner.items);
    range = isKept ? entry.key : inner.range;
    node = inner;
  }
  return range;
}
var JsonMistakeError = class extends Error {
  mistake;
  constructor(mistake) {
    super(mistake.detail);
    this.mistake = mistake;
  }
};
var deepest = 100;
var space = /[ \t\n\r]*/y;
var word = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
function isListOfMaps(text, at2) {
  const beginning = /\[[ \t\n\r]*\{/y;
  beginning.lastIndex = at2;
  return beginning.test(text);
}
var Reader = class {
  at = 0;
  text;
  /** True to refuse numbers that are not read as they are written. */
  isExact;
  constructor(text, isExact = false) {
    this.text = text;
    this.isExact = isExact;
  }
  /** Reads the values that follow one another, as in JSON lines. */
  readAll() {
    const nodes = [];
    for (this.take(space); this.at < this.text.length; this.take(space)) nodes.push(this.read());
    if (nodes.length === 0) this.fail("syntax", "it is empty; an empty list is `[]`", { start: 0, end: 0 });
    return nodes;
  }
  *walkRows() {
    this.take(space);
    const isMap = this.text[this.at] === "{";
    if (isMap) yield* this.walkLists();
    else if (this.text[this.at] === "[") yield* this.walkItems();
    for (this.take(space); this.at < this.text.length; this.take(space)) {
      const isValue = isMap && this.text[this.at] === "{";
      if (!isValue) this.fail("syntax", this.describeNext());
      yield this.read();
    }
  }
  *walkItems() {
    for (let isMore = this.open("]"); isMore; isMore = this.goOn("]")) yield this.read(deepest - 1);
  }
  /** Walks through a map: the items of its lists of maps, then the map without these, unless it is empty. */
  *walkLists() {
    const start2 = this.at;
    const entries = /* @__PURE__ */ new Map();
    const value = /* @__PURE__ */ Object.create(null);
    const names2 = /* @__PURE__ */ new Map();
    for (let isMore = this.open("}"); isMore; isMore = this.goOn("}")) {
      const { value: name, range: key } = this.readText();
      const known = names2.get(String(name));
      if (known) this.fail("duplicate-key", String(name), key, known);
      names2.set(String(name), key);
      this.expect(":");
      this.take(space);
      if (isListOfMaps(this.text, this.at)) {
        yield* this.walkItems();
        continue;
      }
      const node = this.read(deepest - 1);
      entries.set(String(name), { key, node });
      value[String(name)] = node.value;
    }
    if (entries.size > 0 || names2.size === 0) yield { value, range: { start: start2, end: this.at }, entries };
  }
  read(left = deepest) {
    this.take(space);
    const start2 = this.at;
    if (left === 0) this.fail("too-deep", String(deepest));
    if (this.text[start2] === "{") return this.readMap(start2, left - 1);
    if (this.text[start2] === "[") return this.readList(start2, left - 1);
    return this.text[start2] === '"' ? this.readText() : this.readWord();
  }
  readMap(start2, left) {
    const value = /* @__PURE__ */ Object.create(null);
    const entries = /* @__PURE__ */ new Map();
    for (let isMore = this.open("}"); isMore; isMore = this.goOn("}")) {
      const { value: name, range: key } = this.readText();
      const known = entries.get(String(name));
      if (known) this.fail("duplicate-key", String(name), key, known.key);
      this.expect(":");
      const node = this.read(left);
      value[String(name)] = node.value;
      entries.set(String(name), { key, node });
    }
    return { value, range: { start: start2, end: this.at }, entries };
  }
  readList(start2, left) {
    const items = [];
    for (let isMore = this.open("]"); isMore; isMore = this.goOn("]")) items.push(this.read(left));
    return { value: items.map((item) => item.value), range: { start: start2, end: this.at }, items };
  }
  readText() {
    const start2 = this.at;
    if (this.text[start2] !== '"')
      this.fail("syntax", `${this.describeNext()}, where a text in quotes is expected`);
    let end = start2 + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === "\\" ? 2 : 1;
    this.at = end + 1;
    const range = { start: start2, end: this.at };
    try {
      return { value: JSON.parse(this.text.slice(start2, this.at)), range };
    } catch {
      return this.fail("syntax", "a text that does not end, or holds what must be escaped", range);
    }
  }
  readWord() {
    const start2 = this.at;
    const end = this.take(word);
    if (end === start2) this.fail("syntax", this.describeNext());
    const text = this.text.slice(start2, end);
    const value = JSON.parse(text);
    if (this.isExact && typeof value === "number" && !isReadExactly(text, value))
      this.fail("inexact-number", text, { start: start2, end });
    return { value, range: { start: start2, end } };
  }
  /** Steps into a map or a list; returns false if it ends at once. */
  open(sign) {
    this.at++;
    this.take(space);
    if (this.text[this.at] !== sign) return true;
    this.at++;
    return false;
  }
  /** Steps behind a comma, or behind the sign that ends a map or a list; returns false then. */
  goOn(sign) {
    this.take(space);
    const next = this.text[this.at];
    if (next !== "," && next !== sign)
      this.fail("syntax", `${this.describeNext()}, where \`,\` or \`${sign}\` is expected`);
    this.at++;
    this.take(space);
    return next === ",";
  }
  expect(sign) {
    this.take(space);
    if (this.text[this.at] !== sign)
      this.fail("syntax", `${this.describeNext()}, where \`${sign}\` is expected`);
    this.at++;
  }
  /** Steps behind what a pattern matches here, and returns the place. */
  take(pattern) {
    pattern.lastIndex = this.at;
    if (pattern.test(this.text)) this.at = pattern.lastIndex;
    return this.at;
  }
  describeNext() {
    if (this.at >= this.text.length) return "it ends too early";
    return `\`${String.fromCodePoint(this.text.codePointAt(this.at) ?? 0)}\` is not expected here`;
  }
  fail(kind, detail, at2 = { start: this.at, end: this.at + 1 }, related) {
    throw new JsonMistakeError({ kind, detail, at: at2, ...related && { related } });
  }
};
var parseJsonAsYaml = (source) => [readJsonDocument(source)];
var writeJsonAsYaml = (value) => writeSpacedJson(value);
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
var read2 = /* @__PURE__ */ new WeakMap();
function readStoredRows(source) {
  const known = read2.get(source);
  if (known) return known;
  try {
    const values = readJsonValues(source);
    const rows = values.flatMap((node) => values.length === 1 ? node.items ?? node : node).map(readRow);
    read2.set(source, rows);
    return rows;
  } catch (error) {
    if (error instanceof JsonMistakeError) return error.mistake;
    throw error;
  }
}
function readRowDocuments(source) {
  const rows = readStoredRows(source);
  if (!Array.isArray(rows)) return [];
  return rows.map((row) => "document" in row ? row.document : missingDocument);
}
var missingDocument = {
  value: void 0,
  mistakes: [],
  locate: () => ({ start: 0, end: 1 })
};
function readRow(row) {
  const { range } = row;
  const start2 = { start: range.start, end: range.start + 1 };
  const refuse = (fault, help, at2 = start2) => ({
    range,
    fault,
    at: at2,
    ...help !== void 0 && { help }
  });
  if (!row.entries) return refuse(`it is ${nameValue(row)}`, "a row is a map with `role`");
  const role = row.entries.get("role")?.node ?? row;
  if (!role.entries)
    return refuse(`its role is ${nameValue(role)}`, "a role is a map with `kind: Role`", role.range);
  const { kind, tenant, abstract } = role.value;
  if (kind !== "Role") {
    const at2 = role.entries.get("kind")?.node.range ?? { start: role.range.start, end: role.range.start + 1 };
    const what = role === row && kind === void 0 ? "it has no `role`" : "its role has no `kind: Role`";
    return refuse(what, "a row holds what the editor compiles, or the role itself", at2);
  }
  const outer = role === row ? {} : row.value;
  const named = tenant ?? outer.tenant;
  if (named === void 0 || named === null)
    return refuse(
      "it is of no tenant",
      "roles of a database belong to one tenant: name it with `tenant`",
      role.range
    );
  const wrong = findRowFault(outer, { tenant: named });
  if (wrong) return refuse(wrong.sentence, void 0, row.entries.get(wrong.key)?.node.range);
  if (abstract === true)
    return refuse(
      "it is abstract",
      "nobody can be given an abstract role",
      role.entries.get("abstract")?.key
    );
  return {
    range,
    document: makeDocument(role, tenant === void 0 ? withTenant(role.value, named) : role.value)
  };
}
var withTenant = (role, tenant) => Object.assign(/* @__PURE__ */ Object.create(null), role, { tenant });
var nameValue = ({ value, items }) => items ? "a list" : value === null ? "null" : `a ${typeof value}`;
function count(number, noun) {
  if (number === 1) return `1 ${noun}`;
  return `${number} ${/[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}
var addArticle = (noun) => /^[aeio]/.test(noun) ? `an ${noun}` : `a ${noun}`;
function readTableText(text, separator = ",") {
  const rows = [];
  const walk = walkTableText(text, separator);
  for (; ; ) {
    const { done, value } = walk.next();
    if (done) return { rows, ...value && { mistake: value } };
    rows.push(value);
  }
}
function* walkTableText(text, separator = ",") {
  const between = separator.charCodeAt(0);
  let row = [];
  let at2 = 0;
  while (at2 < text.length) {
    const { cell, next, mistake } = text.charCodeAt(at2) === quote2 ? readQuoted(text, at2, between) : readPlain(text, at2, between);
    if (mistake) return mistake;
    row.push(cell);
    at2 = next;
    if (text.charCodeAt(at2) === between) {
      at2++;
      if (at2 === text.length) row.push({ text: "", at: { start: at2, end: at2 } });
      continue;
    }
    if (!isEmptyLine(row)) yield row;
    row = [];
    at2 += text.startsWith("\r\n", at2) ? 2 : 1;
  }
  if (row.length > 0 && !isEmptyLine(row)) yield row;
  return void 0;
}
function isEmptyLine([only, other]) {
  return !only || !other && only.at.end === only.at.start;
}
function readPlain(text, start2, separator) {
  let end = start2;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code > separator) continue;
    if (code === quote2) {
      const detail = "a quote stands inside a cell that does not begin with one";
      return { ...cellOf("", start2, end), mistake: { detail, at: { start: end, end: end + 1 } } };
    }
    if (isEnd(text, end, separator)) break;
  }
  return cellOf(text.slice(start2, end), start2, end);
}
function readQuoted(text, start2, separator) {
  let inside = "";
  let at2 = start2 + 1;
  for (; ; ) {
    const next = text.indexOf('"', at2);
    if (next === -1) {
      const detail = "a cell begins with a quote and has none at its end";
      return { ...cellOf("", start2, start2), mistake: { detail, at: { start: start2, end: start2 + 1 } } };
    }
    inside += text.slice(at2, next);
    if (text[next + 1] !== '"') {
      const end = next + 1;
      if (end === text.length || isEnd(text, end, separator)) return cellOf(inside, start2, end);
      const detail = "something stands between the quote that ends a cell and the next comma";
      return { ...cellOf("", start2, end), mistake: { detail, at: { start: end, end: end + 1 } } };
    }
    inside += '"';
    at2 = next + 2;
  }
}
var cellOf = (text, start2, end) => ({
  cell: { text, at: { start: start2, end } },
  next: end
});
var isEnd = (text, at2, separator) => {
  const code = text.charCodeAt(at2);
  return code === separator || code === lineFeed || code === carriageReturn && text.charCodeAt(at2 + 1) === lineFeed;
};
var [lineFeed, carriageReturn, quote2] = [10, 13, 34];
var texts = ["id", "userType", "madeBy"];
var lists = ["seats", "roles"];
function readUsersTable(source, tenant) {
  const { rows, mistake } = readTableText(source.text);
  const [header = [], ...body] = rows;
  const mistakes = [
    ...mistake ? [{ kind: "syntax", ...mistake }] : [],
    ...mistake ? [] : findMissingColumns(header),
    ...findDoubleColumns(header),
    ...body.flatMap((row) => findWrongLength(row, header))
  ];
  return {
    value: { kind: "Users", tenant, users: body.map((row) => readUser(header, row)) },
    mistakes,
    locate: (path, part) => locate2({ header, body }, path, part),
    asides: header.filter(({ text }) => !isColumn(text))
  };
}
var isColumn = (name) => texts.includes(name) || lists.includes(name) || name === "active" || attributeOf(name) !== void 0;
var attributeOf = (column) => /^attributes\.(.+)$/.exec(column)?.[1];
var needed = ["id", "userType"];
function findMissingColumns(header) {
  const missing = needed.filter((name) => !header.some(({ text }) => text === name));
  if (missing.length === 0) return [];
  const detail = `the first row names no ${missing.length === 1 ? "column" : "columns"} ${listNames(missing)}`;
  const [first] = header;
  return [{ kind: "syntax", detail, at: first ? keepVisible(first.at) : { start: 0, end: 1 } }];
}
function findDoubleColumns(header) {
  return header.flatMap((cell, index) => {
    const first = header.slice(0, index).find(({ text }) => text === cell.text);
    return first ? [{ kind: "duplicate-key", detail: cell.text, at: cell.at, related: first.at }] : [];
  });
}
function findWrongLength(row, header) {
  const [first] = row;
  if (!first || row.length === header.length) return [];
  const detail = `this row has ${count(row.length, "cell")}, and the first row has ${header.length}`;
  return [{ kind: "syntax", detail, at: { start: first.at.start, end: row.at(-1)?.at.end ?? first.at.end } }];
}
function readUser(header, row) {
  const user = /* @__PURE__ */ Object.create(null);
  const attributes = /* @__PURE__ */ Object.create(null);
  for (const [index, { text: column }] of header.entries()) {
    const text = row[index]?.text ?? "";
    const attribute = attributeOf(column);
    if (lists.includes(column)) user[column] = splitList(text);
    else if (text === "") continue;
    else if (attribute !== void 0) attributes[attribute] = text;
    else if (column === "active") user.active = readSwitch(text);
    else if (texts.includes(column)) user[column] = text;
  }
  return Object.keys(attributes).length > 0 ? { ...user, attributes } : user;
}
var splitList = (text) => text.trim() === "" ? [] : text.split(";").map((item) => item.trim());
var readSwitch = (text) => text === "true" ? true : text === "false" ? false : text;
function locate2({
  header,
  body
}, [, row, field, name], part) {
  const column = field === "attributes" ? `attributes.${name}` : field;
  const index = header.findIndex(({ text }) => text === column);
  const cells = typeof row === "number" ? body[row] : void 0;
  if (part === "key" && field === "attributes" && header[index]) return header[index].at;
  const cell = cells?.[index] ?? cells?.[0] ?? header[0];
  return cell ? keepVisible(cell.at) : { start: 0, end: 1 };
}
var keepVisible = ({ start: start2, end }) => ({ start: start2, end: Math.max(end, start2 + 1) });
function placeIn(document, path, part = "value") {
  return { document, path, part };
}
var spanOf = (place) => new LaterSpan(place.document, place);
var findSpanLater = (document, find) => new LaterSpan(document, find);
var LaterSpan = class {
  source;
  #document;
  #sought;
  #range;
  constructor(document, sought) {
    this.source = document.source;
    this.#document = document;
    this.#sought = sought;
  }
  get start() {
    return this.#find().start;
  }
  get end() {
    return this.#find().end;
  }
  #find() {
    this.#range ??= locate3(
      this.#document,
      typeof this.#sought === "function" ? this.#sought() : this.#sought
    ) ?? { start: 0, end: 1 };
    return this.#range;
  }
};
function locate3(document, place) {
  const beside = findNeighbour(place);
  return beside ? parseAgain(document)?.locate(beside, "key") : parseAgain(document)?.locate(place.path, place.part);
}
function valueIn(place) {
  let value = parseAgain(place.document)?.value;
  for (const step of place.path) {
    if (typeof value !== "object" || value === null) return void 0;
    value = value[step];
  }
  return value;
}
function findNeighbour({ document, path, twin }) {
  if (twin === void 0) return void 0;
  for (const [depth, step] of path.entries()) {
    const outer = path.slice(0, depth);
    const here = readKeys(placeIn(document, outer));
    if (!here) return void 0;
    if (here.includes(step)) continue;
    const there = readKeys(placeIn(twin, outer)) ?? [];
    const at2 = there.indexOf(step);
    if (at2 === -1) return void 0;
    const isHere = (key) => here.includes(key);
    const after = there.slice(at2 + 1).find(isHere);
    if (after !== void 0) return [...outer, after];
    const before = there.slice(0, at2).findLast(isHere);
    return before === void 0 ? void 0 : findLastPath(document, [...outer, before]);
  }
  return void 0;
}
function findLastPath(document, path) {
  const last = readKeys(placeIn(document, path))?.at(-1);
  return last === void 0 ? path : findLastPath(document, [...path, last]);
}
function readKeys(place) {
  const value = valueIn(place);
  if (Array.isArray(value)) return [...value.keys()];
  return typeof value === "object" && value !== null ? Object.keys(value) : void 0;
}
var recallDocuments = keepRecent({ texts: 8, characters: 1024 * 1024 });
function parseAll({ source, tableOf, isStored }) {
  if (isStored) return readRowDocuments(source);
  return tableOf === void 0 ? parseJsonAsYaml(source) : [readUsersTable(source, tableOf)];
}
var parseAgain = (document) => recallDocuments(document.source, () => parseAll(document))[document.index];
var isOfDatabase = ({ isStored, isEdited }) => isStored === true || isEdited === true;
var listGenerationsWith = ({ all }, model) => all.filter(({ models }) => models.has(model)).map(({ name }) => name);
var findClosingChoice = (chosen, { model, subject }) => {
  if (!model) return void 0;
  return [...chosen.values()].find(({ of, names: names2 }) => {
    const having = listGenerationsWith(of, subject);
    return having.length > 0 && !having.some((name) => names2.includes(name));
  });
};
var listClosedCells = ({ models, cells }, chosen) => {
  if (chosen.size === 0) return [];
  const closed = models.filter((model) => findClosingChoice(chosen, { model, subject: model.name }));
  const names2 = new Set(closed.map(({ name }) => name));
  return names2.size === 0 ? [] : cells.filter(({ model }) => model !== void 0 && names2.has(model.name));
};
function readSelection(selection) {
  if (typeof selection === "string") return { isExcept: selection === "all", names: [], path: [] };
  if (Array.isArray(selection)) return { isExcept: false, names: selection, path: [] };
  const isMap = typeof selection === "object" && selection !== null && "except" in selection;
  const except = isMap ? selection.except : [];
  return { isExcept: true, names: Array.isArray(except) ? except : [], path: ["except"] };
}
function isSelected(selection, name) {
  const { isExcept, names: names2 } = readSelection(selection);
  return names2.includes(name) !== isExcept;
}
var isSelection = (raw) => typeof raw === "string" || Array.isArray(raw) || typeof raw === "object" && raw !== null && "except" in raw;
function keepNames(selection, known) {
  const { isExcept, names: names2 } = readSelection(selection);
  const knownNames = names2.filter((name) => known.has(name));
  if (!isExcept) return knownNames;
  return knownNames.length > 0 ? { except: knownNames } : "all";
}
function findDecidingLayer(layer, cell) {
  const inclusion = findInclusion(layer, cell);
  if (!inclusion) return { layer };
  return { role: inclusion.role, ...findDecidingLayer(inclusion.layer, cell) };
}
function findInclusion({ held, own: own2, includes }, cell) {
  if (!has(held, cell.index) || has(own2, cell.index)) return void 0;
  return includes.find((one) => has(one.layer.held, cell.index));
}
function relateInclusions(layer, cell) {
  const inclusion = findInclusion(layer, cell);
  if (!inclusion) return [];
  const note = `role \`${inclusion.role}\` is included here`;
  return [{ at: spanOf(inclusion.at), note }, ...relateInclusions(inclusion.layer, cell)];
}
function findDecidingPlace(outer, cell) {
  const { layer } = findDecidingLayer(outer, cell);
  const { at: at2 } = layer;
  const { path, part } = readSaying(valueIn(at2), cell);
  return path.length === 0 ? { ...at2, part: "key" } : placeIn(at2.document, [...at2.path, ...path], part);
}
function findDecidingSpan(outer, cell) {
  const { layer } = findDecidingLayer(outer, cell);
  return findSpanLater(layer.at.document, () => findDecidingPlace(layer, cell));
}
function isHeldByName(layer, cell) {
  if (!has(layer.own, cell.index)) return false;
  if (has(layer.named, cell.index)) return true;
  if (!cell.model || !layer.at.document.source.text.includes(cell.subject)) return false;
  const { path } = findDecidingPlace(layer, cell);
  return path[layer.at.path.length + 1] === cell.subject;
}
function readSaying(layer, cell) {
  const grants = rawOf(layer);
  switch (cell.kind) {
    case "module":
      return "modules" in grants ? readName(grants.modules, cell.subject, ["modules"]) : saySilence([]);
    case "feature":
      return "features" in grants ? readName(grants.features, cell.subject, ["features"]) : saySilence([]);
    case "action":
      return readAction(rawOf(grants.models), cell.subject, cell.action);
    case "property":
      return readRight(rawOf(grants.models), cell.subject, cell.property ?? "", cell.action);
    case "capability":
      return saySilence([]);
  }
}
function readAction(models, model, action) {
  const own2 = models[model];
  if (isSelection(own2)) return readName(own2, action, ["models", model]);
  if (own2 !== void 0 && "actions" in rawOf(own2))
    return readName(rawOf(own2).actions, action, ["models", model, "actions"]);
  if ("*" in models) return asSwept(readName(models["*"], action, ["models", "*"]));
  return own2 === void 0 ? saySilence(Object.keys(models).length > 0 ? ["models"] : []) : saySilence(["models", model]);
}
function readRight(models, model, property, right) {
  const own2 = models[model];
  const properties = own2 !== void 0 && !isSelection(own2) ? rawOf(rawOf(own2).properties) : noMap;
  const at2 = ["models", model, "properties"];
  if (property in properties) {
    const saying = readName(properties[property], right, [...at2, property]);
    return saying.how === "named" ? saying : withAction(saying, models, model, right);
  }
  if ("*" in properties)
    return withAction(asSwept(readName(properties["*"], right, [...at2, "*"])), models, model, right);
  const speaks = own2 !== void 0 ? ["models", model] : "*" in models ? ["models", "*"] : void 0;
  if (speaks)
    return withAction({ holds: true, path: speaks, part: "key", how: "swept" }, models, model, right);
  return saySilence(Object.keys(models).length > 0 ? ["models"] : []);
}
function withAction(saying, models, model, right) {
  if (!saying.holds) return saying;
  const action = readAction(models, model, right);
  return action.holds ? saying : action;
}
function readName(selection, name, path) {
  if (typeof selection === "string") return { holds: selection === "all", path, part: "value", how: "swept" };
  const { isExcept, names: names2, path: listed } = readSelection(selection);
  const index = names2.indexOf(name);
  if (index === -1) return { holds: isExcept, path, part: "value", how: isExcept ? "swept" : "silent" };
  const how = isExcept ? "excepted" : "named";
  return { holds: !isExcept, path: [...path, ...listed, index], part: "value", how };
}
var asSwept = (saying) => saying.how === "named" ? { ...saying, how: "swept" } : saying;
var saySilence = (path) => ({ holds: false, path, part: "key", how: "silent" });
var rawOf = (value) => typeof value === "object" && value !== null ? value : noMap;
var noMap = Object.freeze(/* @__PURE__ */ Object.create(null));
var heldIn = /* @__PURE__ */ new WeakMap();
function ceilingOf(tenant, role) {
  let known = heldIn.get(tenant);
  if (!known) {
    const { ceiling, customRoles, withheld } = tenant;
    const shared = withheld ? difference(ceiling.held, withheld) : ceiling.held;
    known = { shared, own: customRoles ? intersection(shared, customRoles.held) : shared };
    heldIn.set(tenant, known);
  }
  return role.tenant === void 0 ? known.shared : known.own;
}
function findTenantBound(tenant, role, cell) {
  const { name, at: at2, ceiling, customRoles, withheld, closed, generations } = tenant;
  const choice = closed && has(closed, cell.index) ? findClosingChoice(generations, cell) : void 0;
  if (choice) return closeByGeneration(tenant, choice, cell);
  if (withheld && has(withheld, cell.index)) {
    const words3 = `tenant \`${name}\`, which has not bought package \`${cell.package}\`,`;
    const findPlace2 = () => placeIn(at2.document, ["packages"], "key");
    return {
      layer: ceiling,
      words: words3,
      remedy: `have package \`${cell.package}\` bought`,
      findPlace: findPlace2,
      note: `the packages of tenant \`${name}\` are listed here`
    };
  }
  const isOfSettings = role.tenant !== void 0 && customRoles && has(ceiling.held, cell.index);
  const [layer, words2] = isOfSettings && !has(customRoles.held, cell.index) ? [customRoles, "`customRoles.allows` of the settings"] : [ceiling, `the ceiling of tenant \`${name}\``];
  return {
    layer,
    words: words2,
    remedy: `have ${words2} raised`,
    findPlace: () => findDecidingPlace(layer, cell),
    note: `${words2} is set here`
  };
}
function closeByGeneration({ name, ceiling }, { of, names: names2, at: at2 }, { subject }) {
  const [wanted = ""] = listGenerationsWith(of, subject);
  return {
    layer: ceiling,
    words: `tenant \`${name}\`, which has ${listNames(names2)} of \`${of.name}\`,`,
    remedy: `let the tenant have \`${wanted}\` of \`${of.name}\``,
    findPlace: () => at2,
    note: `the tenant has ${listNames(names2)} of \`${of.name}\``
  };
}
var packagesOf = /* @__PURE__ */ new WeakMap();
function listPackages(catalog) {
  const known = packagesOf.get(catalog);
  if (known) return known;
  const found2 = groupBy(
    catalog.cells.filter((cell) => cell.package !== void 0),
    (cell) => cell.package ?? ""
  );
  packagesOf.set(catalog, found2);
  return found2;
}
function maskCells(catalog, wanted) {
  const mask = emptyBits(catalog.cells.length);
  for (const cell of catalog.cells) if (wanted(cell)) add(mask, cell.index);
  return mask;
}
var cellsIn = (bits, catalog) => catalog.cells.filter(({ index }) => has(bits, index));
function removeIdleRights(bits, catalog, actions = bits) {
  const live = bits.slice();
  for (const model of catalog.models) {
    for (const right of rights) {
      const action = model.actions.get(right);
      if (action && !has(actions, action.index)) removeAll(live, model.rights[right]);
    }
  }
  return live;
}
var findHeldInCap = ({ layer, cap }) => intersection(layer.held, cap);
var findHeldInCeilings = (role, tenant) => intersection(findHeldInCap(role), ceilingOf(tenant, role));
var findHeldInRow = ({ role, tenant }) => findHeldInCeilings(role, tenant);
function uniteRows({ policy, effectiveOf }, rows) {
  const [first] = rows;
  return first ? effectiveOf(rows.map(findHeldInRow).reduce(union), first.tenant) : emptyBits(policy.catalog.cells.length);
}
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
  const never = (why) => ({ is: "never", reason: `no record has \`${property}\` ${why}` });
  const joined = (alternative) => ({ is: "alternative", alternative });
  const exists = new Set(
    comparisons.filter(({ operator }) => operator === "$exists").map(({ operand }) => operand)
  );
  const values = comparisons.filter(({ operator }) => operator !== "$exists");
  if (exists.size === 2) return never("both present and missing");
  if (exists.has(false) && values.length > 0) return never("missing and equal to something");
  if (values.length === 0)
    return joined([...exists].map((operand) => ({ ...compared, operator: "$exists", operand })));
  const literals = values.flatMap(literalOf);
  if (excludeEachOther(literals, type)) return never("with values that exclude each other");
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
  const excluded = literals.filter(isExclusion).flatMap(({ operand }) => listOf(operand));
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
    const excluded = literals.filter(isExclusion).flatMap(({ operand }) => listOf(operand));
    const bounds = literals.filter((one) => !isExclusion(one));
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
  const exclusions = literals.filter(isExclusion);
  const excluded = exclusions.flatMap(({ operand }) => listOf(operand));
  const wanted = literals.filter(isEquality).map(
    ({ operand }) => compareWithAny(
      compared,
      [...new Set(listOf(operand))].filter((item) => !excluded.includes(item))
    )
  );
  return exclusions.length > 0 && (excluded.length > 0 || wanted.length === 0) ? [...wanted, excludeEach(compared, excluded)] : wanted;
}
var isEquality = ({ operator }) => operator === "$eq" || operator === "$in";
var isExclusion = ({ operator }) => operator === "$ne" || operator === "$nin";
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
  const sorted = [...each].sort(([x2], [y]) => byCodeUnit(x2, y)).map(([, one]) => one);
  return operators.flatMap((operator) => {
    const own2 = sorted.filter((one) => one.operator === operator);
    return [
      ...own2.filter(({ operand }) => !isHole(operand)),
      ...own2.filter(({ operand }) => isHole(operand))
    ];
  });
}
var mostAlternatives = 256;
function spellOut(reach, typeOfProperty, most = mostAlternatives) {
  const types = /* @__PURE__ */ new Map();
  const links = /* @__PURE__ */ new Map();
  const typeOf = (field) => types.get(field);
  const alternatives = spell(reach, { typeOfProperty, types, links, typeOf, most });
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
var withinLimit = (alternatives, { most }) => alternatives.length > most ? void 0 : alternatives;
function spellLink({ kind, on, path, alternatives }, { types, links, typeOfProperty }) {
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
      if (type !== void 0) types.set(field, type);
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
  const linked = new Map([...one.linked, ...other.linked].map((link2) => [keyOfReach(link2), link2]));
  const sorted = [...linked].sort(([a], [b2]) => a < b2 ? -1 : 1).map(([, link2]) => link2);
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
var implies2 = (one, other, typeOf) => impliesAlternative(one.compared, other.compared, typeOf) && other.linked.every((link2) => one.linked.some((own2) => keyOfReach(own2) === keyOfReach(link2)));
var keyOfRecordAlternative = ({ compared, linked }) => `${keyOfAlternative(compared)}${linked.map(keyOfReach).join()}`;
var nameFirstList = (path) => path.slice(0, path.findIndex(({ many }) => many) + 1).map(({ name }) => name).join(".");
function findCaslGap({ compared, linked }, links) {
  const lists2 = linked.map(({ path }) => nameFirstList(path));
  const twice = lists2.find((list, at2) => lists2.indexOf(list) < at2);
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
var mostCompared = 4096;
function spellSide({ reach, types }) {
  if (reach === "all") return { alternatives: "all", typeOf: () => void 0, links: /* @__PURE__ */ new Map(), types };
  const spelled = spellOut(reach, types.typeOf, mostCompared);
  return spelled && { ...spelled, types };
}
var listCompared = ({ alternatives }) => alternatives === "all" ? [] : alternatives.flatMap(({ compared }) => compared);
var readColumnType = ({ typeOf }, field) => typeOf(field) ?? "object";
function hasOtherZone(from, to) {
  const [before, after] = [listDates(from), listDates(to)];
  return [...before].some(([column, dates]) => {
    const others = after.get(column) ?? /* @__PURE__ */ new Set();
    const gone = [...dates].filter((date) => !others.has(date)).map(readZone);
    const added = [...others].filter((date) => !dates.has(date)).map(readZone);
    return gone.some((zone) => added.some((other) => other !== zone));
  });
}
function listDates(reached) {
  const found2 = /* @__PURE__ */ new Map();
  for (const { property, operand } of listCompared(reached)) {
    if (readColumnType(reached, property) !== "date" || isHole(operand)) continue;
    const known = found2.get(property) ?? /* @__PURE__ */ new Set();
    found2.set(property, known);
    for (const date of Array.isArray(operand) ? operand : [operand])
      if (typeof date === "string") known.add(date);
  }
  return found2;
}
var mostPieces = 2e4;
function isCovered(box, boxes, space2, budget) {
  const { sizes } = space2;
  if (!space2.isPossible(box)) return true;
  const near = boxes.filter((one) => hasOverlap(one, box));
  if (near.some((one) => isContaining(one, box, sizes))) return true;
  budget.left--;
  const [first, ...rest] = near;
  if (!first || budget.left < 0) return false;
  const inside = new Map(box);
  for (const [respect, allowed] of first) {
    const mine = inside.get(respect) ?? makeAllBits(sizes.get(respect) ?? 0);
    const outside = difference(mine, allowed);
    if (isEmpty(outside)) continue;
    if (!isCovered(new Map(inside).set(respect, outside), rest, space2, budget)) return false;
    inside.set(respect, intersection(mine, allowed));
  }
  return true;
}
function hasOverlap(one, other) {
  for (const [respect, allowed] of one) {
    const others = other.get(respect);
    if (others && !intersects(allowed, others)) return false;
  }
  return true;
}
function isContaining(outer, inner, sizes) {
  for (const [respect, allowed] of outer) {
    const mine = inner.get(respect) ?? makeAllBits(sizes.get(respect) ?? 0);
    if (!isEmpty(difference(mine, allowed))) return false;
  }
  return true;
}
function makeAllBits(size) {
  const bits = emptyBits(size).fill(4294967295);
  const over = size & 31;
  if (over > 0) bits[bits.length - 1] = 2 ** over - 1;
  return bits;
}
var isOfAbsence = ({ operator, operand }) => operator === "$exists" && operand === false;
function findAbsences(alternative, recordOf) {
  const groups = groupBy(alternative, (comparison) => recordOf(comparison).path);
  return [...groups.values()].filter((group) => group.every(isOfAbsence)).map(([first]) => recordOf(first));
}
var listFieldAbsences = (on, alternative) => findAbsences(alternative, (comparison) => ({
  path: keyOfPath(makeFieldPath([], comparison)),
  on: findComparedModel(on, comparison)
}));
var found = /* @__PURE__ */ new WeakMap();
function findComparedColumns(matrix, catalog = matrix.policy.catalog) {
  const byCatalog = found.get(matrix) ?? /* @__PURE__ */ new Map();
  found.set(matrix, byCatalog);
  const known = byCatalog.get(catalog) ?? makeComparedColumns(matrix, catalog);
  byCatalog.set(catalog, known);
  return known;
}
function makeComparedColumns({ rows }, catalog) {
  const parts = groupParts(new Set(rows.map(({ role }) => role)));
  return new Map(
    catalog.models.flatMap((model) => {
      const ends = /* @__PURE__ */ new Map();
      for (const { on, reach } of [...parts.get("*") ?? [], ...parts.get(model.name) ?? []]) {
        const path = pathTo(model, on);
        if (path && reach !== "all") addEnds(linkTo(on, path, reach), ends);
      }
      const compared = [...ends].sort(([a], [b2]) => a < b2 ? -1 : 1).flatMap(([, end]) => columnsAt(end, catalog));
      return compared.length > 0 ? [[model.name, compared]] : [];
    })
  );
}
function groupParts(roles) {
  const bySubject = /* @__PURE__ */ new Map();
  const known = /* @__PURE__ */ new Map();
  for (const { portfolio } of roles)
    for (const { pattern, items } of portfolio.entries.values()) {
      const { subject } = readEntryPattern(pattern);
      for (const part of items.flatMap(({ parts }) => parts)) {
        const key = `${subject} ${part.on}`;
        const reaches = known.get(key) ?? /* @__PURE__ */ new Set();
        known.set(key, reaches);
        if (reaches.has(part.reach)) continue;
        reaches.add(part.reach);
        bySubject.set(subject, [...bySubject.get(subject) ?? [], part]);
      }
    }
  return bySubject;
}
function addEnds({ on, path, alternatives }, ends) {
  for (const comparison of alternatives.flat()) {
    const whole = makeFieldPath(path, comparison);
    const key = keyOfPath(whole);
    const end = ends.get(key) ?? { path: whole, on: findComparedModel(on, comparison), names: /* @__PURE__ */ new Set() };
    ends.set(key, end);
    end.names.add(readComparedColumn(comparison));
  }
}
function columnsAt({ path, on: name, names: names2 }, catalog) {
  const on = catalog.modelOf.get(name);
  return on ? [{ path, on, columns: on.properties.filter((property) => names2.has(property.name)) }] : [];
}
function listLinks(reach) {
  if (reach === "all") return [];
  return reach.kind === "linked" ? [reach] : reach.of.flatMap(listLinks);
}
function listComparedColumns(matrix, catalog = matrix.policy.catalog) {
  const byModel = /* @__PURE__ */ new Map();
  for (const compared of findComparedColumns(matrix, catalog).values())
    for (const { on, columns } of compared) {
      const known = byModel.get(on.name) ?? /* @__PURE__ */ new Set();
      byModel.set(on.name, known);
      for (const column of columns) known.add(column);
    }
  return new Map(
    catalog.models.flatMap(({ name, properties }) => {
      const columns = byModel.get(name);
      return columns ? [[name, properties.filter((property) => columns.has(property))]] : [];
    })
  );
}
var writeReachMeaning = ({ reach, types }) => JSON.stringify([
  keyOfReach(reach),
  reach === "all" ? [] : listLinks(reach).map((link2) => writeLinkMeaning(link2, { types })),
  [...types.attributes]
]);
var writeMeaning = ({ compared, linked }, side) => JSON.stringify([
  compared.map((comparison) => [
    comparison.property,
    side.links.get(comparison.property)?.on,
    writeComparisonMeaning(comparison, side.typeOf(comparison.property), side.types)
  ]),
  linked.map((link2) => writeLinkMeaning(link2, side)),
  writeAbsences(listAbsences(compared, side), side.types)
]);
var writeAbsences = (absences, { namesOf: namesOf2 }) => absences.map(({ path, on }) => [path, ...[...namesOf2(on)].sort()]);
var listAbsences = (compared, side) => findAbsences(compared, ({ property }) => findComparedRecord(property, side));
function findComparedRecord(field, { links }) {
  const { path = [], on = "" } = links.get(field) ?? {};
  return { path: keyOfPath(path), on, column: field.slice(prefixOf(path).length) };
}
var writeLinkMeaning = ({ on, path, alternatives }, { types }) => JSON.stringify([
  on,
  keyOfPath(path),
  alternatives.map((alternative) => [
    alternative.map((comparison) => [
      comparison.property,
      comparison.through?.map(({ model }) => model),
      writeComparisonMeaning(
        comparison,
        types.typeOf(findComparedModel(on, comparison), readComparedColumn(comparison)),
        types
      )
    ]),
    writeAbsences(listFieldAbsences(on, alternative), types)
  ])
]);
var writeComparisonMeaning = ({ operator, operand }, type, { attributes }) => [
  // No fraction meets a comparison with a property of integers, which else compares as numbers do.
  operator === "$exists" ? "" : type === "integer" ? type : familyOf(type ?? "object"),
  operator,
  operand,
  isHole(operand) ? attributes.get(operand.$user) : ""
];
function prepareSpace(from, to, areLinksWithin2) {
  let made;
  return () => {
    made ??= makeSpace(from, to, areLinksWithin2);
    return made;
  };
}
function makeSpace(from, to, areLinksWithin2) {
  const attributes = [from, to].flatMap(({ types }) => [...types.attributes.keys()]);
  const operands = /* @__PURE__ */ new Map();
  for (const side of [from, to])
    for (const { property, operator, operand } of listCompared(side)) {
      const column = nameColumn(side, property);
      const known = operands.get(column) ?? [];
      operands.set(column, known);
      if (operator !== "$exists" && !isHole(operand))
        known.push({ type: readColumnType(side, property), operand });
    }
  const lines = new Map([...operands].map(([column, of]) => [column, drawValueLine(of)]));
  const sizes = new Map([...lines].map(([column, { kinds }]) => [column, kinds.length]));
  const lacking = listLackingRecords([from, to]);
  const unequal = [...lines].flatMap(
    ([column, line]) => [true, false].map((isWhole) => ({
      column,
      numbers: selectKinds(line, (kind) => kind.sort === "number" && kind.isWhole === isWhole),
      ofUser: isWhole ? usableAsFraction : usableAsInteger
    }))
  );
  return {
    sizes,
    isPossible: (box) => !unequal.some(({ column, numbers, ofUser }) => {
      const allowed = box.get(column);
      return allowed !== void 0 && isSubset(allowed, numbers) && attributes.some(
        (attribute) => isWithinBits(box.get(nameOrder(column, attribute)), [orderEqual]) && isWithinBits(box.get(nameUser(attribute)), [ofUser])
      );
    }),
    boxOf({ compared, linked }, side) {
      const box = /* @__PURE__ */ new Map();
      const limit = (respect, size, allowed) => {
        sizes.set(respect, size);
        const known = box.get(respect);
        box.set(respect, known ? intersection(known, allowed) : allowed);
      };
      for (const { property } of compared) limitToPath(side.links.get(property), limit);
      for (const comparison of compared) limitToComparison(comparison, side, lines, limit);
      for (const link2 of linked) limitToLink(link2, side, side === from ? to : from, areLinksWithin2, limit);
      for (const comparison of compared) limitToKnownNames(comparison, side, [from, to], lacking, limit);
      return [...box.values()].some(isEmpty) ? void 0 : box;
    }
  };
}
var nameOrder = (column, attribute) => `order ${column} ${attribute}`;
var nameUser = (attribute) => `user ${attribute}`;
var isWithinBits = (allowed, kinds) => allowed !== void 0 && isSubset(allowed, makeBits(kinds));
var nameColumn = ({ links }, field) => `column ${links.get(field)?.on} ${field}`;
function limitToPath(link2, limit) {
  const { path = [], on = "" } = link2 ?? {};
  for (const step of path.keys())
    limit(
      `link ${keyOfPath(path.slice(0, step + 1))} ${step === path.length - 1 ? on : ""}`,
      2,
      makeBits([1])
    );
}
var listLackingRecords = (sides) => new Set(
  sides.flatMap(
    (side) => side.alternatives === "all" ? [] : side.alternatives.flatMap(({ compared }) => listAbsences(compared, side).map(({ path }) => path))
  )
);
function limitToKnownNames(comparison, side, [from, to], lacking, limit) {
  const { path, on, column } = findComparedRecord(comparison.property, side);
  if (!lacking.has(path)) return;
  const other = side === from ? to : from;
  const isOfOneSide = isOfAbsence(comparison) ? side.types.namesOf(on).some((name) => !other.types.namesOf(on).includes(name)) : !other.types.namesOf(on).includes(column);
  limit(`known by ${path}`, 4, makeBits([0, ...isOfOneSide ? [side === from ? 1 : 2] : []]));
}
function limitToLink(link2, side, other, areLinksWithin2, limit) {
  limit(`list ${writeLinkMeaning(link2, side)}`, 2, makeBits([1]));
  for (const asking of [side, other])
    for (const { linked } of asking.alternatives === "all" ? [] : asking.alternatives)
      for (const wanted of linked)
        if (isAlong(link2, wanted) && areLinksWithin2([link2], [wanted], side, asking))
          limit(`list ${writeLinkMeaning(wanted, asking)}`, 2, makeBits([1]));
}
function limitToComparison({ property, operator, operand }, reached, lines, limit) {
  const column = nameColumn(reached, property);
  const line = lines.get(column) ?? drawValueLine([]);
  const type = readColumnType(reached, property);
  const onColumn = (allowed) => limit(column, line.kinds.length, allowed);
  if (operator === "$exists") {
    onColumn(selectKinds(line, ({ sort }) => sort === "missing" !== (operand === true)));
    return;
  }
  if (type === "list") {
    onColumn(selectKinds(line, ({ sort }) => sort === "list"));
    limitToContents({ property, type, operator, operand }, reached, limit);
    return;
  }
  if (!isHole(operand)) {
    onColumn(selectKindsMeeting(line, type, operator, operand));
    return;
  }
  const isEquality2 = operator === "$eq" || operator === "$in";
  const isAtLeast = isEquality2 || operator === "$gt" || operator === "$gte";
  onColumn(
    selectKinds(
      line,
      (kind) => isComparable(type, kind) && // A value that equals a date of the user is written as a date.
      !(isEquality2 && familyOf(type) === "date" && kind.sort === "text" && kind.writes !== "date") && // No user has empty text, and no text comes before it.
      !(isAtLeast && kind.sort === "text" && kind.at === line.places.text.get(""))
    )
  );
  limitToUser(operand, reached, limit);
  if (takesList(operator)) {
    limit(`items ${familyOf(type)} ${operand.$user}`, 2, makeBits([1]));
    if (type === "integer") limit(`items ${type} ${operand.$user}`, 2, makeBits([1]));
    limit(`member ${column} ${operand.$user}`, 2, makeBits([operator === "$in" ? 1 : 0]));
  } else limit(nameOrder(column, operand.$user), 3, makeBits(orders[operator]));
}
function limitToContents({ property, operator, operand }, reached, limit) {
  const column = nameColumn(reached, property);
  const wanted = makeBits([operator === "$eq" || operator === "$in" ? 1 : 0]);
  if (isHole(operand)) {
    limitToUser(operand, reached, limit);
    limit(`${takesList(operator) ? "meets" : "contains"} ${column} user ${operand.$user}`, 2, wanted);
    return;
  }
  for (const item of [operand].flat())
    limit(`contains ${column} ${JSON.stringify(item)}`, 2, wanted);
}
function limitToUser({ $user }, { types }, limit) {
  const usable = listUsableKinds(types.attributes.get($user) ?? "object");
  limit(nameUser($user), attributeKinds.length, makeBits(usable));
}
var orders = { $eq: [1], $gt: [2], $gte: [1, 2], $lt: [0], $lte: [0, 1], $ne: [0, 2] };
var attributeKinds = [
  "other",
  "text",
  "written date",
  "date",
  "integer",
  "fraction",
  "boolean",
  "list"
];
var [usableAsInteger, usableAsFraction] = [
  attributeKinds.indexOf("integer"),
  attributeKinds.indexOf("fraction")
];
var [orderEqual] = orders.$eq;
function listUsableKinds(type) {
  switch (type) {
    case "id":
    case "string":
      return [1, 2];
    case "date":
      return [2, 3];
    case "integer":
      return [4];
    case "number":
      return [4, 5];
    case "boolean":
      return [6];
    case "list":
      return [7];
    case "object":
      return [];
  }
}
function makeBits(kinds) {
  const bits = emptyBits(1);
  for (const kind of kinds) bits[0] = (bits[0] ?? 0) | 1 << kind;
  return bits;
}
var isAlong = (one, other) => one.on === other.on && keyOfPath(one.path) === keyOfPath(other.path);
function compareReaches(before, after) {
  const [from, to] = [spellSide(before), spellSide(after)];
  if (!from || !to) return writeReachMeaning(before) === writeReachMeaning(after) ? "same" : "shifted";
  const space2 = prepareSpace(from, to, areLinksWithin);
  const isKept = isWithin(from, to, space2);
  const isBounded = isWithin(to, from, space2);
  if (isKept && isBounded) return "same";
  if (!isKept && !isBounded || hasOtherZone(from, to)) return "shifted";
  return isKept ? "widened" : "narrowed";
}
function isWithin(inner, outer, space2) {
  if (outer.alternatives === "all") return true;
  if (inner.alternatives === "all") return false;
  const known = new Set(outer.alternatives.map((alternative) => writeMeaning(alternative, outer)));
  const others = inner.alternatives.filter((alternative) => !known.has(writeMeaning(alternative, inner)));
  if (others.length === 0) return true;
  const made = space2();
  const { boxOf } = made;
  const boxes = outer.alternatives.flatMap((alternative) => spellOutContents(alternative) ?? []).flatMap((alternative) => boxOf(alternative, outer) ?? []);
  const budget = { left: mostPieces };
  return others.every((alternative) => {
    if (isLinkWithin(alternative, inner, outer)) return true;
    return spellOutContents(alternative)?.every((one) => {
      const box = boxOf(one, inner);
      return box === void 0 || isCovered(box, boxes, made, budget);
    });
  });
}
var mostSpelledOut = 500;
function spellOutContents({ compared, linked }) {
  let spelled = [[]];
  for (const comparison of compared) {
    const { type, operator, operand } = comparison;
    const ways2 = type === "list" && operator === "$in" && Array.isArray(operand) ? operand.map((item) => ({ ...comparison, operator: "$eq", operand: item })) : [comparison];
    spelled = spelled.flatMap((left) => ways2.map((way) => [...left, way]));
    if (spelled.length > mostSpelledOut) return void 0;
  }
  return spelled.map((one) => ({ compared: one, linked }));
}
function isLinkWithin({ compared, linked }, inner, outer) {
  const [link2, more] = linked;
  if (!link2 || more || compared.length > 0 || outer.alternatives === "all") return false;
  const others = outer.alternatives.flatMap((other) => {
    const [only, second] = other.linked;
    return only && !second && other.compared.length === 0 && isAlong(only, link2) ? [only] : [];
  });
  return areLinksWithin([link2], others, inner, outer);
}
function areLinksWithin(links, others, inner, outer) {
  const sideOf = (group, { types }) => {
    const [first] = group;
    const alternatives = group.flatMap((link2) => link2.alternatives);
    const reach = first ? { ...first, path: [], alternatives } : noRecord;
    return spellSide({ reach, types });
  };
  const [from, to] = [sideOf(links, inner), sideOf(others, outer)];
  return from !== void 0 && to !== void 0 && isWithin(from, to, prepareSpace(from, to, areLinksWithin));
}
var typesOf = /* @__PURE__ */ new WeakMap();
function readTypes(policy, catalog) {
  const ofPolicy = typesOf.get(policy) ?? /* @__PURE__ */ new WeakMap();
  typesOf.set(policy, ofPolicy);
  const known = ofPolicy.get(catalog);
  if (known) return known;
  const made = {
    typeOf: makeTypeReader(catalog),
    namesOf: (model) => listRecordNames(catalog, model),
    attributes: policy.attributes
  };
  ofPolicy.set(catalog, made);
  return made;
}
var listRecordNames = (catalog, model) => [
  ...new Set(
    (catalog.modelOf.get(model)?.properties ?? []).flatMap(({ name }) => [name, name.split(".")[0] ?? name])
  )
];
function* groupRowsByTenant({
  policy,
  rows
}) {
  let next = 0;
  for (const tenant of policy.tenants) {
    const first = next;
    while (rows[next]?.tenant === tenant) next++;
    yield [tenant, rows.slice(first, next)];
  }
}
function* findEscalationPaths(matrix) {
  const escalations = maskCells(matrix.policy.catalog, ({ risk }) => risk === "escalation");
  for (const [{ catalog }, rows] of groupRowsByTenant(matrix)) {
    const held = emptyBits(catalog.cells.length);
    for (const { effective } of rows) addAll(held, effective);
    for (const row of rows) {
      const by = intersection(row.effective, escalations);
      const gains = difference(held, row.effective);
      if (isEmpty(by) || isEmpty(gains)) continue;
      yield {
        row,
        by: cellsIn(by, catalog),
        gains,
        // Computed only when read: a diff reads it for new paths alone, not for a thousand tenants.
        get reaches() {
          return rows.filter((other) => intersects(other.effective, gains));
        }
      };
    }
  }
}
function describeEffect(now, before, types) {
  const { catalog } = now.row.tenant;
  const known = before?.row.effective ?? emptyBits(catalog.cells.length);
  const list = (row, bits) => cellsIn(bits, catalog).map((cell) => describeHeld(row, cell));
  const compare = rememberComparisons(types);
  const keptCells = before ? cellsIn(now.row.effective, catalog).filter(({ index }) => has(known, index)) : [];
  return {
    holds: list(now.row, now.row.effective),
    adds: list(now.row, difference(now.row.effective, known)),
    takes: before ? list(before.row, difference(known, now.row.effective)) : [],
    moves: keptCells.flatMap((cell) => {
      if (!before) return [];
      const [from, to] = [reachOf(before.row, cell), reachOf(now.row, cell)];
      const how = compare(from, to);
      return how === "same" ? [] : [{ ...describeHeld(now.row, cell), before: describeRecords(from), how }];
    })
  };
}
var describeHeld = (row, cell) => ({
  permission: cell.permission,
  risk: cell.risk,
  records: describeRecords(reachOf(row, cell))
});
var words = /* @__PURE__ */ new WeakMap();
function describeRecords(reach) {
  if (reach === "all") return "every record";
  const known = words.get(reach) ?? `records of which ${describeReach(reach)}`;
  words.set(reach, known);
  return known;
}
function rememberComparisons(types) {
  const keys2 = /* @__PURE__ */ new WeakMap();
  const known = /* @__PURE__ */ new Map();
  const keyOf5 = (reach) => {
    if (reach === "all") return reach;
    const key = keys2.get(reach) ?? keyOfReach(reach);
    keys2.set(reach, key);
    return key;
  };
  return (before, after) => {
    if (before === after) return "same";
    const key = `${keyOf5(before)}
${keyOf5(after)}`;
    const relation = known.get(key) ?? compareReaches({ reach: before, types }, { reach: after, types });
    known.set(key, relation);
    return relation;
  };
}
var readTenantTypes = ({ policy, tenant: { catalog } }) => readTypes(policy, catalog);
function findEscalation({ matrix, row }, others) {
  const { tenant } = row;
  const rows = [...others.map((other) => ({ ...other, tenant })), row];
  for (const path of findEscalationPaths({ ...matrix, rows }))
    if (path.row === row)
      return {
        by: path.by.map(({ permission }) => permission),
        reaches: path.reaches.map((other) => other.role.name)
      };
  return void 0;
}
function listExceeded({ row }, giver, types) {
  const compare = rememberComparisons(types);
  return cellsIn(row.effective, row.tenant.catalog).flatMap((cell) => {
    const { permission } = cell;
    const held = giver.reachOf(permission);
    if (held === void 0) return [{ permission, because: "whoever gives it does not hold it" }];
    const reach = reachOf(row, cell);
    const how = compare(held, reach);
    if (how === "same" || how === "narrowed") return [];
    const because = `whoever gives it holds it for ${describeRecords(held)}, and the role for ${describeRecords(reach)}`;
    return [{ permission, because }];
  });
}
function writeBits(bits, first, end) {
  let bytes = "";
  for (let cell = first; cell < end; cell += 8)
    bytes += String.fromCharCode(byteAt(bits, cell) & 255 >> Math.max(0, cell + 8 - end));
  return btoa(bytes);
}
function byteAt(bits, cell) {
  const [word2, shift] = [cell >>> 5, cell & 31];
  const low = (bits[word2] ?? 0) >>> shift;
  return (shift > 24 ? low | (bits[word2 + 1] ?? 0) << 32 - shift : low) & 255;
}
function writeReach(reach) {
  if (reach === "all") return reach;
  switch (reach.kind) {
    case "linked":
      return {
        on: reach.on,
        through: reach.path.map(({ name, many }) => many ? { many: name } : name),
        alternatives: reach.alternatives.map(
          (alternative) => alternative.map(({ property, operator, operand }) => [property, operator, operand])
        )
      };
    case "union":
      return { anyOf: reach.of.map(writeReach) };
    case "common":
      return { allOf: reach.of.map(writeReach) };
  }
}
function listScopes(use, { cells }) {
  const found2 = /* @__PURE__ */ new Map();
  const byObject = /* @__PURE__ */ new Map();
  let model;
  const byAction = /* @__PURE__ */ new Map();
  for (const cell of cells) {
    if (cell.model !== model) byAction.clear();
    model = cell.model;
    const known = byAction.get(cell.action);
    const scope = known ?? scopeOfCell(cell);
    if (!known) byAction.set(cell.action, scope);
    add(scope[0], cell.index);
  }
  function scopeOfCell(cell) {
    const { reach } = readPortfolio(use, cell);
    const scope = byObject.get(reach) ?? scopeOf(reach);
    byObject.set(reach, scope);
    return scope;
  }
  function scopeOf(reach) {
    const key = keyOfReach(reach);
    const scope = found2.get(key) ?? [emptyBits(cells.length), reach];
    found2.set(key, scope);
    return scope;
  }
  return [...found2.values()];
}
function writeStoredRole(base, role, { matrix, row }, bound) {
  const { catalog } = row.tenant;
  const size = base.linked.policy.catalog.cells.length;
  const write = (bits) => catalog.cells.length > size ? [writeBits(bits, 0, size), writeBits(bits, size, catalog.cells.length)] : [writeBits(bits, 0, size)];
  const { held } = row.role.layer;
  const effective = bound ? matrix.effectiveOf(intersection(findHeldInRow(row), bound), row.tenant) : row.effective;
  return {
    version: storedVersion,
    digest: base.digest,
    tenant: base.name,
    role,
    grants: write(bound ? intersection(held, bound) : held),
    scopes: listScopes(row.role.portfolio, catalog).map(
      ([cells, reach]) => [write(cells), writeReach(reach)]
    ),
    columns: Object.fromEntries(
      [...listComparedColumns(matrix, catalog)].map(([model, columns]) => [
        model,
        Object.fromEntries(columns.map(({ name, type }) => [name, type]))
      ])
    ),
    effective: write(effective),
    names: writeNames(effective, catalog)
  };
}
function writeNames(bits, { cells }) {
  const names2 = {};
  for (const { index, subject, property, action } of cells) {
    if (!has(bits, index)) continue;
    const known = names2[subject] ?? { actions: [] };
    names2[subject] = known;
    if (property === void 0) known.actions.push(action);
    else if (action === "view" || action === "update") known[action] = [...known[action] ?? [], property];
  }
  return names2;
}
function readNames(names2, { tenant: { catalog } }) {
  const bits = emptyBits(catalog.cells.length);
  const isNamed = ({ subject, property, action }) => {
    const known = Object.hasOwn(names2, subject) ? names2[subject] : void 0;
    if (!known) return false;
    if (property === void 0) return known.actions.includes(action);
    return (action === "view" ? known.view : known.update)?.includes(property) === true;
  };
  for (const cell of catalog.cells) if (isNamed(cell)) add(bits, cell.index);
  return bits;
}
function isWithin2(compiled, whole) {
  const same = (key) => writeCanonicalJson(compiled[key] ?? null) === writeCanonicalJson(whole[key]);
  return isCellsWithin(compiled.grants, whole.grants) && isCellsWithin(compiled.effective, whole.effective) && same("scopes") && same("columns");
}
var isCellsWithin = (cells, whole) => Array.isArray(cells) && cells.length === whole.length && cells.every((text, at2) => isTextWithin(text, whole[at2] ?? ""));
function isTextWithin(text, whole) {
  if (typeof text !== "string" || text.length !== whole.length || !/^[A-Za-z0-9+/]*=*$/.test(text))
    return false;
  const [cells, all] = [atob(text), atob(whole)];
  return Array.from(cells, (_2, at2) => cells.charCodeAt(at2) & ~all.charCodeAt(at2)).every((more) => more === 0);
}
function countEdits(one, other) {
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_2, at2) => at2);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j2 = 1; j2 <= other.length; j2++) {
      const cost = one[i - 1] === other[j2 - 1] ? 0 : 1;
      const least = Math.min((last[j2] ?? 0) + 1, (row[j2 - 1] ?? 0) + 1, (last[j2 - 1] ?? 0) + cost);
      const isExchange = i > 1 && j2 > 1 && one[i - 1] === other[j2 - 2] && one[i - 2] === other[j2 - 1];
      row[j2] = isExchange ? Math.min(least, (before[j2 - 2] ?? 0) + cost) : least;
    }
    before = last;
    last = row;
  }
  return { steps: last[other.length] ?? 0 };
}
function nearest(written, names2) {
  if (written.length > longestName) return void 0;
  const wanted = fold(written);
  let best;
  let bestDistance = wanted.length < 2 ? 1 : Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const name of namesToCompare(wanted, names2)) {
    const other = fold(name);
    if (Math.abs(other.length - wanted.length) >= bestDistance) continue;
    const apart = countEdits(wanted, other).steps;
    if (apart < bestDistance) {
      best = name;
      bestDistance = apart;
    }
  }
  return best ?? soleBeginning(wanted, names2);
}
var longestName = 128;
var mostNames = 1e3;
function namesToCompare(wanted, names2) {
  const all = [...names2].sort();
  return all.length > mostNames ? all.filter((name) => fold(name).startsWith(wanted.slice(0, 1))) : all;
}
function soleBeginning(wanted, names2) {
  const near = [...names2].filter((name) => {
    if (name.length > longestName) return false;
    const other = fold(name);
    const isLikely = wanted.length >= 4 && Math.abs(wanted.length - other.length) <= 1;
    return isLikely && other.startsWith(wanted.slice(0, 2)) && countEdits(wanted, other).steps <= 2;
  });
  return near.length === 1 ? near[0] : void 0;
}
function didYouMean(written, names2) {
  const name = nearest(written, names2);
  return name === void 0 ? void 0 : `did you mean \`${name}\`?`;
}
var fold = (name) => name.toLowerCase().replace(/[\s_-]/g, "").replace(/s$/, "");
var synonyms = {
  add: "create",
  new: "create",
  read: "view",
  see: "view",
  edit: "update",
  write: "update",
  change: "update",
  delete: "remove",
  destroy: "remove",
  download: "export"
};
function suggestAction(written, possible) {
  const names2 = [...possible];
  const synonym = synonyms[written.toLowerCase()];
  return synonym && names2.includes(synonym) ? synonym : nearest(written, names2);
}
function suggestSubject(catalog, written, kind) {
  const owners = /* @__PURE__ */ new Map();
  if (kind === void 0 || kind === "action")
    for (const model of catalog.models)
      for (const name of [model.name, ...model.aliases]) owners.set(name, model.name);
  for (const toggle of togglesOf(catalog))
    if (kind === void 0 || kind === toggle.cell.kind) owners.set(toggle.name, toggle.name);
  return owners.get(written) ?? owners.get(nearest(written, owners.keys()) ?? "");
}
function findPermission(catalog, text) {
  const cell = catalog.cellOf.get(text);
  if (cell) return cell;
  const [, subject, property, action] = /^([^:.]*)(?:\.([^:]*))?:(.*)$/.exec(text) ?? [];
  if (subject === void 0 || action === void 0)
    return { reason: "it is not of the form `Model:action`, `Model.property:right` or `Name:use`" };
  const model = catalog.modelOf.get(subject);
  if (model) return explainInModel(model, property, action);
  const written = `${subject}:use`;
  if (catalog.cellOf.has(written))
    return { reason: `\`${subject}\` is not a model and has the one action \`use\``, suggestion: written };
  const name = suggestSubject(catalog, subject);
  const rest = text.slice(subject.length);
  return {
    reason: `nothing in the catalog is called \`${subject}\``,
    ...name && { suggestion: catalog.modelOf.has(name) ? `${name}${rest}` : `${name}:use` }
  };
}
function explainInModel(model, property, action) {
  if (property === void 0) {
    const near2 = suggestAction(action, model.actions.keys());
    return {
      reason: `model \`${model.name}\` supports ${listNames([...model.actions.keys()])}`,
      ...near2 && { suggestion: `${model.name}:${near2}` }
    };
  }
  const known = model.propertyOf.get(property);
  if (!known) {
    const near2 = nearest(property, model.propertyOf.keys());
    return {
      reason: `model \`${model.name}\` has no property \`${property}\``,
      ...near2 && { suggestion: `${model.name}.${near2}:${action}` }
    };
  }
  const near = suggestAction(action, known.rights.keys());
  const why = known.system && action === "update" ? "it is a system property and " : "";
  return {
    reason: `${why}\`${model.name}.${property}\` has ${listNames([...known.rights.keys()])}`,
    ...near && { suggestion: `${model.name}.${property}:${near}` }
  };
}
var isBuiltInAction = (word2) => builtInActions.includes(word2);
var isRight = (word2) => rights.includes(word2);
function measureClone(role, held, own2) {
  const wanted = intersection(role.layer.held, held);
  const most = own2 ? intersection(findHeldInCap(role), ceilingOf(own2, role)) : findHeldInCap(role);
  return {
    wanted,
    kept: intersection(wanted, most),
    more: difference(wanted, most)
  };
}
var findDropped = (role, copy) => difference(findHeldInCap(role), findHeldInCap(copy));
function spellGrants({ models, modules, features }, held, isClosed = () => false) {
  const isHeld2 = ({ cell }) => has(held, cell.index);
  return {
    models: models.flatMap((model) => spellModel(model, held, isClosed)),
    modules: modules.filter(isHeld2).map(({ name }) => name),
    features: features.filter(isHeld2).map(({ name }) => name)
  };
}
function spellModel(model, held, isClosed) {
  const actions = [...model.actions].filter(([, { index }]) => has(held, index)).map(([action]) => action);
  const gates = rights.filter((right) => actions.includes(right));
  const star = nameRights(
    gates.filter((right) => !isClosed(model.name, right)),
    gates
  );
  const cut = model.properties.flatMap((property) => {
    const selection = selectRights(property, gates, held);
    return String(selection) === String(star) ? [] : [[property.name, selection]];
  });
  if (actions.length === 0 && cut.length === 0) return [];
  const isSpelled = cut.length > 0 || star !== "all";
  const others = gates.length > 0 ? [["*", star]] : [];
  const properties = new Map(isSpelled ? [...cut, ...others] : []);
  return [{ name: model.name, actions, properties }];
}
function selectRights(property, gates, held) {
  const isHeld2 = (right) => has(held, property.rights.get(right)?.index ?? -1);
  const heldRights = rights.filter(isHeld2);
  if (heldRights.some((right) => !gates.includes(right))) return heldRights;
  return nameRights(
    heldRights,
    gates.filter((right) => property.rights.has(right))
  );
}
function nameRights(held, all) {
  if (held.length === all.length) return "all";
  return held.length === 0 ? "none" : held;
}
function raiseLayer(layer, cells, options) {
  let current = layer;
  const steps = [];
  const inOrder3 = [.../* @__PURE__ */ new Set([...cells, ...listGatesOfNameless(cells, options)])].toSorted(
    (a, b2) => Number(a.kind === "property") - Number(b2.kind === "property")
  );
  for (const cell of inOrder3) {
    if (readSaying(layer, cell).holds) continue;
    const gate = gatingActionOf(cell);
    const step = readSaying(current, cell).holds && steps.find((one) => gate && one.cells.includes(gate));
    if (step) {
      step.cells.push(cell);
      continue;
    }
    const { path, value } = findStep(current, cell, options);
    current = writeValueAt(current, path, value);
    steps.push({ path, cells: [cell] });
  }
  const paths = steps.map(({ path }) => path);
  const outermost = paths.filter(
    (path, at2) => !paths.some((other, index) => covers(other, path, index < at2))
  );
  return outermost.map((path) => ({
    path,
    before: readValueAt(layer, path),
    after: readValueAt(current, path),
    cells: steps.filter((step) => step.path === path || covers(path, step.path, true)).flatMap((step) => step.cells)
  }));
}
var listGatesOfNameless = (cells, options) => cells.flatMap((cell) => {
  const gate = gatingActionOf(cell);
  return gate && keyOf(cell, options) === "*" && !cells.includes(gate) ? [gate] : [];
});
function keyOf({ model, property = "" }, { isShared = false }) {
  const at2 = model?.propertyOf.get(property)?.at;
  return isShared && at2 && at2.document !== model?.at.document ? "*" : property;
}
function covers(outer, inner, equalsCount) {
  if (outer.length > inner.length || outer.length === inner.length && !equalsCount) return false;
  return outer.every((step, at2) => step === inner[at2]);
}
function findStep(layer, cell, options) {
  if (cell.kind === "module" || cell.kind === "feature") {
    const section = `${cell.kind}s`;
    return { path: [section], value: addName(readValueAt(layer, [section]), cell.subject) };
  }
  const models = readValueAt(layer, ["models"]);
  const step = findModelStep(models, cell, options);
  if (models !== void 0) return { path: ["models", ...step.path], value: step.value };
  return { path: ["models"], value: writeValueAt(void 0, step.path, step.value) };
}
function findModelStep(models, cell, options) {
  const { subject, property, action } = cell;
  const own2 = readValueAt(models, [subject]);
  const star = readValueAt(models, ["*"]);
  if (property !== void 0) return findPropertyStep(models, keyOf(cell, options), cell, options);
  const said = readStarFor(star, cell, options);
  const order = [...cell.model?.actions.keys() ?? []];
  if (own2 === void 0) {
    const value = addName(said, action, order);
    const isExact = !options.exactly || star !== void 0 || cell.model?.properties.length === 0;
    return { path: [subject], value: isExact ? value : { actions: value, properties: { "*": "none" } } };
  }
  if (isSelection(own2)) return { path: [subject], value: addName(own2, action, order) };
  const path = [subject, "actions"];
  return { path, value: addName(readValueAt(models, path) ?? said, action, order) };
}
function findPropertyStep(models, property, cell, options) {
  const { subject, action } = cell;
  const own2 = readValueAt(models, [subject]);
  if (own2 === void 0 && readValueAt(models, ["*"]) === void 0)
    return { path: [subject], value: { properties: { "*": "none", [property]: [action] } } };
  const stepOf = (value) => {
    if (isSelection(own2))
      return { path: [subject], value: { actions: own2, properties: { [property]: value } } };
    if (own2 === void 0) return { path: [subject], value: { properties: { [property]: value } } };
    return { path: [subject, "properties", property], value };
  };
  const inProperties = isSelection(own2) ? void 0 : readValueAt(own2, ["properties"]);
  const said = readValueAt(inProperties, [property]) ?? readStarFor(readValueAt(inProperties, ["*"]), cell, options);
  const step = stepOf(addName(said ?? [], action, rights));
  const raised = { models: writeValueAt(models, step.path, step.value) };
  const all = [...cell.model?.propertyOf.get(property)?.rights.values() ?? []];
  const isWanted = (one) => one.action === action || readSaying({ models }, one).holds;
  const isExact = all.every((one) => readSaying(raised, one).holds === isWanted(one));
  if (isExact && readSaying(raised, cell).holds) return step;
  return stepOf(
    rights.filter((right) => right === action || all.some((one) => one.action === right && isWanted(one)))
  );
}
function readStarFor(star, { model, property, kind }, { mayName }) {
  const rightsOf = model?.propertyOf.get(property ?? "")?.rights;
  const known = kind === "property" ? rightsOf : model?.actions;
  const cellOf2 = (name) => known?.get(String(name));
  const except = readValueAt(star, ["except"]);
  if (Array.isArray(except)) return { except: except.filter((name) => cellOf2(name) !== void 0) };
  if (!Array.isArray(star)) return star;
  return star.filter((name) => {
    const cell = cellOf2(name);
    return cell !== void 0 && mayName(cell);
  });
}
function addName(selection, name, order) {
  if (Array.isArray(selection)) {
    if (order) return order.filter((one) => one === name || selection.includes(one));
    const isSorted = selection.every((one, at2) => at2 === 0 || selection[at2 - 1] <= one);
    return isSorted ? [...selection, name].sort() : [...selection, name];
  }
  const except = readValueAt(selection, ["except"]);
  if (!Array.isArray(except)) return [name];
  const rest = except.filter((one) => one !== name);
  return rest.length === 0 ? "all" : { except: rest };
}
function readValueAt(value, path) {
  let found2 = value;
  for (const step of path) {
    if (typeof found2 !== "object" || found2 === null || !Object.hasOwn(found2, step)) return void 0;
    found2 = found2[step];
  }
  return found2;
}
function writeValueAt(value, [step, ...rest], leaf) {
  if (step === void 0) return copyBare(leaf);
  const copy = /* @__PURE__ */ Object.create(null);
  if (typeof value === "object" && value !== null) Object.assign(copy, value);
  copy[step] = writeValueAt(copy[step], rest, leaf);
  return copy;
}
function copyBare(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const copy = /* @__PURE__ */ Object.create(null);
  for (const [key, item] of Object.entries(value)) copy[key] = copyBare(item);
  return copy;
}
function lowerLayer(layer, cell, options) {
  if (!readSaying(layer, cell).holds) return layer;
  if (cell.kind === "module" || cell.kind === "feature") {
    const path2 = [`${cell.kind}s`];
    return writeValueAt(layer, path2, withoutName(readValueAt(layer, path2), cell.subject));
  }
  const [path, said, possible] = findSelection(layer, cell, options);
  return writeValueAt(prepareMap(layer, cell), path, withoutName(said, cell.action, possible));
}
function findSelection(layer, cell, options) {
  const { subject, property, action, model } = cell;
  const own2 = readValueAt(layer, ["models", subject]);
  const star = readStarFor(readValueAt(layer, ["models", "*"]), gatingActionOf(cell) ?? cell, options);
  if (property === void 0) {
    const possible2 = [...model?.actions.keys() ?? [action]];
    if (own2 === void 0) return [["models", subject], star, possible2];
    if (isSelection(own2)) return [["models", subject], own2, possible2];
    return [["models", subject, "actions"], readValueAt(own2, ["actions"]) ?? star, possible2];
  }
  const rightsOf = model?.propertyOf.get(property)?.rights;
  const possible = rights.filter((right) => rightsOf?.has(right));
  const starOf = readStarFor(readValueAt(own2, ["properties", "*"]) ?? "all", cell, options);
  const holds = (right) => {
    const one = rightsOf?.get(right);
    return one !== void 0 && readSaying(layer, one).holds;
  };
  const inherited = Array.isArray(starOf) ? rights.filter((right) => starOf.includes(right) && holds(right)) : starOf;
  const said = readValueAt(own2, ["properties", property]) ?? inherited;
  return [["models", subject, "properties", property], said, possible];
}
function prepareMap(layer, { subject, property }) {
  if (property === void 0) return layer;
  const own2 = readValueAt(layer, ["models", subject]);
  if (own2 === void 0) return layer;
  return isSelection(own2) ? writeValueAt(layer, ["models", subject], { actions: own2 }) : layer;
}
function withoutName(selection, name, possible = []) {
  const { isExcept, names: names2 } = readSelection(selection);
  if (!isExcept) {
    const rest2 = names2.filter((one) => one !== name);
    return rest2.length === 0 ? "none" : rest2;
  }
  const rest = possible.filter((one) => one !== name && !names2.includes(one));
  if (possible.length > 0 && rest.length === 0) return "none";
  return { except: [...names2, name].sort() };
}
var hasBrand = (value, brand2) => value instanceof Error && Reflect.get(value, brand2) === true;
var brand = /* @__PURE__ */ Symbol.for("plafond.RoleError");
var RoleError = class extends import_shared4.PermissionsError {
  static [Symbol.hasInstance](error) {
    return hasBrand(error, brand);
  }
  findings;
  get [brand]() {
    return true;
  }
  constructor(message, findings = []) {
    super("invalid-role", message);
    this.findings = findings;
  }
};
var mostText = 1024 * 1024;
var deepest2 = 32;
function readRole(document) {
  const text = writeJson(document);
  const value = copyJson(JSON.parse(text), deepest2);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new RoleError("a role is a map with `kind: Role`");
  const { kind, name } = value;
  if (kind !== "Role") throw new RoleError("a role is a map with `kind: 'Role'`, and another came");
  const label = typeof name === "string" ? `Role/${name.slice(0, 128)}` : "Role";
  return { document: { source: { path: label, text }, index: 0, isEdited: true }, kind, value };
}
function readPolicyDocument(label, written) {
  const value = copyJson(written, Number.POSITIVE_INFINITY);
  return { document: { source: new LazySource(label, written), index: 0 }, kind: value.kind, value };
}
var LazySource = class {
  path;
  #value;
  #text;
  constructor(path, value) {
    this.path = path;
    this.#value = value;
  }
  get text() {
    this.#text ??= JSON.stringify(this.#value, void 0, 2);
    return this.#text;
  }
};
function writeJson(value) {
  let text;
  try {
    text = JSON.stringify(value, void 0, 2);
  } catch {
    throw new RoleError("a role is plain data that JSON can hold");
  }
  if (text === void 0) throw new RoleError("a role is a map with `kind: Role`");
  if (text.length > mostText) throw new RoleError(`a role has at most ${mostText} characters as JSON`);
  return text;
}
function copyJson(value, left) {
  if (typeof value !== "object" || value === null) return value;
  if (left === 0) throw new RoleError("a role is not nested that deep");
  if (Array.isArray(value)) return value.map((item) => copyJson(item, left - 1));
  const bare = /* @__PURE__ */ Object.create(null);
  for (const [key, item] of Object.entries(value)) bare[key] = copyJson(item, left - 1);
  return bare;
}
function makeVisible(text) {
  return isPlain.test(text) ? text : text.replace(findHidden(), spellCharacter);
}
var isPlain = /^[ -~]*$/;
var findHidden = () => /(?!\uFE0F)[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}](?<! )/gu;
var spellCharacter = (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
var lineStartsOf = /* @__PURE__ */ new WeakMap();
function findPosition(source, offset) {
  const starts = findLineStarts(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = low + high + 1 >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: Math.min(offset, source.text.length) - (starts[low] ?? 0) + 1 };
}
function findLineStarts(source) {
  const known = lineStartsOf.get(source);
  if (known) return known;
  const starts = [0];
  for (let at2 = source.text.indexOf("\n"); at2 !== -1; at2 = source.text.indexOf("\n", at2 + 1))
    starts.push(at2 + 1);
  lineStartsOf.set(source, starts);
  return starts;
}
var none = {};
var catalogCodes = {
  "unknown-permission": {
    severity: "error",
    message: (p) => `no such permission \`${p.permission}\`: ${p.reason}`,
    why: "a permission is one cell of the matrix: `Model:action`, `Model.property:right` or `Name:use`"
  },
  "action-lacks-prerequisite": {
    severity: "error",
    message: (p) => `\`${p.permission}\` requires \`${p.needed}\`, which model \`${p.model}\` does not support`,
    why: "an action that requires what cannot be permitted can never take effect"
  },
  "alias-is-a-name": {
    severity: "error",
    message: (p) => `alias \`${p.alias}\` of model \`${p.model}\` is the name of ${p.what}`,
    why: "whoever writes it means one of the two, and would be told the other"
  },
  "not-in-generation": {
    severity: "error",
    message: (p) => p.generation === void 0 ? `model \`${p.model}\` belongs to no generation before this one` : `model \`${p.model}\` does not belong to generation \`${p.generation}\``,
    why: "what became of a model is said of models of the generation before, and leads to models of this one"
  },
  "requires-own-property": {
    severity: "error",
    message: (p) => `model \`${p.model}\` requires \`${p.permission}\`, a right on a property of its own`,
    why: "the rights on the properties of a model hang on its actions already"
  },
  "prerequisite-cycle": {
    severity: "error",
    message: (p) => `prerequisites run in a circle: ${p.cycle}`,
    why: "none of them could ever come first"
  },
  "path-ends-elsewhere": {
    severity: "error",
    message: (p) => `the path \`${p.path}\` ends at \`${p.model}\`, which does not have \`portfolio: self\``,
    why: "a portfolio selects records of a model with `portfolio: self`; whatever belongs to one leads to it"
  },
  "path-through-many": {
    severity: "error",
    message: (p) => `\`${p.name}\` of model \`${p.model}\` leads to many records, and a condition compares a field of one`,
    why: "of many records some may meet a comparison and others not, so it would not be said which one counts"
  },
  "relation-equals-property": {
    severity: "error",
    message: (p) => `model \`${p.model}\` has both a relation \`${p.name}\` and a property \`${p.property}\``,
    why: "a condition could mean either: what a record holds under one name is a value or another record"
  },
  "model-takes-no-properties": {
    severity: "error",
    message: (p) => `model \`${p.model}\` has no \`properties\` to which tenant \`${p.tenant}\` could add its own`,
    why: "with a first property a model becomes a closed world, and the catalog decides that for every tenant"
  },
  "property-inside-property": {
    severity: "error",
    message: (p) => `property \`${p.name}\` of model \`${p.model}\` lies inside or around its property \`${p.other}\``,
    why: "one switch would be about a part of what the other is about"
  },
  "filter-outside-list": {
    severity: "error",
    message: () => "a filter stands in a list, beside whatever else the role reaches",
    why: "a role may join a filter with portfolios, and reach other records with each permission"
  },
  "filter-on-unknown-model": {
    severity: "error",
    message: (p) => `this filter does not say which model it is on: ${p.roots}`,
    why: "a filter selects records of one model; which one goes without saying where one alone has `portfolio: self`"
  },
  "portfolio-pattern": {
    severity: "error",
    message: (p) => `\`${p.pattern}\` is no pattern of a portfolio`,
    why: "a portfolio is told for actions on models, by `Model:action`, `Model:*`, `*:action` or `*`"
  },
  "portfolio-matches-nothing": {
    severity: "error",
    message: (p) => `no permission on records matches \`${p.pattern}\``,
    why: "an entry that matches nothing limits nothing, and whoever wrote it believes that it does"
  },
  "portfolio-applies-nowhere": {
    severity: "error",
    message: (p) => `\`${p.label}\` selects records of ${p.on}, and nothing that \`${p.pattern}\` matches leads there`,
    why: "a portfolio limits the model that it is on, and those whose `through` passes it or ends at it"
  },
  "portfolio-missing": {
    severity: "error",
    message: (p) => `role \`${p.role}\` holds ${p.permissions}, and no portfolio says on which records`,
    why: "nobody reaches every record by a silent default"
  },
  "reach-too-large": {
    severity: "error",
    message: (p) => `role \`${p.role}\` reaches records by \`${p.permission}\` in more than ${p.limit} ways`,
    why: "each way becomes a rule, and what must hold together is multiplied out"
  },
  "unknown-attribute": {
    severity: "error",
    message: (p) => `unknown user attribute \`${p.name}\``,
    why: "only what the Principal declares is known of the signed-in user"
  },
  "unsupported-operator": {
    severity: "error",
    message: (p) => `operator \`${p.operator}\` ${p.reason}`,
    why: "a condition must select the same records in JavaScript and in every database"
  },
  "wrong-operand": {
    severity: "error",
    message: (p) => `\`${p.property}\` is ${addArticle(p.type)} and cannot be compared with ${p.found}`,
    why: "values of different types never match, so the condition would select nothing"
  },
  "condition-never-holds": {
    severity: "warning",
    message: (p) => `this condition can never hold: ${p.reason}`,
    why: "a portfolio that reaches no record is a mistake"
  },
  "condition-too-large": {
    severity: "error",
    message: (p) => `this condition has more than ${p.limit} alternatives when spelled out`,
    why: "each alternative becomes one rule for every model"
  }
};
var ceilingCodes = {
  "above-cap": {
    severity: "error",
    message: (p) => `role \`${p.role}\` names \`${p.permission}\`, which ${p.cap} does not hold`,
    why: "naming a permission is a demand, and a demand above the cap would silently come to nothing"
  },
  "above-ceiling": {
    severity: "warning",
    message: (p) => `role \`${p.role}\` names \`${p.permission}\`, which ${p.refused}`,
    why: "the grant takes no effect until the ceiling is raised"
  },
  "cap-not-monotone": {
    severity: "error",
    message: (p) => `user type \`${p.lower}\` holds \`${p.permission}\`${p.more > 0 ? ` and ${p.more} more` : ""}, which the higher \`${p.higher}\` does not`,
    why: "a higher rank covers a lower one, or a user could lose rights by a better user type"
  },
  "duplicate-rank": {
    severity: "error",
    message: (p) => `user type \`${p.name}\` has rank ${p.rank}, which \`${p.other}\` has already`,
    why: "ranks order the user types of one audience, and every two of them must be comparable"
  },
  "seat-does-not-combine": {
    severity: "error",
    message: (p) => `seat \`${p.seat}\` does not combine with user type \`${p.userType}\``,
    why: "a seat adds to the user types it names and to no other"
  },
  "package-missing": {
    severity: "error",
    message: (p) => `seat \`${p.seat}\` needs package \`${p.package}\`, which tenant \`${p.tenant}\` has not bought`,
    why: "without the package the seat is not offered to the tenant"
  },
  "several-generations": {
    severity: "error",
    message: (p) => `tenant \`${p.tenant}\` has ${p.names} of \`${p.of}\` at once and does not say why`,
    why: "generations stand in for each other, and with several the same can be done in two places"
  },
  "role-not-offered": {
    severity: "info",
    message: (p) => `role \`${p.role}\` is not offered in ${p.tenants}, without package \`${p.package}\``,
    why: "a shared role with a seat exists only where the package of the seat was bought"
  },
  "shared-role-reused": {
    severity: "error",
    message: (p) => `role \`${p.role}\` of tenant \`${p.tenant}\` has the name of a role that every tenant has`,
    why: "in this tenant the name would stand for two roles"
  },
  "custom-role-on-plan": {
    severity: "warning",
    message: (p) => `tenant \`${p.tenant}\` is on ${p.plan === void 0 ? "no plan" : `plan \`${p.plan}\``} and has a role of its own, \`${p.role}\``,
    why: "the settings say on which plans tenants have roles of their own"
  },
  "too-many-custom-roles": {
    severity: "error",
    message: (p) => `tenant \`${p.tenant}\` has ${count(p.roles, "role")} of its own, and the settings allow ${p.most}`,
    why: "roles of a tenant\u2019s own are bounded, so that somebody can still look through them"
  }
};
var fileCodes = {
  "no-policies": {
    severity: "error",
    message: (p) => `no policy files in \`${p.folder}\``,
    why: "a policy folder holds at least one `.yaml` or `.yml` file"
  },
  unreadable: {
    severity: "error",
    message: (p) => `cannot read it: ${p.reason}`,
    why: "a file that is left out could hold a ceiling"
  },
  "not-what-git-holds": {
    severity: "error",
    message: (p) => `not what git holds: ${p.reason}`,
    why: "what is reviewed is what git holds, so nothing else may be compiled"
  },
  "checkout-unverified": {
    severity: "info",
    message: (p) => `nobody knows whether git holds these files: ${p.reason}`,
    why: "a filter or a mark of git can make a file on disk another one than was reviewed"
  },
  "line-ends-in-git": {
    severity: "info",
    message: (p) => `git itself holds CRLF line ends, in ${p.files}`,
    why: "every line of such a file is changed for whoever saves it with the usual line ends"
  },
  "line-ends-on-disk": {
    severity: "info",
    message: (p) => `git writes CRLF line ends into ${p.files} of this checkout`,
    why: "they are the same policies, but other tools see other bytes, and a file that is new here gets such line ends too"
  },
  "not-text": {
    severity: "error",
    message: (p) => `not a text file: ${p.reason}`,
    why: "policies and exports are read as UTF-8"
  },
  syntax: {
    severity: "error",
    message: (p) => `not valid ${p.format ?? "YAML"}: ${p.detail}`,
    why: "what cannot be read cannot be enforced"
  },
  "no-stored-role": {
    severity: "error",
    message: (p) => `row ${p.row} is no role: ${p.reason}`,
    why: "a row that nobody can read gives nothing, whoever has the role"
  },
  "duplicate-key": {
    severity: "error",
    message: (p) => `key \`${p.key}\` is written twice`,
    why: "only one of the two could count, and a reader cannot see which"
  },
  "key-not-text": {
    severity: "error",
    message: () => "a key must be plain text",
    why: "every key of a policy is a name"
  },
  "unknown-tag": {
    severity: "error",
    message: (p) => `unknown YAML tag: ${p.detail}`,
    why: "a policy holds only text, numbers, yes or no, lists and maps"
  },
  "inexact-number": {
    severity: "error",
    message: (p) => `number \`${p.number}\` does not survive being read`,
    why: "a number is kept in 64 bits, exact up to 2^53 and about 16 digits: another number would be compared"
  },
  "too-many-aliases": {
    severity: "error",
    message: (p) => `the aliases of this document repeat more than ${p.limit} nodes`,
    why: "a short text with aliases can stand for more than any machine holds"
  },
  "too-deep": {
    severity: "error",
    message: (p) => `nested deeper than ${p.limit} levels`,
    why: "a policy needs eight levels; more is a mistake or an attack"
  },
  "too-large": {
    severity: "error",
    message: (p) => `the file holds more than ${p.limit}`,
    why: "one file that takes minutes to read holds up everybody; forty thousand users fit"
  },
  "policies-too-large": {
    severity: "error",
    message: (p) => `the policies hold more than ${p.limit}`,
    why: "a folder that takes hours to read holds up everybody; a fleet of ten thousand tenants fits many times"
  }
};
var invariantCodes = {
  "no-such-role": {
    severity: "error",
    message: (p) => `no tenant has a role \`${p.name}\``,
    why: "a rule about a role that does not exist looks like protection and is none"
  },
  "unknown-invariant": {
    severity: "error",
    message: (p) => `unknown invariant \`${p.name}\``,
    why: "a waiver of nothing says that something was agreed, and nobody can see what"
  },
  "invariant-checks-nobody": {
    severity: "warning",
    message: (p) => `invariant \`${p.invariant}\` is checked for no role: none has both a name and a user type it selects`,
    why: "what can never fail protects nobody"
  },
  "invariant-broken": {
    severity: "error",
    message: (p) => `${p.who} ${p.does} in ${p.where}, against invariant \`${p.invariant}\``,
    why: "an invariant says what no later change may undo by accident"
  },
  "invariant-waived": {
    severity: "info",
    message: (p) => `${p.holder} may break invariant \`${p.invariant}\` in ${p.where} until ${p.until}, says \`${p.owner}\``,
    why: "an exception that nobody sees is the rule"
  },
  "test-failed": {
    severity: "error",
    message: (p) => `test \`${p.test}\` expects that \`${p.permission}\`${p.on} is ${p.expected}, and it is ${p.actual}: ${p.because}`,
    why: "a test is a decision that somebody wrote down, and the policies now decide otherwise"
  },
  "waiver-expired": {
    severity: "error",
    message: (p) => `the waiver of invariant \`${p.invariant}\` for ${p.holder} ended on ${p.until}`,
    why: "an exception was agreed until a date, and nobody has agreed to more"
  },
  "waiver-ends-soon": {
    severity: "warning",
    message: (p) => `${p.holder} may break invariant \`${p.invariant}\` in ${p.where} only until ${p.until}, says \`${p.owner}\``,
    why: "the day after, it is an error, and whoever changes something else then would be stopped by it"
  },
  "waiver-useless": {
    severity: "warning",
    message: (p) => `this waiver waives nothing: ${p.holder} does not break invariant \`${p.invariant}\` in ${p.where}`,
    why: "an exception that is not needed any more would let the next mistake through"
  }
};
var lintCodes = {
  "dead-grant": {
    severity: "warning",
    message: (p) => `role \`${p.role}\` grants ${p.permissions} to no effect anywhere: ${p.reason}`,
    why: "a reader takes what a role names for what it gives"
  },
  "module-off-under-granted-models": {
    severity: "warning",
    message: (p) => `role \`${p.role}\` grants ${p.permissions} and not module \`${p.module}\`, without which that has no effect`,
    why: "records that can be reached through no module are not granted, whatever the role says"
  },
  "write-without-view": {
    severity: "warning",
    message: (p) => `${p.who} lets ${p.permissions} through without \`${p.view}\``,
    why: "whoever writes what they cannot see overwrites what others wrote"
  },
  "create-lacks-required": {
    severity: "info",
    message: (p) => `role \`${p.role}\` holds \`${p.create}\` without ${p.lacking}, which a new record must have`,
    why: "a required property that one cannot see or set may keep the record from being saved"
  },
  "type-higher-than-grants-need": {
    severity: "warning",
    message: (p) => `role \`${p.role}\` has user type \`${p.userType}\`, and all that it grants fits in \`${p.enough}\``,
    why: "everybody who holds the role is paid for as the higher user type"
  },
  "role-equals-full-mask": {
    severity: "warning",
    message: (p) => `role \`${p.role}\` spells out everything that \`${p.cap}\` can hold`,
    why: "a new role is filled in with the maximum, and this one was not cut down"
  },
  "seat-unlocks-nothing": {
    severity: "warning",
    message: (p) => `role \`${p.role}\` has seat \`${p.seat}\` and grants nothing that only the seat adds`,
    why: "everybody who holds the role is paid for with a seat"
  },
  "redundant-entry": {
    severity: "info",
    message: (p) => `this entry changes nothing: ${p.says}`,
    why: "an entry looks as if it made a difference, and the next reader will think that it does"
  },
  "portfolio-movable-by-holder": {
    severity: "info",
    message: (p) => `role \`${p.role}\` may update ${p.properties} of \`${p.model}\`, by which its portfolio is drawn`,
    why: "whoever sets what a portfolio goes by decides who else reaches the record"
  },
  "export-with-full-reach": {
    severity: "info",
    message: (p) => `role \`${p.role}\` holds ${p.permissions} with a portfolio that reaches everything`,
    why: "one download takes the records of all customers along"
  },
  "toggle-outreaches-records": {
    severity: "info",
    message: (p) => `${p.what} \`${p.name}\` requires ${p.permissions} on some record, and then works whatever the records`,
    why: "a module or a feature has no records of its own, so no portfolio limits it"
  },
  "union-completes-capability": {
    severity: "warning",
    message: (p) => `${p.who} all that capability \`${p.capability}\` requires by roles ${p.roles} together in ${p.tenants}`,
    why: "each role was judged without the other, and only together do they escalate"
  },
  "given-by-several-roles": {
    severity: "info",
    message: (p) => `${p.who} ${p.permissions} only by roles ${p.roles} together in ${p.tenants}`,
    why: "what one role lacks for it another brings, and whoever reads either role alone does not see it"
  },
  "locked-out": {
    severity: "warning",
    message: (p) => `no ${p.who} of tenant \`${p.tenant}\` holds ${p.capabilities}`,
    why: "a tenant in which nobody can change rights cannot help itself"
  },
  "shared-role-holds-sensitive": {
    severity: "warning",
    message: (p) => `role \`${p.role}\`, which every tenant has, holds ${p.permissions}, sensitive properties that only \`${p.tenant}\` has`,
    why: "a star reaches what a tenant adds, and whoever wrote the role could not know of it"
  },
  "unused-role": {
    severity: "info",
    message: (p) => `${p.who} \`${p.role}\``,
    why: "a role that nobody holds or includes is still there to be used, and nobody looks after it"
  },
  "closed-in-casl": {
    severity: "info",
    message: (p) => `${p.who} ${p.asks} by ${p.permissions}, and CASL's rules leave that out`,
    why: "a condition of CASL has room for one demand on each list and for one comparison by each operator, and none for what is missing under a name with a dot: stock CASL denies what the facade allows"
  },
  "portfolio-entry-idle": {
    severity: "warning",
    message: (p) => `role \`${p.role}\` holds no permission that \`${p.pattern}\` matches`,
    why: "an entry of a portfolio grants nothing, and whoever wrote it may believe that it does"
  },
  "limited-in-part": {
    severity: "warning",
    message: (p) => `role \`${p.role}\` reaches some records by ${p.limited}, and every record by ${p.free}`,
    why: "no portfolio has to limit the model, so what no entry speaks of works on every record"
  },
  "entry-overrides-wider": {
    severity: "info",
    message: (p) => `role \`${p.role}\` reaches ${p.reaches} records by ${p.permissions} than its entry \`${p.wider}\` says`,
    why: "the most specific entry counts alone: it takes the place of a wider one and adds nothing to it"
  }
};
var nameCodes = {
  "unknown-model": {
    severity: "error",
    message: (p) => `unknown model \`${p.name}\``,
    why: "the catalog says what can be permitted at all"
  },
  "unknown-property": {
    severity: "error",
    message: (p) => `model \`${p.model}\` has no property \`${p.name}\``,
    why: "the catalog says what can be permitted at all"
  },
  "unknown-placeholder": {
    severity: "error",
    message: (p) => `${p.of} has nothing to fill in for \`{${p.name}}\``,
    why: "a text is filled in where it says so in braces, and a word that nothing fills would be read by people"
  },
  "unknown-relation": {
    severity: "error",
    message: (p) => `model \`${p.model}\` has no relation \`${p.name}\``,
    why: "a path follows relations that the catalog declares, each of the model that the one before leads to"
  },
  "unknown-action": {
    severity: "error",
    message: (p) => `unknown action \`${p.name}\``,
    why: "the actions are create, view, update, remove, export and those that the catalog declares"
  },
  "unsupported-action": {
    severity: "error",
    message: (p) => `\`${p.name}\` is not supported by ${p.of}`,
    why: "the catalog says what can be permitted at all"
  },
  "unknown-right": {
    severity: "error",
    message: (p) => `unknown property right \`${p.name}\``,
    why: "a property has two rights: view and update"
  },
  "unknown-module": {
    severity: "error",
    message: (p) => `unknown module \`${p.name}\``,
    why: "the catalog says what can be permitted at all"
  },
  "unknown-feature": {
    severity: "error",
    message: (p) => `unknown feature \`${p.name}\``,
    why: "the catalog says what can be permitted at all"
  },
  "unknown-user-type": {
    severity: "error",
    message: (p) => `unknown user type \`${p.name}\``,
    why: "a role and a user have one of the declared user types"
  },
  "unknown-seat": {
    severity: "error",
    message: (p) => `unknown seat \`${p.name}\``,
    why: "a role and a user hold only declared seats"
  },
  "unknown-limit": {
    severity: "error",
    message: (p) => `\`${p.name}\` is neither a user type nor a seat`,
    why: "a tenant limits user types and seats"
  },
  "unknown-tenant": {
    severity: "error",
    message: (p) => `unknown tenant \`${p.name}\``,
    why: "a role, a list of users and a waiver speak of declared tenants"
  },
  "unknown-package": {
    severity: "error",
    message: (p) => `nothing belongs to package \`${p.name}\``,
    why: "packages are the ones that models, modules, features and seats name"
  },
  "unknown-generation": {
    severity: "error",
    message: (p) => p.of === void 0 ? `nothing is called \`${p.name}\` that has generations` : `\`${p.of}\` has no generation \`${p.name}\``,
    why: "a tenant has generations that a document of kind `Generations` lists"
  },
  "unknown-portfolio": {
    severity: "error",
    message: (p) => `unknown portfolio \`${p.name}\``,
    why: "a role reaches records through declared portfolios"
  },
  "unknown-role": {
    severity: "error",
    message: (p) => `tenant \`${p.tenant}\` has no role \`${p.name}\``,
    why: "a user holds roles that every tenant has or that its own tenant declares"
  },
  "portfolio-of-another-tenant": {
    severity: "error",
    message: (p) => `role \`${p.role}\` cannot name portfolio \`${p.portfolio}\`, which only tenant \`${p.tenant}\` has`,
    why: "what one tenant decides must not reach the roles of others"
  },
  "unknown-included-role": {
    severity: "error",
    message: (p) => `role \`${p.role}\` includes \`${p.name}\`, and there is no such role`,
    why: "a role includes roles that every tenant has, or that its own tenant declares"
  },
  "role-not-includable": {
    severity: "error",
    message: (p) => `role \`${p.role}\`${p.of === "" ? "" : ` of tenant \`${p.of}\``} cannot include \`${p.included}\`, which only tenant \`${p.tenant}\` has`,
    why: "what one tenant decides must not reach the roles of others"
  },
  "inclusion-cycle": {
    severity: "error",
    message: (p) => `a role cannot include itself: ${p.cycle}`,
    why: "a role that includes itself says nothing that it does not say already, and hides what it does say"
  },
  "unknown-record": {
    severity: "error",
    message: (p) => `test \`${p.test}\` has no record \`${p.name}\``,
    why: "a question about nothing has no answer, and a test that asks nothing would look like one that passed"
  },
  "cloned-from-unknown": {
    severity: "warning",
    message: (p) => `no role \`${p.name}\` to have been cloned from`,
    why: "the origin of a role is worth something only while it can be found"
  },
  "renamed-from-existing": {
    severity: "error",
    message: (p) => `${p.kind} \`${p.now}\` cannot have been called \`${p.name}\`: something has that name`,
    why: "a review compares what was renamed with what had the former name, and what is still there is compared with itself"
  }
};
var ofWhom = (p) => "of" in p ? ` of \`${p.of}\`` : "";
var shapeCodes = {
  "not-a-document": {
    severity: "error",
    message: (p) => `a policy document is a map with a \`kind\`, not ${p.found}`,
    why: "the kind says which rules a document follows"
  },
  "missing-kind": {
    severity: "error",
    message: () => "this document has no `kind`",
    why: "the kind says which rules a document follows"
  },
  "unknown-kind": {
    severity: "error",
    message: (p) => `unknown kind \`${p.kind}\``,
    why: "the kind says which rules a document follows"
  },
  "unknown-field": {
    severity: "error",
    message: (p) => `unknown field \`${p.field}\` in ${p.of}`,
    why: "a field that nobody reads looks like a rule and is none"
  },
  "missing-field": {
    severity: "error",
    message: (p) => `${p.of} has no \`${p.field}\``,
    why: "nothing is decided by a silent default"
  },
  "conflicting-fields": {
    severity: "error",
    message: (p) => `\`${p.field}\` and \`${p.other}\` cannot stand together in ${p.of}`,
    why: "the two would contradict each other, or one of them would mean nothing"
  },
  "wrong-type": {
    severity: "error",
    message: (p) => `${p.what} must be ${p.expected}, not ${p.found}`,
    why: "a value of another type would be read in a way its author did not mean"
  },
  "unknown-value": {
    severity: "error",
    message: (p) => `${p.what} cannot be \`${p.value}\`: it is ${p.allowed}`,
    why: "only these words have a meaning here"
  },
  "out-of-range": {
    severity: "error",
    message: (p) => `${p.what} ${p.limit}`,
    why: "the language page sets the limit"
  },
  "bad-name": {
    severity: "error",
    message: (p) => `\`${p.name}\` cannot name ${p.what}: a name like this is ${p.form}`,
    why: "names travel into code, files and messages, where only plain ones are safe"
  },
  "reserved-name": {
    severity: "error",
    message: (p) => `\`${p.name}\` cannot name ${p.what}: it is reserved`,
    why: "this word has a meaning of its own in CASL, JavaScript or npm"
  },
  "declared-twice": {
    severity: "error",
    message: (p) => "already" in p ? `\`${p.name}\` is already ${addArticle(p.already)}` : `${p.what} \`${p.name}\`${ofWhom(p)} is declared twice`,
    why: "a name stands for one thing"
  },
  "case-collision": {
    severity: "error",
    message: (p) => `${p.what} \`${p.name}\`${ofWhom(p)} differs from \`${p.other}\` only in ${p.of === void 0 ? "case, spaces, dashes or underscores" : "case"}`,
    why: "people and file systems confuse the two"
  }
};
var userCodes = {
  "role-not-assignable": {
    severity: "error",
    message: (p) => `${p.who} cannot hold role \`${p.role}\`: ${p.reason}`,
    why: "a user needs a user type at least as high as the role\u2019s and all of its seats"
  },
  "columns-left-aside": {
    severity: "info",
    message: (p) => `what this table has under ${p.columns} says nothing of ${p.whom} and is left aside`,
    why: "a column whose name is misspelt would be left aside like one that means something else"
  },
  "unknown-user": {
    severity: "error",
    message: (p) => `no user \`${p.name}\` is declared in ${p.where}`,
    why: "an exception for somebody who does not exist would be theirs who is called so next"
  },
  "maker-circle": {
    severity: "error",
    message: (p) => `each of these users is said to be made by the next: ${p.users}`,
    why: "nobody is made by somebody whom they made themselves, so it is not known whose rights bound theirs"
  },
  "reaches-nothing": {
    severity: "warning",
    message: (p) => `role \`${p.role}\` reaches no record for user \`${p.user}\`, who has no ${p.attributes}`,
    why: "a comparison with an attribute that is missing or empty matches nothing, so on records the role gives nothing"
  },
  "reaches-less": {
    severity: "info",
    message: (p) => `role \`${p.role}\` reaches less for user \`${p.user}\`, who has no ${p.attributes}`,
    why: "a comparison with an attribute that is missing or empty matches nothing, so that part of the portfolio is empty for them"
  },
  "exceeds-its-maker": {
    severity: "warning",
    message: (p) => `user \`${p.user}\` ${p.does} in \`${p.tenant}\`, and \`${p.maker}\`, who made it, does not`,
    why: "whoever makes something that may do more than they do has found a way around their own role"
  },
  "limit-exceeded": {
    severity: "error",
    message: (p) => `tenant \`${p.tenant}\` has ${count(p.used, "active user")} of \`${p.name}\` and may have ${p.limit}`,
    why: "the number of users of each type and seat is set by contract"
  },
  "user-looks-alike": {
    severity: "warning",
    message: (p) => `user \`${p.user}\` differs from user \`${p.other}\` only in case, white space or how its characters are encoded`,
    why: "ids are compared exactly, so these are two users: each is counted, and each is given roles"
  },
  "user-without-role": {
    severity: "warning",
    message: (p) => `user \`${p.user}\` holds no role`,
    why: "a user type and seats grant nothing by themselves"
  },
  "type-higher-than-needed": {
    severity: "warning",
    message: (p) => `user \`${p.user}\` has user type \`${p.userType}\`, and \`${p.enough}\` would be enough for their roles`,
    why: "a higher user type is paid for and gives nothing more"
  },
  "seat-not-needed": {
    severity: "warning",
    message: (p) => `user \`${p.user}\` has seat \`${p.seat}\`, which none of their roles needs`,
    why: "a seat is paid for and gives nothing by itself"
  }
};
var codes = {
  ...fileCodes,
  ...shapeCodes,
  ...catalogCodes,
  ...nameCodes,
  ...ceilingCodes,
  ...userCodes,
  ...invariantCodes,
  ...none,
  ...lintCodes,
  ...none,
  ...none
};
function collect() {
  const diagnostics = [];
  let errors = 0;
  const report = (code, at2, facts, help, more) => {
    const entry = codes[code];
    const message = entry.message(shortenFacts(facts));
    const severity = more?.severity ?? entry.severity;
    if (severity === "error") errors++;
    diagnostics.push({
      code,
      severity,
      message: makeOneLine(message),
      why: entry.why,
      at: at2,
      related: (more?.related ?? []).map(({ at: other, note }) => ({ at: other, note: makeOneLine(note) })),
      ...help !== void 0 && { help: makeOneLine(typeof help === "string" ? help : help.help) },
      ...typeof help === "object" && { fix: help }
    });
  };
  return { report, diagnostics, failed: () => errors > 0 };
}
function watchErrors(report) {
  let errors = 0;
  const watching = (code, at2, facts, help, more) => {
    if ((more?.severity ?? codes[code].severity) === "error") errors++;
    report(code, at2, facts, help, more);
  };
  return { report: watching, isWhole: () => errors === 0 };
}
var makeOneLine = (text) => text.replace(/[\n\r\u0085\u2028\u2029]/g, makeVisible);
var factLimit = 200;
function shortenFacts(facts) {
  const cut = (fact) => typeof fact === "string" && fact.length > factLimit ? `${fact.slice(0, factLimit)}\u2026` : fact;
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, cut(fact)]));
}
function sortDiagnostics(diagnostics) {
  return [...sortFileByFile(diagnostics)];
}
function* sortFileByFile(diagnostics) {
  const byPath = groupBy(diagnostics, ({ at: at2 }) => at2.source.path);
  for (const path of [...byPath.keys()].sort(byCodeUnit)) yield* sortOfFile(byPath.get(path) ?? []);
}
function sortOfFile(diagnostics) {
  const unique = new Map(
    diagnostics.map((one) => [[one.at.start, one.at.end, one.code, one.message].join("\n"), one])
  );
  return [...unique.values()].sort(
    (a, b2) => byPosition(a.at, b2.at) || byCodeUnit(a.code, b2.code) || byCodeUnit(a.message, b2.message)
  );
}
function byPosition(a, b2) {
  if (a.source === b2.source) return a.start - b2.start;
  const [left, right] = [findPosition(a.source, a.start), findPosition(b2.source, b2.start)];
  return left.line - right.line || left.column - right.column;
}
function impossible(what) {
  throw new Error(`impossible: ${typeof what === "string" ? what : JSON.stringify(what)}`);
}
var demands = ["must", "mustSome", "mustNot", "mustNotTogether", "mustSomeone"];
var holderOf = ({ role, user }) => role === void 0 ? `user \`${user ?? ""}\`` : `role \`${role}\``;
var daysBetween = (from, to) => (Date.parse(to) - Date.parse(from)) / 864e5;
var isPattern = (text) => text.includes("*");
function findMatchingCells(catalog, text) {
  if (!isPattern(text)) {
    const found2 = findPermission(catalog, text);
    return "reason" in found2 ? found2 : [found2];
  }
  const [, subject, property, action] = form.exec(text) ?? [];
  if (subject === void 0 || action === void 0)
    return { reason: "a `*` stands for a whole subject, property or action, as in `Company.*:update`" };
  const among = subject === "*" ? catalog.byPermission : groupBySubject(catalog).get(subject) ?? [];
  const cells = among.filter((cell) => matches(property, cell.property) && matches(action, cell.action));
  return cells.length > 0 ? cells : explainNoMatch(catalog, text, { subject, property, action });
}
var groupedIn = /* @__PURE__ */ new WeakMap();
function groupBySubject(catalog) {
  const groups = groupedIn.get(catalog) ?? groupBy(catalog.byPermission, ({ subject }) => subject);
  groupedIn.set(catalog, groups);
  return groups;
}
var matchedIn = /* @__PURE__ */ new WeakMap();
function matchCells(catalog, text) {
  const matched = matchedIn.get(catalog) ?? /* @__PURE__ */ new Map();
  matchedIn.set(catalog, matched);
  const known = matched.get(text);
  if (known) return known;
  const found2 = findMatchingCells(catalog, text);
  const cells = emptyBits(catalog.cells.length);
  if (!("reason" in found2)) for (const { index } of found2) add(cells, index);
  matched.set(text, cells);
  return cells;
}
var form = /^(\*|[^*:.]+)(?:\.(\*|[^*:]+))?:(\*|[^*:.]+)$/;
var matches = (part, name) => part === "*" ? name !== void 0 : part === name;
function explainNoMatch(catalog, text, parts) {
  const { subject, property, action } = parts;
  const isKnown = catalog.modelOf.has(subject);
  if (subject !== "*" && !(isKnown && property === "*")) return findPermission(catalog, text);
  const near = suggestAction(action, property === void 0 ? catalog.actions : rights);
  const suggestion = `${text.slice(0, -action.length)}${near}`;
  return {
    reason: "nothing in the catalog matches it",
    ...near !== void 0 && near !== action && { suggestion }
  };
}
function findBreach(invariant, matrix) {
  const { demand } = invariant;
  const demandedOf = (row) => findDemanded(invariant, row, matrix);
  const found2 = (row, cells) => cells === void 0 || isEmpty(cells) ? void 0 : { row, cells };
  switch (demand) {
    case "must":
      return (row) => found2(row, difference(demandedOf(row), row.effective));
    case "mustSome":
      return (row) => {
        const demanded = demandedOf(row);
        return intersects(demanded, row.effective) ? void 0 : found2(row, demanded);
      };
    case "mustNot":
    case "mustNotTogether":
      return (row) => found2(row, findForbidden(invariant, row.effective, row.tenant.catalog));
    case "mustSomeone":
      return () => void 0;
  }
}
function findForbidden({ demand, patterns }, held, catalog) {
  if (demand === "mustNot") {
    const found2 = intersection(joinPatterns(patterns, catalog), held);
    return isEmpty(found2) ? void 0 : found2;
  }
  const listed = patterns.map(({ text }) => matchCells(catalog, text));
  if (!listed.every((cells) => intersects(cells, held))) return void 0;
  const shown = emptyBits(held.length * 32);
  for (const cells of listed) add(shown, firstOf(intersection(cells, held)));
  return shown;
}
function isChecked({ roles, tenants, userTypes, portfolios, when }, row) {
  const { role, tenant, effective } = row;
  const { catalog } = tenant;
  const holds = ({ text }) => {
    const cells = matchCells(catalog, text);
    return !isEmpty(cells) && isSubset(cells, effective);
  };
  return roles.has(role.name) && tenants.has(tenant.name) && userTypes.has(role.userType.name) && (portfolios === void 0 || reachesThrough(row, portfolios, catalog)) && when.every(holds);
}
function reachesThrough({ role, effective }, portfolios, { models }) {
  const isMeant = ({ names: names2 }) => names2.some((name) => portfolios.has(name));
  const meant = [...role.portfolio.entries.values()].flatMap(({ items }) => items.filter(isMeant));
  if (meant.length === 0) return false;
  const isWhole = meant.some(({ parts }) => parts.length === 0);
  return models.some(
    ({ actions }) => [...actions.values()].some((cell) => {
      if (!has(effective, cell.index)) return false;
      const { kind, items } = readPortfolio(role.portfolio, cell);
      return items.some(isMeant) || isWhole && kind === "new-record";
    })
  );
}
function joinPatterns(patterns, catalog) {
  const known = joinedIn.get(catalog) ?? /* @__PURE__ */ new WeakMap();
  joinedIn.set(catalog, known);
  const joined = known.get(patterns) ?? emptyBits(catalog.cells.length);
  if (!known.has(patterns)) for (const { text } of patterns) addAll(joined, matchCells(catalog, text));
  known.set(patterns, joined);
  return joined;
}
var joinedIn = /* @__PURE__ */ new WeakMap();
function firstOf(cells) {
  const word2 = cells.findIndex((bits2) => bits2 !== 0);
  const bits = cells[word2] ?? 0;
  return (word2 << 5) + 31 - Math.clz32(bits & -bits);
}
function findDemanded({ patterns, within }, row, matrix) {
  const { role, tenant, effective } = row;
  const listed = joinPatterns(patterns, tenant.catalog);
  if (within === void 0) return listed;
  if (within === "model") return removeIdleRights(listed, tenant.catalog, effective);
  return intersection(
    listed,
    findMost(within === "cap" ? role.cap : intersection(role.cap, ceilingOf(tenant, role)), tenant, matrix)
  );
}
function findMost(ceiling, tenant, matrix) {
  const known = mostIn.get(matrix) ?? /* @__PURE__ */ new Map();
  mostIn.set(matrix, known);
  const key = `${ceiling.join()} ${tenant.catalog === matrix.policy.catalog ? "" : tenant.name}`;
  const most = known.get(key) ?? matrix.effectiveOf(ceiling, tenant);
  known.set(key, most);
  return most;
}
var mostIn = /* @__PURE__ */ new WeakMap();
function findUserBreaches(matrix, invariant, waivers) {
  const found2 = [];
  const { demand } = invariant;
  if (demand !== "mustNotTogether" && demand !== "mustNot") return found2;
  for (const [tenant, rows] of groupRowsByTenant(matrix)) {
    for (const user of tenant.users ?? []) {
      if (!user.active || user.roles.length < 2) continue;
      const checked = user.roles.flatMap(
        (role) => rows.find((row) => row.role === role && isChecked(invariant, row)) ?? []
      );
      const open = checked.filter((row) => !waivers.isWaived(row));
      const breach = breachOf(matrix, invariant, open);
      if (breach && waivers.isWaivedFor(tenant, user)) waivers.noteUser(tenant, user);
      else if (breach) found2.push({ tenant, user, ...breach });
      else if (open.length < checked.length && breachOf(matrix, invariant, checked)) {
        for (const row of checked) if (waivers.isWaived(row)) waivers.noteRow(row);
      }
    }
  }
  return found2;
}
function breachOf(matrix, invariant, rows) {
  const [first] = rows;
  if (!first || rows.length < 2) return void 0;
  const { catalog } = first.tenant;
  if (rows.some(({ effective }) => findForbidden(invariant, effective, catalog))) return void 0;
  const breaks = (some) => some.length > 0 ? findForbidden(invariant, uniteRows(matrix, some), catalog) : void 0;
  if (!breaks(rows)) return void 0;
  let needed2 = rows;
  for (const row of rows) {
    const others = needed2.filter((one) => one !== row);
    if (breaks(others)) needed2 = others;
  }
  const cells = breaks(needed2);
  return cells && { cells, rows: needed2 };
}
function judgeInvariant(invariant, matrix, today, used) {
  const { waivers } = matrix.policy;
  const inForce = waivers.filter((waiver) => waiver.invariant === invariant.name && waiver.until >= today);
  const book = openBook(inForce, used);
  const breach = findBreach(invariant, matrix);
  const open = [];
  const waived = [];
  let checked = 0;
  for (const row of matrix.rows) {
    if (!isChecked(invariant, row)) continue;
    checked++;
    const found2 = breach(row);
    if (!found2) continue;
    if (book.isWaived(row)) {
      book.noteRow(row);
      waived.push(found2);
    } else open.push(found2);
  }
  return { checked, open, waived, users: findUserBreaches(matrix, invariant, book) };
}
function openBook(inForce, used) {
  const covering = (holder, { name }) => inForce.filter(
    ({ role, user, tenant }) => role === holder.role && user === holder.user && (tenant === void 0 || tenant === name)
  );
  const note = (waivers, { name }) => {
    for (const waiver of waivers) used.set(waiver, (used.get(waiver) ?? /* @__PURE__ */ new Set()).add(name));
  };
  return {
    isWaived: ({ role, tenant }) => covering({ role: role.name }, tenant).length > 0,
    isWaivedFor: (tenant, { id }) => covering({ user: id }, tenant).length > 0,
    noteRow: ({ role, tenant }) => note(covering({ role: role.name }, tenant), tenant),
    noteUser: (tenant, { id }) => note(covering({ user: id }, tenant), tenant)
  };
}
var layerNames = ["role", "userType", "tenant", "requires"];
function findRefusingLayer({ role, tenant, effective }, { index, kind }) {
  if (has(effective, index)) return void 0;
  if (kind === "capability") return "requires";
  if (!has(role.layer.held, index)) return "role";
  if (!has(role.cap, index)) return "userType";
  return has(ceilingOf(tenant, role), index) ? "requires" : "tenant";
}
function findRefusal(matrix, row, deniedCell) {
  const steps = [];
  const seen = /* @__PURE__ */ new Set();
  let cell = deniedCell;
  let layer = findRefusingLayer(row, cell) ?? "requires";
  while (layer === "requires") {
    seen.add(cell);
    const choices = matrix.missingOf(row, cell).flatMap(({ oneOf, at: at2 }) => {
      const open = oneOf.flatMap((needs) => {
        const by = findRefusingLayer(row, needs);
        return by && !seen.has(needs) ? [{ needs, at: at2, by }] : [];
      });
      const near = oneOf.length > 1 ? open.filter(({ by }) => by === "requires") : [];
      return near.length > 0 ? near : open;
    });
    const next = choices.find(({ by }) => by !== "requires") ?? choices[0];
    if (!next) break;
    steps.push({ of: cell, needs: next.needs, at: next.at });
    cell = next.needs;
    layer = next.by;
  }
  return { cell, layer, steps };
}
function findMissingDemand(matrix, row, demandedCell, invariant, isAll) {
  const { cell, layer, steps } = findRefusal(matrix, row, demandedCell);
  const related = steps.map(({ of, needs, at: at3 }) => ({
    at: spanOf(at3),
    note: `\`${of.permission}\` requires \`${needs.permission}\``
  }));
  const { at: at2, help } = describeRefusal(layer, row, cell, invariant);
  return {
    at: at2,
    related,
    help: `${help}${isAll ? "" : " and what else is missing"}${offerWaiver(row.role)}`
  };
}
var offerWaiver = ({ at: at2 }) => isOfDatabase(at2.document) ? "" : ", or write a waiver with an owner and a date";
function describeRefusal(layer, { role, tenant }, cell, invariant) {
  const permission = `\`${cell.permission}\``;
  if (layer === "userType") {
    const loosen = invariant.within === "cap" ? "" : "demand it `within: cap`, or ";
    return {
      at: findDecidingSpan(role.userType.layer, cell),
      help: `${loosen}let user type \`${role.userType.name}\` hold ${permission}`
    };
  }
  if (layer === "tenant") {
    const bound = findTenantBound(tenant, role, cell);
    return { at: spanOf(bound.findPlace()), help: `${bound.remedy}, for ${permission}` };
  }
  return {
    at: findDecidingSpan(role.layer, cell),
    help: `grant ${permission} in role \`${role.name}\``
  };
}
function reportBreaches(matrix, invariant, breaches, report) {
  const [first] = breaches;
  const { role } = first.row;
  const shown = invariant.demand === "mustNotTogether" ? [first] : breaches;
  const all = new Map(
    shown.flatMap(
      ({ row, cells }) => listCells(row.tenant, cells).map((cell) => [cell.permission, cell])
    )
  );
  const [worst, ...others] = worstFirst(listCells(first.row.tenant, first.cells));
  if (!worst) return;
  const { at: at2, related, help } = invariant.demand === "must" || invariant.demand === "mustSome" ? findMissingDemand(
    matrix,
    first.row,
    worst,
    invariant,
    others.length === 0 || invariant.demand === "mustSome"
  ) : grantOf(first.row, worst, others, invariant);
  report(
    "invariant-broken",
    at2,
    {
      who: `role \`${role.name}\``,
      does: does(invariant, worstFirst([...all.values()])),
      where: listFirstNames(breaches.map(({ row }) => row.tenant.name)),
      invariant: invariant.name
    },
    help,
    { severity: invariant.severity, related: [...related, relateDemand(invariant, first.row.tenant, worst)] }
  );
}
function reportUserBreaches(invariant, breaches, report) {
  const groups = groupBy(
    breaches,
    ({ rows, cells, tenant }) => JSON.stringify([
      rows.map(({ role }) => `${role.tenant ?? "*"} ${role.name}`).sort(),
      permissions(listCells(tenant, cells))
    ])
  );
  for (const group of groups.values()) {
    const [{ user, rows, cells, tenant }] = group;
    const [worst, ...others] = worstFirst(listCells(tenant, cells));
    if (!worst) continue;
    const related = [worst, ...others].flatMap(
      (cell) => groundsOf(cell).flatMap((ground) => {
        const row = rows.find((one) => has(findHeldInRow(one), ground.index));
        return row ? [
          {
            at: findDecidingSpan(row.role.layer, ground),
            note: `role \`${row.role.name}\` grants ${nameGround(cell, ground)}`
          },
          ...relateInclusions(row.role.layer, ground)
        ] : [];
      })
    );
    const names2 = group.map((breach) => breach.user.id);
    report(
      "invariant-broken",
      spanOf(placeIn(user.at.document, [...user.at.path.slice(0, -1), "roles"])),
      {
        who: `${names2.length > 1 ? "users" : "user"} ${listFirstNames(names2)}`,
        does: `${names2.length > 1 ? "hold" : "holds"} ${listFirstNames(permissions([worst, ...others]), 8)} by roles ${listFirstNames(rows.map(({ role }) => role.name))} together`,
        where: listFirstNames([...new Set(group.map(({ tenant: tenant2 }) => tenant2.name))]),
        invariant: invariant.name
      },
      "take one of these roles away, or write a waiver for the user with an owner and a date",
      { severity: invariant.severity, related: [...related, relateDemand(invariant, tenant, worst)] }
    );
  }
}
function grantOf({ role, tenant }, cell, others, { demand }) {
  const isTogether = demand === "mustNotTogether";
  const beside = isTogether ? others : [];
  const what = isTogether ? "one of them" : others.length > 0 ? "them" : "it";
  const [first = cell, ...more] = groundsOf(cell);
  const own2 = [
    ...more.map((ground) => [cell, ground]),
    ...beside.flatMap((other) => groundsOf(other).map((ground) => [other, ground]))
  ].flatMap(([of, ground]) => [
    { at: findDecidingSpan(role.layer, ground), note: `and grants ${nameGround(of, ground)}` },
    ...relateInclusions(role.layer, ground)
  ]);
  const seat = role.seats.find(({ layer }) => has(layer.held, first.index));
  const isType = has(role.userType.layer.held, first.index);
  const cap = isType || !seat ? role.userType : seat;
  const lets = isType || !seat ? `user type \`${cap.name}\` holds` : `seat \`${cap.name}\` adds`;
  return {
    at: findDecidingSpan(role.layer, first),
    related: [
      ...relateInclusions(role.layer, first),
      ...own2,
      { at: findDecidingSpan(cap.layer, first), note: `${lets} \`${first.permission}\`` },
      {
        at: findDecidingSpan(tenant.ceiling, first),
        note: `the ceiling of tenant \`${tenant.name}\` lets \`${first.permission}\` through`
      }
    ],
    help: `take ${what} from role \`${role.name}\`${offerWaiver(role)}`
  };
}
var groundsOf = (cell) => cell.kind === "capability" ? cell.requires.flatMap(({ oneOf }) => oneOf.flatMap(groundsOf)) : [cell];
var nameGround = (cell, ground) => ground === cell ? `\`${cell.permission}\`` : `\`${ground.permission}\`, which \`${cell.permission}\` requires`;
function relateDemand({ name, because, patterns, at: at2 }, { catalog }, cell) {
  const pattern = patterns.find(({ text }) => has(matchCells(catalog, text), cell.index));
  return { at: spanOf(pattern?.at ?? at2), note: `\`${name}\`: ${because}` };
}
function does({ demand }, cells) {
  switch (demand) {
    case "must":
    case "mustSomeone":
      return `lacks ${listFirstNames(permissions(cells))}`;
    case "mustSome":
      return cells.length === 1 ? `lacks ${listFirstNames(permissions(cells))}` : `holds none of ${listFirstNames(permissions(cells))}`;
    case "mustNot":
      return `holds ${listFirstNames(permissions(cells))}`;
    case "mustNotTogether":
      return `holds ${listFirstNames(permissions(cells), 8)} together`;
  }
}
var permissions = (cells) => cells.map(({ permission }) => permission);
var listCells = ({ catalog }, cells) => listIndices(cells).flatMap((index) => catalog.cells[index] ?? []);
var worstFirst = (cells) => cells.toSorted((a, b2) => risks.indexOf(b2.risk) - risks.indexOf(a.risk) || a.index - b2.index);
var quoteArgument = (text) => /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
function reportNobody(matrix, invariant, report) {
  const rowsOf = new Map(groupRowsByTenant(matrix));
  for (const tenant of matrix.policy.tenants) {
    if (!invariant.tenants.has(tenant.name)) continue;
    const demanded = cellsIn(joinPatterns(invariant.patterns, tenant.catalog), tenant.catalog);
    const rows = rowsOf.get(tenant) ?? [];
    const holding = rows.filter(({ effective }) => demanded.every(({ index }) => has(effective, index)));
    const giving = holding.find(({ role }) => role.userType.audience === memberAudience) ?? holding[0];
    if (!giving) reportNoRole(matrix, invariant, tenant, rows, demanded, report);
    else if (tenant.isComplete && !someoneHolds(matrix, tenant, rows, demanded))
      reportNoUser(invariant, tenant, giving, demanded, report);
  }
}
function someoneHolds(matrix, { users = [] }, rows, demanded) {
  return users.filter(isActiveMember).some(({ roles }) => {
    const own2 = rows.filter(({ role }) => roles.includes(role));
    const held = own2.length > 0 ? uniteRows(matrix, own2) : void 0;
    return demanded.every(({ index }) => held !== void 0 && has(held, index));
  });
}
var isActiveMember = ({ active, userType }) => active && userType.audience === memberAudience;
function reportNoRole(matrix, invariant, tenant, rows, demanded, report) {
  const listed = joinPatterns(invariant.patterns, tenant.catalog);
  const [nearest2] = rows.toSorted(
    (a, b2) => countBits(intersection(listed, b2.effective)) - countBits(intersection(listed, a.effective))
  );
  const missing = nearest2 && demanded.find(({ index }) => !has(nearest2.effective, index));
  const found2 = nearest2 && missing && findMissingDemand(matrix, nearest2, missing, invariant, true);
  report(
    "invariant-broken",
    spanOf(tenant.at),
    {
      who: "no role",
      does: holdsAll(demanded),
      where: listFirstNames([tenant.name]),
      invariant: invariant.name
    },
    nearest2 && missing ? `role \`${nearest2.role.name}\` lacks \`${missing.permission}\`: \`plafond explain ${missing.permission} --role ${quoteArgument(nearest2.role.name)} --tenant ${quoteArgument(tenant.name)}\` says what it takes` : "offer the tenant a role that holds it",
    {
      severity: invariant.severity,
      related: [
        ...found2 && nearest2 ? [
          {
            at: found2.at,
            note: `here it is kept from role \`${nearest2.role.name}\`, which comes nearest`
          }
        ] : [],
        relateReason(invariant)
      ]
    }
  );
}
function reportNoUser(invariant, tenant, giving, demanded, report) {
  const [someone] = tenant.users ?? [];
  const { name, userType } = giving.role;
  report(
    "invariant-broken",
    spanOf(someone ? placeIn(someone.at.document, ["tenant"]) : tenant.at),
    {
      who: "no active user",
      does: holdsAll(demanded),
      where: listFirstNames([tenant.name]),
      invariant: invariant.name
    },
    userType.audience === memberAudience ? `give an active user a role that holds it, such as \`${name}\`` : `offer members a role that holds it, and give it to an active user: \`${name}\` is of audience \`${userType.audience}\``,
    {
      severity: invariant.severity,
      related: [{ at: spanOf(giving.role.at), note: `role \`${name}\` holds it` }, relateReason(invariant)]
    }
  );
}
var holdsAll = (demanded) => demanded.length === 0 ? "is there" : `holds ${listFirstNames(demanded.map(({ permission }) => permission))}`;
var relateReason = ({ name, because, at: at2 }) => ({
  at: spanOf(at2),
  note: `\`${name}\`: ${because}`
});
function reportInvariants(matrix, today, report) {
  const { invariants, waivers } = matrix.policy;
  const used = /* @__PURE__ */ new Map();
  for (const invariant of invariants) {
    if (invariant.demand === "mustSomeone") {
      reportNobody(matrix, invariant, report);
      continue;
    }
    const { open, users } = judgeInvariant(invariant, matrix, today, used);
    for (const breaches of groupBy(open, ({ row }) => sharedOf(row.role)).values())
      reportBreaches(matrix, invariant, breaches, report);
    reportUserBreaches(invariant, users, report);
  }
  for (const waiver of waivers) reportWaiver(waiver, matrix.policy, used.get(waiver), today, report);
}
function reportWaiver(waiver, { invariants, settings }, tenants, today, report) {
  const { invariant, tenant, owner, until } = waiver;
  const { document } = waiver.at;
  const holder = holderOf(waiver);
  const declared = invariants.find(({ name }) => name === invariant);
  const related = declared && [{ at: spanOf(declared.at), note: `\`${invariant}\`: ${declared.because}` }];
  if (until < today)
    report(
      "waiver-expired",
      spanOf(placeIn(document, ["until"])),
      { holder, invariant, until },
      `take the waiver away, or have \`${owner}\` agree to a later date`,
      { related }
    );
  else if (tenants && daysBetween(today, until) <= settings.waivers.warnDays)
    report(
      "waiver-ends-soon",
      spanOf(placeIn(document, ["until"])),
      { holder, invariant, where: listFirstNames([...tenants]), until, owner },
      `change what breaks \`${invariant}\` before, or have \`${owner}\` agree to a later date`,
      { related }
    );
  else if (tenants)
    report(
      "invariant-waived",
      spanOf(waiver.at),
      { holder, invariant, where: listFirstNames([...tenants]), until, owner },
      void 0,
      { related }
    );
  else
    report(
      "waiver-useless",
      spanOf(waiver.at),
      { holder, invariant, where: tenant === void 0 ? "any tenant" : `\`${tenant}\`` },
      "take the waiver away",
      { related }
    );
}
var allCodes = Object.keys(codes);
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
  const others = comparisons.filter((one) => !isExclusion2(one));
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
  const exclusions = comparisons.filter(isExclusion2);
  const lists2 = exclusions.filter(({ operator, operand }) => operator === "$nin" && isHole(operand));
  const alone = exclusions.filter((one) => !lists2.includes(one)).flatMap(({ operand }) => Array.isArray(operand) ? operand : [operand]);
  return alone.length > 0 || lists2.length < exclusions.length ? [alone, ...lists2.map(({ operand }) => operand)] : lists2.map(({ operand }) => operand);
}
var isExclusion2 = ({ operator }) => operator === "$ne" || operator === "$nin";
function guardValue(compared, type) {
  const operators2 = Object.fromEntries(compared);
  const isExclusion3 = compared.has("$nin");
  if (!isExclusion3 && (compared.has("$eq") || compared.has("$in")))
    return compared.size === 1 && compared.has("$eq") ? compared.get("$eq") : operators2;
  const floor = type && floors[type];
  const isOpenBelow = (compared.has("$lt") || compared.has("$lte") || isExclusion3) && !compared.has("$gt") && !compared.has("$gte");
  return {
    ...isOpenBelow && floor !== void 0 && { $gte: floor },
    ...operators2,
    ...isExclusion3 && type === "boolean" && !compared.has("$eq") && { $in: eitherBoolean },
    $exists: true,
    ...excludeNull(operators2.$nin)
  };
}
var excludeNull = (excluded) => isHole(excluded) || Array.isArray(excluded) && excluded.length === 0 ? { $ne: null, $nin: excluded } : { $nin: [...Array.isArray(excluded) ? excluded : [], null] };
function guardContents(comparisons, [excluded, ...others]) {
  const each = comparisons.filter(({ operator }) => operator === "$eq").map(({ operand }) => operand);
  const [anyOf, ...further] = comparisons.filter(({ operator }) => operator === "$in").map(({ operand }) => operand);
  const isThere = anyOf !== void 0 || excluded !== void 0 || each.length === 0;
  const value = {
    ...each.length > 0 && { $all: each },
    ...anyOf !== void 0 && { $in: anyOf },
    ...isThere && { $exists: true },
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
function joinRows(matrix, tenant, rows) {
  const [only, more] = rows;
  return { tenant, rows, effective: only && !more ? only.effective : uniteRows(matrix, rows) };
}
var rowsOfMatrices = /* @__PURE__ */ new WeakMap();
function rowsOfUser(matrix, tenant, { roles }) {
  const known = rowsOfMatrices.get(matrix) ?? indexRows(matrix);
  rowsOfMatrices.set(matrix, known);
  return roles.flatMap((role) => known.get(tenant)?.get(role) ?? []);
}
function indexRows({ rows }) {
  const known = /* @__PURE__ */ new Map();
  for (const row of rows) {
    const own2 = known.get(row.tenant) ?? /* @__PURE__ */ new Map();
    known.set(row.tenant, own2.set(row.role, row));
  }
  return known;
}
var unionsOfMatrices = /* @__PURE__ */ new WeakMap();
function joinUserRoles(matrix, tenant, user) {
  const known = unionsOfMatrices.get(matrix) ?? /* @__PURE__ */ new Map();
  unionsOfMatrices.set(matrix, known);
  const key = JSON.stringify([tenant.name, ...user.roles.map(({ name }) => name)]);
  const joined = known.get(key) ?? joinRows(matrix, tenant, rowsOfUser(matrix, tenant, user));
  known.set(key, joined);
  return joined;
}
function listBringers(joined, cell) {
  const { rows, effective } = joined;
  if (!has(effective, cell.index)) return [];
  if (cell.kind !== "capability") return rows.filter((row) => has(findHeldInRow(row), cell.index));
  const alone = rows.filter((row) => has(row.effective, cell.index));
  if (alone.length > 0) return alone;
  const needed2 = cell.requires.flatMap(({ oneOf }) => oneOf);
  const bringing = new Set(needed2.flatMap((one) => listBringers(joined, one)));
  return rows.filter((row) => bringing.has(row));
}
var reachesOfUnions = /* @__PURE__ */ new WeakMap();
function findReachInUnion(joined, cell) {
  const { rows, effective } = joined;
  const [only, more] = rows;
  if (only && !more) return reachOf(only, cell);
  const known = reachesOfUnions.get(joined) ?? closeReachesOfRoles(({ index }) => has(effective, index), rows.map(makeReachingRole));
  reachesOfUnions.set(joined, known);
  return known(cell);
}
function makeReachingRole(row) {
  const { portfolio } = row.role;
  const known = /* @__PURE__ */ new Map();
  return {
    held: findHeldInRow(row),
    own: (cell) => {
      const { model, action } = cell;
      const ofModel = known.get(model) ?? /* @__PURE__ */ new Map();
      const reach = ofModel.get(action) ?? readPortfolio(portfolio, cell).reach;
      known.set(model, ofModel.set(action, reach));
      return reach;
    }
  };
}
function findReachThroughRow(joined, row, cell) {
  if (joined.rows.length === 1) return reachOf(row, cell);
  return intersect([readPortfolio(row.role.portfolio, cell).reach, findReachInUnion(joined, cell)]);
}
function mapJointCells(matrix) {
  const brought = /* @__PURE__ */ new Map();
  for (const tenant of matrix.policy.tenants) {
    const done = /* @__PURE__ */ new Set();
    for (const user of tenant.users ?? []) {
      if (!user.active || user.roles.length < 2) continue;
      const joined = joinUserRoles(matrix, tenant, user);
      if (done.has(joined)) continue;
      done.add(joined);
      for (const row of joined.rows) {
        const cells = intersection(findHeldInRow(row), joined.effective);
        const known = brought.get(row);
        brought.set(row, known ? union(known, cells) : cells);
      }
    }
  }
  return brought;
}
function reportReachesWithoutRules(matrix, report) {
  const roles = /* @__PURE__ */ new Map();
  const told = /* @__PURE__ */ new Map();
  for (const row of listDistinctRows(matrix.rows))
    for (const closed of findClosedCells(row)) {
      const { model, cell, gap } = closed;
      const { role } = row;
      told.set(sharedOf(role), (told.get(sharedOf(role)) ?? /* @__PURE__ */ new Set()).add(keyOf2(closed)));
      const { at: at2 } = findEntry(role.portfolio, model, cell.action) ?? role.portfolio;
      const entries = roles.get(role) ?? /* @__PURE__ */ new Map();
      roles.set(role, entries);
      const key = [gap.kind, gap.field, ...at2.path].join("\n");
      const entry = entries.get(key) ?? {
        role,
        at: spanOf(placeIn(at2.document, at2.path, "key")),
        gap,
        cells: /* @__PURE__ */ new Set()
      };
      entries.set(key, entry);
      entry.cells.add(cell.permission);
    }
  for (const { role, at: at2, gap, cells } of [...roles.values()].flatMap((entries) => [...entries.values()]))
    report(
      "closed-in-casl",
      at2,
      { who: `role \`${role.name}\``, asks: asksOf(gap), permissions: listFirstNames([...cells]) },
      adviceFor(gap)
    );
  reportClosedUnions(matrix, told, report);
}
function reportClosedUnions(matrix, told, report) {
  const found2 = [];
  for (const tenant of matrix.policy.tenants) {
    const known = /* @__PURE__ */ new Map();
    for (const user of tenant.users ?? []) {
      if (!user.active || user.roles.length < 2) continue;
      const joined = joinUserRoles(matrix, tenant, user);
      const cells = known.get(joined) ?? findClosedByUnion(joined, told);
      known.set(joined, cells);
      for (const alike of groupBy(cells, ({ gap }) => `${gap.kind}
${gap.field}`).values())
        found2.push({
          user,
          joined,
          gap: alike[0].gap,
          permissions: [...new Set(alike.map(({ cell }) => cell.permission))]
        });
    }
  }
  for (const alike of groupBy(found2, keyOfUnion).values()) {
    const [{ user, joined, gap, permissions: permissions2 }] = alike;
    const { document, path } = user.at;
    const roles = listFirstNames(joined.rows.map(({ role }) => role.name));
    const users = [...new Set(alike.map((one) => one.user.id))];
    report(
      "closed-in-casl",
      spanOf(placeIn(document, [...path.slice(0, -1), "roles"])),
      {
        who: `${users.length > 1 ? "each of the users" : "user"} ${listFirstNames(users)}, by roles ${roles} together,`,
        asks: asksOf(gap),
        permissions: listFirstNames(permissions2)
      },
      adviceFor(gap)
    );
  }
}
var findClosedByUnion = (joined, told) => [...findClosedCellsOfUnion(joined)].filter(
  (closed) => !joined.rows.some(({ role }) => told.get(sharedOf(role))?.has(keyOf2(closed)))
);
var keyOf2 = ({ cell, gap }) => [gap.kind, gap.field, cell.permission].join("\n");
var keyOfUnion = ({ joined, gap, permissions: permissions2 }) => JSON.stringify([
  ...joined.rows.map(({ role }) => `${role.tenant ?? "*"} ${role.name}`).sort(),
  gap.kind,
  gap.field,
  ...permissions2
]);
function asksOf({ kind, field }) {
  switch (kind) {
    case "list":
      return "asks one list twice";
    case "absence":
      return `asks if \`${field}\` is missing`;
    case "crowd":
      return `compares \`${field}\` more than once in one way`;
    case "alternatives":
      return `reaches records in more than ${mostAlternatives} ways`;
  }
}
var instead = {
  list: "demand one portfolio through the list",
  absence: "compare something that is there",
  crowd: "compare it once by each operator",
  alternatives: "name fewer portfolios"
};
var adviceFor = ({ kind }) => `ask the facade or an adapter for these records, or ${instead[kind]}`;
var findClosedCells = (row) => (
  // By one role, a right on a property that requires nothing reaches as far as its action.
  findClosed(row.tenant.catalog, row.effective, findReaches(row), ({ requires }) => requires.length > 0)
);
var findClosedCellsOfUnion = (joined) => findClosed(
  joined.tenant.catalog,
  joined.effective,
  (cell) => findReachInUnion(joined, cell),
  mayReachLessIn(joined)
);
function mayReachLessIn({ rows }) {
  const held = rows.map(findHeldInRow);
  return (property) => {
    const action = gatingActionOf(property);
    return property.requires.length > 0 || !action || held.some((cells) => has(cells, property.index) !== has(cells, action.index));
  };
}
function* findClosed(catalog, effective, reachOf2, mayReachLess) {
  const typeOf = makeTypeReader(catalog);
  for (const model of catalog.models)
    for (const cell of model.actions.values()) {
      if (!has(effective, cell.index)) continue;
      const reach = reachOf2(cell);
      const gap = findGap(reach, typeOf);
      if (gap) yield { model, cell, gap };
      const right = rightBehind(cell.action);
      for (const { rights: rights2 } of right === void 0 ? [] : model.properties) {
        const property = right && rights2.get(right);
        if (!property || !mayReachLess(property) || !has(effective, property.index)) continue;
        const ofProperty = reachOf2(property);
        const gapOfBoth = ofProperty === reach ? void 0 : findGapOfBoth(reach, ofProperty, typeOf);
        if (gapOfBoth) yield { model, cell: right === cell.action ? property : cell, gap: gapOfBoth };
      }
    }
}
var gaps = /* @__PURE__ */ new WeakMap();
function findGap(reach, typeOf) {
  if (reach === "all") return void 0;
  const known = gaps.get(reach) ?? searchGap(reach, typeOf) ?? "none";
  gaps.set(reach, known);
  return known === "none" ? void 0 : known;
}
var common = /* @__PURE__ */ new WeakMap();
function findGapOfBoth(one, other, typeOf) {
  if (one === "all") return findGap(other, typeOf);
  if (other === "all") return findGap(one, typeOf);
  const ofOne = common.get(one) ?? /* @__PURE__ */ new WeakMap();
  common.set(one, ofOne);
  const both = ofOne.get(other) ?? intersect([one, other]);
  ofOne.set(other, both);
  return findGap(both, typeOf);
}
function searchGap(reach, typeOf) {
  const spelled = spellOut(reach, typeOf);
  if (!spelled) return { kind: "alternatives", field: "" };
  for (const alternative of spelled.alternatives) {
    const gap = findCaslGap(alternative, spelled.links) ?? findCrowd(alternative);
    if (gap) return gap;
  }
  return void 0;
}
function findCrowd({ compared, linked }) {
  for (const comparisons of [compared, ...linked.flatMap(({ alternatives }) => alternatives)])
    for (const [field, ofField] of groupBy(comparisons, ({ property }) => property))
      if (guardComparisons(field, ofField, ofField[0].type).crowded.length > 0)
        return { kind: "crowd", field };
  return void 0;
}
function reportUnfilledRecords({ rows }, report) {
  const found2 = listDistinctRows(rows).flatMap(
    (row) => row.tenant.catalog.models.flatMap((model) => {
      const create = model.actions.get("create");
      if (!create || !has(row.effective, create.index)) return [];
      const lacking = listLacking(row, model).map(({ permission }) => permission);
      return lacking.length === 0 ? [] : [{ role: row.role, create, lacking }];
    })
  );
  for (const ofRole of groupBy(found2, ({ role }) => role).values())
    for (const group of groupBy(ofRole, ({ create }) => create.permission).values())
      reportGroup(group, report);
}
function reportGroup(group, report) {
  const [{ role, create }] = group;
  const lacking = [...new Set(group.flatMap((one) => one.lacking))];
  report(
    "create-lacks-required",
    findDecidingSpan(role.layer, create),
    { role: role.name, create: create.permission, lacking: listFirstNames(lacking) },
    "grant these rights, or take the creation away",
    { related: relateInclusions(role.layer, create) }
  );
}
function listLacking({ effective }, { actions, properties }) {
  const update = actions.get("update");
  const updates = update !== void 0 && has(effective, update.index);
  return properties.filter(({ required }) => required).flatMap(({ rights: rights2 }) => [...rights2].filter(([right]) => right === "view" || updates)).map(([, cell]) => cell).filter(({ index }) => !has(effective, index));
}
function listOfferedRoles(matrix) {
  const known = spreads.get(matrix);
  if (known) return known;
  const made = gatherRows(matrix);
  spreads.set(matrix, made);
  return made;
}
var spreads = /* @__PURE__ */ new WeakMap();
function gatherRows({ rows, policy }) {
  const byRole = /* @__PURE__ */ new Map();
  for (const row of rows) {
    const role = sharedOf(row.role);
    const known = byRole.get(role);
    if (!known) {
      const { catalog } = role.tenant === void 0 ? policy : row.tenant;
      byRole.set(role, { role, rows: [row], anywhere: row.effective, catalog });
      continue;
    }
    if (known.rows.length === 1) known.anywhere = known.anywhere.slice();
    known.rows.push(row);
    addAll(known.anywhere, row.effective);
  }
  return [...byRole.values()];
}
function reportDeadGrants(matrix, report) {
  const actions = maskCells(matrix.policy.catalog, ({ kind }) => kind !== "property");
  const offered = listLiveRoles(matrix);
  for (const spread of offered) {
    const { role, anywhere, catalog } = spread;
    const dead = difference(findHeldInCap(role), anywhere);
    const named = intersection(dead, role.layer.named);
    const swept = intersection(dead, actions);
    if (isEmpty(named) && isEmpty(swept)) continue;
    const cells = cellsIn(dead, catalog).filter(
      (cell) => has(named, cell.index) || isWholeModelDead(cell, spread) && isHeldByName(role.layer, cell)
    );
    const refused = cells.flatMap((cell) => findRefusals(matrix, { ...spread, of: role }, cell, catalog));
    for (const group of groupBy(refused, ({ key }) => key).values()) reportGroup2(role, group, report);
  }
  if (matrix.policy.abstractRoles.length > 0) reportDeadInAbstractRoles(matrix, offered, report);
}
function listLiveRoles(matrix) {
  const brought = mapJointCells(matrix);
  return listOfferedRoles(matrix).map((one) => ({
    ...one,
    anywhere: one.rows.reduce((all, row) => {
      const more = brought.get(row);
      return more ? union(all, more) : all;
    }, one.anywhere)
  }));
}
function reportDeadInAbstractRoles(matrix, live, report) {
  for (const role of matrix.policy.abstractRoles) {
    const offered = live.filter(({ role: { layer } }) => isIncludedIn(role.layer, layer));
    const [first, ...others] = offered;
    if (!first) continue;
    const rows = [...first.rows, ...others.flatMap((one) => one.rows)];
    const anywhere = offered.reduce((all, one) => union(all, one.anywhere), first.anywhere);
    const catalog = role.tenant === void 0 ? matrix.policy.catalog : first.catalog;
    const dead = cellsIn(difference(role.layer.named, anywhere), catalog);
    const refused = dead.flatMap(
      (cell) => findRefusals(matrix, { role: first.role, rows, anywhere, catalog, of: role }, cell, catalog)
    );
    for (const group of groupBy(refused, ({ key }) => key).values()) reportGroup2(role, group, report);
  }
}
var isIncludedIn = (wanted, { includes }) => includes.some(({ layer }) => layer.at.document === wanted.at.document || isIncludedIn(wanted, layer));
function isWholeModelDead({ kind, model }, { anywhere }) {
  return kind === "action" && [...model?.actions.values() ?? []].every(({ index }) => !has(anywhere, index));
}
function findRefusals(matrix, spread, cell, { cellOf: cellOf2 }) {
  const { of: role, rows } = spread;
  const refusal = findRefusal(
    matrix,
    rows.find((row) => findRefusingLayer(row, cell) !== "tenant") ?? rows[0],
    cell
  );
  const { layer, cell: root } = refusal;
  if (layer === "role" && cellOf2.get(root.permission)?.kind === "module") return [];
  const isNamed = has(role.layer.named, cell.index);
  if (layer === "tenant" && root === cell && (role.tenant !== void 0 || isNamed)) return [];
  return [{ cell, refusal, spread, key: JSON.stringify([layer, root === cell ? null : root.index]) }];
}
function reportGroup2(role, group, report) {
  const [{ cell, refusal, spread }] = group;
  const { layer, cell: root, steps } = refusal;
  const row = spread.rows.find((one) => findRefusingLayer(one, root) === layer) ?? spread.rows[0];
  const isItself = root === cell;
  const needs = isItself ? "it" : `\`${root.permission}\`, which it requires,`;
  const isEveryCeiling = spread.rows.length > 1 && spread.rows.every((one) => findRefusingLayer(one, root) === "tenant");
  const bound = findTenantBound(row.tenant, row.role, root);
  const where = isEveryCeiling ? "the ceiling of every tenant that offers it" : bound.words;
  const reason = {
    role: `the role does not grant \`${root.permission}\`, which it requires`,
    userType: `user type \`${row.role.userType.name}\` does not hold ${needs}`.replace(/,$/, ""),
    tenant: `${where} does not hold ${needs}`.replace(/,$/, ""),
    requires: `\`${root.permission}\` is not effective`
  }[layer];
  const by = {
    role: role.layer,
    userType: row.role.userType.layer,
    tenant: row.tenant.ceiling,
    requires: role.layer
  };
  report(
    "dead-grant",
    findDecidingSpan(role.layer, cell),
    { role: role.name, permissions: listFirstNames(group.map((one) => one.cell.permission)), reason },
    {
      role: `grant \`${root.permission}\` as well, or take ${group.length > 1 ? "these" : "this"} away`,
      userType: `take ${group.length > 1 ? "these" : "this"} away, or let the user type hold \`${root.permission}\``,
      tenant: `${bound.remedy}, or take ${group.length > 1 ? "these" : "this"} away`,
      requires: `take ${group.length > 1 ? "these" : "this"} away`
    }[layer],
    {
      severity: layer === "tenant" ? "info" : "warning",
      related: [
        ...steps.map(({ of, needs: needed2, at: at2 }) => ({
          at: spanOf(at2),
          note: `\`${of.permission}\` requires \`${needed2.permission}\``
        })),
        ...layer === "role" ? [] : [
          {
            at: layer === "tenant" ? spanOf(bound.findPlace()) : findDecidingSpan(by[layer], root),
            note: "and this refuses it"
          }
        ]
      ]
    }
  );
}
function reportEntriesBesideWider(matrix, report) {
  for (const offered of listOfferedRoles(matrix)) {
    const { entries } = offered.role.portfolio;
    if (entries.size > 1) for (const entry of entries.values()) reportBesideWider(offered, entry, report);
  }
}
function reportBesideWider(offered, entry, report) {
  const overrides = listOverrides(offered, entry);
  for (const group of groupBy(overrides, ({ wider, reaches }) => `${reaches} ${wider.pattern}`).values()) {
    const [{ wider, reaches }] = group;
    const own2 = new Set(entry.items.map(({ label }) => label));
    const labels = group.flatMap(({ items }) => items.map(({ label }) => label));
    const left = [...new Set(labels)].filter((label) => !own2.has(label));
    const isNamed = !left.includes("filter") && left.length > 0;
    report(
      "entry-overrides-wider",
      spanOf(placeIn(entry.at.document, entry.at.path, "key")),
      {
        role: offered.role.name,
        permissions: listFirstNames(group.map(({ cell }) => cell.permission)),
        wider: wider.pattern,
        reaches
      },
      reaches !== "more" && isNamed ? `to reach those as well, name ${listNames(left)} too` : void 0,
      {
        related: [
          {
            at: spanOf(placeIn(wider.at.document, wider.at.path, "key")),
            note: "this entry does not count there"
          }
        ]
      }
    );
  }
}
function listOverrides({ role, catalog }, entry) {
  const held = intersection(role.layer.held, role.cap);
  const others = leaveOut(role.portfolio, entry);
  return catalog.models.flatMap(
    (model) => [...model.actions.values()].flatMap((cell) => {
      if (!has(held, cell.index)) return [];
      const own2 = readPortfolio(role.portfolio, cell);
      if (own2.entry !== entry) return [];
      const before = readPortfolio(others, cell);
      const reaches = compareSayings(own2, before);
      return before.entry && before.items.length > 0 && reaches ? [{ cell, wider: before.entry, items: before.items, reaches }] : [];
    })
  );
}
var leaveOut = ({ at: at2, entries }, entry) => ({
  at: at2,
  entries: new Map([...entries].filter(([, other]) => other !== entry))
});
function compareSayings(own2, before) {
  const [isLess, isMore] = [isInside(own2.reach, before.reach), isInside(before.reach, own2.reach)];
  if (isLess && isMore) return void 0;
  return isMore ? "more" : isLess ? "fewer" : "other";
}
function reportUsersAboveTheirMakers(matrix, report) {
  for (const rows of groupBy(matrix.rows, ({ tenant }) => tenant).values()) {
    const [{ tenant }] = rows;
    const holderOf2 = (user) => ({
      user,
      union: joinUserRoles(matrix, tenant, user.active ? user : { roles: [] })
    });
    for (const user of tenant.users ?? []) {
      const maker = tenant.users?.find(({ id }) => id === user.madeBy);
      if (!user.active || !maker) continue;
      const does2 = describeExcess(tenant.catalog, holderOf2(user), holderOf2(maker));
      if (does2 === void 0) continue;
      report(
        "exceeds-its-maker",
        spanOf(placeIn(user.at.document, [...user.at.path.slice(0, -1), "madeBy"])),
        { user: user.id, maker: maker.id, does: does2, tenant: tenant.name },
        maker.active ? "take it from the roles of what was made, or have somebody make it who has it" : `\`${maker.id}\` cannot sign in any more: have somebody else answer for it`,
        { related: [{ at: spanOf(maker.at), note: "the maker is declared here" }] }
      );
    }
  }
}
function describeExcess(catalog, made, maker) {
  const more = difference(made.union.effective, maker.union.effective);
  const describe = (verb, cells) => `${verb} ${listFirstNames(cellsIn(cells, catalog).map(({ permission }) => permission))}`;
  if (!isEmpty(more)) return describe("may", more);
  const further = emptyBits(catalog.cells.length);
  for (const cell of cellsIn(made.union.effective, catalog))
    if (cell.model && !covers2(maker, made, cell)) add(further, cell.index);
  return isEmpty(further) ? void 0 : describe("reaches more records by", further);
}
function covers2(wider, narrower, cell) {
  const [all, some] = [findReachInUnion(wider.union, cell), findReachInUnion(narrower.union, cell)];
  if (all === "all") return true;
  return some !== "all" && isInside(fillReach(some, narrower.user), fillReach(all, wider.user));
}
function fillReach(reach, user) {
  if (reach.kind !== "linked") {
    const parts = reach.of.map((part) => fillReach(part, user));
    return reach.kind === "union" ? unite(parts) : intersect(parts);
  }
  const alternatives = reach.alternatives.flatMap((alternative) => {
    const filled = alternative.flatMap((comparison) => {
      const operand = isHole(comparison.operand) ? user.attributes.get(comparison.operand.$user) : comparison.operand;
      return operand === void 0 ? [] : [{ ...comparison, operand }];
    });
    return filled.length === alternative.length ? [filled] : [];
  });
  return alternatives.length > 0 ? linkTo(reach.on, reach.path, alternatives) : noRecord;
}
function reportExportsWithFullReach(matrix, report) {
  const { catalog } = matrix.policy;
  const escalations = maskCells(catalog, ({ risk }) => risk === "escalation");
  const exports = maskCells(
    catalog,
    ({ action, risk, model }) => action === "export" && risk === "exfiltration" && model !== void 0 && isLimited(model, action)
  );
  for (const { role, anywhere } of listOfferedRoles(matrix)) {
    if (intersects(anywhere, escalations)) continue;
    const cells = cellsIn(intersection(anywhere, exports), catalog).filter(
      (cell) => readPortfolio(role.portfolio, cell).reach === "all"
    );
    const [first] = cells;
    if (!first) continue;
    const { entry } = readPortfolio(role.portfolio, first);
    report(
      "export-with-full-reach",
      findDecidingSpan(role.layer, first),
      { role: role.name, permissions: listFirstNames(cells.map(({ permission }) => permission)) },
      "narrow the portfolio or take the exports away, if the role can do without",
      {
        related: [
          ...relateInclusions(role.layer, first),
          { at: spanOf(entry?.at ?? role.portfolio.at), note: "this portfolio reaches everything" }
        ]
      }
    );
  }
}
function reportGivenBySeveral(matrix, report) {
  const mask = maskReportedElsewhere(matrix);
  const found2 = [];
  for (const tenant of matrix.policy.tenants) {
    const known = /* @__PURE__ */ new Map();
    for (const user of tenant.users ?? []) {
      if (!user.active || user.roles.length < 2) continue;
      const joined = joinUserRoles(matrix, tenant, user);
      if (!known.has(joined)) {
        const alone = joined.rows.map(({ effective }) => effective).reduce(union, mask);
        known.set(joined, findNeeded(matrix, joined.rows, difference(joined.effective, alone)));
      }
      const needed2 = known.get(joined);
      if (needed2) found2.push({ tenant, user, ...needed2 });
    }
  }
  for (const alike of groupBy(found2, keyOf3).values()) reportAlike(alike, report);
}
function maskReportedElsewhere({ policy: { catalog } }) {
  const mask = emptyBits(catalog.cells.length);
  for (const { cell } of catalog.capabilities) if (cell.risk === "escalation") add(mask, cell.index);
  return mask;
}
function findNeeded(matrix, rows, cells) {
  if (isEmpty(cells)) return void 0;
  let needed2 = rows;
  for (const row of rows) {
    const others = needed2.filter((one) => one !== row);
    if (isEmpty(difference(cells, uniteRows(matrix, others)))) needed2 = others;
  }
  return { rows: needed2, cells };
}
var keyOf3 = ({ rows, cells, tenant }) => JSON.stringify([
  ...rows.map(({ role }) => `${role.tenant ?? "*"} ${role.name}`).sort(),
  ...cellsIn(cells, tenant.catalog).map(({ permission }) => permission)
]);
function reportAlike(alike, report) {
  const [{ tenant, user, rows, cells }] = alike;
  const { document, path } = user.at;
  const users = [...new Set(alike.map((one) => one.user.id))];
  report(
    "given-by-several-roles",
    spanOf(placeIn(document, [...path.slice(0, -1), "roles"])),
    {
      who: users.length > 1 ? `users ${listFirstNames(users)} have` : `user ${listFirstNames(users)} has`,
      permissions: listFirstNames(cellsIn(cells, tenant.catalog).map(({ permission }) => permission)),
      roles: listFirstNames(rows.map(({ role }) => role.name)),
      tenants: listFirstNames([...new Set(alike.map((one) => one.tenant.name))])
    },
    "if it is not meant, take one of the roles away; if it is, one role that gives it all says so",
    {
      related: rows.flatMap((row) => {
        const [first] = cellsIn(intersection(cells, findHeldInRow(row)), tenant.catalog);
        if (!first || !has(row.role.layer.held, first.index)) return [];
        return [
          {
            at: findDecidingSpan(row.role.layer, first),
            note: `role \`${row.role.name}\` grants \`${first.permission}\``
          },
          ...relateInclusions(row.role.layer, first)
        ];
      })
    }
  );
}
function reportPartlyLimitedModels(matrix, report) {
  for (const offered of listOfferedRoles(matrix))
    for (const model of offered.catalog.models)
      if (model.portfolio === "none") reportPartlyLimited(offered, model, report);
}
function reportPartlyLimited({ role }, model, report) {
  const held = intersection(role.layer.held, role.cap);
  const cells = [...model.actions.values()].filter(({ index }) => has(held, index));
  const sayings = cells.map((cell) => ({ cell, saying: readPortfolio(role.portfolio, cell) }));
  const limited = sayings.filter(({ saying }) => saying.entry);
  const free = sayings.filter(({ saying }) => !saying.entry);
  const at2 = limited[0]?.saying.entry?.at;
  if (!at2 || free.length === 0) return;
  const namesOf2 = (of) => listFirstNames(of.map(({ cell }) => cell.permission));
  report(
    "limited-in-part",
    spanOf(placeIn(at2.document, at2.path, "key")),
    { role: role.name, limited: namesOf2(limited), free: namesOf2(free) },
    `if that is not meant, write the entry for \`${model.name}:*\``
  );
}
function reportLockOuts(matrix, report) {
  const keys2 = keysOf(matrix.policy.catalog);
  if (keys2.length === 0) return;
  for (const [tenant, rows] of groupRowsByTenant(matrix)) {
    const { users } = tenant;
    const unions2 = (users ?? []).filter(({ active }) => active).map((user) => joinUserRoles(matrix, tenant, user));
    const isHeld2 = (cell) => unions2.some(({ effective }) => has(effective, cell.index));
    const isGiven = (cell) => rows.some(({ effective }) => has(effective, cell.index));
    const notGiven = keys2.filter((cell) => !isGiven(cell) && !isHeld2(cell));
    if (notGiven.length > 0) reportNotGiven(matrix, tenant, rows, notGiven, report);
    if (!users) continue;
    const notHeld = keys2.filter((cell) => isGiven(cell) && !isHeld2(cell));
    if (notHeld.length > 0) reportNotHeld(tenant, rows, notHeld, report);
  }
}
function keysOf({ capabilities, features }) {
  const escalating = (toggles) => toggles.flatMap(({ cell }) => cell.risk === "escalation" ? [cell] : []);
  const derived = escalating(capabilities);
  return derived.length > 0 ? derived : escalating(features);
}
function reportNotGiven(matrix, tenant, rows, lost, report) {
  const [first] = lost;
  if (!first) return;
  const refusals2 = rows.map((row) => ({ row, ...findRefusal(matrix, row, first) }));
  const [nearest2] = refusals2.sort((a, b2) => layerNames.indexOf(b2.layer) - layerNames.indexOf(a.layer));
  report(
    "locked-out",
    spanOf(tenant.at),
    {
      tenant: tenant.name,
      who: "role",
      capabilities: listFirstNames(lost.map(({ permission }) => permission))
    },
    nearest2 ? `let a role have it: \`plafond explain ${first.permission} --role ${quoteArgument(nearest2.row.role.name)} --tenant ${quoteArgument(tenant.name)}\` says what it takes` : "offer the tenant a role that holds it",
    { related: nearest2 ? [relateRefusal(nearest2.row, nearest2.cell)] : [] }
  );
}
function relateRefusal(row, cell) {
  const { role, tenant } = row;
  const bound = findTenantBound(tenant, role, cell);
  const [at2, who] = findRefusingLayer(row, cell) === "tenant" ? [bound.findPlace(), bound.words] : findRefusingLayer(row, cell) === "userType" ? [findDecidingPlace(role.userType.layer, cell), `user type \`${role.userType.name}\``] : [findDecidingPlace(role.layer, cell), `role \`${role.name}\``];
  return {
    at: spanOf(at2),
    note: `${who} does not hold \`${cell.permission}\``
  };
}
function reportNotHeld(tenant, rows, lost, report) {
  const [first] = lost;
  const giving = first && rows.find(({ effective }) => has(effective, first.index));
  if (!giving) return;
  const [someone] = tenant.users ?? [];
  report(
    "locked-out",
    spanOf(someone ? placeIn(someone.at.document, ["tenant"]) : tenant.at),
    {
      tenant: tenant.name,
      who: "active user",
      capabilities: listFirstNames(lost.map(({ permission }) => permission))
    },
    `give an active user a role that holds it, such as \`${giving.role.name}\``,
    { related: [{ at: spanOf(giving.role.at), note: `role \`${giving.role.name}\` would give it` }] }
  );
}
function reportModulesOff(matrix, report) {
  const { catalog } = matrix.policy;
  const modules = catalog.modules.flatMap(({ name, cell }) => {
    const requires = ({ requires: requires2 }) => requires2.some(({ oneOf }) => isOnly(oneOf, cell));
    const above = maskCells(catalog, requires);
    return isEmpty(above) ? [] : [{ name, cell, above }];
  });
  for (const { role } of listOfferedRoles(matrix)) {
    const off = modules.filter(({ cell }) => !has(role.layer.held, cell.index));
    if (off.length === 0) continue;
    const held = findHeldInCap(role);
    for (const { name, cell, above } of off) {
      const cells = cellsIn(intersection(held, above), catalog).filter(
        (one) => isHeldByName(role.layer, one)
      );
      const [first] = cells;
      const needed2 = first?.requires.find(({ oneOf }) => isOnly(oneOf, cell));
      if (!first || !needed2) continue;
      report(
        "module-off-under-granted-models",
        findDecidingSpan(role.layer, first),
        {
          role: role.name,
          permissions: listFirstNames(cells.map(({ permission }) => permission)),
          module: name
        },
        `grant module \`${name}\` as well, or take away what requires it`,
        {
          related: [
            ...relateInclusions(role.layer, first),
            { at: spanOf(needed2.at), note: `\`${first.permission}\` requires \`${cell.permission}\`` },
            { at: findDecidingSpan(role.layer, cell), note: "this is all that the role says of the module" }
          ]
        }
      );
    }
  }
}
var isOnly = (oneOf, cell) => oneOf.length === 1 && oneOf[0] === cell;
function reportIdlePortfolioEntries(matrix, report) {
  for (const { role, catalog } of listOfferedRoles(matrix)) {
    const held = intersection(role.layer.held, role.cap);
    for (const { pattern, at: at2 } of role.portfolio.entries.values()) {
      if (pattern === "*" || intersects(matchCells(catalog, pattern), held)) continue;
      report(
        "portfolio-entry-idle",
        spanOf(placeIn(at2.document, at2.path, "key")),
        { role: role.name, pattern },
        "take the entry away, or grant what it is about"
      );
    }
  }
}
function reportMovablePortfolios(matrix, report) {
  for (const offered of listOfferedRoles(matrix))
    for (const model of offered.catalog.models) reportMovable(offered, model, report);
}
function reportMovable({ role, anywhere }, model, report) {
  const items = [...role.portfolio.entries.values()].flatMap((entry) => entry.items);
  const reaches = items.map((item) => reachOfItem(item, model));
  if (reaches.some((reach) => reach === "all")) return;
  const own2 = reaches.flatMap((reach) => reach ? listLinks(reach) : []).filter(({ path }) => path.length === 0);
  const read3 = new Set(
    own2.flatMap(
      ({ alternatives }) => alternatives.flat().flatMap(({ property, through }) => through ? [] : [property])
    )
  );
  const movable = [...read3].sort().flatMap((name) => {
    const cell = model.propertyOf.get(name)?.rights.get("update");
    return cell && has(anywhere, cell.index) ? [{ name, cell }] : [];
  });
  const [first] = movable;
  if (!first) return;
  const names2 = movable.map(({ name }) => name);
  const entries = names2.map((name) => `${name}: [view]`).join(", ");
  report(
    "portfolio-movable-by-holder",
    findDecidingSpan(role.layer, first.cell),
    { role: role.name, properties: listNames(names2), model: model.name },
    `if that is not meant, let it only view them: write \`${entries}\` among \`properties\` of \`${model.name}\``,
    {
      related: [
        ...relateInclusions(role.layer, first.cell),
        { at: spanOf(role.portfolio.at), note: "its portfolio goes by these properties" }
      ]
    }
  );
}
var listRolesOfLacking = (matrix) => matrix.policy.tenants.flatMap((tenant) => {
  return (tenant.users ?? []).filter((user) => user.active && user.roles.some((role) => lacksAttributeOf(role, user))).flatMap(
    (user) => user.roles.flatMap((role, index) => {
      const [row] = rowsOfUser(matrix, tenant, { roles: [role] });
      const at2 = placeIn(user.at.document, [...user.at.path.slice(0, -1), "roles", index]);
      return row ? [{ user, row, joined: joinUserRoles(matrix, tenant, user), at: at2 }] : [];
    })
  );
});
var lacksAttributeOf = ({ portfolio }, user) => [...portfolio.entries.values()].some(
  ({ items }) => items.some(
    ({ parts }) => parts.some(
      ({ reach }) => reach !== "all" && reach.some((alternative) => listLacking2(alternative, user).length > 0)
    )
  )
);
function listLimitedReaches({
  row,
  joined
}) {
  const brought = intersection(findHeldInRow(row), joined.effective);
  const limited = row.tenant.catalog.models.flatMap(({ actions }) => [...actions.values()]).filter((cell) => has(brought, cell.index) && readPortfolio(row.role.portfolio, cell).kind === "limited");
  return [...new Set(limited.map((cell) => findReachThroughRow(joined, row, cell)))];
}
function findAttributesForNothing(reaches, user) {
  const lacking = reaches.map((reach) => lackIn(reach, user));
  return lacking.some((names2) => names2.length === 0) ? [] : [...new Set(lacking.flat())].sort();
}
var findAttributesForLess = (reaches, user) => [
  ...new Set(reaches.flatMap(listAlternatives).flatMap((alternative) => listLacking2(alternative, user)))
].sort();
function lackIn(reach, user) {
  if (reach === "all") return [];
  const parts = reach.kind === "linked" ? reach.alternatives.map((alternative) => listLacking2(alternative, user)) : reach.of.map((part) => lackIn(part, user));
  if (reach.kind === "common") return parts.find((names2) => names2.length > 0) ?? [];
  return parts.some((names2) => names2.length === 0) ? [] : parts.flat();
}
var listAlternatives = (reach) => reach === "all" ? [] : reach.kind === "linked" ? reach.alternatives : reach.of.flatMap(listAlternatives);
var listLacking2 = (alternative, { attributes }) => alternative.flatMap(({ operand, operator }) => {
  if (typeof operand !== "object" || operand === null || !("$user" in operand)) return [];
  const value = attributes.get(operand.$user);
  const isEmpty2 = value === "" || Array.isArray(value) && value.length === 0 && operator !== "$nin";
  return value === void 0 || isEmpty2 ? [operand.$user] : [];
});
function reportReachesOfLess(matrix, report) {
  for (const { user, row, joined, at: at2 } of listRolesOfLacking(matrix)) {
    const reaches = listLimitedReaches({ row, joined });
    const lacking = findAttributesForLess(reaches, user);
    if (lacking.length === 0 || findAttributesForNothing(reaches, user).length > 0) continue;
    report(
      "reaches-less",
      spanOf(at2),
      { user: user.id, role: row.role.name, attributes: listFirstNames(lacking) },
      "give the user the attribute under `attributes`",
      {
        related: [{ at: spanOf(row.role.portfolio.at), note: "a part of what the role reaches compares it" }]
      }
    );
  }
}
function reportReachesOfNothing(matrix, report) {
  for (const { user, row, joined, at: at2 } of listRolesOfLacking(matrix)) {
    const lacking = findAttributesForNothing(listLimitedReaches({ row, joined }), user);
    if (lacking.length === 0) continue;
    report(
      "reaches-nothing",
      spanOf(at2),
      { user: user.id, role: row.role.name, attributes: listFirstNames(lacking) },
      "give the user the attribute under `attributes`",
      { related: [{ at: spanOf(row.role.portfolio.at), note: "all that the role reaches compares it" }] }
    );
  }
}
function reportRedundantEntries({ policy }, report) {
  for (const role of rolesOf(policy)) {
    reportIdle(role.layer, ({ isDemand: isDemand2 }) => !isDemand2, report);
    reportIdlePortfolios(role, report);
    reportIdleInclusions(role.layer, report);
  }
  for (const { layer, at: at2 } of policy.abstractRoles) {
    reportIdle(layer, ({ isDemand: isDemand2 }) => !isDemand2, report);
    reportIdleInclusions(layer, report);
    for (const field of ["userType", "seats", "portfolio"])
      if (valueIn(placeIn(at2.document, [field])) !== void 0)
        report(
          "redundant-entry",
          spanOf(placeIn(at2.document, [field], "key")),
          { says: "nobody is given an abstract role, so nothing asks for it" },
          takeAway(placeIn(at2.document, [field]))
        );
  }
  for (const { layer } of [...policy.userTypes, ...policy.seats]) reportIdle(layer, () => true, report);
  const { allows } = policy.settings.customRoles;
  const ceilings = policy.tenants.map(({ ceiling }) => ceiling);
  for (const layer of allows ? [...ceilings, allows] : ceilings) reportIdle(layer, () => true, report);
}
var takeAway = (at2, least = at2.path.length) => ({
  help: "take it away",
  at: at2,
  change: { kind: "remove", least }
});
function reportIdle(layer, isIdle, report) {
  for (const entry of layer.redundant) {
    if (!isIdle(entry)) continue;
    const part = entry.repeats === "list" ? "value" : "key";
    const at2 = placeIn(layer.at.document, [...layer.at.path, ...entry.path], part);
    report(
      "redundant-entry",
      spanOf(at2),
      { says: says[entry.repeats] },
      takeAway(at2, layer.at.path.length + 1)
    );
  }
}
function reportIdleInclusions({ includes }, report) {
  const includesToo = (layer, wanted) => layer.includes.some((inclusion) => inclusion.layer === wanted || includesToo(inclusion.layer, wanted));
  for (const [index, { at: at2, layer }] of includes.entries()) {
    const isTwice = includes.findIndex((inclusion) => inclusion.layer === layer) < index;
    const through = includes.find((inclusion) => includesToo(inclusion.layer, layer));
    const says2 = isTwice ? "the list has the name already" : through && `\`${through.role}\` includes it`;
    if (says2 !== void 0) report("redundant-entry", spanOf(at2), { says: says2 }, takeAway(at2));
  }
}
function reportIdlePortfolios({ portfolio }, report) {
  for (const { items, at: at2 } of portfolio.entries.values()) {
    const enough = items.find(({ parts: [part, more] }) => part?.reach === "all" && !more);
    const on = enough?.parts[0]?.on;
    const others = items.filter((item) => item !== enough && item.parts.every((part) => part.on === on));
    if (!enough || others.length === 0) continue;
    report(
      "redundant-entry",
      spanOf(at2),
      { says: `\`${enough.label}\` reaches everything already` },
      `take ${listNames(others.map(({ label }) => label))} away, or \`${enough.label}\` if less is meant`
    );
  }
}
var says = {
  star: 'it repeats what `"*"` says',
  default: "it repeats what is so where nothing is said",
  list: "the list has the name already"
};
function reportRolesWithFullMask(matrix, report) {
  const grave = maskCells(matrix.policy.catalog, ({ risk }) => risk !== "read" && risk !== "write");
  for (const { role, catalog } of listOfferedRoles(matrix)) {
    if (isEmpty(role.layer.named) || !intersects(role.cap, grave)) continue;
    const missing = difference(role.cap, role.layer.held);
    if (!isEmpty(missing) && !isEmpty(difference(removeIdleRights(role.cap, catalog), findHeldInCap(role))))
      continue;
    report(
      "role-equals-full-mask",
      spanOf({ ...role.layer.at, part: "key" }),
      { role: role.name, cap: capName(role) },
      "take away what its holders do not need; if it is meant to be everything, write `all` instead of names"
    );
  }
}
function reportUselessSeats(matrix, report) {
  const { catalog } = matrix.policy;
  for (const { role } of listOfferedRoles(matrix)) {
    if (role.seats.length === 0) continue;
    const held = removeIdleRights(findHeldInCap(role), catalog);
    for (const [index, seat] of role.seats.entries()) {
      if (intersects(held, onlyIn(seat, role))) continue;
      report(
        "seat-unlocks-nothing",
        spanOf(placeIn(role.at.document, ["seats", index])),
        { role: role.name, seat: seat.name },
        "clone the role without the seat, or grant what the seat is there for",
        { related: [{ at: spanOf({ ...seat.layer.at, part: "key" }), note: `what \`${seat.name}\` adds` }] }
      );
    }
  }
}
function onlyIn(seat, { userType, seats }) {
  const cells = seat.layer.held.slice();
  for (const { layer } of [userType, ...seats.filter((other) => other !== seat)])
    removeAll(cells, layer.held);
  return cells;
}
function reportSensitiveOfTenants({ policy, rows }, report) {
  const extended = policy.tenants.filter(({ catalog }) => catalog !== policy.catalog);
  for (const tenant of extended) {
    const own2 = tenant.catalog.cells.slice(policy.catalog.cells.length);
    const sensitive = own2.filter(({ model, property }) => model?.propertyOf.get(property ?? "")?.sensitive);
    for (const row of rows) {
      if (row.tenant !== tenant || sharedOf(row.role) === row.role) continue;
      const held = sensitive.filter(({ index }) => has(row.effective, index));
      const [first] = held;
      if (!first) continue;
      const declared = first.model?.propertyOf.get(first.property ?? "")?.at;
      report(
        "shared-role-holds-sensitive",
        findDecidingSpan(row.role.layer, first),
        {
          role: row.role.name,
          tenant: tenant.name,
          permissions: listFirstNames(held.map(({ permission }) => permission))
        },
        "take it away in the ceiling of the tenant, or give the tenant a role of its own",
        {
          related: [
            ...relateInclusions(row.role.layer, first),
            ...declared ? [{ at: spanOf(declared), note: `\`${tenant.name}\` has this property of its own` }] : []
          ]
        }
      );
    }
  }
}
function reportOutreachingToggles({ policy }, report) {
  for (const { kind, name, cell } of grantableTogglesOf(policy.catalog))
    for (const { oneOf, at: at2 } of cell.requires) {
      const limited = oneOf.filter(isLimitedCell);
      if (limited.length === 0) continue;
      report(
        "toggle-outreaches-records",
        spanOf(at2),
        {
          what: kind.toLowerCase(),
          name,
          permissions: listFirstNames(limited.map(({ permission }) => permission))
        },
        "ask for the permission on the record as well, wherever a record is shown or changed by it"
      );
    }
}
var isLimitedCell = ({ model, action }) => model !== void 0 && isLimited(model, action);
function reportHighTypes(matrix, report) {
  const { catalog, userTypes } = matrix.policy;
  const lowestFirst = userTypes.toReversed();
  for (const { role } of listOfferedRoles(matrix)) {
    const { userType, seats } = role;
    const held = findHeldInCap(role);
    const enough = lowestFirst.find(
      (lower) => lower.audience === userType.audience && lower.rank < userType.rank && seats.every((seat) => seat.combinesWith.has(lower.name)) && fits(role.layer.named, lower, role) && fits(removeIdleRights(held, catalog), lower, role)
    );
    if (!enough || isEmpty(removeIdleRights(held, catalog))) continue;
    report(
      "type-higher-than-grants-need",
      spanOf(placeIn(role.at.document, ["userType"])),
      { role: role.name, userType: userType.name, enough: enough.name },
      isOfDatabase(role.at.document) ? `copy it for \`${enough.name}\` and give its holders the copy` : `clone it with \`plafond role clone ${quoteArgument(role.name)} NAME --user-type ${enough.name}\` and give its holders the clone`,
      {
        related: [
          { at: spanOf({ ...enough.layer.at, part: "key" }), note: `\`${enough.name}\` holds all of it` }
        ]
      }
    );
  }
}
function fits(cells, { layer }, { seats }) {
  const cap = layer.held.slice();
  for (const seat of seats) addAll(cap, seat.layer.held);
  return isEmpty(difference(cells, cap));
}
function reportCompletingUnions(matrix, report) {
  const capabilities = matrix.policy.catalog.capabilities.filter(({ cell }) => cell.risk === "escalation");
  if (capabilities.length === 0) return;
  const found2 = [];
  for (const tenant of matrix.policy.tenants) {
    for (const user of tenant.users ?? []) {
      if (user.roles.length < 2) continue;
      const union2 = joinUserRoles(matrix, tenant, user);
      for (const capability of capabilities) {
        const { cell } = capability;
        if (!has(union2.effective, cell.index)) continue;
        if (union2.rows.some(({ effective }) => has(effective, cell.index))) continue;
        const grounds = cell.requires.flatMap(
          ({ oneOf }) => oneOf.flatMap((needed2) => listBringers(union2, needed2).map((row) => ({ cell: needed2, row }))).slice(0, 1)
        );
        found2.push({ tenant, user, capability, grounds });
      }
    }
  }
  for (const unions2 of groupBy(found2, keyOf4).values()) reportUnions(unions2, report);
}
var keyOf4 = ({ capability, grounds }) => JSON.stringify([
  capability.name,
  ...grounds.map(({ row: { role } }) => `${role.tenant ?? "*"} ${role.name}`).sort()
]);
function reportUnions(unions2, report) {
  const [{ user, capability, grounds }] = unions2;
  const { document, path } = user.at;
  const users = unions2.map((union2) => union2.user.id);
  report(
    "union-completes-capability",
    spanOf(placeIn(document, [...path.slice(0, -1), "roles"])),
    {
      who: users.length > 1 ? `users ${listFirstNames(users)} hold` : `user ${listFirstNames(users)} holds`,
      capability: capability.name,
      roles: listFirstNames([...new Set(grounds.map(({ row }) => row.role.name))]),
      tenants: listFirstNames([...new Set(unions2.map(({ tenant }) => tenant.name))])
    },
    "take one of these roles away, or give one role that is meant to hold it all",
    {
      related: grounds.flatMap(({ cell, row }) => [
        {
          at: findDecidingSpan(row.role.layer, cell),
          note: `role \`${row.role.name}\` grants \`${cell.permission}\``
        },
        ...relateInclusions(row.role.layer, cell)
      ])
    }
  );
}
function reportUnusedRoles({ policy }, report) {
  const included = /* @__PURE__ */ new Set();
  for (const { layer } of [...rolesOf(policy), ...policy.abstractRoles])
    for (const inclusion of layer.includes) included.add(inclusion.layer.at.document);
  for (const { name: tenant, roles, users } of policy.tenants) {
    if (!users) continue;
    const held = new Set(users.flatMap((user) => user.roles));
    for (const role of roles) {
      if (role.tenant === void 0 || held.has(role) || included.has(role.layer.at.document)) continue;
      if (isOfDatabase(role.at.document)) continue;
      report(
        "unused-role",
        spanOf(role.at),
        { role: role.name, who: `no user of tenant \`${tenant}\` holds its own role` },
        "give it to the users it was made for, or delete it"
      );
    }
  }
  for (const { name, at: at2, layer } of policy.abstractRoles)
    if (!included.has(layer.at.document))
      report(
        "unused-role",
        spanOf(at2),
        { role: name, who: "no role includes the abstract role" },
        "name it under `includes` of the roles it was made for, or delete it"
      );
}
function reportUnviewedWrites(matrix, report) {
  const writesOf = /* @__PURE__ */ new Map();
  const listBlind = rememberAlike(
    (row) => findOrMake(writesOf, row.tenant.catalog, () => listViewedWrites(row.tenant.catalog)).filter((pair) => isBlind(row, pair)).map((pair) => ({ ...pair, refusal: findRefusal(matrix, row, pair.view) }))
  );
  const found2 = [];
  const told = /* @__PURE__ */ new Set();
  for (const row of matrix.rows)
    for (const blind of listBlind(row)) {
      if (told.has(blind) || isViewedByOtherRoles(matrix, row, blind)) continue;
      if (!isRefusedBy("tenant", blind)) told.add(blind);
      found2.push(findBlame(row, blind));
    }
  for (const group of groupBy(found2, ({ key }) => key).values()) reportGroup3(group, report);
}
var isBlind = ({ effective }, { write, view, model }) => has(effective, write.index) && !has(effective, view.index) && (model === view || has(effective, model.index));
function isViewedByOtherRoles(matrix, row, { write, view }) {
  const { tenant, role } = row;
  const holders = (tenant.users ?? []).filter(({ roles }) => roles.includes(role));
  if (holders.length === 0) return false;
  const unions2 = new Set(holders.map((user) => joinUserRoles(matrix, tenant, user)));
  return [...unions2].every(
    (union2) => has(union2.effective, view.index) && isInside(findReachThroughRow(union2, row, write), findReachInUnion(union2, view))
  );
}
function listViewedWrites({ models }) {
  return models.flatMap((model) => {
    const view = model.actions.get("view");
    if (!view) return [];
    const actions = [...model.actions.values()].filter((cell) => cell !== view);
    const properties = model.properties.flatMap(({ rights: rights2 }) => {
      const [seen, write] = [rights2.get("view"), rights2.get("update")];
      return seen && write ? [{ write, view: seen, model: view }] : [];
    });
    return [...actions.map((write) => ({ write, view, model: view })), ...properties];
  });
}
var isRefusedBy = (layer, { view, refusal }) => refusal.layer === layer && refusal.cell === view;
function findBlame({ role, tenant }, blind) {
  const { view } = blind;
  const isCeiling = isRefusedBy("tenant", blind);
  const isType = isRefusedBy("userType", blind);
  const bound = findTenantBound(tenant, role, view);
  const [who, by] = isCeiling ? [bound.words, bound.layer] : isType ? [`user type \`${role.userType.name}\``, role.userType.layer] : [`role \`${role.name}\``, role.layer];
  const owner = isCeiling || isType ? who : [who, role.tenant ?? null];
  return { ...blind, who, layer: by, key: JSON.stringify([owner, view.subject]) };
}
function reportGroup3(group, report) {
  const [{ who, layer, write, view }] = group;
  const writes = [...new Set(group.map((blind) => blind.write.permission))];
  report(
    "write-without-view",
    findDecidingSpan(layer, write),
    { who, permissions: listFirstNames(writes), view: view.permission },
    `let \`${view.permission}\` through as well, or take ${writes.length > 1 ? "these" : "this"} away`,
    {
      related: [
        ...relateInclusions(layer, write),
        { at: findDecidingSpan(layer, view), note: `this is all it says of \`${view.permission}\`` }
      ]
    }
  );
}
var laws = [
  ["dead-grant", reportDeadGrants],
  ["module-off-under-granted-models", reportModulesOff],
  ["redundant-entry", reportRedundantEntries],
  ["write-without-view", reportUnviewedWrites],
  ["create-lacks-required", reportUnfilledRecords],
  ["type-higher-than-grants-need", reportHighTypes],
  ["role-equals-full-mask", reportRolesWithFullMask],
  ["seat-unlocks-nothing", reportUselessSeats],
  ["portfolio-movable-by-holder", reportMovablePortfolios],
  ["export-with-full-reach", reportExportsWithFullReach],
  ["toggle-outreaches-records", reportOutreachingToggles],
  ["union-completes-capability", reportCompletingUnions],
  ["given-by-several-roles", reportGivenBySeveral],
  ["locked-out", reportLockOuts],
  ["unused-role", reportUnusedRoles],
  ["reaches-nothing", reportReachesOfNothing],
  ["reaches-less", reportReachesOfLess],
  ["exceeds-its-maker", reportUsersAboveTheirMakers],
  ["shared-role-holds-sensitive", reportSensitiveOfTenants],
  ["closed-in-casl", reportReachesWithoutRules],
  ["portfolio-entry-idle", reportIdlePortfolioEntries],
  ["limited-in-part", reportPartlyLimitedModels],
  ["entry-overrides-wider", reportEntriesBesideWider]
];
function lint(matrix, today) {
  const { report, diagnostics } = collect();
  reportInvariants(matrix, today, report);
  for (const [, law] of laws) law(matrix, report);
  return diagnostics;
}
var isFields = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
var E = C;
var x = { type: "object", required: ["kind", "name", "grants"], properties: { kind: { const: "Role" }, name: { $ref: "common.schema.json#/$defs/FreeName" }, tenant: { type: "string" }, title: { $ref: "common.schema.json#/$defs/Title" }, description: { $ref: "common.schema.json#/$defs/Description" }, abstract: { type: "boolean" }, userType: { type: "string" }, seats: { type: "array", items: { type: "string" } }, portfolio: { anyOf: [{ type: "string", enum: ["all"] }, { $ref: "#/$defs/PortfolioChoices" }, { type: "object", minProperties: 1, properties: { filter: { $ref: "common.schema.json#/$defs/Condition", deprecated: true } }, additionalProperties: { $ref: "#/$defs/PortfolioChoices" } }] }, includes: { type: "array", items: { type: "string" } }, clonedFrom: { type: "string" }, renamedFrom: { type: "string" }, grants: { $ref: "common.schema.json#/$defs/Grants" } }, additionalProperties: false, $defs: { PortfolioChoices: { type: "array", items: { $ref: "#/$defs/PortfolioChoice" }, minItems: 1 }, PortfolioChoice: { anyOf: [{ type: "string" }, { type: "object", required: ["filter"], properties: { filter: { $ref: "common.schema.json#/$defs/Condition" }, on: { type: "string" } }, additionalProperties: false }, { type: "object", required: ["allOf"], properties: { allOf: { type: "array", items: { type: "string" }, minItems: 1 } }, additionalProperties: false }] } } };
var z = Object.prototype.hasOwnProperty;
var Z = { enum: ["all", "none", "manage", "Any", "*"] };
function j(r, { instancePath: i = "", parentData: g, parentDataProperty: v, rootData: f = r, dynamicAnchors: y = {} } = {}) {
  let e = null, t = 0;
  const l = j.evaluated;
  if (l.dynamicProps && (l.props = void 0), l.dynamicItems && (l.items = void 0), !(r === "all" || r === "none" || r === "manage" || r === "Any" || r === "*")) {
    const o = { instancePath: i, schemaPath: "#/enum", keyword: "enum", params: { allowedValues: Z.enum } };
    e === null ? e = [o] : e.push(o), t++;
  }
  return j.errors = e, t === 0;
}
j.evaluated = { dynamicProps: false, dynamicItems: false };
var R = new RegExp("^(?=.{1,128}$)[A-Za-z0-9](?:[A-Za-z0-9 _.:@+()&/'-]*[A-Za-z0-9)])?$", "u");
function b(r, { instancePath: i = "", parentData: g, parentDataProperty: v, rootData: f = r, dynamicAnchors: y = {} } = {}) {
  let e = null, t = 0;
  const l = b.evaluated;
  l.dynamicProps && (l.props = void 0), l.dynamicItems && (l.items = void 0);
  const o = t, s = t;
  j(r, { instancePath: i, parentData: g, parentDataProperty: v, rootData: f, dynamicAnchors: y }) || (e = e === null ? j.errors : h(e, j.errors), t = e.length);
  var m = s === t;
  if (m) {
    const p = { instancePath: i, schemaPath: "#/not", keyword: "not", params: {} };
    e === null ? e = [p] : e.push(p), t++;
  } else t = o, e !== null && (o ? e.length = o : e = null);
  if (typeof r == "string") {
    if (!R.test(r)) {
      const p = { instancePath: i, schemaPath: "#/pattern", keyword: "pattern", params: { pattern: "^(?=.{1,128}$)[A-Za-z0-9](?:[A-Za-z0-9 _.:@+()&/'-]*[A-Za-z0-9)])?$" } };
      e === null ? e = [p] : e.push(p), t++;
    }
  } else {
    const p = { instancePath: i, schemaPath: "#/type", keyword: "type", params: { type: "string" } };
    e === null ? e = [p] : e.push(p), t++;
  }
  return b.errors = e, t === 0;
}
b.evaluated = { dynamicProps: false, dynamicItems: false };
var F = new RegExp("\\S", "u");
function D(r, { instancePath: i = "", parentData: g, parentDataProperty: v, rootData: f = r, dynamicAnchors: y = {} } = {}) {
  let e = null, t = 0;
  const l = D.evaluated;
  if (l.dynamicProps && (l.props = void 0), l.dynamicItems && (l.items = void 0), typeof r == "string") {
    if (!F.test(r)) {
      const o = { instancePath: i, schemaPath: "#/pattern", keyword: "pattern", params: { pattern: "\\S" } };
      e === null ? e = [o] : e.push(o), t++;
    }
  } else {
    const o = { instancePath: i, schemaPath: "#/type", keyword: "type", params: { type: "string" } };
    e === null ? e = [o] : e.push(o), t++;
  }
  return D.errors = e, t === 0;
}
D.evaluated = { dynamicProps: false, dynamicItems: false };
function A(r, { instancePath: i = "", parentData: g, parentDataProperty: v, rootData: f = r, dynamicAnchors: y = {} } = {}) {
  let e = null, t = 0;
  const l = A.evaluated;
  if (l.dynamicProps && (l.props = void 0), l.dynamicItems && (l.items = void 0), typeof r == "string") {
    if (!F.test(r)) {
      const o = { instancePath: i, schemaPath: "#/pattern", keyword: "pattern", params: { pattern: "\\S" } };
      e === null ? e = [o] : e.push(o), t++;
    }
  } else {
    const o = { instancePath: i, schemaPath: "#/type", keyword: "type", params: { type: "string" } };
    e === null ? e = [o] : e.push(o), t++;
  }
  return A.errors = e, t === 0;
}
A.evaluated = { dynamicProps: false, dynamicItems: false };
function k(r, { instancePath: i = "", parentData: g, parentDataProperty: v, rootData: f = r, dynamicAnchors: y = {} } = {}) {
  let e = null, t = 0;
  const l = k.evaluated;
  if (l.dynamicProps && (l.props = void 0), l.dynamicItems && (l.items = void 0), r && typeof r == "object" && !Array.isArray(r)) {
    if (Object.keys(r).length < 1) {
      const o = { instancePath: i, schemaPath: "#/minProperties", keyword: "minProperties", params: { limit: 1 } };
      e === null ? e = [o] : e.push(o), t++;
    }
  } else {
    const o = { instancePath: i, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    e === null ? e = [o] : e.push(o), t++;
  }
  return k.errors = e, t === 0;
}
k.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
function I(r, { instancePath: i = "", parentData: g, parentDataProperty: v, rootData: f = r, dynamicAnchors: y = {} } = {}) {
  let e = null, t = 0;
  const l = I.evaluated;
  l.dynamicProps && (l.props = void 0), l.dynamicItems && (l.items = void 0);
  const o = t;
  let s = false;
  const m = t;
  if (typeof r != "string") {
    const n = { instancePath: i, schemaPath: "#/anyOf/0/type", keyword: "type", params: { type: "string" } };
    e === null ? e = [n] : e.push(n), t++;
  }
  var c = m === t;
  s = s || c;
  const p = t;
  if (r && typeof r == "object" && !Array.isArray(r)) {
    if (r.filter === void 0) {
      const n = { instancePath: i, schemaPath: "#/anyOf/1/required", keyword: "required", params: { missingProperty: "filter" } };
      e === null ? e = [n] : e.push(n), t++;
    }
    for (const n in r) if (!(n === "filter" || n === "on")) {
      const a = { instancePath: i, schemaPath: "#/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: n } };
      e === null ? e = [a] : e.push(a), t++;
    }
    if (r.filter !== void 0 && (k(r.filter, { instancePath: i + "/filter", parentData: r, parentDataProperty: "filter", rootData: f, dynamicAnchors: y }) || (e = e === null ? k.errors : h(e, k.errors), t = e.length)), r.on !== void 0 && typeof r.on != "string") {
      const n = { instancePath: i + "/on", schemaPath: "#/anyOf/1/properties/on/type", keyword: "type", params: { type: "string" } };
      e === null ? e = [n] : e.push(n), t++;
    }
  } else {
    const n = { instancePath: i, schemaPath: "#/anyOf/1/type", keyword: "type", params: { type: "object" } };
    e === null ? e = [n] : e.push(n), t++;
  }
  var c = p === t;
  if (s = s || c, c) var P = true;
  const w = t;
  if (r && typeof r == "object" && !Array.isArray(r)) {
    if (r.allOf === void 0) {
      const n = { instancePath: i, schemaPath: "#/anyOf/2/required", keyword: "required", params: { missingProperty: "allOf" } };
      e === null ? e = [n] : e.push(n), t++;
    }
    for (const n in r) if (n !== "allOf") {
      const a = { instancePath: i, schemaPath: "#/anyOf/2/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: n } };
      e === null ? e = [a] : e.push(a), t++;
    }
    if (r.allOf !== void 0) {
      let n = r.allOf;
      if (Array.isArray(n)) {
        if (n.length < 1) {
          const u = { instancePath: i + "/allOf", schemaPath: "#/anyOf/2/properties/allOf/minItems", keyword: "minItems", params: { limit: 1 } };
          e === null ? e = [u] : e.push(u), t++;
        }
        const a = n.length;
        for (let u = 0; u < a; u++) if (typeof n[u] != "string") {
          const $ = { instancePath: i + "/allOf/" + u, schemaPath: "#/anyOf/2/properties/allOf/items/type", keyword: "type", params: { type: "string" } };
          e === null ? e = [$] : e.push($), t++;
        }
      } else {
        const a = { instancePath: i + "/allOf", schemaPath: "#/anyOf/2/properties/allOf/type", keyword: "type", params: { type: "array" } };
        e === null ? e = [a] : e.push(a), t++;
      }
    }
  } else {
    const n = { instancePath: i, schemaPath: "#/anyOf/2/type", keyword: "type", params: { type: "object" } };
    e === null ? e = [n] : e.push(n), t++;
  }
  var c = w === t;
  if (s = s || c, c && P !== true && (P = true), s) t = o, e !== null && (o ? e.length = o : e = null);
  else {
    const n = { instancePath: i, schemaPath: "#/anyOf", keyword: "anyOf", params: {} };
    e === null ? e = [n] : e.push(n), t++;
  }
  return I.errors = e, l.props = P, t === 0;
}
I.evaluated = { dynamicProps: true, dynamicItems: false };
function O(r, { instancePath: i = "", parentData: g, parentDataProperty: v, rootData: f = r, dynamicAnchors: y = {} } = {}) {
  let e = null, t = 0;
  const l = O.evaluated;
  if (l.dynamicProps && (l.props = void 0), l.dynamicItems && (l.items = void 0), Array.isArray(r)) {
    if (r.length < 1) {
      const s = { instancePath: i, schemaPath: "#/minItems", keyword: "minItems", params: { limit: 1 } };
      e === null ? e = [s] : e.push(s), t++;
    }
    const o = r.length;
    for (let s = 0; s < o; s++) I(r[s], { instancePath: i + "/" + s, parentData: r, parentDataProperty: s, rootData: f, dynamicAnchors: y }) || (e = e === null ? I.errors : h(e, I.errors), t = e.length);
  } else {
    const o = { instancePath: i, schemaPath: "#/type", keyword: "type", params: { type: "array" } };
    e === null ? e = [o] : e.push(o), t++;
  }
  return O.errors = e, t === 0;
}
O.evaluated = { items: true, dynamicProps: false, dynamicItems: false };
var T = { anyOf: [{ type: "string", enum: ["all", "none"] }, { type: "array", items: { type: "string" } }, { type: "object", required: ["except"], properties: { except: { type: "array", items: { type: "string" } } }, additionalProperties: false }] };
function d(r, { instancePath: i = "", parentData: g, parentDataProperty: v, rootData: f = r, dynamicAnchors: y = {} } = {}) {
  let e = null, t = 0;
  const l = d.evaluated;
  l.dynamicProps && (l.props = void 0), l.dynamicItems && (l.items = void 0);
  const o = t;
  let s = false;
  const m = t;
  if (typeof r != "string") {
    const a = { instancePath: i, schemaPath: "#/anyOf/0/type", keyword: "type", params: { type: "string" } };
    e === null ? e = [a] : e.push(a), t++;
  }
  if (!(r === "all" || r === "none")) {
    const a = { instancePath: i, schemaPath: "#/anyOf/0/enum", keyword: "enum", params: { allowedValues: T.anyOf[0].enum } };
    e === null ? e = [a] : e.push(a), t++;
  }
  var c = m === t;
  s = s || c;
  const p = t;
  if (Array.isArray(r)) {
    const a = r.length;
    for (let u = 0; u < a; u++) if (typeof r[u] != "string") {
      const $ = { instancePath: i + "/" + u, schemaPath: "#/anyOf/1/items/type", keyword: "type", params: { type: "string" } };
      e === null ? e = [$] : e.push($), t++;
    }
  } else {
    const a = { instancePath: i, schemaPath: "#/anyOf/1/type", keyword: "type", params: { type: "array" } };
    e === null ? e = [a] : e.push(a), t++;
  }
  var c = p === t;
  if (s = s || c, c) var P = true;
  const w = t;
  if (r && typeof r == "object" && !Array.isArray(r)) {
    if (r.except === void 0) {
      const a = { instancePath: i, schemaPath: "#/anyOf/2/required", keyword: "required", params: { missingProperty: "except" } };
      e === null ? e = [a] : e.push(a), t++;
    }
    for (const a in r) if (a !== "except") {
      const u = { instancePath: i, schemaPath: "#/anyOf/2/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: a } };
      e === null ? e = [u] : e.push(u), t++;
    }
    if (r.except !== void 0) {
      let a = r.except;
      if (Array.isArray(a)) {
        const u = a.length;
        for (let $ = 0; $ < u; $++) if (typeof a[$] != "string") {
          const S = { instancePath: i + "/except/" + $, schemaPath: "#/anyOf/2/properties/except/items/type", keyword: "type", params: { type: "string" } };
          e === null ? e = [S] : e.push(S), t++;
        }
      } else {
        const u = { instancePath: i + "/except", schemaPath: "#/anyOf/2/properties/except/type", keyword: "type", params: { type: "array" } };
        e === null ? e = [u] : e.push(u), t++;
      }
    }
  } else {
    const a = { instancePath: i, schemaPath: "#/anyOf/2/type", keyword: "type", params: { type: "object" } };
    e === null ? e = [a] : e.push(a), t++;
  }
  var c = w === t;
  if (s = s || c, c) var n = true;
  if (s) t = o, e !== null && (o ? e.length = o : e = null);
  else {
    const a = { instancePath: i, schemaPath: "#/anyOf", keyword: "anyOf", params: {} };
    e === null ? e = [a] : e.push(a), t++;
  }
  return d.errors = e, l.props = n, l.items = P, t === 0;
}
d.evaluated = { dynamicProps: true, dynamicItems: true };
function _(r, { instancePath: i = "", parentData: g, parentDataProperty: v, rootData: f = r, dynamicAnchors: y = {} } = {}) {
  let e = null, t = 0;
  const l = _.evaluated;
  l.dynamicProps && (l.props = void 0), l.dynamicItems && (l.items = void 0);
  const o = t;
  let s = false;
  const m = t;
  if (!d(r, { instancePath: i, parentData: g, parentDataProperty: v, rootData: f, dynamicAnchors: y })) e = e === null ? d.errors : h(e, d.errors), t = e.length;
  else var p = d.evaluated.props, P = d.evaluated.items;
  var c = m === t;
  s = s || c;
  const w = t;
  if (r && typeof r == "object" && !Array.isArray(r)) {
    for (const n in r) if (!(n === "actions" || n === "properties")) {
      const a = { instancePath: i, schemaPath: "#/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: n } };
      e === null ? e = [a] : e.push(a), t++;
    }
    if (r.actions !== void 0 && (d(r.actions, { instancePath: i + "/actions", parentData: r, parentDataProperty: "actions", rootData: f, dynamicAnchors: y }) || (e = e === null ? d.errors : h(e, d.errors), t = e.length)), r.properties !== void 0) {
      let n = r.properties;
      if (n && typeof n == "object" && !Array.isArray(n)) for (const a in n) d(n[a], { instancePath: i + "/properties/" + a.replace(/~/g, "~0").replace(/\//g, "~1"), parentData: n, parentDataProperty: a, rootData: f, dynamicAnchors: y }) || (e = e === null ? d.errors : h(e, d.errors), t = e.length);
      else {
        const a = { instancePath: i + "/properties", schemaPath: "#/anyOf/1/properties/properties/type", keyword: "type", params: { type: "object" } };
        e === null ? e = [a] : e.push(a), t++;
      }
    }
  } else {
    const n = { instancePath: i, schemaPath: "#/anyOf/1/type", keyword: "type", params: { type: "object" } };
    e === null ? e = [n] : e.push(n), t++;
  }
  var c = w === t;
  if (s = s || c, c && p !== true && (p = true), s) t = o, e !== null && (o ? e.length = o : e = null);
  else {
    const n = { instancePath: i, schemaPath: "#/anyOf", keyword: "anyOf", params: {} };
    e === null ? e = [n] : e.push(n), t++;
  }
  return _.errors = e, l.props = p, l.items = P, t === 0;
}
_.evaluated = { dynamicProps: true, dynamicItems: true };
function q(r, { instancePath: i = "", parentData: g, parentDataProperty: v, rootData: f = r, dynamicAnchors: y = {} } = {}) {
  let e = null, t = 0;
  const l = q.evaluated;
  if (l.dynamicProps && (l.props = void 0), l.dynamicItems && (l.items = void 0), r && typeof r == "object" && !Array.isArray(r)) {
    for (const o in r) if (!(o === "models" || o === "modules" || o === "features")) {
      const s = { instancePath: i, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: o } };
      e === null ? e = [s] : e.push(s), t++;
    }
    if (r.models !== void 0) {
      let o = r.models;
      if (o && typeof o == "object" && !Array.isArray(o)) {
        for (const s in o) s !== "*" && (_(o[s], { instancePath: i + "/models/" + s.replace(/~/g, "~0").replace(/\//g, "~1"), parentData: o, parentDataProperty: s, rootData: f, dynamicAnchors: y }) || (e = e === null ? _.errors : h(e, _.errors), t = e.length));
        o["*"] !== void 0 && (d(o["*"], { instancePath: i + "/models/*", parentData: o, parentDataProperty: "*", rootData: f, dynamicAnchors: y }) || (e = e === null ? d.errors : h(e, d.errors), t = e.length));
      } else {
        const s = { instancePath: i + "/models", schemaPath: "#/properties/models/type", keyword: "type", params: { type: "object" } };
        e === null ? e = [s] : e.push(s), t++;
      }
    }
    r.modules !== void 0 && (d(r.modules, { instancePath: i + "/modules", parentData: r, parentDataProperty: "modules", rootData: f, dynamicAnchors: y }) || (e = e === null ? d.errors : h(e, d.errors), t = e.length)), r.features !== void 0 && (d(r.features, { instancePath: i + "/features", parentData: r, parentDataProperty: "features", rootData: f, dynamicAnchors: y }) || (e = e === null ? d.errors : h(e, d.errors), t = e.length));
  } else {
    const o = { instancePath: i, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    e === null ? e = [o] : e.push(o), t++;
  }
  return q.errors = e, t === 0;
}
q.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
function C(r, { instancePath: i = "", parentData: g, parentDataProperty: v, rootData: f = r, dynamicAnchors: y = {} } = {}) {
  let e = null, t = 0;
  const l = C.evaluated;
  if (l.dynamicProps && (l.props = void 0), l.dynamicItems && (l.items = void 0), r && typeof r == "object" && !Array.isArray(r)) {
    if (r.kind === void 0) {
      const s = { instancePath: i, schemaPath: "#/required", keyword: "required", params: { missingProperty: "kind" } };
      e === null ? e = [s] : e.push(s), t++;
    }
    if (r.name === void 0) {
      const s = { instancePath: i, schemaPath: "#/required", keyword: "required", params: { missingProperty: "name" } };
      e === null ? e = [s] : e.push(s), t++;
    }
    if (r.grants === void 0) {
      const s = { instancePath: i, schemaPath: "#/required", keyword: "required", params: { missingProperty: "grants" } };
      e === null ? e = [s] : e.push(s), t++;
    }
    for (const s in r) if (!z.call(x.properties, s)) {
      const m = { instancePath: i, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: s } };
      e === null ? e = [m] : e.push(m), t++;
    }
    if (r.kind !== void 0 && r.kind !== "Role") {
      const s = { instancePath: i + "/kind", schemaPath: "#/properties/kind/const", keyword: "const", params: { allowedValue: "Role" } };
      e === null ? e = [s] : e.push(s), t++;
    }
    if (r.name !== void 0 && (b(r.name, { instancePath: i + "/name", parentData: r, parentDataProperty: "name", rootData: f, dynamicAnchors: y }) || (e = e === null ? b.errors : h(e, b.errors), t = e.length)), r.tenant !== void 0 && typeof r.tenant != "string") {
      const s = { instancePath: i + "/tenant", schemaPath: "#/properties/tenant/type", keyword: "type", params: { type: "string" } };
      e === null ? e = [s] : e.push(s), t++;
    }
    if (r.title !== void 0 && (D(r.title, { instancePath: i + "/title", parentData: r, parentDataProperty: "title", rootData: f, dynamicAnchors: y }) || (e = e === null ? D.errors : h(e, D.errors), t = e.length)), r.description !== void 0 && (A(r.description, { instancePath: i + "/description", parentData: r, parentDataProperty: "description", rootData: f, dynamicAnchors: y }) || (e = e === null ? A.errors : h(e, A.errors), t = e.length)), r.abstract !== void 0 && typeof r.abstract != "boolean") {
      const s = { instancePath: i + "/abstract", schemaPath: "#/properties/abstract/type", keyword: "type", params: { type: "boolean" } };
      e === null ? e = [s] : e.push(s), t++;
    }
    if (r.userType !== void 0 && typeof r.userType != "string") {
      const s = { instancePath: i + "/userType", schemaPath: "#/properties/userType/type", keyword: "type", params: { type: "string" } };
      e === null ? e = [s] : e.push(s), t++;
    }
    if (r.seats !== void 0) {
      let s = r.seats;
      if (Array.isArray(s)) {
        const m = s.length;
        for (let p = 0; p < m; p++) if (typeof s[p] != "string") {
          const P = { instancePath: i + "/seats/" + p, schemaPath: "#/properties/seats/items/type", keyword: "type", params: { type: "string" } };
          e === null ? e = [P] : e.push(P), t++;
        }
      } else {
        const m = { instancePath: i + "/seats", schemaPath: "#/properties/seats/type", keyword: "type", params: { type: "array" } };
        e === null ? e = [m] : e.push(m), t++;
      }
    }
    if (r.portfolio !== void 0) {
      let s = r.portfolio;
      const m = t;
      let p = false;
      const P = t;
      if (typeof s != "string") {
        const n = { instancePath: i + "/portfolio", schemaPath: "#/properties/portfolio/anyOf/0/type", keyword: "type", params: { type: "string" } };
        e === null ? e = [n] : e.push(n), t++;
      }
      if (s !== "all") {
        const n = { instancePath: i + "/portfolio", schemaPath: "#/properties/portfolio/anyOf/0/enum", keyword: "enum", params: { allowedValues: x.properties.portfolio.anyOf[0].enum } };
        e === null ? e = [n] : e.push(n), t++;
      }
      var o = P === t;
      p = p || o;
      const w = t;
      O(s, { instancePath: i + "/portfolio", parentData: r, parentDataProperty: "portfolio", rootData: f, dynamicAnchors: y }) || (e = e === null ? O.errors : h(e, O.errors), t = e.length);
      var o = w === t;
      p = p || o;
      const c = t;
      if (s && typeof s == "object" && !Array.isArray(s)) {
        if (Object.keys(s).length < 1) {
          const n = { instancePath: i + "/portfolio", schemaPath: "#/properties/portfolio/anyOf/2/minProperties", keyword: "minProperties", params: { limit: 1 } };
          e === null ? e = [n] : e.push(n), t++;
        }
        for (const n in s) n !== "filter" && (O(s[n], { instancePath: i + "/portfolio/" + n.replace(/~/g, "~0").replace(/\//g, "~1"), parentData: s, parentDataProperty: n, rootData: f, dynamicAnchors: y }) || (e = e === null ? O.errors : h(e, O.errors), t = e.length));
        s.filter !== void 0 && (k(s.filter, { instancePath: i + "/portfolio/filter", parentData: s, parentDataProperty: "filter", rootData: f, dynamicAnchors: y }) || (e = e === null ? k.errors : h(e, k.errors), t = e.length));
      } else {
        const n = { instancePath: i + "/portfolio", schemaPath: "#/properties/portfolio/anyOf/2/type", keyword: "type", params: { type: "object" } };
        e === null ? e = [n] : e.push(n), t++;
      }
      var o = c === t;
      if (p = p || o, p) t = m, e !== null && (m ? e.length = m : e = null);
      else {
        const n = { instancePath: i + "/portfolio", schemaPath: "#/properties/portfolio/anyOf", keyword: "anyOf", params: {} };
        e === null ? e = [n] : e.push(n), t++;
      }
    }
    if (r.includes !== void 0) {
      let s = r.includes;
      if (Array.isArray(s)) {
        const m = s.length;
        for (let p = 0; p < m; p++) if (typeof s[p] != "string") {
          const P = { instancePath: i + "/includes/" + p, schemaPath: "#/properties/includes/items/type", keyword: "type", params: { type: "string" } };
          e === null ? e = [P] : e.push(P), t++;
        }
      } else {
        const m = { instancePath: i + "/includes", schemaPath: "#/properties/includes/type", keyword: "type", params: { type: "array" } };
        e === null ? e = [m] : e.push(m), t++;
      }
    }
    if (r.clonedFrom !== void 0 && typeof r.clonedFrom != "string") {
      const s = { instancePath: i + "/clonedFrom", schemaPath: "#/properties/clonedFrom/type", keyword: "type", params: { type: "string" } };
      e === null ? e = [s] : e.push(s), t++;
    }
    if (r.renamedFrom !== void 0 && typeof r.renamedFrom != "string") {
      const s = { instancePath: i + "/renamedFrom", schemaPath: "#/properties/renamedFrom/type", keyword: "type", params: { type: "string" } };
      e === null ? e = [s] : e.push(s), t++;
    }
    r.grants !== void 0 && (q(r.grants, { instancePath: i + "/grants", parentData: r, parentDataProperty: "grants", rootData: f, dynamicAnchors: y }) || (e = e === null ? q.errors : h(e, q.errors), t = e.length));
  } else {
    const s = { instancePath: i, schemaPath: "#/type", keyword: "type", params: { type: "object" } };
    e === null ? e = [s] : e.push(s), t++;
  }
  return C.errors = e, t === 0;
}
C.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
var h = (r, i) => {
  for (const g of i) r.push(g);
  return r;
};
var L = { __proto__: null, Role: E };
var Q = { Role: { type: "object", required: ["kind", "name", "grants"], properties: { kind: { const: "Role" }, name: { $ref: "common.schema.json#/$defs/FreeName" }, tenant: { type: "string" }, title: { $ref: "common.schema.json#/$defs/Title" }, description: { $ref: "common.schema.json#/$defs/Description" }, abstract: { type: "boolean" }, userType: { type: "string" }, seats: { type: "array", items: { type: "string" } }, portfolio: { anyOf: [{ type: "string", enum: ["all"] }, { $ref: "#/$defs/PortfolioChoices" }, { type: "object", minProperties: 1, properties: { filter: { $ref: "common.schema.json#/$defs/Condition", deprecated: true } }, additionalProperties: { $ref: "#/$defs/PortfolioChoices" } }] }, includes: { type: "array", items: { type: "string" } }, clonedFrom: { type: "string" }, renamedFrom: { type: "string" }, grants: { $ref: "common.schema.json#/$defs/Grants" } }, additionalProperties: false, $defs: { PortfolioChoices: { type: "array", items: { $ref: "#/$defs/PortfolioChoice" }, minItems: 1 }, PortfolioChoice: { anyOf: [{ type: "string" }, { type: "object", required: ["filter"], properties: { filter: { $ref: "common.schema.json#/$defs/Condition" }, on: { type: "string" } }, additionalProperties: false }, { type: "object", required: ["allOf"], properties: { allOf: { type: "array", items: { type: "string" }, minItems: 1 } }, additionalProperties: false }] } } } };
var U = { ReservedName: { enum: ["all", "none", "manage", "Any", "*"] }, FreeName: { type: "string", pattern: "^(?=.{1,128}$)[A-Za-z0-9](?:[A-Za-z0-9 _.:@+()&/'-]*[A-Za-z0-9)])?$", not: { $ref: "#/$defs/ReservedName" } }, Title: { type: "string", pattern: "\\S" }, Description: { type: "string", pattern: "\\S" }, Selection: { anyOf: [{ type: "string", enum: ["all", "none"] }, { type: "array", items: { type: "string" } }, { type: "object", required: ["except"], properties: { except: { type: "array", items: { type: "string" } } }, additionalProperties: false }] }, ModelGrant: { anyOf: [{ $ref: "#/$defs/Selection" }, { type: "object", properties: { actions: { $ref: "#/$defs/Selection" }, properties: { type: "object", additionalProperties: { $ref: "#/$defs/Selection" } } }, additionalProperties: false }] }, Grants: { type: "object", properties: { models: { type: "object", properties: { "*": { $ref: "#/$defs/Selection" } }, additionalProperties: { $ref: "#/$defs/ModelGrant" } }, modules: { $ref: "#/$defs/Selection" }, features: { $ref: "#/$defs/Selection" } }, additionalProperties: false }, Condition: { type: "object", minProperties: 1, additionalProperties: true }, PortfolioChoices: { type: "array", items: { $ref: "#/$defs/PortfolioChoice" }, minItems: 1 }, PortfolioChoice: { anyOf: [{ type: "string" }, { type: "object", required: ["filter"], properties: { filter: { $ref: "common.schema.json#/$defs/Condition" }, on: { type: "string" } }, additionalProperties: false }, { type: "object", required: ["allOf"], properties: { allOf: { type: "array", items: { type: "string" }, minItems: 1 } }, additionalProperties: false }] } };
function resolveReference(schema) {
  const name = schema.$ref?.slice(schema.$ref.lastIndexOf("/") + 1);
  return name !== void 0 && U[name] || schema;
}
var fieldsOf = (schema) => Object.keys(schema.properties ?? {});
var ways = [
  {
    pattern: "^[A-Za-z][A-Za-z0-9_-]*$",
    form: "a letter, then letters, digits, dashes and underscores",
    corrected: (name) => wordsOf(name).map(capitalise).join("")
  },
  {
    pattern: "^[a-z][A-Za-z0-9_-]*$",
    form: "a lower-case letter, then letters, digits, dashes and underscores",
    corrected: (name) => {
      const [first = "", ...others] = wordsOf(name);
      return first.charAt(0).toLowerCase() + first.slice(1) + others.map(capitalise).join("");
    }
  },
  {
    pattern: "^(?=.{1,128}$)[A-Za-z0-9](?:[A-Za-z0-9 _.:@+()&/'-]*[A-Za-z0-9)])?$",
    form: "at most 128 letters, digits, spaces and `_ . : @ + ( ) & / ' -`, first a letter or a digit, last a letter, a digit or `)`",
    corrected: (name) => name.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^A-Za-z0-9 _.:@+()&/'-]+/g, "-").replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9)]+$/g, "")
  },
  {
    pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
    form: "letters, digits and underscores, with no digit first",
    corrected: (name) => {
      const [first = "", ...others] = name.split(/\W+/);
      return first + others.map(capitalise).join("");
    }
  },
  {
    pattern: "^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*$",
    form: "one or more property names, joined by dots",
    corrected: (name) => name.trim().split(/\W+/).join(".")
  },
  {
    pattern: "^(?=.{1,214}$)(@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*$",
    form: "at most 214 lower-case letters, digits, dashes, dots and underscores, first a letter or a digit, as `permissions` or `@acme/permissions`",
    corrected: (name) => name.trim().toLowerCase().replace(/[^a-z0-9._@/-]+/g, "-").replace(/^[^a-z0-9@]+/, "")
  },
  {
    pattern: "^(?=.{1,1024}$)(\\.\\./)+((?!\\.\\.?(/|$))[A-Za-z0-9._@+ -]*[A-Za-z0-9_@+-](/|$))+(?<!/)$",
    form: "a folder beside or above the policies: `../` once or several times, then names joined by `/`, as `../generated`",
    corrected: (path) => {
      const written = path.trim();
      return /^([/\\~]|[A-Za-z]:)/.test(written) ? "" : suggestFolder(written);
    }
  }
];
function suggestFolder(written) {
  const steps = written.split(/[/\\]+/).filter((step) => step !== "" && step !== ".");
  return [...steps[0] === ".." ? [] : [".."], ...steps].join("/");
}
function diagnoseName(name, schema) {
  if (isReserved(name, schema)) return { code: "reserved-name" };
  const pattern = schema.pattern ?? "";
  const way = ways.find((known) => known.pattern === pattern);
  if (!way) return { code: "bad-name", form: `of the form \`${pattern}\``, help: void 0 };
  const suggestion = way.corrected(name);
  const isGood = new RegExp(pattern).test(suggestion) && !isReserved(suggestion, schema);
  return { code: "bad-name", form: way.form, help: isGood ? `did you mean \`${suggestion}\`?` : void 0 };
}
function isReserved(name, schema) {
  const reserved = schema.not && resolveReference(schema.not);
  if (reserved?.pattern !== void 0) return new RegExp(reserved.pattern).test(name);
  return reserved?.enum?.includes(name) ?? false;
}
var wordsOf = (name) => name.split(/[^A-Za-z0-9]+/).filter((word2) => word2 !== "");
var capitalise = (word2) => word2.charAt(0).toUpperCase() + word2.slice(1);
var isVersion = ({ pattern }) => pattern !== void 0 && pattern === U.PackageVersion?.pattern;
function guessVersion(written) {
  const [, numbers = "", rest = ""] = /^\s*[vV=]?\s*(\d+(?:\.\d+){0,2})([-+].*)?\s*$/.exec(written.slice(0, 99)) ?? [];
  const parts = numbers.split(".").map((part) => part.replace(/^0+(?=\d)/, ""));
  const version = `${[...parts, "0", "0"].slice(0, 3).join(".")}${rest}`;
  const { pattern = "" } = U.PackageVersion ?? {};
  return version !== written && new RegExp(pattern).test(version) ? version : void 0;
}
var nouns = {
  Model: "model",
  Action: "action",
  Module: "module",
  Feature: "feature",
  Capability: "capability",
  Generations: "generations",
  Principal: "principal",
  Portfolio: "portfolio",
  UserType: "user type",
  Seat: "seat",
  Tenant: "tenant",
  Properties: "property list",
  Role: "role",
  Users: "user list",
  Invariant: "invariant",
  Waiver: "waiver",
  Test: "test",
  Settings: "settings",
  Mapping: "mapping",
  Runbook: "runbook"
};
var plainFields = /* @__PURE__ */ new Set([
  "name",
  "family",
  "title",
  "description",
  "type",
  "portfolio",
  "reach",
  "rank",
  "package",
  "version",
  "plan",
  "ceiling",
  "tenant",
  "grants",
  "severity",
  "source",
  "role",
  "invariant",
  "owner"
]);
function nameDocument({ kind, value }) {
  if (kind === "Principal") return "the principal";
  if (kind === "Settings") return "the settings";
  if (kind === "Users") return nameByField("the user list of tenant", value, "tenant") ?? "this user list";
  if (kind === "Waiver") return nameByField("the waiver of", value, "invariant") ?? "this waiver";
  return nameByField(nouns[kind], value, "name") ?? `this ${nouns[kind]}`;
}
function nameField({ called }, field) {
  return plainFields.has(field) ? `the ${field} of ${called}` : `\`${field}\` of ${called}`;
}
function nameEntry({ path, called, around }, name) {
  const entry = `\`${shorten(name)}\``;
  switch (path.at(-1)) {
    case "models":
      return `${entry} in ${around?.called ?? called}`;
    case "properties":
      return `property ${entry} of ${around?.called ?? called}`;
    case "attributes":
      return `attribute ${entry} of ${around?.called ?? called}`;
    default:
      return `${entry} in ${called}`;
  }
}
function nameItem({ path, called, around }, index, item) {
  if (path.length !== 1 || path[0] !== "users") return `item ${index + 1} of ${called}`;
  return nameByField("user", item, "id") ?? `user ${index + 1} of ${around?.called ?? called}`;
}
function describeNamed({ parsed, path }) {
  if (parsed.kind === "Settings") return path[0] === "out" ? "the folder that compile writes" : "a package";
  if (parsed.kind === "Generations") return path.length === 1 ? "generations" : "a generation";
  const noun = path.length === 1 && path[0] === "name" ? nouns[parsed.kind] : void 0;
  switch (path.at(-1)) {
    case "package":
      return "a package";
    case "through":
      return "a path";
    case "audience":
      return "an audience";
    case "properties":
      return "a property";
    case "relations":
      return "a relation";
    case "attributes":
      return "an attribute";
    case "records":
      return "a record";
    default:
      return addArticle(noun ?? "name");
  }
}
function describeChoices(choices) {
  return joinWords(choices.flatMap(forms), "or");
}
function describeValue(value) {
  if (value === null || value === void 0) return "empty";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "object":
      return "a map";
    case "number":
      return `the number \`${value}\``;
    case "string":
      return value.trim() === "" ? "empty text" : `the text \`${shorten(value)}\``;
    default:
      return `\`${String(value)}\``;
  }
}
function joinWords(words2, last) {
  return words2.length < 2 ? words2.join("") : `${words2.slice(0, -1).join(", ")} ${last} ${words2.at(-1)}`;
}
var shorten = (text) => text.length > 60 ? `${text.slice(0, 59)}\u2026` : text;
var quote3 = (word2) => `\`${word2}\``;
function forms(schema) {
  if (schema.const !== void 0) return [quote3(schema.const)];
  if (schema.enum) return schema.enum.map(quote3);
  switch (schema.type) {
    case "string":
      return [formOfText(schema)];
    case "integer":
      return ["a whole number"];
    case "boolean":
      return ["`true` or `false`"];
    case "array":
      return ["a list"];
    default:
      return [describeMapForm(schema)];
  }
}
function formOfText(schema) {
  if (isVersion(schema)) return "a version like `1.4.0`";
  return schema.format === "date" ? "a date like `2027-03-31`" : "text";
}
function describeMapForm({ required, properties, additionalProperties }) {
  if (required && !required.includes("kind"))
    return `\`{ ${required.map((name) => `${name}: \u2026`).join(", ")} }\``;
  if (additionalProperties === true) return "a condition";
  if (additionalProperties !== false || required) return "a map";
  return `a map of ${joinWords(Object.keys(properties ?? {}).map(quote3), "and")}`;
}
function nameByField(noun, map, field) {
  if (typeof map !== "object" || map === null) return void 0;
  const name = Object.hasOwn(map, field) ? map[field] : void 0;
  return typeof name === "string" && name.trim() !== "" ? `${noun} \`${shorten(name)}\`` : void 0;
}
function findPlace(parsed, pointer) {
  const called = nameDocument(parsed);
  const schema = Q[parsed.kind];
  const root = { parsed, path: [], value: parsed.value, called };
  let place = schema && withSchema(root, schema);
  for (const step of pointer.split("/").slice(1))
    place = place && stepInto(place, step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return place;
}
var layers = ["grants", "allows", "adds", "ceiling"];
function guessField(written, map, schema) {
  const free = fieldsOf(schema).filter((name) => !Object.hasOwn(map, name));
  if (layers.includes(written)) return free.find((name) => layers.includes(name));
  return nearest(written, free);
}
function stepInto(around, step) {
  const { parsed, schema, value } = around;
  if (!around.isClear) return void 0;
  if (Array.isArray(value)) {
    const index = Number(step);
    const item = value[index];
    const path = [...around.path, index];
    const inside2 = { parsed, path, value: item, called: nameItem(around, index, item), around };
    return schema.items && withSchema(inside2, schema.items);
  }
  if (!isFields(value)) return void 0;
  const { properties, additionalProperties } = schema;
  const field = properties && Object.hasOwn(properties, step) ? properties[step] : void 0;
  const inside = { parsed, path: [...around.path, step], value: value[step], around };
  if (typeof additionalProperties === "object")
    return withSchema({ ...inside, called: nameEntry(around, step) }, field ?? additionalProperties);
  return field && withSchema({ ...inside, called: nameField(around, step) }, field);
}
function withSchema(place, schema) {
  const choices = choicesOf(schema);
  const chosen = choices.length === 1 ? choices[0] : choose(choices, place.value);
  return { ...place, schema: chosen ?? schema, choices, isClear: chosen !== void 0 };
}
function choicesOf(schema) {
  const { anyOf, ...rest } = resolveReference(schema);
  return anyOf ? anyOf.flatMap(choicesOf) : [rest];
}
function choose(choices, value) {
  if (!isFields(value)) {
    const type = Array.isArray(value) ? "array" : typeof value;
    return choices.find((choice) => choice.type === type);
  }
  let best;
  let bestResemblance = 0;
  for (const choice of choices) {
    const resemblance = measureResemblance(value, choice);
    if (resemblance <= bestResemblance) continue;
    best = choice;
    bestResemblance = resemblance;
  }
  return best;
}
function measureResemblance(map, schema) {
  if (schema.type !== "object") return 0;
  if (schema.additionalProperties !== false) return 1;
  let resemblance = 0;
  for (const key of Object.keys(map))
    if (Object.hasOwn(schema.properties ?? {}, key)) resemblance += 2;
    else if (guessField(key, map, schema)) resemblance += 1;
  return resemblance;
}
var fixByText = (at2, text, help = `write \`${text}\``) => ({
  help,
  at: at2,
  change: { kind: "replace", text }
});
function helpWithType(place) {
  const { value, choices, around, path, parsed } = place;
  const at2 = placeOf2(place);
  const name = helpWithName(place);
  if (name !== void 0) return name;
  if (value === null) return helpWithNothing(choices);
  if (path.at(-1) === "properties" && path.at(-3) === "models") return helpWithRightsOfAll(value, at2);
  if (path.at(-1) === "models" && layers2.has(String(path.at(-2)))) {
    const [model] = isListOfWords(value) ? value : [];
    if (model !== void 0 && model !== "all" && /^[A-Za-z]\w*$/.test(model))
      return `write actions for each model: \`{ ${model}: [view], \u2026 }\``;
  }
  if (path.length === 1 && path[0] === "properties" && parsed.kind === "Model")
    return helpWithTypesOfAll(value);
  if (isFields(value)) {
    if (path.at(-1) === "*" && path.at(-2) === "models" && Object.keys(value).join() === "actions")
      return helpWithActionsOfAll(value.actions, at2);
    const alone = around?.choices.find((choice) => measureResemblance(value, choice) > 0);
    if (!around || !alone || !Array.isArray(around.value)) return void 0;
    const help = `${describeChoices([alone])} stands alone, not in a list`;
    return around.value.length === 1 ? { help, at: placeOf2(around), change: { kind: "unwrap", path: [0] } } : help;
  }
  const choiceOf = (type) => choices.find((choice) => choice.type === type);
  const [list, text] = [choiceOf("array"), choiceOf("string")];
  if (text && !list && Array.isArray(value)) return helpWithOneOf(value, text, at2);
  if (value === "all") {
    if (layers2.has(String(path.at(-1))))
      return 'write `{ models: { "*": all }, modules: all, features: all }`';
    if (path.at(-1) === "models" && layers2.has(String(path.at(-2)))) return 'write `{ "*": all }`';
  }
  if (typeof value === "string") {
    if (list) return helpWithList({ ...place, value });
    if (choiceOf("boolean")) return helpWithTruth(value, at2);
    return choiceOf("integer") && /^\d+$/.test(value) ? fixByText(at2, value, `write \`${value}\` without quotes`) : void 0;
  }
  if (text && isVersion(text)) return helpWithVersion(place);
  const isFreeText = text && !text.enum && !text.format && (text.pattern ?? "\\S") === "\\S";
  return isFreeText && typeof value !== "object" ? { help: "put quotes around it to make it text", at: at2, change: { kind: "quote" } } : void 0;
}
var layers2 = /* @__PURE__ */ new Set(["grants", "allows", "adds", "ceiling"]);
var placeOf2 = ({ parsed, path }) => ({ document: parsed.document, path });
function helpWithOneOf(list, { enum: words2, pattern }, at2) {
  const [word2] = list;
  if (list.length !== 1 || typeof word2 !== "string") return void 0;
  const isMeant = words2 ? words2.includes(word2) : new RegExp(pattern ?? "\\S").test(word2);
  return isMeant ? { help: `write \`${word2}\``, at: at2, change: { kind: "unwrap", path: [0] } } : void 0;
}
function helpWithActionsOfAll(actions, at2) {
  const help = `write \`"*": ${writeFlow(actions)}\``;
  return isShort(actions) ? { help, at: at2, change: { kind: "unwrap", path: ["actions"] } } : help;
}
var helpWithTypesOfAll = (value) => isListOfWords(value) && value[0] !== void 0 ? `write a type for each property: \`{ ${value[0]}: { type: string }, \u2026 }\`` : void 0;
function helpWithRightsOfAll(value, at2) {
  const isWhole = value === "all" || value === "none";
  if (!isWhole && !(isListOfWords(value) && value.length > 0)) return void 0;
  if (!isWhole && !value.every((word2) => rights.includes(word2)))
    return `write a right for each property: \`{ ${value[0]}: all, \u2026 }\``;
  return {
    help: `write \`{ "*": ${writeFlow(value)} }\` for every property`,
    at: at2,
    change: { kind: "put-under", key: '"*"' }
  };
}
function helpWithTruth(value, at2) {
  const truth = truths.get(value.toLowerCase());
  return truth && fixByText(at2, truth.meant, truth.help);
}
function helpWithName(place) {
  const { parsed, path, value, choices } = place;
  const pattern = choices.find(({ type }) => type === "string")?.pattern;
  const isRead = value === null || typeof value === "number" || typeof value === "boolean";
  if (pattern === void 0 || pattern === "\\S" || !isRead) return void 0;
  const { source, start: start2, end } = spanOf(placeIn(parsed.document, path));
  const written = source.text.slice(start2, end);
  if (value === null && !/^null$/i.test(written)) return void 0;
  return new RegExp(pattern).test(written) ? { help: `put quotes around it: \`"${written}"\``, at: placeOf2(place), change: { kind: "quote" } } : void 0;
}
function helpWithVersion(place) {
  const { parsed, path } = place;
  const { source, start: start2, end } = spanOf(placeIn(parsed.document, path));
  const version = guessVersion(source.text.slice(start2, end));
  return version && fixByText(placeOf2(place), version, `write three numbers, which YAML takes for text: \`${version}\``);
}
function helpWithList(place) {
  const { value, choices, path, parsed } = place;
  if (typeof value !== "string") return void 0;
  const above = path.at(-2);
  const ofActions = path.at(-1) === "actions" || above === "models" || above === "properties";
  if (ofActions && !isBuiltInAction(value)) {
    if (parsed.kind === "Model") return `a model lists its actions: \`[${builtInActions.join(", ")}]\``;
    const isRights = above === "properties";
    const near = suggestAction(value, isRights ? rights : builtInActions);
    return near ? `write \`[${near}]\`` : `write \`all\` if every ${isRights ? "right" : "action"} is meant`;
  }
  if (value === "all" && above === "portfolio")
    return "`portfolio: all` stands alone; an entry names a portfolio with `reach: all`";
  if (wholes.has(value.toLowerCase())) return void 0;
  const ofNames = choices.some(({ items }) => items && takesText(resolveReference(items)));
  return ofNames && /^[A-Za-z][\w.-]*(:\w+)?$/.test(value) ? { help: `write \`[${value}]\``, at: placeOf2(place), change: { kind: "put-in-list" } } : void 0;
}
var takesText = ({ type, anyOf = [] }) => type === "string" || anyOf.some((one) => takesText(resolveReference(one)));
var wholes = /* @__PURE__ */ new Set(["all", "any", "each", "every", "everything", "full"]);
function suggestWord(value, words2) {
  const begun = words2.find((word2) => word2.length > 3 && value.toLowerCase().startsWith(word2));
  return didYouMean(value, words2) ?? (begun && `did you mean \`${begun}\`?`);
}
function helpWithMissing({ parsed, path }, field) {
  const example = field === "name" ? names[parsed.kind] : examples[field];
  const isField = path.length === 0 || field === "type" || parsed.kind === "Users";
  if (parsed.document.tableOf !== void 0)
    return `every row needs a text in the column \`${field}\`${example ? `, such as \`${example}\`` : ""}`;
  return isField && example ? `for example \`${field}: ${example}\`` : void 0;
}
var names = {
  Model: "Company",
  Module: "CustomerWorkflows",
  Feature: "EmailSync",
  Capability: "AppAccess",
  Portfolio: "own",
  UserType: "Core",
  Seat: "Service",
  Tenant: "acme",
  Role: "csm",
  Invariant: "no-export",
  Test: "an agent exports nothing"
};
var examples = {
  as: "{ user: ann }",
  expect: '{ "Company:view": allow }',
  actions: "[create, view, update, remove, export]",
  adds: "{ models: { Timesheet: all } }",
  allows: '{ models: { "*": [view] } }',
  attributes: "{ id: { type: id } }",
  ceiling: '{ models: { "*": all } }',
  combinesWith: "[Core]",
  grants: '{ models: { "*": [view] } }',
  id: "ann",
  invariant: "no-export",
  on: "Company",
  owner: "Ann Smith",
  portfolio: "[full]",
  rank: "1",
  reach: "all",
  requires: '["Company:view"]',
  role: "csm",
  tenant: "acme",
  type: "string",
  until: "2027-03-31",
  userType: "Core",
  users: "[{ id: ann, userType: Core, roles: [csm] }]"
};
function writeFlow(value) {
  if (typeof value === "string") return value;
  return isListOfWords(value) ? `[${value.slice(0, 5).join(", ")}]` : "[view]";
}
var isListOfWords = (value) => Array.isArray(value) && value.every((item) => typeof item === "string" && item.length < 20);
var isShort = (value) => typeof value === "string" || isListOfWords(value) && value.length <= 5;
function helpWithNothing(choices) {
  const nothing2 = choices.flatMap(listFormsOfNothing)[0];
  return nothing2 && `write \`${nothing2}\` if none is meant`;
}
function listFormsOfNothing(schema) {
  if (schema.enum?.includes("none")) return ["none"];
  if (schema.type === "array" && !schema.minItems) return ["[]"];
  const isFree = schema.type === "object" && !schema.required && !schema.minProperties;
  return isFree ? ["{}"] : [];
}
var truths = /* @__PURE__ */ new Map([
  ["true", { meant: "true", help: "write `true` without quotes" }],
  ["false", { meant: "false", help: "write `false` without quotes" }],
  ["yes", { meant: "true", help: "write `true`" }],
  ["on", { meant: "true", help: "write `true`" }],
  ["no", { meant: "false", help: "write `false`" }],
  ["off", { meant: "false", help: "write `false`" }]
]);
var findingsShown = 100;
function validate(documents, report, valid) {
  for (const parsed of documents) {
    if (valid?.has(parsed)) continue;
    const validator = L[parsed.kind];
    if (validator && !validator(parsed.value)) reportErrors(parsed, validator.errors ?? [], report);
    else valid?.add(parsed);
  }
}
function reportErrors(parsed, errors, report) {
  const said = /* @__PURE__ */ new Set();
  const reportOnce = (code, at2, facts, ...more) => {
    const words2 = JSON.stringify([code, at2.start, at2.end, facts]);
    if (!said.has(words2)) report(code, at2, facts, ...more);
    said.add(words2);
  };
  for (const error of errors) {
    if (said.size >= findingsShown) return;
    const place = findPlace(parsed, error.instancePath);
    if (place) reportError(place, error, reportOnce);
  }
  if (said.size === 0) impossible(`${parsed.kind} breaks its schema in a way that has no words`);
}
function reportError(place, { keyword, params }, report) {
  const { value, schema } = place;
  if (!place.isClear) {
    if (keyword === "anyOf") reportType(place, report);
  } else if (keyword === "type" || keyword === "const") {
    if (params.type === schema.type) reportType(place, report);
  } else if (isFields(value)) reportMap({ ...place, value }, keyword, params, report);
  else if (typeof value === "string" && keyword !== "format")
    reportText({ ...place, value }, keyword, report);
  else reportLimit(place, keyword, report);
}
function reportMap(place, keyword, params, report) {
  switch (keyword) {
    case "propertyNames":
      reportKey(place, String(params.propertyName), report);
      break;
    case "additionalProperties":
      reportUnknown(place, String(params.additionalProperty), report);
      break;
    case "required":
      reportMissing(place, String(params.missingProperty), report);
      break;
    case "oneOf":
      reportAlternatives(place, report);
      break;
    default:
      reportLimit(place, keyword, report);
  }
}
function reportType(place, report) {
  const { value, called, choices, isClear } = place;
  const [first] = isFields(value) && !isClear ? Object.keys(value) : [];
  const what = first === void 0 ? describeValue(value) : `a map with \`${shorten(first)}\``;
  const facts = { what: called, expected: describeChoices(choices), found: what };
  report("wrong-type", at(place), facts, helpWithType(place));
}
function reportText(place, keyword, report) {
  const { value, called, schema, choices } = place;
  if (keyword === "enum") {
    const help = suggestWord(value, schema.enum ?? []) ?? helpWithList(place);
    const facts = { what: called, value: shorten(value), allowed: describeChoices(choices) };
    report("unknown-value", at(place), facts, help);
  } else if (schema.pattern === "\\S")
    report("out-of-range", at(place), { what: called, limit: "must not be empty" });
  else if (isVersion(schema)) reportVersion(place, report);
  else if (keyword === "pattern" || keyword === "not")
    reportName({ name: value, what: describeNamed(place), schema, at: at(place) }, report);
}
function reportVersion(place, report) {
  const { value, called, choices } = place;
  const limit = `must be ${describeChoices(choices)}, not ${describeValue(value)}`;
  const version = guessVersion(value);
  const help = version && `did you mean \`${version}\`?`;
  report("out-of-range", at(place), { what: called, limit }, help);
}
function reportKey(place, key, report) {
  const schema = resolveReference(place.schema.propertyNames ?? {});
  reportName({ name: key, what: describeNamed(place), schema, at: at(place, [key], "key") }, report);
}
function reportName({ name, what, schema, at: at2 }, report) {
  const bad = diagnoseName(name, schema);
  const facts = { what, name: shorten(name) };
  if (bad.code === "reserved-name") report(bad.code, at2, facts);
  else report(bad.code, at2, { ...facts, form: bad.form }, bad.help);
}
function reportUnknown(place, field, report) {
  const { value, called, schema, choices } = place;
  const known = fieldsOf(schema);
  if (schema.additionalProperties !== false || known.includes(field)) return;
  const where = at(place, [field], "key");
  const other = known.find((name) => Object.hasOwn(value, name));
  if (other !== void 0 && choices.some((choice) => fieldsOf(choice).includes(field))) {
    const help = "`except` stands alone, or inside `actions`";
    report("conflicting-fields", where, { field, other, of: called }, help);
  } else {
    const meantField = guessField(field, value, schema);
    const taken = nearest(field, known);
    const help = meantField ? `did you mean \`${meantField}\`?` : taken && `\`${taken}\` is written already`;
    report("unknown-field", where, { field: shorten(field), of: called }, help);
  }
}
function reportMissing(place, field, report) {
  const isWanted = place.schema.required?.includes(field);
  if (isWanted && !isMisspelt(field, place))
    report("missing-field", locateMap(place), { field, of: place.called }, helpWithMissing(place, field));
}
function reportAlternatives(place, report) {
  const { value, called } = place;
  const names2 = alternativesOf(place);
  const [other, field] = Object.keys(value).filter((name) => names2.includes(name));
  const help = `write exactly one of ${joinWords(names2.map(quote3), "and")}`;
  if (other !== void 0 && field !== void 0) {
    const related = [{ at: at(place, [other], "key"), note: `\`${other}\` is written here` }];
    report("conflicting-fields", at(place, [field], "key"), { field, other, of: called }, help, { related });
  } else if (names2[0] !== void 0 && !names2.some((name) => isMisspelt(name, place)))
    report("missing-field", locateMap(place), { field: names2[0], of: called }, help);
}
function reportLimit(place, keyword, report) {
  const limit = limitOf(place, keyword);
  if (limit === void 0) return;
  const lifts = place.choices.some(({ enum: words2 }) => words2?.includes("all"));
  const help = keyword === "minProperties" && lifts ? "write `all` to reach every record" : void 0;
  report("out-of-range", at(place), { what: place.called, limit }, help);
}
function limitOf({ schema, value }, keyword) {
  switch (keyword) {
    case "format":
      return `must be a day of the calendar, like \`2027-03-31\`, not ${describeValue(value)}`;
    case "minimum":
      return `must be ${schema.minimum} or more, not \`${String(value)}\``;
    case "minItems":
      return schema.minItems === 1 ? "must not be empty" : `needs at least ${schema.minItems} items`;
    case "minProperties":
      return "must not be empty";
    default:
      return void 0;
  }
}
var alternativesOf = ({ schema }) => (schema.oneOf ?? []).map(({ required: [name] }) => name);
function isMisspelt(field, { value, schema }) {
  const known = fieldsOf(schema);
  return Object.keys(value).some((key) => !known.includes(key) && guessField(key, value, schema) === field);
}
function locateMap(place) {
  if (place.path.length === 0) return at(place, ["kind"], "key");
  const isItem = typeof place.path.at(-1) === "number";
  return at(place, isItem ? Object.keys(place.value).slice(0, 1) : [], "key");
}
function at({ parsed, path }, below = [], part = "value") {
  return spanOf(placeIn(parsed.document, [...path, ...below], part));
}
function indexByName(declarations, what, report, of) {
  const owner = of !== void 0 && { of };
  const fold2 = of === void 0 ? foldName : (name) => name.toLowerCase();
  const known = /* @__PURE__ */ new Map();
  const folded = /* @__PURE__ */ new Map();
  for (const declaration of declarations) {
    const { name, at: at2 } = declaration;
    const first = known.get(name);
    const twin = folded.get(fold2(name));
    if (first) {
      report(
        "declared-twice",
        spanOf(at2),
        {
          what: what(declaration),
          name,
          ...owner,
          ...what(first) !== what(declaration) && { already: what(first) }
        },
        "rename one of the two, or delete it",
        { related: [{ at: spanOf(first.at), note: "first declared here" }] }
      );
      continue;
    }
    if (twin) reportAlike2(declaration, twin, what(declaration), report, of);
    known.set(name, declaration);
    folded.set(fold2(name), declaration);
  }
  return new Map([...known].sort(([a], [b2]) => a < b2 ? -1 : 1));
}
var foldName = (name) => name.toLowerCase().replace(/[ _-]/g, "");
function reportAlike2({ name, at: at2 }, twin, what, report, of) {
  report(
    "case-collision",
    spanOf(at2),
    { what, name, other: twin.name, ...of !== void 0 && { of } },
    "choose another name for one of the two",
    { related: [{ at: spanOf(twin.at), note: `\`${twin.name}\` is declared here` }] }
  );
}
function linkCaps(documents, catalog, { draw, isFaulty }, report) {
  const typeOf = linkUserTypes(documents, draw, report);
  const userTypes = [...typeOf.values()].sort((a, b2) => compareAudiences(a, b2) || b2.rank - a.rank);
  checkRanks(userTypes, report);
  checkMonotone(
    userTypes.filter(({ layer }) => !isFaulty(layer)),
    catalog,
    report
  );
  const known = { typeOf, seatOf: linkSeats(documents, typeOf, draw, report), report };
  return {
    userTypes,
    seats: [...known.seatOf.values()],
    capOf: rememberCaps(),
    userType: (name, at2) => findUserType(known, name, at2),
    seatsOf: (names2, at2, userType) => names2.flatMap(
      (name, index) => findSeat(known, name, placeIn(at2.document, [...at2.path, index]), userType) ?? []
    )
  };
}
function linkUserTypes(documents, draw, report) {
  const declared = documents.flatMap(({ kind, document, value }) => {
    if (kind !== "UserType") return [];
    const { name, audience = memberAudience, rank, allows } = value;
    const at2 = placeIn(document, ["name"]);
    return [{ name, at: at2, audience, rank, layer: draw(allows, placeIn(document, ["allows"])) }];
  });
  return indexByName(declared, () => "user type", report);
}
function linkSeats(documents, typeOf, draw, report) {
  const declared = documents.flatMap(({ kind, document, value }) => {
    if (kind !== "Seat") return [];
    const seat = value;
    for (const [index, name] of seat.combinesWith.entries())
      if (!typeOf.has(name))
        reportUnknownType(typeOf, name, placeIn(document, ["combinesWith", index]), report);
    return [
      {
        name: seat.name,
        at: placeIn(document, ["name"]),
        combinesWith: new Set(seat.combinesWith),
        ...seat.package !== void 0 && { package: seat.package },
        layer: draw(seat.adds, placeIn(document, ["adds"]))
      }
    ];
  });
  return indexByName(declared, () => "seat", report);
}
function rememberCaps() {
  const caps = /* @__PURE__ */ new Map();
  return (userType, seats) => {
    const key = [userType.name, ...seats.map((seat) => seat.name)].join("+");
    const known = caps.get(key);
    if (known) return known;
    const cap = userType.layer.held.slice();
    for (const seat of seats) addAll(cap, seat.layer.held);
    caps.set(key, cap);
    return cap;
  };
}
function findUserType({ typeOf, report }, name, at2) {
  const userType = typeOf.get(name);
  if (!userType) reportUnknownType(typeOf, name, at2, report);
  return userType;
}
function reportUnknownType(typeOf, name, at2, report) {
  report("unknown-user-type", spanOf(at2), { name }, didYouMean(name, typeOf.keys()) ?? kindsOf(typeOf));
}
function findSeat({ typeOf, seatOf, report }, name, at2, userType) {
  const seat = seatOf.get(name);
  if (!seat) {
    report("unknown-seat", spanOf(at2), { name }, didYouMean(name, seatOf.keys()) ?? kindsOf(seatOf));
    return void 0;
  }
  const isClear = [...seat.combinesWith].every((other) => typeOf.has(other));
  if (!userType || !isClear || seat.combinesWith.has(userType.name)) return seat;
  const listed = spanOf(placeIn(seat.at.document, ["combinesWith"]));
  const help = `take the seat away, or choose a user type it combines with: ${listFirstNames([...seat.combinesWith], 8)}`;
  const related = [{ at: listed, note: `\`${name}\` combines with these` }];
  report("seat-does-not-combine", spanOf(at2), { seat: name, userType: userType.name }, help, { related });
  return void 0;
}
var kindsOf = (known) => known.size > 0 && known.size <= 8 ? listThereAre([...known.keys()], 8) : void 0;
var compareAudiences = (a, b2) => Number(b2.audience === memberAudience) - Number(a.audience === memberAudience) || byCodeUnit(a.audience, b2.audience);
function checkRanks(userTypes, report) {
  const first = /* @__PURE__ */ new Map();
  for (const userType of [...userTypes].sort((a, b2) => a.name < b2.name ? -1 : 1)) {
    const { name, audience, rank, at: at2 } = userType;
    const key = JSON.stringify([audience, rank]);
    const other = first.get(key);
    if (!other) first.set(key, userType);
    else
      report(
        "duplicate-rank",
        spanOf(placeIn(at2.document, ["rank"])),
        { name, rank, other: other.name },
        "give each user type a rank of its own",
        {
          related: [
            { at: spanOf(placeIn(other.at.document, ["rank"])), note: `the rank of \`${other.name}\`` }
          ]
        }
      );
  }
}
function checkMonotoneLocally(locals, { caps, catalog: { cells }, isFaulty, report }) {
  const faulty = new Set(caps.userTypes.filter(({ layer }) => isFaulty(layer)).map(({ name }) => name));
  const reported = /* @__PURE__ */ new Set();
  for (const { tenant, catalog, userTypes } of locals)
    for (const pair of listPairs(userTypes.filter(({ name }) => !faulty.has(name)))) {
      const { lower, higher } = pair;
      const outside = listOutside(pair, catalog);
      const key = JSON.stringify([lower.name, higher.name]);
      const [cell] = outside;
      if (!cell || cell.index < cells.length || reported.has(key)) continue;
      reported.add(key);
      const added = catalog.modelOf.get(cell.subject)?.propertyOf.get(cell.property ?? "");
      reportNotMonotone(
        pair,
        outside,
        report,
        `let \`"*"\` in \`properties\` of \`${higher.name}\` hold it, or take it from that of \`${lower.name}\``,
        added && [{ at: spanOf(added.at), note: `tenant \`${tenant}\` adds the property` }]
      );
    }
}
var listPairs = (userTypes) => userTypes.flatMap(
  (lower) => userTypes.filter(({ audience, rank }) => audience === lower.audience && rank > lower.rank).map((higher) => ({ lower, higher }))
);
var listOutside = ({ lower, higher }, catalog) => listIndices(difference(lower.layer.held, higher.layer.held)).flatMap((index) => catalog.cells[index] ?? []);
function checkMonotone(userTypes, catalog, report) {
  for (const pair of listPairs(userTypes))
    reportNotMonotone(
      pair,
      listOutside(pair, catalog),
      report,
      `let \`${pair.higher.name}\` allow it too, or take it from \`${pair.lower.name}\``
    );
}
function reportNotMonotone({ lower, higher }, outside, report, help, more = []) {
  const [cell] = outside;
  if (!cell) return;
  report(
    "cap-not-monotone",
    findDecidingSpan(lower.layer, cell),
    { lower: lower.name, higher: higher.name, permission: cell.permission, more: outside.length - 1 },
    help,
    {
      related: [
        { at: findDecidingSpan(higher.layer, cell), note: `\`${higher.name}\` does not hold it` },
        ...more
      ]
    }
  );
}
function listRequirements(required) {
  if (required === void 0) return [];
  if (!isList2(required)) return [listNames2(required, [])];
  return required.map(
    (one, index) => typeof one === "string" ? { path: [index], names: [{ name: one, path: [index] }] } : listNames2(one, [index])
  );
}
var isList2 = (required) => Array.isArray(required);
var listNames2 = ({ anyOf }, path) => ({
  path,
  names: anyOf.map((name, index) => ({ name, path: [...path, "anyOf", index] }))
});
function findPrerequisites(catalog, required, { document }, path, report) {
  return listRequirements(required).flatMap(({ path: below, names: names2 }) => {
    const oneOf = names2.flatMap(
      ({ name, path: inside }) => findRequired(
        catalog,
        name,
        (facts, help) => report("unknown-permission", spanOf(placeIn(document, [...path, ...inside])), facts, help)
      ) ?? []
    );
    return oneOf.length > 0 ? [{ oneOf, at: placeIn(document, [...path, ...below]) }] : [];
  });
}
function findRequired(catalog, permission, refuse) {
  const found2 = findPermission(catalog, permission);
  if ("index" in found2) return found2;
  const { reason } = found2;
  const used = `${suggestSubject(catalog, permission) ?? permission}:use`;
  const suggestion = found2.suggestion ?? (catalog.cellOf.has(used) ? used : void 0);
  refuse({ permission, reason }, suggestion && `did you mean \`${suggestion}\`?`);
  return void 0;
}
function orderCells(catalog, report) {
  const ofCatalog = /* @__PURE__ */ new Map();
  const ofLanguage = /* @__PURE__ */ new Map();
  for (const cell of catalog.cells) {
    const edges = edgesOf(cell);
    if (edges.length === 0) continue;
    ofCatalog.set(cell, edges);
    const gate = gatingActionOf(cell);
    ofLanguage.set(cell, [...edges.map(({ to }) => standIn(to)), ...gate ? [gate] : []]);
  }
  const inOrder3 = sortAfterPrerequisites(catalog.cells, ofLanguage);
  const ordered = new Set(inOrder3);
  const stuck = [...ofCatalog.keys()].filter((cell) => !ordered.has(cell));
  const circles = stuck.length > 0 ? findCircles(catalog.cells, stuck, ofCatalog) : [];
  for (const circle of circles)
    if (!circle.every(isSaidOfAction)) reportCircle(circle, ({ permission }) => permission, report);
  return {
    inOrder: [...inOrder3, ...stuck],
    isOnePass: stuck.length === 0 && inOrder3.every(({ kind }) => kind !== "property")
  };
}
var standIn = (cell) => cell.kind === "property" && cell.requires.length === 0 ? gatingActionOf(cell) ?? cell : cell;
function reportActionCircles(names2, requires, report) {
  for (const circle of findCircles(names2, [...requires.keys()], requires))
    reportCircle(circle, (action) => action, report);
}
var isSaidOfAction = ({ from, edge: { at: at2 } }) => from.kind === "action" && at2 !== void 0 && at2.document !== from.model?.at.document;
function sortAfterPrerequisites(cells, needs) {
  const followers = /* @__PURE__ */ new Map();
  const open = /* @__PURE__ */ new Map();
  for (const [cell, needed2] of needs) {
    open.set(cell, needed2.length);
    for (const to of needed2) {
      const known = followers.get(to);
      if (known) known.push(cell);
      else followers.set(to, [cell]);
    }
  }
  const ordered = [];
  const ready = cells.filter((cell) => !needs.has(cell));
  for (const cell of ready) {
    if (needs.has(cell)) ordered.push(cell);
    for (const follower of followers.get(cell) ?? []) {
      const left = (open.get(follower) ?? 0) - 1;
      open.set(follower, left);
      if (left === 0) ready.push(follower);
    }
  }
  return ordered;
}
function edgesOf(cell) {
  const edges = cell.requires.flatMap(({ oneOf, at: at2 }) => oneOf.map((to) => ({ to, at: at2 })));
  const view = cell.model?.actions.get("view");
  if (cell.kind === "action" && cell.action === "export" && view && cell.model && hasRight(cell.model, "view"))
    edges.push({ to: view });
  return edges;
}
var stepsShown = 8;
function cycleText(names2) {
  const quoted2 = names2.map((name) => `\`${name}\``);
  const left = quoted2.length - stepsShown - 1;
  const shown = left > 0 ? [...quoted2.slice(0, stepsShown), `${left} more`, ...quoted2.slice(-1)] : quoted2;
  return shown.join(" \u2192 ");
}
function findCircles(all, among, edges) {
  const needs = new Map(among.map((one) => [one, (edges.get(one) ?? []).map(({ to }) => to)]));
  const ordered = /* @__PURE__ */ new Set([...all.filter((one) => !needs.has(one)), ...sortAfterPrerequisites(all, needs)]);
  const stuck = among.filter((one) => !ordered.has(one));
  const walked = /* @__PURE__ */ new Set();
  const circles = [];
  for (const start2 of stuck) {
    const walk = [];
    const indexOf = /* @__PURE__ */ new Map();
    let from = start2;
    while (!walked.has(from) && !indexOf.has(from)) {
      const edge = edges.get(from)?.find(({ to }) => !ordered.has(to));
      if (!edge) break;
      indexOf.set(from, walk.length);
      walk.push({ from, edge });
      from = edge.to;
    }
    const first = indexOf.get(from);
    for (const step of walk) walked.add(step.from);
    if (first !== void 0) circles.push(walk.slice(first));
  }
  return circles;
}
function reportCircle(circle, nameOf, report) {
  const [at2, ...others] = circle.flatMap(({ edge }) => edge.at ?? []);
  const [first] = circle;
  if (!at2 || !first) return;
  report(
    "prerequisite-cycle",
    spanOf(at2),
    { cycle: cycleText([first.from, ...circle.map(({ edge }) => edge.to)].map(nameOf)) },
    "take one of these prerequisites away",
    {
      related: others.slice(0, stepsShown).map((place) => ({ at: spanOf(place), note: "and this comes back to it" }))
    }
  );
}
function linkActions(documents, report) {
  const declared = indexByName(
    documents.flatMap((parsed) => {
      if (parsed.kind !== "Action") return [];
      const document = parsed.value;
      return [{ name: document.name, at: placeIn(parsed.document, ["name"]), parsed, document }];
    }),
    () => "action",
    report
  );
  for (const { name, at: at2 } of declared.values()) {
    const other = builtInActions.find((builtIn) => foldName(builtIn) === foldName(name));
    if (other)
      report(
        "case-collision",
        spanOf(at2),
        { what: "action", name, other },
        `choose another name; \`${other}\` is built in`
      );
  }
  const names2 = [...builtInActions, ...declared.keys()];
  const requires = new Map(
    [...declared].map(([action, { parsed, document }]) => {
      const requirements = listRequirements(document.requires).flatMap((requirement) => {
        const known = requirement.names.filter(({ name, path }) => {
          if (names2.includes(name)) return true;
          reportUnknownAction(name, placeIn(parsed.document, ["requires", ...path]), names2, report);
          return false;
        });
        return known.length > 0 ? [{ ...requirement, names: known }] : [];
      });
      return [action, { parsed, requirements }];
    })
  );
  reportActionCircles(names2, new Map([...requires].map(([action, one]) => [action, edgesOf2(one)])), report);
  const own2 = new Map(
    [...declared].map(([action, { at: at2, document }]) => [
      action,
      {
        name: action,
        at: at2,
        ...document.title !== void 0 && { title: document.title },
        ...document.description !== void 0 && { description: document.description },
        risk: document.risk ?? "write",
        ...document.where !== void 0 && { where: document.where },
        notes: document.notes ?? []
      }
    ])
  );
  return { names: names2, own: own2, requires };
}
var edgesOf2 = ({ parsed, requirements }) => requirements.flatMap(
  ({ path, names: names2 }) => names2.map(({ name }) => ({ to: name, at: placeIn(parsed.document, ["requires", ...path]) }))
);
function readListedActions(listed, { names: names2 }) {
  return new Set(
    listed.flatMap((name) => names2.includes(name) ? name : suggestAction(name, names2) ?? [...names2])
  );
}
function checkListedActions(parsed, supported, actions, report) {
  const { name, actions: listed } = parsed.value;
  for (const [index, action] of listed.entries()) {
    const at2 = placeIn(parsed.document, ["actions", index]);
    if (!actions.names.includes(action)) reportUnknownAction(action, at2, actions.names, report);
    const { parsed: declaration, requirements = [] } = actions.requires.get(action) ?? {};
    for (const needed2 of requirements.flatMap(({ names: names2 }) => names2)) {
      if (supported.has(needed2.name) || !declaration) continue;
      report(
        "action-lacks-prerequisite",
        spanOf(at2),
        { permission: `${name}:${action}`, needed: needed2.name, model: name },
        `add \`${needed2.name}\` to the actions of the model, or take \`${action}\` away`,
        {
          related: [
            {
              at: spanOf(placeIn(declaration.document, ["requires", ...needed2.path])),
              note: `\`${action}\` requires it here`
            }
          ]
        }
      );
    }
  }
}
function checkActionKeys(parsed, supported, { names: names2 }, report) {
  const document = parsed.value;
  for (const field of ["requires", "risk", "notes"]) {
    for (const key of Object.keys(document[field] ?? {})) {
      if (supported.has(key) || key === "*" && field !== "risk") continue;
      const at2 = placeIn(parsed.document, [field, key], "key");
      if (!names2.includes(key)) reportUnknownAction(key, at2, supported, report);
      else
        report(
          "unsupported-action",
          spanOf(at2),
          { name: key, of: `model \`${document.name}\`` },
          `it supports ${listNames([...supported])}`
        );
    }
  }
}
function reportUnknownAction(name, at2, possible, report) {
  const near = suggestAction(name, possible);
  const help = name === "all" || name === "*" ? `a model lists its actions: \`[${builtInActions.join(", ")}]\`` : near ? `did you mean \`${near}\`?` : isActionName.test(name) ? `declare it: \`kind: Action\`, \`name: ${name}\`` : void 0;
  report("unknown-action", spanOf(at2), { name }, help);
}
var isActionName = /^(?!(all|none|manage|use)$)[a-z][A-Za-z0-9_-]*$/;
function linkRelations({ name: model, at: at2, document }, report) {
  const properties = Object.keys(document.properties ?? {});
  const relations = indexByName(
    Object.entries(document.relations ?? {}).map(
      ([name, written]) => ({
        name,
        at: placeIn(at2.document, ["relations", name], "key"),
        model: written.model,
        many: written.many ?? false
      })
    ),
    () => "relation",
    report,
    model
  );
  for (const { name, at: relationAt } of relations.values()) {
    const property = properties.find((one) => one === name || one.startsWith(`${name}.`));
    if (property === void 0) continue;
    const other = spanOf(placeIn(at2.document, ["properties", property], "key"));
    report(
      "relation-equals-property",
      spanOf(relationAt),
      { name, property, model },
      `rename one of the two, such as the relation to \`${name}Record\``,
      { related: [{ at: other, note: `property \`${property}\` is declared here` }] }
    );
  }
  return relations;
}
function linkPaths(models, report) {
  const modelOf = new Map(models.map((model) => [model.name, model]));
  for (const { relations } of models)
    for (const { at: at2, model } of relations.values()) {
      if (modelOf.has(model)) continue;
      const place = placeIn(at2.document, [...at2.path, "model"]);
      report("unknown-model", spanOf(place), { name: model }, didYouMean(model, modelOf.keys()));
    }
  return models.map((model) => ({ ...model, path: followPath(model, modelOf, report) }));
}
function followPath(model, modelOf, report) {
  const { portfolio, at: at2 } = model;
  if (typeof portfolio === "string") return [];
  const place = spanOf(placeIn(at2.document, ["portfolio", "through"]));
  const path = [];
  let current = model;
  const steps = portfolio.through.split(".");
  for (const [index, step] of steps.entries()) {
    const relation = current.relations.get(step);
    if (!relation) {
      const related = current === model ? void 0 : [{ at: spanOf(current.at), note: `\`${current.name}\` is declared here` }];
      const advice = fixRelation(step, current, modelOf, index === steps.length - 1) ?? helpWithRelation(step, current, modelOf);
      report("unknown-relation", place, { name: step, model: current.name }, advice, { related });
      return path;
    }
    path.push(relation);
    const next = modelOf.get(relation.model);
    if (!next) return path;
    current = next;
  }
  if (current.portfolio !== "self")
    report(
      "path-ends-elsewhere",
      place,
      { path: portfolio.through, model: current.name },
      helpWithEnd(current, modelOf),
      {
        related: [{ at: spanOf(current.at), note: `\`${current.name}\` is declared here` }]
      }
    );
  return path;
}
function fixRelation(step, model, modelOf, isLast) {
  const { at: at2, relations } = model;
  if (findEqualProperty(step, model) !== void 0 || didYouMean(step, relations.keys()) || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(step))
    return void 0;
  const models = [...modelOf.values()];
  const [root, second] = models.filter(({ portfolio }) => portfolio === "self");
  const alike = models.find((one) => isAlike(one.name, step));
  const target = alike ?? (isLast && !second ? root : void 0);
  if (!target || isLast && target.portfolio !== "self") return void 0;
  const declaration = `{ model: ${target.name} }`;
  return {
    help: adviseRelation(step, model, declaration),
    at: { document: at2.document, path: relations.size > 0 ? ["relations"] : [] },
    change: relations.size > 0 ? { kind: "add", key: step, text: declaration } : { kind: "add", key: "relations", text: `{ ${step}: ${declaration} }`, after: "portfolio" }
  };
}
function helpWithRelation(step, model, modelOf) {
  const meant = didYouMean(step, model.relations.keys());
  if (meant) return meant;
  const models = [...modelOf.values()];
  const [root, second] = models.filter(({ portfolio }) => portfolio === "self");
  const target = models.find((one) => isAlike(one.name, step)) ?? (second ? void 0 : root);
  return adviseRelation(step, model, `{ model: ${target?.name ?? "Name"} }`);
}
function adviseRelation(step, model, declaration) {
  const { name, relations } = model;
  const property = findEqualProperty(step, model);
  const called = property === void 0 ? step : `${step}Record`;
  const write = `write \`relations: { ${called}: ${declaration} }\` in model \`${name}\``;
  const declare = property === void 0 ? write : `${write} and \`${called}\` in the path, since property \`${property}\` has the other name`;
  return relations.size > 0 ? `it has ${listNames([...relations.keys()])}; or ${declare}` : declare;
}
var findEqualProperty = (step, { propertyOf }) => [...propertyOf.keys()].find((one) => one === step || one.startsWith(`${step}.`));
var isAlike = (model, step) => model.toLowerCase() === step.toLowerCase();
function helpWithEnd({ name, relations }, modelOf) {
  const on = [...relations.keys()];
  if (on.length > 0) return `go on by a relation of \`${name}\`: ${listNames(on)}`;
  const roots = [...modelOf.values()].filter(({ portfolio }) => portfolio === "self").map((model) => model.name);
  return roots.length > 0 ? `end at ${listNames(roots)}` : `write \`portfolio: self\` in model \`${name}\``;
}
var defaultRisk = {
  create: "write",
  view: "read",
  update: "write",
  remove: "destructive",
  export: "exfiltration"
};
function linkCatalog(documents, report) {
  const subjects = indexByName(
    documents.flatMap((parsed) => {
      const { kind } = parsed;
      if (kind !== "Model" && kind !== "Module" && kind !== "Feature" && kind !== "Capability") return [];
      const document = parsed.value;
      return [{ name: document.name, at: placeIn(parsed.document, ["name"]), parsed, document }];
    }),
    ({ document }) => document.kind.toLowerCase(),
    report
  );
  const of = (kind) => [...subjects.values()].filter(({ document }) => document.kind === kind);
  checkAliases(subjects, report);
  const actions = linkActions(documents, report);
  const cells = [];
  const declared = { models: of("Model"), toggles: [] };
  const drafts = declared.models.map((declaration) => draftModel(declaration, actions, cells, report));
  const toggles = (kind) => of(kind).map((declaration) => {
    declared.toggles.push(declaration);
    return linkToggle(kind, declaration, cells);
  });
  const modules = toggles("Module");
  const features = toggles("Feature");
  const capabilities = toggles("Capability");
  const models = linkPaths(
    drafts.map((draft) => finishModel(draft, cells.length, report)),
    report
  );
  for (const model of models) for (const cell of cells.slice(model.first, model.end)) own(cell, model);
  const catalog = {
    models,
    modules,
    features,
    capabilities,
    actions: actions.names,
    ownActions: actions.own,
    cells,
    cellOf: new Map(cells.map((cell) => [cell.permission, cell])),
    byPermission: [...cells].sort((a, b2) => byCodeUnit(a.permission, b2.permission)),
    modelOf: new Map(models.map((model) => [model.name, model])),
    derived: bitsOf(
      capabilities.map((toggle) => toggle.cell),
      cells.length
    )
  };
  const whole = { ...catalog, inOrder: [], isOnePass: true };
  for (const declaration of declared.models) linkModelRequires(whole, declaration, actions, report);
  for (const declaration of declared.toggles) linkToggleRequires(whole, declaration, report);
  raiseCapabilityRisks(whole);
  return { ...whole, ...orderCells(whole, report) };
}
function checkAliases(subjects, report) {
  for (const { name, parsed, document } of subjects.values()) {
    for (const [index, alias] of ("aliases" in document ? document.aliases ?? [] : []).entries()) {
      const other = subjects.get(alias);
      if (!other || other.name === name) continue;
      report(
        "alias-is-a-name",
        spanOf(placeIn(parsed.document, ["aliases", index])),
        { alias, model: name, what: addArticle(other.document.kind.toLowerCase()) },
        "take the alias away",
        { related: [{ at: spanOf(other.at), note: `\`${alias}\` is declared here` }] }
      );
    }
  }
}
function draftModel(declaration, actions, cells, report) {
  const { name, parsed, document } = declaration;
  const first = cells.length;
  const written = readListedActions(document.actions, actions);
  checkListedActions(parsed, written, actions, report);
  checkActionKeys(parsed, written, actions, report);
  const supported = /* @__PURE__ */ new Map();
  const riskOf = (action) => {
    const usual = isBuiltInAction(action) ? defaultRisk[action] : actions.own.get(action)?.risk;
    return document.risk?.[action] ?? usual ?? "write";
  };
  const packaged = document.package !== void 0 && { package: document.package };
  const cell = (more) => {
    const made = { index: cells.length, subject: name, ...packaged, requires: [], ...more };
    cells.push(made);
    return made;
  };
  for (const action of actions.names)
    if (written.has(action))
      supported.set(
        action,
        cell({ permission: `${name}:${action}`, kind: "action", action, risk: riskOf(action) })
      );
  const properties = [
    ...indexByName(
      Object.entries(document.properties ?? {}).map(([property, says2]) => ({
        name: property,
        at: placeIn(parsed.document, ["properties", property], "key"),
        says: says2
      })),
      () => "property",
      report,
      name
    ).values()
  ].map(({ name: property, at: at2, says: says2 }) => {
    const has2 = /* @__PURE__ */ new Map();
    for (const right of rights) {
      if (!supported.has(right) || right === "update" && says2.system) continue;
      const permission = `${name}.${property}:${right}`;
      has2.set(right, cell({ permission, kind: "property", property, action: right, risk: riskOf(right) }));
    }
    return makeProperty({ name: property, at: at2, says: says2 }, has2);
  });
  return { declaration, actions: supported, properties, first, end: cells.length };
}
var makeProperty = ({ name, at: at2, says: says2 }, has2) => ({
  name,
  ...says2.renamedFrom !== void 0 && { renamedFrom: says2.renamedFrom },
  at: at2,
  type: says2.type,
  required: says2.required ?? false,
  sensitive: says2.sensitive ?? false,
  system: says2.system ?? false,
  rights: has2
});
function finishModel({ declaration, ...draft }, size, report) {
  const { name, at: at2, document } = declaration;
  const bits = (right) => bitsOf(
    draft.properties.flatMap((property) => property.rights.get(right) ?? []),
    size
  );
  return {
    name,
    ...document.renamedFrom !== void 0 && { renamedFrom: document.renamedFrom },
    at: at2,
    family: document.family ?? "standard",
    ...document.title !== void 0 && { title: document.title },
    ...document.description !== void 0 && { description: document.description },
    aliases: document.aliases ?? [],
    portfolio: document.portfolio ?? "none",
    relations: linkRelations(declaration, report),
    ...draft,
    isClosed: document.properties !== void 0,
    propertyOf: new Map(draft.properties.map((property) => [property.name, property])),
    rights: { view: bits("view"), update: bits("update") },
    ...document.where !== void 0 && { where: document.where },
    notes: new Map(Object.entries(document.notes ?? {}))
  };
}
function linkToggle(kind, { name, at: at2, document }, cells) {
  const cell = {
    index: cells.length,
    permission: `${name}:use`,
    kind: kind === "Module" ? "module" : kind === "Feature" ? "feature" : "capability",
    subject: name,
    action: "use",
    risk: "risk" in document && document.risk !== void 0 ? document.risk : "read",
    ..."package" in document && document.package !== void 0 && { package: document.package },
    requires: []
  };
  cells.push(cell);
  return {
    kind,
    name,
    at: at2,
    ...document.title !== void 0 && { title: document.title },
    ...document.description !== void 0 && { description: document.description },
    ...document.where !== void 0 && { where: document.where },
    notes: document.notes ?? [],
    cell
  };
}
function linkModelRequires(catalog, { name, parsed, document }, actions, report) {
  const model = catalog.modelOf.get(name);
  const required = new Map(
    Object.entries(document.requires ?? {}).map(([key, permissions2]) => {
      const found2 = findPrerequisites(catalog, permissions2, parsed, ["requires", key], report);
      return [key, leaveOutOwnProperties(found2, name, report)];
    })
  );
  for (const [action, cell] of model?.actions ?? [])
    addPrerequisites(cell, [
      ...required.get(action) ?? [],
      ...required.get("*") ?? [],
      ...findOwnPrerequisites(model, actions.requires.get(action))
    ]);
  for (const property of model?.properties ?? []) {
    const path = ["properties", property.name, "requires"];
    const says2 = document.properties?.[property.name]?.requires;
    const needed2 = findPrerequisites(catalog, says2, parsed, path, report);
    for (const cell of property.rights.values()) addPrerequisites(cell, needed2);
  }
}
function leaveOutOwnProperties(found2, model, report) {
  return found2.filter(({ oneOf, at: at2 }) => {
    const takeOwn = oneOf.find(({ kind, subject }) => kind === "property" && subject === model);
    if (!takeOwn) return true;
    report(
      "requires-own-property",
      spanOf(at2),
      { model, permission: takeOwn.permission },
      `let the property require something instead, or take \`${takeOwn.permission}\` away`
    );
    return false;
  });
}
function findOwnPrerequisites(model, required) {
  if (!required) return [];
  return required.requirements.flatMap(({ path, names: names2 }) => {
    const oneOf = names2.flatMap(({ name }) => model?.actions.get(name) ?? []);
    const at2 = placeIn(required.parsed.document, ["requires", ...path]);
    return oneOf.length > 0 ? [{ oneOf, at: at2 }] : [];
  });
}
function linkToggleRequires(catalog, { name, parsed, document }, report) {
  const cell = catalog.cellOf.get(`${name}:use`);
  if (cell)
    addPrerequisites(cell, findPrerequisites(catalog, document.requires, parsed, ["requires"], report));
}
function raiseCapabilityRisks(catalog) {
  const worst = (cells) => cells.map(({ risk }) => risk).sort((a, b2) => risks.indexOf(b2) - risks.indexOf(a))[0] ?? "read";
  for (const { cell } of catalog.capabilities)
    cell.risk = worst(cell.requires.flatMap(({ oneOf }) => oneOf));
}
function addPrerequisites(cell, requires) {
  cell.requires = requires;
}
function own(cell, model) {
  cell.model = model;
}
function bitsOf(cells, size) {
  const bits = emptyBits(size);
  for (const cell of cells) add(bits, cell.index);
  return bits;
}
function checkFormerNames(catalog, tenantCatalogs, portfolios, report) {
  const subjects = /* @__PURE__ */ new Set([...catalog.modelOf.keys(), ...togglesOf(catalog).map(({ name }) => name)]);
  for (const model of catalog.models) {
    reportTaken({ kind: "model", ...model }, (name) => subjects.has(name), report);
    for (const property of model.properties) checkProperty(property, model, report);
  }
  for (const { models } of tenantCatalogs.values())
    for (const model of models)
      for (const property of model.properties)
        if (!catalog.modelOf.get(model.name)?.propertyOf.has(property.name))
          checkProperty(property, model, report);
  const names2 = new Set(portfolios.map(({ name }) => name));
  for (const portfolio of portfolios)
    reportTaken({ kind: "portfolio", ...portfolio }, (name) => names2.has(name), report);
}
function checkProperty(property, { propertyOf, relations }, report) {
  if (property.renamedFrom === void 0) return;
  const isTaken = (name) => propertyOf.has(name) || relations.has(name.split(".")[0] ?? "");
  reportTaken({ kind: "property", ...property }, isTaken, report);
}
function reportTaken({ kind, name, renamedFrom, at: at2 }, isTaken, report) {
  if (renamedFrom === void 0 || !isTaken(renamedFrom)) return;
  const path = at2.part === "key" ? [...at2.path, "renamedFrom"] : ["renamedFrom"];
  report("renamed-from-existing", spanOf(placeIn(at2.document, path)), { kind, name: renamedFrom, now: name });
}
function linkGenerations(documents, catalog, report) {
  const declared = documents.flatMap(
    (parsed) => parsed.kind === "Generations" ? [linkOne(parsed, { catalog, report })] : []
  );
  return indexByName(declared, () => "generations", report);
}
function linkOne({ document, value }, ground) {
  const { name, title, generations } = value;
  const linked = [];
  for (const [index, written] of generations.entries()) {
    const path = ["generations", index];
    const own2 = written.models.filter(
      (model, item) => findModel(model, placeIn(document, [...path, "models", item]), ground)
    );
    const now = { name: written.name, models: new Set(own2) };
    const placeOf3 = (inner, part) => placeIn(document, [...path, "from", ...inner], part);
    linked.push({
      ...now,
      at: placeIn(document, [...path, "name"]),
      successors: linkSuccessors(written, { before: linked.at(-1), now }, placeOf3, ground)
    });
  }
  indexByName(linked, () => "generation", ground.report);
  return { name, at: placeIn(document, ["name"]), ...title !== void 0 && { title }, all: linked };
}
function findModel(name, at2, { catalog, report }) {
  const model = catalog.modelOf.get(name);
  if (model) return model;
  const near = suggestSubject(catalog, name, "action");
  report("unknown-model", spanOf(at2), { name }, near && `did you mean \`${near}\`?`);
  return void 0;
}
function linkSuccessors({ from = {} }, { before, now }, place, ground) {
  const successors = /* @__PURE__ */ new Map();
  for (const [old, written] of Object.entries(from)) {
    const {
      model,
      actions = {},
      properties = {}
    } = typeof written === "string" ? { model: written } : written;
    const member = place(typeof written === "string" ? [old] : [old, "model"]);
    const pair = [
      findMember(old, place([old], "key"), before, ground),
      findMember(model, member, now, ground)
    ];
    if (!pair[0] || !pair[1]) continue;
    const models = { base: pair[0], head: pair[1] };
    for (const [name, other] of Object.entries(actions))
      checkName([name, other], models, "action", (part) => place([old, "actions", name], part), ground);
    for (const [name, other] of Object.entries(properties))
      checkName([name, other], models, "property", (part) => place([old, "properties", name], part), ground);
    successors.set(old, {
      model,
      actions: new Map(Object.entries(actions)),
      properties: new Map(Object.entries(properties))
    });
  }
  return successors;
}
function findMember(name, at2, generation, ground) {
  const model = findModel(name, at2, ground);
  if (!model || generation?.models.has(name)) return model;
  const help = generation ? didYouMean(name, generation.models) ?? `it has ${listNames([...generation.models])}` : "it is the first one: let a later generation say what became of its models";
  const facts = { model: name, ...generation && { generation: generation.name } };
  ground.report("not-in-generation", spanOf(at2), facts, help);
  return void 0;
}
function checkName([name, other], { base, head }, what, place, { report }) {
  for (const [written, model, at2] of [
    [name, base, place("key")],
    [other, head, place()]
  ]) {
    const known = what === "action" ? model.actions : model.propertyOf;
    if (known.has(written)) continue;
    if (what === "property")
      report(
        "unknown-property",
        spanOf(at2),
        { name: written, model: model.name },
        didYouMean(written, known.keys())
      );
    else {
      const help = `it supports ${listNames([...known.keys()])}`;
      report("unsupported-action", spanOf(at2), { name: written, of: `model \`${model.name}\`` }, help);
    }
  }
}
function linkChosenGenerations({ document, value }, generations, report) {
  const { name: tenant, generations: written = {} } = value;
  for (const name of Object.keys(written))
    if (!generations.has(name)) {
      const help = didYouMean(name, generations.keys()) ?? (generations.size > 0 ? listThereAre([...generations.keys()]) : void 0);
      report("unknown-generation", spanOf(placeIn(document, ["generations", name], "key")), { name }, help);
    }
  return new Map(
    [...generations.values()].map((of) => {
      const { name, all } = of;
      const choice = Object.hasOwn(written, name) ? written[name] : void 0;
      const first = { of, names: all.slice(0, 1).map((one) => one.name), at: placeIn(document, ["name"]) };
      if (choice === void 0) return [name, first];
      const path = ["generations", name];
      const { names: names2, because } = typeof choice === "string" ? { names: [choice], because: void 0 } : choice;
      const known = names2.filter((one, index) => {
        if (all.some((generation) => generation.name === one)) return true;
        const at3 = placeIn(document, typeof choice === "string" ? path : [...path, "names", index]);
        const there = all.map((generation) => generation.name);
        const help = didYouMean(one, there) ?? listThereAre(there);
        report("unknown-generation", spanOf(at3), { name: one, of: name }, help);
        return false;
      });
      const at2 = placeIn(document, path);
      const chosen = all.map((one) => one.name).filter((one) => known.includes(one));
      if (chosen.length > 1 && because === void 0)
        report(
          "several-generations",
          spanOf(at2),
          { tenant, of: name, names: listNames(chosen) },
          "choose one of them, or add `because: \u2026` with the reason"
        );
      if (chosen.length === 0) return [name, { ...first, at: at2 }];
      return [name, { of, names: chosen, at: at2, ...because !== void 0 && { because } }];
    })
  );
}
var roleKey = (name, tenant) => JSON.stringify([tenant ?? null, name]);
function indexRoles(documents) {
  const roleOf = /* @__PURE__ */ new Map();
  for (const parsed of documents) {
    if (parsed.kind !== "Role") continue;
    const { name, tenant } = parsed.value;
    const key = roleKey(name, tenant);
    if (!roleOf.has(key)) roleOf.set(key, parsed);
  }
  return roleOf;
}
function prepareRoleLayers(roleOf, draw, reportOf) {
  const context = { roleOf, draw, reportOf, drawn: /* @__PURE__ */ new Map(), open: [] };
  return (role) => drawRole(role, context);
}
function drawRole(parsed, context) {
  const { drawn, open, draw } = context;
  const known = drawn.get(parsed);
  if (known) return known;
  const { grants = {}, includes = [] } = parsed.value;
  const own2 = draw(grants, placeIn(parsed.document, ["grants"]));
  open.push(parsed);
  const inclusions = includes.flatMap((name, index) => {
    const at2 = placeIn(parsed.document, ["includes", index]);
    const role = findIncluded(parsed, name, at2, context);
    if (!role) return [];
    const { tenant } = role.value;
    return [{ role: name, ...tenant !== void 0 && { tenant }, at: at2, layer: drawRole(role, context) }];
  });
  open.pop();
  const layer = inclusions.length === 0 ? own2 : joinLayers(own2, inclusions);
  drawn.set(parsed, layer);
  return layer;
}
function joinLayers(own2, includes) {
  const held = own2.held.slice();
  for (const { layer } of includes) addAll(held, layer.held);
  return { ...own2, held, includes };
}
function findIncluded(includer, name, at2, context) {
  const { roleOf, open, reportOf } = context;
  const report = reportOf(includer);
  const { name: role, tenant } = includer.value;
  const found2 = tenant !== void 0 && roleOf.get(roleKey(name, tenant)) || roleOf.get(roleKey(name));
  if (!found2) {
    reportNotIncludable(role, tenant, name, at2, roleOf, report);
    return void 0;
  }
  const from = open.indexOf(found2);
  if (from === -1) return found2;
  const circle = [...open.slice(from), found2].map(({ value }) => `\`${value.name}\``);
  report("inclusion-cycle", spanOf(at2), { cycle: circle.join(" \u2192 ") }, "take one of these inclusions away");
  return void 0;
}
function reportNotIncludable(role, tenant, name, at2, roleOf, report) {
  const roles = [...roleOf.values()].map(({ document, value }) => ({
    document,
    ...value
  }));
  const elsewhere = roles.find((one) => one.name === name);
  if (elsewhere?.tenant !== void 0) {
    report(
      "role-not-includable",
      spanOf(at2),
      { role, included: name, tenant: elsewhere.tenant, of: tenant ?? "" },
      tenant === void 0 ? `declare \`${name}\` without \`tenant\`, so that every tenant has it` : `include a role that every tenant has, or one of \`${tenant}\``,
      { related: [{ at: spanOf(placeIn(elsewhere.document, ["name"])), note: "it is declared here" }] }
    );
    return;
  }
  const possible = roles.filter((one) => one.tenant === void 0 || one.tenant === tenant);
  report(
    "unknown-included-role",
    spanOf(at2),
    { role, name },
    didYouMean(
      name,
      possible.map((one) => one.name).filter((one) => one !== role)
    )
  );
}
function namesIn(selection, at2) {
  const { names: names2, path: listed } = readSelection(selection);
  const path = [...at2.path, ...listed];
  return names2.map((name, index) => [name, placeIn(at2.document, [...path, index])]);
}
function helpWithWord(word2, { document, path }) {
  const meant = word2 === "*" ? "all" : word2;
  if (meant !== "all" && meant !== "none") return void 0;
  const isExcept = path.at(-2) === "except";
  const text = isExcept ? meant === "all" ? "none" : "all" : meant;
  const help = isExcept ? `write \`${text}\` in place of \`{ except: [${word2}] }\`` : `write \`${text}\` without brackets`;
  const list = valueIn(placeIn(document, path.slice(0, -1)));
  const isAlone = Array.isArray(list) && list.length === 1;
  return isAlone ? fixByText({ document, path: path.slice(0, isExcept ? -2 : -1) }, text, help) : help;
}
function linkWaivers(documents, invariants, report) {
  const known = /* @__PURE__ */ new Map();
  const names2 = collectNames(documents);
  for (const parsed of documents) {
    if (parsed.kind !== "Waiver") continue;
    const waiver = linkWaiver(parsed, invariants, names2, report);
    if (!waiver) continue;
    const key = JSON.stringify([
      waiver.invariant,
      waiver.role ?? null,
      waiver.user ?? null,
      waiver.tenant ?? null
    ]);
    const first = known.get(key);
    if (first)
      report(
        "declared-twice",
        spanOf(waiver.at),
        {
          what: `the waiver of invariant \`${waiver.invariant}\` for ${waiver.role === void 0 ? "user" : "role"}`,
          name: waiver.role ?? waiver.user ?? ""
        },
        "keep the one whose date is meant",
        { related: [{ at: spanOf(first.at), note: "first declared here" }] }
      );
    else known.set(key, waiver);
  }
  return [...known.values()];
}
function collectNames(documents) {
  const tenants = /* @__PURE__ */ new Set();
  const roles = /* @__PURE__ */ new Set();
  const shared = /* @__PURE__ */ new Set();
  const own2 = /* @__PURE__ */ new Map();
  const users = /* @__PURE__ */ new Map();
  if (!documents.some(({ kind }) => kind === "Waiver")) return { tenants, roles, shared, own: own2, users };
  for (const { kind, value } of documents) {
    if (kind === "Tenant") tenants.add(value.name);
    if (kind === "Users") {
      const { tenant: tenant2, users: declared } = value;
      const known = users.get(tenant2) ?? /* @__PURE__ */ new Set();
      for (const { id } of declared ?? []) known.add(id);
      users.set(tenant2, known);
    }
    if (kind !== "Role") continue;
    const { name, tenant } = value;
    roles.add(name);
    if (tenant === void 0) shared.add(name);
    else own2.set(tenant, (own2.get(tenant) ?? /* @__PURE__ */ new Set()).add(name));
  }
  return { tenants, roles, shared, own: own2, users };
}
function linkWaiver({ document, value }, invariants, names2, report) {
  const { kind, ...waiver } = value;
  const { invariant, role, user, tenant } = waiver;
  const at2 = (field) => spanOf(placeIn(document, [field]));
  const isKnown = [
    invariants.has(invariant),
    role === void 0 || names2.roles.has(role),
    tenant === void 0 || names2.tenants.has(tenant)
  ];
  const [knowsInvariant, knowsRole, knowsTenant] = isKnown;
  if (!knowsInvariant)
    report(
      "unknown-invariant",
      at2("invariant"),
      { name: invariant },
      didYouMean(invariant, invariants.keys())
    );
  if (role !== void 0 && !knowsRole)
    report("no-such-role", at2("role"), { name: role }, didYouMean(role, names2.roles));
  if (tenant !== void 0 && !knowsTenant)
    report("unknown-tenant", at2("tenant"), { name: tenant }, didYouMean(tenant, names2.tenants));
  if (isKnown.includes(false)) return void 0;
  if (user !== void 0 && !knowsUser(names2, user, tenant)) {
    const known = tenant === void 0 ? [...names2.users.values()] : [names2.users.get(tenant) ?? []];
    report(
      "unknown-user",
      at2("user"),
      { name: user, where: tenant === void 0 ? "any tenant" : `tenant \`${tenant}\`` },
      didYouMean(
        user,
        known.flatMap((ids) => [...ids])
      )
    );
    return void 0;
  }
  if (role === void 0) return { ...waiver, at: placeIn(document, ["user"]) };
  if (tenant !== void 0 && !names2.shared.has(role) && !names2.own.get(tenant)?.has(role)) {
    const offered = [...names2.shared, ...names2.own.get(tenant) ?? []];
    report("unknown-role", at2("role"), { name: role, tenant }, didYouMean(role, offered));
    return void 0;
  }
  return { ...waiver, at: placeIn(document, ["role"]) };
}
var knowsUser = ({ users }, user, tenant) => tenant === void 0 ? [...users.values()].some((ids) => ids.has(user)) : users.get(tenant)?.has(user) === true;
function linkInvariants(documents, catalog, tenantCatalogs, portfolios, report) {
  const valuesOf2 = (wanted) => documents.flatMap(({ kind, value }) => kind === wanted ? [value] : []);
  const roles = valuesOf2("Role");
  const context = {
    catalog,
    tenantCatalogs,
    roles,
    names: {
      roles: namesOf(roles),
      tenants: namesOf(valuesOf2("Tenant")),
      userTypes: namesOf(valuesOf2("UserType")),
      portfolios: namesOf(portfolios)
    },
    report
  };
  const invariants = indexByName(
    documents.flatMap((parsed) => parsed.kind === "Invariant" ? [linkInvariant(parsed, context)] : []),
    () => "invariant",
    report
  );
  return { invariants: [...invariants.values()], waivers: linkWaivers(documents, invariants, report) };
}
var unknownNames = {
  roles: "no-such-role",
  tenants: "unknown-tenant",
  userTypes: "unknown-user-type",
  portfolios: "unknown-portfolio"
};
var namesOf = (named) => new Set(named.map(({ name }) => name));
function linkInvariant({ document, value }, context) {
  const written = value;
  const { name, severity, because, source, within } = written;
  const demand = demands.find((one) => written[one] !== void 0) ?? "must";
  const select = (field) => selectNames(written[field], placeIn(document, [field]), field, context);
  const tenants = select("tenants");
  const linkPatterns = (field) => (written[field] ?? []).flatMap(
    (text, index) => linkPattern(text, placeIn(document, [field, index]), tenants, context)
  );
  const invariant = {
    name,
    at: placeIn(document, ["name"]),
    severity,
    because,
    ...source !== void 0 && { source },
    roles: select("roles"),
    tenants,
    userTypes: select("userTypes"),
    ...written.portfolios !== void 0 && { portfolios: select("portfolios") },
    when: linkPatterns("when"),
    demand,
    patterns: linkPatterns(demand),
    ...within !== void 0 && { within }
  };
  reportStrayFields(invariant, written, context.report);
  warnOfNobody(invariant, written, context);
  return invariant;
}
function selectNames(selection = "all", at2, field, { names: names2, report }) {
  const known = names2[field];
  for (const [name, place] of namesIn(selection, at2))
    if (!known.has(name)) report(unknownNames[field], spanOf(place), { name }, didYouMean(name, known));
  return new Set([...known].filter((name) => isSelected(selection, name)));
}
function reportStrayFields({ name, at: at2, demand }, written, report) {
  const hasNoUse = demand === "mustSomeone" ? ["roles", "userTypes", "portfolios", "when", "within"] : demand === "must" || demand === "mustSome" ? [] : ["within"];
  const help = demand === "mustSomeone" ? "`mustSomeone` is demanded of a tenant: it goes with `tenants` alone" : "`within` goes only with `must` and `mustSome`";
  for (const field of hasNoUse)
    if (written[field] !== void 0)
      report(
        "conflicting-fields",
        spanOf(placeIn(at2.document, [field], "key")),
        { field, other: demand, of: `invariant \`${name}\`` },
        help
      );
}
function linkPattern(text, at2, tenants, { catalog, tenantCatalogs, report }) {
  const found2 = findMatchingCells(catalog, text);
  if (!("reason" in found2)) return [{ text, at: at2 }];
  const own2 = [...tenantCatalogs].filter(([, one]) => !("reason" in findMatchingCells(one, text)));
  if (own2.some(([tenant]) => tenants.has(tenant))) return [{ text, at: at2 }];
  const [elsewhere] = own2;
  const { reason, suggestion } = found2;
  const near = suggestion ?? suggestOwn(text, tenants, tenantCatalogs);
  const help = elsewhere ? `only tenant \`${elsewhere[0]}\` has it: write \`tenants: [${elsewhere[0]}]\`` : near && `did you mean \`${near}\`?`;
  report("unknown-permission", spanOf(at2), { permission: text, reason }, help);
  return [];
}
function suggestOwn(text, tenants, tenantCatalogs) {
  for (const [tenant, catalog] of tenantCatalogs) {
    const found2 = tenants.has(tenant) ? findMatchingCells(catalog, text) : void 0;
    if (found2 && "reason" in found2 && found2.suggestion) return found2.suggestion;
  }
  return void 0;
}
function warnOfNobody(invariant, written, context) {
  const { roles, names: names2, report } = context;
  const { document } = invariant.at;
  const fields = ["roles", "userTypes", "tenants", "portfolios"];
  const isOutside = (field2) => namesIn(written[field2] ?? "all", invariant.at).some(([name]) => !names2[field2].has(name));
  if (fields.some(isOutside)) return;
  const isChecked2 = ({ name, userType = "", tenant, abstract = false }) => !abstract && invariant.roles.has(name) && invariant.userTypes.has(userType) && (tenant === void 0 ? invariant.tenants.size > 0 : invariant.tenants.has(tenant));
  if (invariant.portfolios?.size !== 0 && roles.some(isChecked2)) return;
  const field = fields.find((one) => written[one] !== void 0) ?? "name";
  report("invariant-checks-nobody", spanOf(placeIn(document, [field])), { invariant: invariant.name });
}
function findRedundantEntries(grants, catalog) {
  const found2 = [
    ...findRepeatedNames(grants.modules, ["modules"]),
    ...findRepeatedNames(grants.features, ["features"]),
    ...findRepeatedNames(grants.models?.["*"], ["models", "*"])
  ];
  const star = grants.models?.["*"];
  for (const name in grants.models) {
    const model = catalog.modelOf.get(name);
    const grant = grants.models[name];
    if (model && grant !== void 0) append(found2, findInModel(model, grant, star));
  }
  return found2.length === 0 ? none2 : found2;
}
function append(found2, some) {
  for (const one of some) found2.push(one);
}
var none2 = [];
function findInModel(model, grant, star) {
  const path = ["models", model.name];
  const repeats = star === void 0 ? "default" : "star";
  const isSame = (own2) => [...model.actions.keys()].every(
    (action) => isSelected(own2, action) === (star !== void 0 && isSelected(star, action))
  );
  if (isSelection(grant)) {
    const whole = isSame(grant) ? [{ path, repeats, isDemand: isDemand(grant) }] : [];
    return [...whole, ...findRepeatedNames(grant, path)];
  }
  const { actions, properties } = grant;
  const found2 = [];
  if (actions !== void 0) {
    if (isSame(actions)) {
      const isWhole = properties === void 0;
      const entry = isWhole ? path : [...path, "actions"];
      found2.push({ path: entry, repeats, isDemand: isDemand(actions) });
    }
    append(found2, findRepeatedNames(actions, [...path, "actions"]));
  }
  if (properties === void 0) return found2;
  const rest = properties["*"];
  for (const { name, rights: rights2 } of model.properties) {
    if (!Object.hasOwn(properties, name)) continue;
    const said = properties[name];
    if (said === void 0) continue;
    const at2 = [...path, "properties", name];
    const selection = actions ?? star;
    const isActing = (right) => selection !== void 0 && isSelected(selection, right);
    const isSaid = [...rights2.keys()].every(
      (right) => (isSelected(said, right) && (Array.isArray(said) || isActing(right))) === (isSelected(rest ?? "all", right) && isActing(right))
    );
    if (isSaid)
      found2.push({
        path: at2,
        repeats: rest === void 0 ? "default" : "star",
        isDemand: isDemand(said)
      });
    append(found2, findRepeatedNames(said, at2));
  }
  return found2;
}
var isDemand = (selection) => Array.isArray(selection) && selection.length > 0;
function findRepeatedNames(selection, path) {
  if (selection === void 0) return [];
  const { names: names2, path: listed } = readSelection(selection);
  if (new Set(names2).size === names2.length) return [];
  const at2 = [...path, ...listed];
  return names2.flatMap(
    (name, index) => names2.indexOf(name) < index ? [{ path: [...at2, index], repeats: "list", isDemand: false }] : []
  );
}
function prepareLayers(catalog, report, isLinted = true) {
  const size = catalog.cells.length;
  const cellsOfAction = new Map(catalog.actions.map((action) => [action, emptyBits(size)]));
  const cellsOfRight = { view: emptyBits(size), update: emptyBits(size) };
  for (const model of catalog.models) {
    for (const [action, { index }] of model.actions) add(cellsOfAction.get(action) ?? emptyBits(size), index);
    for (const right of rights) addAll(cellsOfRight[right], model.rights[right]);
  }
  const rightsOf = new Map(
    catalog.models.map((model) => {
      const cellsOf = (right) => makeSparse(listCells2(model, right));
      return [model, { view: cellsOf("view"), update: cellsOf("update") }];
    })
  );
  const ground = { catalog, report, isLinted, cellsOfAction, cellsOfRight, rightsOf };
  const nothing2 = emptyBits(size);
  return (grants, at2) => saysNothing(grants) ? { held: nothing2, own: nothing2, includes: [], named: nothing2, at: at2, redundant: [] } : drawLayer(ground, grants, at2);
}
var saysNothing = ({ models, modules, features }) => models === void 0 && modules === void 0 && features === void 0;
var listCells2 = ({ properties }, right) => properties.flatMap(({ rights: own2 }) => own2.get(right)?.index ?? []);
function drawLayer(ground, grants, at2) {
  const size = ground.catalog.cells.length;
  const canvas = { held: emptyBits(size), named: emptyBits(size), at: at2 };
  const star = grants.models?.["*"];
  if (star !== void 0) drawStar(ground, canvas, star);
  for (const name in grants.models) {
    const grant = grants.models[name];
    const model = ground.catalog.modelOf.get(name);
    if (name === "*" || grant === void 0) continue;
    if (model) drawModel(ground, canvas, model, grant, star);
    else reportUnknownModel(ground, canvas, name);
  }
  drawToggles(ground, canvas, "modules", grants.modules);
  drawToggles(ground, canvas, "features", grants.features);
  return {
    held: canvas.held,
    own: canvas.held,
    includes: [],
    named: canvas.named,
    at: at2,
    redundant: ground.isLinted ? findRedundantEntries(grants, ground.catalog) : []
  };
}
var placeInside = ({ at: at2 }, path, part = "value") => placeIn(at2.document, [...at2.path, ...path], part);
function drawStar(ground, canvas, star) {
  checkActions(ground, star, placeInside(canvas, ["models", "*"]), void 0);
  for (const right of rights) if (isSelected(star, right)) addAll(canvas.held, ground.cellsOfRight[right]);
  for (const [action, cells] of ground.cellsOfAction)
    if (isSelected(star, action)) addAll(canvas.held, cells);
}
function reportUnknownModel({ catalog, report }, canvas, name) {
  const near = suggestSubject(catalog, name, "action");
  const help = near && `did you mean \`${near}\`?`;
  report("unknown-model", spanOf(placeInside(canvas, ["models", name], "key")), { name }, help);
}
function drawModel(ground, canvas, model, grant, star) {
  if (star !== void 0) eraseModel(canvas, model);
  const isWhole = isSelection(grant);
  const own2 = isWhole ? grant : grant.actions;
  if (own2 !== void 0) {
    const path = ["models", model.name, ...isWhole ? [] : ["actions"]];
    checkActions(ground, own2, placeInside(canvas, path), model);
  }
  const selection = own2 ?? star;
  for (const [action, cell] of model.actions)
    if (selection !== void 0 && isSelected(selection, action))
      drawCell(canvas, cell.index, Array.isArray(own2));
  drawProperties(ground, canvas, model, isWhole ? void 0 : grant.properties);
}
function eraseModel({ held }, { actions, properties }) {
  for (const { index } of actions.values()) remove(held, index);
  for (const property of properties) for (const { index } of property.rights.values()) remove(held, index);
}
function drawProperties(ground, canvas, model, properties) {
  const path = ["models", model.name, "properties"];
  const rest = properties?.["*"];
  if (rest !== void 0) checkRights(ground, rest, placeInside(canvas, [...path, "*"]), model, void 0);
  const isHeldOnModel = (right) => isHeld(canvas, model.actions.get(right));
  for (const right of rights)
    if (isSelected(rest ?? "all", right) && isHeldOnModel(right))
      addSparse(canvas.held, ground.rightsOf.get(model)?.[right] ?? [], ground.cellsOfRight[right]);
  for (const name in properties) {
    const own2 = properties[name];
    if (name === "*" || own2 === void 0) continue;
    const property = model.propertyOf.get(name);
    if (!property) {
      const at2 = spanOf(placeInside(canvas, [...path, name], "key"));
      const help = didYouMean(name, model.propertyOf.keys());
      ground.report("unknown-property", at2, { name, model: model.name }, help);
      continue;
    }
    checkRights(ground, own2, placeInside(canvas, [...path, name]), model, property);
    const isNamed = Array.isArray(own2);
    for (const [right, cell] of property.rights) {
      remove(canvas.held, cell.index);
      if (isSelected(own2, right) && (isNamed || isHeldOnModel(right))) drawCell(canvas, cell.index, isNamed);
    }
  }
}
var isHeld = ({ held }, cell) => cell !== void 0 && has(held, cell.index);
function drawCell({ held, named }, index, isNamed) {
  add(held, index);
  if (isNamed) add(named, index);
}
function drawToggles({ catalog, report }, canvas, section, selection) {
  if (selection === void 0) return;
  const kind = section === "modules" ? "module" : "feature";
  for (const [name, place] of namesIn(selection, placeInside(canvas, [section]))) {
    if (catalog.cellOf.get(`${name}:use`)?.kind === kind) continue;
    const help = helpWithWord(name, place) ?? helpWithToggle(catalog, name, section);
    report(`unknown-${kind}`, spanOf(place), { name }, help);
  }
  for (const { name, cell } of catalog[section])
    if (isSelected(selection, name)) drawCell(canvas, cell.index, Array.isArray(selection));
}
function helpWithToggle(catalog, name, section) {
  const kind = section === "modules" ? "module" : "feature";
  const other = catalog.cellOf.get(`${name}:use`)?.kind;
  if (other === "capability")
    return `\`${name}\` is a capability: it follows from what it requires and is never granted`;
  if (other !== void 0) return `\`${name}\` is a ${other}: write it under \`${other}s\``;
  if (catalog.modelOf.has(name)) return `\`${name}\` is a model: write it under \`models\``;
  const known = catalog[section].map((toggle) => toggle.name);
  return didYouMean(name, known) ?? (known.length === 0 ? `the catalog declares no ${kind}` : void 0);
}
function checkActions({ catalog, report }, selection, at2, model) {
  for (const [name, place] of namesIn(selection, at2)) {
    if (!catalog.actions.includes(name)) {
      const near = suggestAction(name, model?.actions.keys() ?? catalog.actions);
      const help = helpWithWord(name, place) ?? (near && `did you mean \`${near}\`?`);
      report("unknown-action", spanOf(place), { name }, help);
    } else if (model && !model.actions.has(name)) {
      const listed = spanOf(placeIn(model.at.document, ["actions"], "key"));
      const help = `it supports ${listNames([...model.actions.keys()])}`;
      const related = [{ at: listed, note: "its actions are listed here" }];
      report("unsupported-action", spanOf(place), { name, of: `model \`${model.name}\`` }, help, { related });
    } else if (!model && !catalog.models.some((some) => some.actions.has(name)))
      report("unsupported-action", spanOf(place), { name, of: "any model" });
  }
}
function checkRights({ report }, selection, at2, model, property) {
  for (const [name, place] of namesIn(selection, at2)) {
    if (!isRight(name)) {
      const near = suggestAction(name, rights);
      const help2 = near ? `did you mean \`${near}\`?` : "create, remove and export are actions of the model, not of a property";
      report("unknown-right", spanOf(place), { name }, helpWithWord(name, place) ?? help2);
      continue;
    }
    if (property ? property.rights.has(name) : model.actions.has(name)) continue;
    const of = property ? `property \`${model.name}.${property.name}\`` : `model \`${model.name}\``;
    const isSystem = property?.system && name === "update";
    const help = isSystem ? "it is a system property: nobody updates it" : void 0;
    const related = [{ at: spanOf(property?.at ?? model.at), note: "declared here" }];
    report("unsupported-action", spanOf(place), { name, of }, help, { related });
  }
}
var linkNothing = () => [];
function fitsType(value, type) {
  switch (type) {
    case "id":
    case "string":
      return isWellFormedText(value);
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "integer":
      return Number.isSafeInteger(value);
    case "boolean":
      return typeof value === "boolean";
    case "date":
      return typeof value === "string" && !Number.isNaN(readInstant(value));
    case "list":
      return isWellFormedText(value) || typeof value === "boolean" || Number.isFinite(value);
    case "object":
      return false;
  }
}
var fitsAttribute = (value, type) => type === "list" ? Array.isArray(value) && value.every((item) => fitsType(item, type)) : fitsType(value, type);
var isWellFormedText = (value) => typeof value === "string" && value.isWellFormed();
function placeWithin(at2, step, part = "value") {
  return placeIn(at2.document, [...at2.path, step], part);
}
function adviseOnHoleInList(name, operator, raw) {
  const literals = raw.filter((item) => !isHole(item));
  const holes = raw.filter(isHole).map(({ $user }) => `{ $user: ${$user} }`);
  const parts = operator === "$in" ? [
    ...literals.length > 0 ? [`{ ${name}: { $in: ${JSON.stringify(literals)} } }`] : [],
    ...holes.map((hole) => `{ ${name}: ${hole} }`)
  ] : [
    ...literals.length > 0 ? [`{ ${name}: { $nin: ${JSON.stringify(literals)} } }`] : [],
    ...holes.map((hole) => `{ ${name}: { $ne: ${hole} } }`)
  ];
  const [only] = parts;
  if (parts.length === 1) return `it stands alone: \`${only}\``;
  return `it stands alone: \`${operator === "$in" ? "$or" : "$and"}: [${parts.join(", ")}]\``;
}
function canCompareTypes(attribute, property) {
  if (property === "list") return attribute !== "list" && attribute !== "object" && attribute !== "date";
  const family = (type) => type === "id" ? "string" : type === "integer" ? "number" : type;
  return attribute !== "list" && attribute !== "object" && family(attribute) === family(property);
}
function adviseOnOneOfUser(attribute, operator, at2) {
  if (operator !== "$in") {
    const help2 = `write \`$ne\`: \`{ $ne: { $user: ${attribute} } }\``;
    return { help: help2, at: at2, change: { kind: "rename", key: "$ne" } };
  }
  const help = `drop \`$in\`: \`{ $user: ${attribute} }\``;
  const around = { document: at2.document, path: at2.path.slice(0, -1) };
  const isAlone = Object.keys(Object(valueIn({ ...around, part: "value" }))).length === 1;
  return isAlone ? { help, at: around, change: { kind: "unwrap", path: ["$in"] } } : help;
}
function adviseOnOperand(raw, type, operator, at2) {
  if (Array.isArray(raw)) return adviseOnBareList(type, operator, at2);
  if (raw === null) return adviseOnNull(operator);
  const isQuoted = typeof raw === "string" && raw.trim() !== "";
  if (isQuoted && (type === "number" || type === "integer") && fitsType(Number(raw), type))
    return fixByText(at2, raw, "write the number without quotes");
  const isUnquoted = typeof raw === "number" || typeof raw === "boolean";
  return isUnquoted && (type === "id" || type === "string") ? { help: "put quotes around it to make it text", at: at2, change: { kind: "quote" } } : void 0;
}
function adviseOnNull(operator) {
  if (operator === "$eq") return "ask for a missing value by `{ $exists: false }`";
  if (operator === "$ne") return "ask for a value that is there by `{ $exists: true }`";
  return operator === "$in" ? "ask for a missing value by `{ $exists: false }`, joined by `$or`" : "no comparison meets a missing value: leave it out";
}
function adviseOnBareList(type, operator, at2) {
  const meant = operator === "$ne" ? "$nin" : "$in";
  const help = `compare with a list by \`${meant}\``;
  if (type === "list" || isOrder(operator)) return help;
  return at2.path.at(-1) === operator ? { help, at: at2, change: { kind: "rename", key: meant } } : { help, at: at2, change: { kind: "put-under", key: meant } };
}
function adviseOnOperator(name, operand, at2) {
  const meant = operators.find((operator) => operator === `$${name.toLowerCase().replace(/^_/, "")}`);
  const value = typeof operand === "number" || typeof operand === "boolean" ? operand : "\u2026";
  return meant && {
    help: `operators begin with \`$\`: \`{ ${meant}: ${value} }\``,
    at: at2,
    change: { kind: "rename", key: meant }
  };
}
function describeOperand(raw) {
  if (raw === null || raw === void 0) return "nothing";
  if (Array.isArray(raw)) return "a list";
  if (typeof raw === "object") return "a map";
  if (typeof raw !== "string") return `\`${String(raw)}\``;
  return isWellFormedText(raw) ? `the text \`${raw}\`` : "text with half of a surrogate pair, which is no character";
}
var isOrder = (operator) => /^\$[gl]te?$/.test(operator);
function linkField(written, at2, context) {
  const { modelOf, report } = context;
  if (written.split(".").some((part) => part in Object.prototype)) {
    report("reserved-name", spanOf(at2), { what: "a property that a condition compares", name: written });
    return void 0;
  }
  const through = [];
  let [model, rest] = [context.model, written];
  for (; ; ) {
    const property = model.propertyOf.get(rest);
    if (property) {
      const { type } = property;
      return through.length > 0 ? { property: written, type, through } : { property: written, type };
    }
    const dot = rest.indexOf(".");
    const step = dot < 0 ? rest : rest.slice(0, dot);
    const relation = model.relations.get(step);
    if (!relation || relation.many || dot < 0) {
      reportField({ step, rest, model, relation }, at2, context);
      return void 0;
    }
    const next = modelOf.get(relation.model);
    if (!next) return void 0;
    through.push({ name: step, model: next.name });
    [model, rest] = [next, rest.slice(dot + 1)];
  }
}
function reportField({ step, rest, model, relation }, at2, context) {
  const { modelOf, report } = context;
  const { name, propertyOf, relations } = model;
  const related = model === context.model ? void 0 : [{ at: spanOf(model.at), note: `\`${name}\` is declared here` }];
  if (relation?.many) {
    report("path-through-many", spanOf(at2), { name: step, model: name }, helpWithMany(relation, model), {
      related: [{ at: spanOf(relation.at), note: `\`${step}\` is declared \`many\` here` }]
    });
    return;
  }
  const isPath = rest !== step && ![...propertyOf.keys()].some((one) => one.startsWith(`${step}.`));
  if (isPath) {
    report(
      "unknown-relation",
      spanOf(at2),
      { name: step, model: name },
      helpWithRelation(step, model, modelOf),
      {
        related
      }
    );
    return;
  }
  const end = relation && modelOf.get(relation.model);
  const help = end ? `\`${step}\` is a relation: compare a property of \`${end.name}\`, as in \`${step}.${[...end.propertyOf.keys()][0] ?? "name"}\`` : didYouMean(rest, [...propertyOf.keys(), ...relations.keys()]) ?? (propertyOf.size > 0 ? `\`${name}\` has ${listFirstNames([...propertyOf.keys()], 8)}` : void 0);
  report("unknown-property", spanOf(at2), { name: rest, model: name }, help, { related });
}
function helpWithMany({ model }, { relations }) {
  const single = [...relations.values()].filter((relation) => !relation.many);
  const portfolio = `reach them by a portfolio on \`${model}\`, where \`through\` leads there`;
  return single.length > 0 ? `to one record lead ${listFirstNames(
    single.map((relation) => relation.name),
    8
  )}; or ${portfolio}` : portfolio;
}
var alternativeLimit = 256;
var refusals = {
  $not: "is not allowed: on a missing value JavaScript and SQL disagree; write `$ne` or `$nin`, which a missing value does not meet",
  $nor: "is not allowed: on a missing value JavaScript and SQL disagree; write `$ne` or `$nin`, which a missing value does not meet",
  $regex: "is not allowed: every database reads patterns differently"
};
function linkCondition(raw, at2, context) {
  const reader = new ConditionReader(context);
  const spelled = reader.read(raw, at2);
  if (reader.failed || spelled === void 0) return void 0;
  const held = [];
  let reason = "";
  for (const comparisons of spelled) {
    const joined = conjoin(comparisons);
    if (joined.is === "alternative") held.push(joined.alternative);
    else reason = joined.reason;
  }
  if (held.length > 0) return held;
  if (!reader.warned) context.report("condition-never-holds", spanOf(at2), { reason });
  const [first] = spelled.flat().sort((a, b2) => byCodeUnit(a.property, b2.property));
  const compared = first ? pickComparedField(first) : { property: "", type: "object" };
  return [[{ ...compared, operator: "$in", operand: [] }]];
}
var ConditionReader = class {
  failed = false;
  /** True once a part that never holds has been reported. */
  warned = false;
  context;
  constructor(context) {
    this.context = context;
  }
  read(raw, at2) {
    if (!isFields(raw)) return this.operand(at2, "a condition", "map", describeOperand(raw));
    const entries = Object.entries(raw);
    if (entries.length === 0) {
      this.fail("out-of-range", at2, {
        what: "a condition",
        limit: "must compare at least one property: for every record write `all`"
      });
      return void 0;
    }
    return this.all(
      entries.map(
        ([key, value]) => this.entry(key, value, placeWithin(at2, key), placeWithin(at2, key, "key"))
      ),
      at2
    );
  }
  entry(key, value, at2, keyAt) {
    if (key === "$and" || key === "$or") return this.combine(key, value, at2);
    if (key.startsWith("$")) return this.refuse(key, keyAt);
    const field = linkField(key, keyAt, this.context);
    if (!field) {
      this.failed = true;
      return void 0;
    }
    if (!isFields(value) || isHole(value)) return this.compare(field, "$eq", value, at2);
    const tests = Object.entries(value);
    if (tests.length === 0) return this.operand(at2, field.property, field.type, "an empty map");
    return this.all(
      tests.map(([name, operand]) => {
        const operator = operators.find((known) => known === name);
        if (operator) return this.compare(field, operator, operand, placeWithin(at2, name));
        if (name.startsWith("$")) return this.refuse(name, placeWithin(at2, name, "key"));
        const advice = adviseOnOperator(name, operand, placeWithin(at2, name));
        return this.operand(at2, field.property, field.type, "a map", advice);
      }),
      at2
    );
  }
  combine(key, value, at2) {
    if (Array.isArray(value) && value.length === 0) {
      this.fail("out-of-range", at2, { what: `\`${key}\``, limit: "must not be empty" });
      return void 0;
    }
    if (!Array.isArray(value)) {
      this.fail("wrong-type", at2, {
        what: `\`${key}\``,
        expected: "a list of conditions",
        found: describeOperand(value)
      });
      return void 0;
    }
    const parts = value.map((part, index) => this.read(part, placeWithin(at2, index)));
    if (key === "$and") return this.all(parts, at2);
    return parts.some((part) => part === void 0) ? void 0 : parts.flatMap((part) => part ?? []);
  }
  /** Combines every alternative of one part with every alternative of the others. */
  all(parts, at2) {
    let whole = [[]];
    for (const part of parts) {
      if (part === void 0) return void 0;
      if (whole.length * part.length > alternativeLimit) {
        this.fail("condition-too-large", at2, { limit: alternativeLimit });
        return void 0;
      }
      whole = whole.flatMap((left) => part.map((right) => [...left, ...right]));
    }
    return whole;
  }
  compare(field, operator, raw, at2) {
    const { property: name, type } = field;
    if (operator === "$exists") {
      if (typeof raw === "boolean") return [[{ ...field, operator, operand: raw }]];
      this.fail("wrong-type", at2, {
        what: "`$exists`",
        expected: "`true` or `false`",
        found: describeOperand(raw)
      });
      return void 0;
    }
    if (type === "object") {
      this.fail("unsupported-operator", at2, {
        operator,
        reason: `cannot compare \`${name}\`, which is ${addArticle(type)}: only \`$exists\` can`
      });
      return void 0;
    }
    if ((type === "boolean" || type === "list") && isOrder(operator)) {
      this.fail("unsupported-operator", at2, {
        operator,
        reason: `cannot order \`${name}\`, which is ${addArticle(type)}`
      });
      return void 0;
    }
    if (isHole(raw)) return this.compareHole(field, operator, raw, at2);
    if (typeof raw === "string" && /\$\{?user\b/.test(raw))
      return this.operand(
        at2,
        name,
        type,
        `\`${raw}\`, which is plain text here`,
        "write `{ $user: attribute }`"
      );
    if (takesList(operator)) return this.compareList(field, operator, raw, at2);
    if (fitsType(raw, type)) return [[{ ...field, operator, operand: raw }]];
    return this.operand(at2, name, type, describeOperand(raw), adviseOnOperand(raw, type, operator, at2));
  }
  compareList(field, operator, raw, at2) {
    const { property: name, type } = field;
    if (!Array.isArray(raw))
      return this.operand(
        at2,
        name,
        type,
        `${describeOperand(raw)} by \`${operator}\``,
        `\`${operator}\` takes a list`
      );
    if (raw.length === 0 && operator === "$in") {
      this.warned = true;
      this.context.report("condition-never-holds", spanOf(at2), {
        reason: "an empty list has no value to match"
      });
      return [[{ ...field, operator: "$in", operand: [] }]];
    }
    const values = [];
    for (const [index, item] of raw.entries()) {
      if (fitsType(item, type)) values.push(item);
      else
        this.operand(
          placeWithin(at2, index),
          name,
          type,
          isHole(item) ? "a value of the signed-in user in a list" : describeOperand(item),
          isHole(item) ? adviseOnHoleInList(name, operator, raw) : void 0
        );
    }
    return values.length < raw.length ? void 0 : [[{ ...field, operator, operand: values }]];
  }
  compareHole(field, operator, hole, at2) {
    const { attributes } = this.context;
    const { $user, ...rest } = hole;
    const here = placeWithin(at2, "$user");
    if (typeof $user !== "string" || Object.keys(rest).length > 0) {
      const expected = "`{ $user: attribute }` and nothing else";
      this.fail("wrong-type", at2, {
        what: "a value of the signed-in user",
        expected,
        found: "something else"
      });
      return void 0;
    }
    const type = attributes.get($user);
    if (type === void 0) {
      const help2 = didYouMean($user, attributes.keys()) ?? `the Principal declares ${listFirstNames([...attributes.keys()], 8)}`;
      this.fail("unknown-attribute", here, { name: $user }, help2);
      return void 0;
    }
    const isListed = takesList(operator);
    if (isListed ? type === "list" : canCompareTypes(type, field.type))
      return [[{ ...field, operator, operand: { $user } }]];
    const isOne = isListed && canCompareTypes(type, field.type);
    const help = isOne ? adviseOnOneOfUser($user, operator, at2) : type === "list" && !isListed ? "a list of the user stands only under `$in` and `$nin`" : void 0;
    const found2 = `the user attribute \`${$user}\`, ${addArticle(type)}`;
    return this.operand(
      here,
      field.property,
      field.type,
      isListed ? `${found2}, by \`${operator}\`` : found2,
      help
    );
  }
  refuse(operator, at2) {
    const reason = refusals[operator] ?? `is unknown; the operators are ${listNames([...operators, "$and", "$or"])}`;
    this.fail(
      "unsupported-operator",
      at2,
      { operator, reason },
      refusals[operator] ? void 0 : didYouMean(operator, operators)
    );
    return void 0;
  }
  operand(at2, property, type, found2, help) {
    this.fail("wrong-operand", at2, { property, type, found: found2 }, help);
    return void 0;
  }
  fail(code, at2, facts, help) {
    this.failed = true;
    this.context.report(code, spanOf(at2), facts, help);
  }
};
function linkPortfolios(documents, catalog, tenantCatalogs, report) {
  const attributes = attributesOf(documents, report);
  const named = indexByName(
    documents.flatMap((parsed) => {
      if (parsed.kind !== "Portfolio") return [];
      const { name, renamedFrom, tenant, title, on, reach } = parsed.value;
      const here = tenantCatalogs.get(tenant ?? "") ?? catalog;
      const model = findModel2(on, placeIn(parsed.document, ["on"]), here, report);
      const at2 = placeIn(parsed.document, ["name"]);
      return [
        {
          name,
          ...renamedFrom !== void 0 && { renamedFrom },
          at: at2,
          ...tenant !== void 0 && { tenant },
          ...title !== void 0 && { title },
          on,
          reach: linkReach(parsed, reach, model, here)
        }
      ];
    }),
    () => "portfolio",
    report
  );
  function linkReach(parsed, reach, model, { modelOf }) {
    if (reach === "all") return "all";
    const at2 = placeIn(parsed.document, ["reach"]);
    return model ? linkCondition(reach, at2, { model, modelOf, attributes, report }) ?? [] : [];
  }
  return { attributes, all: [...named.values()], named };
}
function findModel2(name, at2, catalog, report) {
  const model = catalog.modelOf.get(name);
  if (model) return model;
  const near = suggestSubject(catalog, name, "action");
  report("unknown-model", spanOf(at2), { name }, near && `did you mean \`${near}\`?`);
  return void 0;
}
function attributesOf(documents, report) {
  const principals = documents.filter(({ kind }) => kind === "Principal");
  const [first] = principals;
  for (const { document } of principals.slice(1))
    report(
      "declared-twice",
      spanOf(placeIn(document, ["kind"])),
      { what: "the", name: "Principal" },
      "put all attributes into one document",
      { related: first && [{ at: spanOf(placeIn(first.document, ["kind"])), note: "first declared here" }] }
    );
  const attributes = principals.flatMap(
    ({ document, value }) => Object.entries(value.attributes).map(([name, { type }]) => ({
      name,
      type,
      at: placeIn(document, ["attributes", name], "key")
    }))
  );
  return new Map(
    [...indexByName(attributes, () => "attribute", report)].map(([name, { type }]) => [name, type])
  );
}
var usualOut = "../generated";
function linkSettings(documents, draw, report) {
  const [first, ...others] = documents.filter(({ kind }) => kind === "Settings");
  for (const { document } of others)
    report(
      "declared-twice",
      spanOf(placeIn(document, ["kind"])),
      { what: "the document", name: "Settings" },
      "put all settings into one document",
      { related: first && [{ at: spanOf(placeIn(first.document, ["kind"])), note: "first declared here" }] }
    );
  const written = first?.value ?? {};
  const {
    package: { name = "permissions", version = "0.0.0" } = {},
    out = usualOut,
    customRoles = {},
    vendor = [],
    waivers: { warnDays = 30 } = {},
    review: { manager } = {}
  } = written;
  const at2 = placeIn(first?.document ?? nowhere, ["customRoles"]);
  const { plans, allows, perTenant } = customRoles;
  return {
    package: { name, version },
    out,
    customRoles: {
      at: at2,
      ...plans !== void 0 && { plans },
      ...allows !== void 0 && { allows: draw(allows, placeIn(at2.document, [...at2.path, "allows"])) },
      ...perTenant !== void 0 && { perTenant }
    },
    vendor,
    waivers: { warnDays },
    review: { ...manager !== void 0 && { manager } }
  };
}
var nowhere = { source: { path: "", text: "" }, index: 0 };
function linkTenantCatalogs(documents, catalog, report) {
  const tenants = documents.flatMap(
    ({ kind, value }) => kind === "Tenant" ? [value.name] : []
  );
  const known = new Set(tenants);
  const byTenant = /* @__PURE__ */ new Map();
  for (const parsed of documents) {
    if (parsed.kind !== "Properties") continue;
    const { tenant } = parsed.value;
    findOrMake(byTenant, tenant, () => []).push(parsed);
    if (known.has(tenant)) continue;
    const at2 = spanOf(placeIn(parsed.document, ["tenant"]));
    report("unknown-tenant", at2, { name: tenant }, didYouMean(tenant, tenants));
  }
  return new Map(
    [...byTenant].map(([tenant, added]) => [tenant, extendCatalog(catalog, tenant, added, report)])
  );
}
function extendCatalog(base, tenant, documents, report) {
  const cells = [...base.cells];
  const additions = gatherAdditions(base, tenant, documents, report);
  const touched = findTouched(base, additions);
  const models = base.models.map(
    (model) => touched.has(model.name) ? extendModel(model, additions.get(model) ?? [], cells) : model
  );
  const copyToggle = (toggle) => {
    if (!touched.has(toggle.name)) return toggle;
    const cell = { ...toggle.cell };
    cells[cell.index] = cell;
    return { ...toggle, cell };
  };
  const toggles = {
    modules: base.modules.map(copyToggle),
    features: base.features.map(copyToggle),
    capabilities: base.capabilities.map(copyToggle)
  };
  requireCopies(base, cells);
  const whole = {
    ...base,
    ...toggles,
    models,
    cells,
    cellOf: findCellsIn(base, cells),
    byPermission: sortCells(base, cells),
    modelOf: new Map(models.map((model) => [model.name, model]))
  };
  for (const [{ name }, added] of additions) {
    const model = whole.modelOf.get(name);
    if (model) for (const addition of added) requireGates(whole, model, addition, report);
  }
  return { ...whole, ...orderCells(whole, report) };
}
function findCellsIn({ cells: { length }, cellOf: cellOf2 }, cells) {
  const added = new Map(cells.slice(length).map((cell) => [cell.permission, cell]));
  const get = (permission) => {
    const known = cellOf2.get(permission);
    return known ? cells[known.index] : added.get(permission);
  };
  return { get, has: (permission) => get(permission) !== void 0 };
}
var sortCells = (base, cells) => [...base.byPermission.flatMap(({ index }) => cells[index] ?? []), ...cells.slice(base.cells.length)].sort(
  (a, b2) => byCodeUnit(a.permission, b2.permission)
);
function findTouched(base, additions) {
  const touched = new Set([...additions.keys()].map(({ name }) => name));
  for (let known = -1; known < touched.size; ) {
    known = touched.size;
    for (const { subject, requires } of base.cells)
      if (requires.some(({ oneOf }) => oneOf.some((needed2) => touched.has(needed2.subject))))
        touched.add(subject);
  }
  return touched;
}
function requireCopies(base, cells) {
  for (const { index } of base.cells) {
    const cell = cells[index];
    if (!cell || cell === base.cells[index] || cell.requires.length === 0) continue;
    cell.requires = cell.requires.map((needed2) => ({
      ...needed2,
      oneOf: needed2.oneOf.map((one) => cells[one.index] ?? one)
    }));
  }
}
function gatherAdditions({ modelOf, ...catalog }, tenant, documents, report) {
  const found2 = /* @__PURE__ */ new Map();
  for (const parsed of documents) {
    const { model: name, properties } = parsed.value;
    const at2 = placeIn(parsed.document, ["model"]);
    const model = modelOf.get(name);
    if (!model) {
      const near = suggestSubject({ modelOf, ...catalog }, name, "action");
      report("unknown-model", spanOf(at2), { name }, near && `did you mean \`${near}\`?`);
      continue;
    }
    if (!model.isClosed) {
      report(
        "model-takes-no-properties",
        spanOf(at2),
        { model: name, tenant },
        `write \`properties: {}\` in model \`${name}\``,
        { related: [{ at: spanOf(model.at), note: `\`${name}\` is declared here` }] }
      );
      continue;
    }
    const added = Object.entries(properties).map(([property, says2]) => {
      const path = ["properties", property];
      return { name: property, at: placeIn(parsed.document, path, "key"), parsed, says: says2 };
    });
    found2.set(model, [...found2.get(model) ?? [], ...added]);
  }
  return new Map([...found2].map(([model, added]) => [model, keepDistinct(model, added, report)]));
}
function keepDistinct(model, added, report) {
  const declared = indexByName([...model.properties, ...added], () => "property", report, model.name);
  const own2 = [...declared.values()].filter((one) => "parsed" in one);
  return own2.filter((addition) => {
    const { name, at: at2 } = addition;
    const relation = model.relations.get(name.split(".")[0] ?? "");
    if (relation) {
      const facts = { name: relation.name, property: name, model: model.name };
      const related = [{ at: spanOf(relation.at), note: "the relation is declared here" }];
      report("relation-equals-property", spanOf(at2), facts, "rename the property", { related });
      return false;
    }
    const other = [...declared.values()].find((one) => {
      const isBelow = name.startsWith(`${one.name}.`);
      const isGate = !("parsed" in one) && one.type === "object";
      return isBelow && !isGate || one.name.startsWith(`${name}.`);
    });
    if (!other) return true;
    const outer = other.name.length < name.length ? other.name : name;
    report(
      "property-inside-property",
      spanOf(at2),
      { name, other: other.name, model: model.name },
      `rename one of the two, or let \`${outer}\` be an \`object\` of the catalog`,
      { related: [{ at: spanOf(other.at), note: `\`${other.name}\` is declared here` }] }
    );
    return false;
  });
}
function extendModel(base, added, cells) {
  const own2 = (cell) => {
    const copy = { ...cell };
    cells[cell.index] = copy;
    return copy;
  };
  const actions = new Map([...base.actions].map(([action, cell]) => [action, own2(cell)]));
  const known = base.properties.map((property) => ({
    ...property,
    rights: new Map([...property.rights].map(([right, cell]) => [right, own2(cell)]))
  }));
  const more = added.map((addition) => addProperty(base, addition, actions, cells));
  const properties = [...known, ...more].sort((a, b2) => byCodeUnit(a.name, b2.name));
  const bits = (right) => {
    const set = emptyBits(cells.length);
    for (const property of properties) {
      const cell = property.rights.get(right);
      if (cell) add(set, cell.index);
    }
    return set;
  };
  const model = {
    ...base,
    actions,
    properties,
    propertyOf: new Map(properties.map((property) => [property.name, property])),
    rights: { view: bits("view"), update: bits("update") }
  };
  for (const cell of [
    ...actions.values(),
    ...properties.flatMap((property) => [...property.rights.values()])
  ])
    cell.model = model;
  return model;
}
function addProperty(base, { name, at: at2, says: says2 }, actions, cells) {
  const has2 = /* @__PURE__ */ new Map();
  const gates = findGates(base, name);
  for (const right of rights) {
    const action = actions.get(right);
    const isGated = gates.every((gate) => gate.rights.has(right));
    if (!action || !isGated || right === "update" && says2.system) continue;
    const cell = {
      index: cells.length,
      permission: `${base.name}.${name}:${right}`,
      kind: "property",
      subject: base.name,
      property: name,
      action: right,
      risk: action.risk,
      ...action.package !== void 0 && { package: action.package },
      requires: []
    };
    cells.push(cell);
    has2.set(right, cell);
  }
  return makeProperty({ name, at: at2, says: says2 }, has2);
}
var findGates = ({ properties }, name) => properties.filter(({ name: outer, type }) => type === "object" && name.startsWith(`${outer}.`));
function requireGates(catalog, model, addition, report) {
  const { name, at: at2, parsed, says: says2 } = addition;
  const path = ["properties", name, "requires"];
  const needed2 = findPrerequisites(catalog, says2.requires, parsed, path, report);
  const property = model.propertyOf.get(name);
  for (const [right, cell] of property?.rights ?? []) {
    const gates = findGates(model, name).flatMap((gate) => {
      const oneOf = gate.rights.get(right);
      return oneOf ? [{ oneOf: [oneOf], at: at2 }] : [];
    });
    cell.requires = [...gates, ...needed2];
  }
}
var listUnboughtSeats = (seats, { packages }) => seats.filter((seat) => seat.package !== void 0 && !packages.has(seat.package));
function relatePackages({ name, at: at2, packages }) {
  if (packages.size === 0) return { at: spanOf(at2), note: `\`${name}\` has bought no package` };
  return { at: spanOf(placeIn(at2.document, ["packages"])), note: `what \`${name}\` has bought` };
}
function prepareLocalities(documents, context) {
  const ownOf = /* @__PURE__ */ new Map();
  for (const parsed of documents) {
    const tenant = tenantOf(parsed);
    if (tenant !== void 0) findOrMake(ownOf, tenant, () => /* @__PURE__ */ new Set()).add(parsed.document);
  }
  const parsedOf = new Map(documents.map((parsed) => [parsed.document, parsed]));
  const known = { parsedOf, roleOf: indexRoles(documents), ownOf };
  return (tenant, catalog) => makeLocality(known, tenant, catalog, context);
}
function tenantOf({ kind, value }) {
  const { name, tenant } = value;
  return kind === "Tenant" ? name : tenant;
}
function makeLocality({ parsedOf, roleOf, ownOf }, tenant, catalog, context) {
  const own2 = ownOf.get(tenant) ?? /* @__PURE__ */ new Set();
  const { draw, isFaulty } = prepareDrawing(catalog, own2, context.report);
  const redraw = (layer) => draw(context.grantsOf(layer), layer.at);
  const caps = localizeCaps(context.caps, redraw);
  const { allows } = context.customRoles;
  const drawRole2 = prepareRoleLayers(
    roleOf,
    draw,
    ({ document }) => own2.has(document) ? context.report : reportNothing
  );
  return {
    context: {
      ...context,
      catalog,
      caps,
      draw,
      drawAlike: draw,
      isFaulty: (layer) => isFaulty(layer) || context.isFaulty(layer),
      drawRole: drawRole2,
      customRoles: { ...context.customRoles, ...allows && { allows: redraw(allows) } }
    },
    localize(role) {
      const parsed = parsedOf.get(role.at.document);
      if (!parsed) return role;
      const [userType, seats] = [caps.localType(role.userType), role.seats.map(caps.localSeat)];
      const cap = caps.capOf(userType, seats);
      return { ...role, userType, seats, layer: drawRole2(parsed), cap, shared: role };
    }
  };
}
var reportNothing = () => {
};
function prepareDrawing(catalog, own2, report) {
  let findings = 0;
  const faulty = /* @__PURE__ */ new Set();
  const quiet = prepareLayers(catalog, reportNothing, false);
  const loud = prepareLayers(catalog, (...finding) => {
    findings++;
    report(...finding);
  });
  const draw = (grants, at2) => {
    if (!own2.has(at2.document)) return quiet(grants, at2);
    const before = findings;
    const layer = loud(grants, at2);
    if (findings > before) faulty.add(layer);
    return layer;
  };
  return { draw, isFaulty: (layer) => faulty.has(layer) };
}
function localizeCaps(caps, redraw) {
  const local = (things) => new Map(things.map((thing) => [thing.name, { ...thing, layer: redraw(thing.layer) }]));
  const [typeOf, seatOf] = [local(caps.userTypes), local(caps.seats)];
  const localType = (userType) => typeOf.get(userType.name) ?? userType;
  const localSeat = (seat) => seatOf.get(seat.name) ?? seat;
  return {
    userTypes: caps.userTypes.map(localType),
    seats: caps.seats.map(localSeat),
    localType,
    localSeat,
    capOf(userType, seats) {
      const cap = localType(userType).layer.held.slice();
      for (const seat of seats) addAll(cap, localSeat(seat).layer.held);
      return cap;
    },
    userType(name, at2) {
      const found2 = caps.userType(name, at2);
      return found2 && localType(found2);
    },
    seatsOf: (names2, at2, userType) => caps.seatsOf(names2, at2, userType).map(localSeat)
  };
}
function linkPortfolioUse({ document }, written, context) {
  const at2 = placeIn(document, ["portfolio"]);
  if (written === "all") {
    const names2 = context.portfolios.all.flatMap(({ name, reach }) => reach === "all" ? [name] : []);
    const whole = { pattern: "*", at: at2, items: [{ label: "all", at: at2, names: names2, parts: [] }] };
    return { at: at2, entries: /* @__PURE__ */ new Map([["*", whole]]) };
  }
  if (Array.isArray(written)) {
    const entry = { pattern: "*", at: at2, items: linkItems(written, at2, context) };
    reportUselessItems(entry, context.catalog.models, context.report);
    return { at: at2, entries: /* @__PURE__ */ new Map([["*", entry]]) };
  }
  const entries = Object.entries(written).flatMap(([pattern, items]) => {
    if (!Array.isArray(items)) {
      reportLoneFilter(pattern, items, { at: at2, isAlone: Object.keys(written).length === 1 }, context.report);
      return [];
    }
    const inside = placeIn(document, ["portfolio", pattern]);
    const entry = { pattern, at: inside, items: linkItems(items, inside, context) };
    const models = findModels(entry, context);
    if (models) reportUselessItems(entry, models, context.report);
    return [[pattern, entry]];
  });
  return { at: at2, entries: new Map(entries) };
}
function reportLoneFilter(pattern, filter, { at: at2, isAlone }, report) {
  const help = `write \`portfolio: ${writeJsonAsYaml([{ filter }])}\``;
  report(
    "filter-outside-list",
    spanOf(placeIn(at2.document, [...at2.path, pattern], "key")),
    {},
    isAlone ? { help, at: at2, change: { kind: "put-in-list" } } : help
  );
}
var fixKey = (key, at2) => ({
  help: `write \`${key}\``,
  at: at2,
  change: { kind: "rename", key: JSON.stringify(key) }
});
function findModels({ pattern, at: at2 }, { catalog, report }) {
  if (pattern === "*") return catalog.models;
  const { subject, action } = readEntryPattern(pattern);
  const place = placeIn(at2.document, at2.path, "key");
  const isEverything = subject === "*" && action === "*";
  if (subject === "" || action === "" || subject.includes(".") || isEverything) {
    const help = isEverything ? "write `*`" : subject.includes(".") ? `a property follows its action: \`${subject.slice(0, subject.indexOf("."))}:${action}\`` : catalog.modelOf.has(pattern) ? fixKey(`${pattern}:*`, at2) : void 0;
    report("portfolio-pattern", spanOf(place), { pattern }, help);
    return void 0;
  }
  if (catalog.cellOf.has(`${subject}:use`)) {
    report(
      "portfolio-matches-nothing",
      spanOf(place),
      { pattern },
      `\`${subject}\` is used or not, whatever the records`
    );
    return void 0;
  }
  if (action !== "*" && !catalog.actions.includes(action)) {
    const near = suggestAction(action, catalog.actions);
    report("unknown-action", spanOf(place), { name: action }, near && `did you mean \`${near}\`?`);
    return void 0;
  }
  if (subject === "*") {
    const models = catalog.models.filter((model2) => action === "*" || model2.actions.has(action));
    if (models.length > 0) return models;
    report("portfolio-matches-nothing", spanOf(place), { pattern });
    return void 0;
  }
  const model = findModel2(subject, place, catalog, report);
  if (!model || action === "*" || model.actions.has(action)) return model && [model];
  report(
    "unsupported-action",
    spanOf(place),
    { name: action, of: `model \`${subject}\`` },
    `it supports ${listNames([...model.actions.keys()])}`
  );
  return void 0;
}
function reportUselessItems({ pattern, items }, models, report) {
  for (const { label, at: at2, parts } of items) {
    if (parts.length === 0 || models.some((model) => reachOfItem({ parts }, model) !== void 0)) continue;
    const on = [...new Set(parts.map((part) => part.on))];
    report(
      "portfolio-applies-nowhere",
      spanOf(at2),
      { label, pattern, on: listNames(on) },
      helpWithRoots(models, on)
    );
  }
}
function helpWithRoots(models, on) {
  if (on.length > 1) return "only portfolios on models of one path have records in common";
  const [model, more] = models;
  if (!model || more) return void 0;
  const roots = [model.name, ...model.path.map((step) => step.model)];
  return `\`${model.name}\` is limited by portfolios on ${listNames([...new Set(roots)])}`;
}
function linkItems(written, at2, context) {
  const items = written.map(
    (item, index) => linkItem(item, placeIn(at2.document, [...at2.path, index]), context)
  );
  const known = /* @__PURE__ */ new Set();
  return items.filter((item) => {
    if (!item) return false;
    const isNew = item.label === "filter" || !known.has(item.label);
    known.add(item.label);
    return isNew;
  });
}
function linkItem(written, at2, context) {
  if (typeof written === "string") {
    const part2 = linkName(written, at2, context);
    return part2 && { label: written, at: at2, names: [written], parts: [part2] };
  }
  if ("allOf" in written) {
    const inside = (index) => placeIn(at2.document, [...at2.path, "allOf", index]);
    const parts = written.allOf.map((name, index) => linkName(name, inside(index), context));
    if (!parts.every((part2) => part2 !== void 0)) return void 0;
    return { label: [...new Set(written.allOf)].join(" & "), at: at2, names: written.allOf, parts };
  }
  const part = linkFilter(written, at2, context);
  return part && { label: "filter", at: at2, names: [], parts: [part] };
}
function linkName(name, at2, { portfolios, report }) {
  const portfolio = portfolios.named.get(name);
  if (portfolio) return { name, on: portfolio.on, reach: portfolio.reach };
  const names2 = [...portfolios.named.keys()];
  const whole = name === "all" ? "`portfolio: all` stands alone; a list names a portfolio with `reach: all`" : void 0;
  const help = whole ?? didYouMean(name, names2) ?? (names2.length > 0 ? listThereAre(names2, 8) : void 0);
  report("unknown-portfolio", spanOf(at2), { name }, help);
  return void 0;
}
function linkFilter({ filter, on }, at2, { catalog, portfolios: { attributes }, report }) {
  const here = placeIn(at2.document, [...at2.path, "filter"]);
  const model = on === void 0 ? findOnlyRoot(filter, here, { catalog, attributes, report }) : findModel2(on, placeIn(at2.document, [...at2.path, "on"]), catalog, report);
  if (!model) return void 0;
  return {
    on: model.name,
    reach: linkCondition(filter, here, { model, modelOf: catalog.modelOf, attributes, report }) ?? []
  };
}
function findOnlyRoot(filter, at2, {
  catalog,
  attributes,
  report
}) {
  const roots = catalog.models.filter(({ portfolio }) => portfolio === "self");
  const [root, more] = roots;
  if (root && !more) return root;
  const names2 = roots.map(({ name }) => name);
  const fitting = roots.filter((model) => {
    const { report: collectOnly, failed } = collect();
    linkCondition(filter, at2, { model, modelOf: catalog.modelOf, attributes, report: collectOnly });
    return !failed();
  });
  const [only, second] = fitting;
  const example = only ?? root ?? catalog.models[0];
  const place = { document: at2.document, path: at2.path.slice(0, -1) };
  report(
    "filter-on-unknown-model",
    spanOf(placeIn(at2.document, at2.path, "key")),
    { roots: more ? `${listNames(names2)} have \`portfolio: self\`` : "no model has `portfolio: self`" },
    only && !second ? {
      help: `write \`on: ${only.name}\` beside it`,
      at: place,
      change: { kind: "add", key: "on", text: only.name }
    } : example && `write \`on: ${example.name}\` beside it, or another model`
  );
  return void 0;
}
function reportLargeReaches(role, catalog, report) {
  if (countAtMostOfModel([...role.portfolio.entries.values()]) <= mostAlternatives) return;
  const held = intersection(role.layer.held, role.cap);
  const typeOf = makeTypeReader(catalog);
  const known = /* @__PURE__ */ new Map();
  const reportedEntries = /* @__PURE__ */ new Set();
  const reachOf2 = closeReaches(
    ({ index }) => has(held, index),
    (cell) => readPortfolio(role.portfolio, cell).reach
  );
  for (const cell of catalog.cells) {
    if (!cell.model || !has(held, cell.index)) continue;
    const reach = reachOf2(cell);
    const isLarge = known.get(reach) ?? isTooLarge(reach, typeOf);
    known.set(reach, isLarge);
    if (isLarge) reportReach(role, cell, reportedEntries, report);
  }
}
function countAtMostOfModel(entries) {
  const bySubject = /* @__PURE__ */ new Map();
  for (const entry of entries) {
    const { subject } = readEntryPattern(entry.pattern);
    bySubject.set(subject, (bySubject.get(subject) ?? 1) * Math.max(1, countInEntry(entry)));
  }
  const ofAll = bySubject.get("*") ?? 1;
  bySubject.delete("*");
  return ofAll * Math.max(1, ...bySubject.values());
}
var countInEntry = ({ items }) => items.reduce(
  (sum, { parts }) => sum + parts.reduce((product, { reach }) => product * (reach === "all" ? 1 : reach.length), 1),
  0
);
function isTooLarge(reach, typeOf) {
  return reach !== "all" && countAtMost(reach) > mostAlternatives && spellOut(reach, typeOf) === void 0;
}
function countAtMost(reach) {
  switch (reach.kind) {
    case "linked":
      return reach.alternatives.length;
    case "union":
      return reach.of.reduce((sum, part) => sum + countAtMost(part), 0);
    case "common":
      return reach.of.reduce((product, part) => product * countAtMost(part), 1);
  }
}
function reportReach(role, cell, reportedEntries, report) {
  const entries = /* @__PURE__ */ new Set();
  for (const { model, action } of listInvolved(cell)) {
    const entry = model && findEntry(role.portfolio, model, action);
    if (entry) entries.add(entry);
  }
  const [largest, ...others] = [...entries].sort((a, b2) => countInEntry(b2) - countInEntry(a));
  if (!largest || reportedEntries.has(largest)) return;
  reportedEntries.add(largest);
  const also = others.length > 0 ? `, which is multiplied with what ${listPatterns(others)} says` : "";
  report(
    "reach-too-large",
    spanOf(placeOfEntry(largest)),
    { role: role.name, permission: cell.permission, limit: mostAlternatives },
    `simplify \`${largest.pattern}\`${also}: join comparisons of one property by \`$in\`, or name fewer portfolios`,
    { related: others.map((entry) => ({ at: spanOf(placeOfEntry(entry)), note: "this must hold as well" })) }
  );
}
var listPatterns = (entries) => listNames(entries.map(({ pattern }) => pattern));
var placeOfEntry = ({ at: at2 }) => placeIn(at2.document, at2.path, "key");
function listInvolved(cell) {
  const found2 = /* @__PURE__ */ new Set();
  const visit = (one) => {
    if (one.model?.name !== cell.model?.name || found2.has(one)) return;
    found2.add(one);
    for (const needed2 of listNeeds(one, one.model)) visit(needed2);
  };
  visit(cell);
  return [...found2];
}
function listNeeds(cell, model) {
  const action = gatingActionOf(cell);
  const view = cell.action === "export" ? model?.actions.get("view") : void 0;
  const required = cell.requires.flatMap(({ oneOf }) => oneOf);
  return [...action ? [action] : [], ...view ? [view] : [], ...required];
}
function linkRole(parsed, context) {
  const { document } = parsed;
  const { catalog, caps, drawRole: drawRole2, report } = context;
  const written = parsed.value;
  const layer = drawRole2(parsed);
  const userType = linkUserType(parsed, written, caps, report);
  const seats = caps.seatsOf(written.seats ?? [], placeIn(document, ["seats"]), userType);
  const { name, tenant, title, description, clonedFrom, renamedFrom } = written;
  const isWhole = userType !== void 0 && seats.length === (written.seats ?? []).length;
  if (!isWhole) context.faulty.add(roleKey(name, tenant));
  if (!userType) {
    linkPortfolio(parsed, written, emptyBits(catalog.cells.length), context);
    return void 0;
  }
  const cap = caps.capOf(userType, seats);
  const role = {
    name,
    at: placeIn(document, ["name"]),
    ...tenant !== void 0 && { tenant },
    ...title !== void 0 && { title },
    ...description !== void 0 && { description },
    ...clonedFrom !== void 0 && { clonedFrom },
    ...renamedFrom !== void 0 && { renamedFrom },
    userType,
    seats,
    // Of a fleet most roles are kept and hold nothing here: no set is made for them.
    portfolio: linkPortfolio(
      parsed,
      written,
      isEmpty(layer.held) ? layer.held : intersection(layer.held, cap),
      context
    ),
    layer,
    cap
  };
  const isCapped = [userType, ...seats].every((one) => !context.isFaulty(one.layer));
  if (isWhole && isCapped) reportAboveCap(role, catalog, caps, report);
  reportLargeReaches(role, catalog, report);
  return role;
}
function linkAbstractRole(parsed, context) {
  const { abstract, caps, drawRole: drawRole2 } = context;
  const { document } = parsed;
  const { name, tenant, title, description, userType, seats, portfolio } = parsed.value;
  const type = userType === void 0 ? void 0 : caps.userType(userType, placeIn(document, ["userType"]));
  caps.seatsOf(seats ?? [], placeIn(document, ["seats"]), type);
  if (portfolio !== void 0) linkPortfolioUse(parsed, portfolio, context);
  const at2 = placeIn(document, ["name"]);
  abstract.set(roleKey(name, tenant), at2);
  return {
    name,
    at: at2,
    ...tenant !== void 0 && { tenant },
    ...title !== void 0 && { title },
    ...description !== void 0 && { description },
    layer: drawRole2(parsed)
  };
}
function linkUserType({ document }, { name, userType }, caps, report) {
  if (userType !== void 0) return caps.userType(userType, placeIn(document, ["userType"]));
  report(
    "missing-field",
    spanOf(placeIn(document, ["name"])),
    { field: "userType", of: `role \`${name}\`` },
    "name the user type that caps it, or write `abstract: true` if the role is only to be included"
  );
  return void 0;
}
function linkPortfolio(parsed, { name, portfolio }, held, context) {
  const at2 = placeIn(parsed.document, ["portfolio"]);
  const { report, isWhole } = watchErrors(context.report);
  const use = portfolio === void 0 ? { at: at2, entries: /* @__PURE__ */ new Map() } : linkPortfolioUse(parsed, portfolio, { ...context, report });
  if (!isWhole()) return use;
  if (isEmpty(held)) return use;
  const limited = intersection(held, findLimitedCells(context.catalog).actions);
  const cells = [...cellsIn2(limited, context.catalog), ...findLoneProperties(held, context.catalog)];
  const unsaid = cells.filter((cell) => {
    const { kind, items } = readPortfolio(use, cell);
    return kind === "limited" && items.length === 0;
  });
  const [first] = unsaid;
  if (!first?.model) return use;
  const roots = [first.model.name, ...first.model.path.map(({ model }) => model)];
  const names2 = context.portfolios.all.filter(({ on }) => roots.includes(on)).map((one) => one.name);
  context.report(
    "portfolio-missing",
    portfolio === void 0 ? spanOf(placeIn(parsed.document, ["name"])) : spanOf({ ...at2, part: "key" }),
    { role: name, permissions: listFirstNames(unsaid.map(({ permission }) => permission)) },
    portfolio === void 0 && names2[0] !== void 0 ? `write \`portfolio: [${names2[0]}]\`, or \`abstract: true\` if the role is only to be included` : names2.length > 0 ? `add ${names2.length > 1 ? "one of " : ""}${listFirstNames(names2)}, or take the permissions away` : "add a filter, write `portfolio: all`, or take the permissions away"
  );
  return use;
}
function findLoneProperties(held, catalog) {
  const limited = intersection(held, findLimitedCells(catalog).properties);
  if (isEmpty(limited)) return [];
  return cellsIn2(difference(limited, removeIdleRights(limited, catalog, held)), catalog);
}
var limitedCells = /* @__PURE__ */ new WeakMap();
function findLimitedCells(catalog) {
  const known = limitedCells.get(catalog);
  if (known) return known;
  const isLimited2 = ({ model }) => model !== void 0 && model.portfolio !== "none" && leadsToRoot(model, catalog);
  const found2 = {
    actions: maskCells(catalog, (cell) => cell.kind === "action" && isLimited2(cell)),
    properties: maskCells(catalog, (cell) => cell.kind === "property" && isLimited2(cell))
  };
  limitedCells.set(catalog, found2);
  return found2;
}
function leadsToRoot({ path, portfolio }, { modelOf }) {
  if (typeof portfolio === "string") return true;
  const end = path.at(-1)?.model ?? "";
  return path.length === portfolio.through.split(".").length && modelOf.get(end)?.portfolio === "self";
}
function reportAboveCap(role, catalog, caps, report) {
  if (isSubset(role.layer.named, role.cap)) return;
  for (const cell of cellsIn2(difference(role.layer.named, role.cap), catalog)) {
    report(
      "above-cap",
      findDecidingSpan(role.layer, cell),
      { role: role.name, permission: cell.permission, cap: capWords(role) },
      adviseOnHolder(role, cell, caps),
      {
        related: [
          {
            at: findDecidingSpan(role.userType.layer, cell),
            note: `this is all that \`${role.userType.name}\` says of it`
          }
        ]
      }
    );
  }
}
var capWords = (role) => role.seats.length === 0 ? `user type \`${role.userType.name}\`` : `user type \`${role.userType.name}\` with seat \`${role.seats.map((seat) => seat.name).join("`, `")}\``;
function adviseOnHolder(role, cell, caps) {
  const copy = (words2, options) => isOfDatabase(role.at.document) ? `copy the role ${words2}` : `clone the role with \`plafond role clone ${quoteArgument(role.name)} NAME ${options}\``;
  const { audience } = role.userType;
  const userType = [...caps.userTypes].reverse().find((one) => one.audience === audience && has(one.layer.held, cell.index));
  const seat = caps.seats.find(
    ({ layer, combinesWith }) => combinesWith.has(role.userType.name) && has(layer.held, cell.index)
  );
  if (seat) {
    const seats = [...role.seats, seat].map(({ name }) => name).join(",");
    return `seat \`${seat.name}\` holds it; ${copy("with it", `--seats ${seats}`)}`;
  }
  if (userType)
    return `user type \`${userType.name}\` holds it; ${copy("for it", `--user-type ${userType.name}`)}`;
  const whose = caps.userTypes.every((one) => one.audience === audience) ? "" : ` of audience \`${audience}\``;
  return `no user type${whose} or seat holds it; take \`${cell.permission}\` from the role`;
}
function reportAboveCeiling(role, tenant, context) {
  const bounds = boundsOf(tenant, role);
  if (bounds.some(({ layer }) => context.isFaulty(layer))) return;
  for (const { layer, words: words2 } of bounds) {
    if (isSubset(role.layer.named, layer.held)) continue;
    for (const cell of cellsIn2(difference(role.layer.named, layer.held), context.catalog)) {
      const { permission } = cell;
      if ("cap" in role && !has(role.cap, cell.index)) continue;
      context.report(
        "above-ceiling",
        findDecidingSpan(role.layer, cell),
        { role: role.name, permission, refused: `${words2} does not hold` },
        `take \`${permission}\` from the role, or have ${words2} raised`,
        { related: [{ at: findDecidingSpan(layer, cell), note: `${words2} is set here` }] }
      );
    }
  }
  if (tenant.isClear) reportWithheld(role, tenant, context);
}
function reportWithheld(role, tenant, context) {
  if (!tenant.withheld) return;
  for (const cell of cellsIn2(intersection(role.layer.named, tenant.withheld), context.catalog)) {
    const { permission } = cell;
    if ("cap" in role && !has(role.cap, cell.index)) continue;
    const { words: words2, remedy, findPlace: findPlace2, note } = findTenantBound(tenant, role, cell);
    context.report(
      "above-ceiling",
      findDecidingSpan(role.layer, cell),
      { role: role.name, permission, refused: `${words2} does not hold` },
      `take \`${permission}\` from the role, or ${remedy}`,
      { related: [{ at: spanOf(findPlace2()), note }] }
    );
  }
}
var boundsOf = ({ name, ceiling, customRoles }, { tenant }) => [
  { layer: ceiling, words: `the ceiling of tenant \`${name}\`` },
  ...tenant === void 0 || !customRoles ? [] : [{ layer: customRoles, words: "`customRoles.allows` of the settings" }]
];
function reportAboveEveryCeiling(role, tenants, { catalog, isFaulty, report }) {
  const [first] = tenants;
  if (!first) return;
  const missing = intersection(role.layer.named, role.cap);
  for (const tenant of tenants) {
    removeAll(missing, ceilingOf(tenant, role));
    if (isEmpty(missing)) return;
  }
  if (tenants.some(({ ceiling }) => isFaulty(ceiling))) return;
  for (const cell of cellsIn2(missing, catalog)) {
    const { permission } = cell;
    const bound = findTenantBound(first, role, cell);
    const refused = tenants.length === 1 ? `${bound.words} does not hold` : "the ceiling of no tenant that is offered it holds";
    report(
      "above-ceiling",
      findDecidingSpan(role.layer, cell),
      { role: role.name, permission, refused },
      `take \`${permission}\` from the role, or ${tenants.length === 1 ? bound.remedy : "have a ceiling raised"}`,
      {
        related: [{ at: spanOf(bound.findPlace()), note: bound.note }]
      }
    );
  }
}
var cellsIn2 = (bits, catalog) => listIndices(bits).flatMap((index) => catalog.cells[index] ?? []);
function checkTenantPortfolios(documents, tenants, { report }) {
  const owners = /* @__PURE__ */ new Map();
  for (const parsed of documents) {
    if (parsed.kind !== "Portfolio") continue;
    const { name, tenant } = parsed.value;
    if (tenant === void 0) continue;
    owners.set(name, { tenant, parsed });
    if (tenants.has(tenant)) continue;
    const at2 = spanOf(placeIn(parsed.document, ["tenant"]));
    report("unknown-tenant", at2, { name: tenant }, didYouMean(tenant, tenants.keys()));
  }
  if (owners.size === 0) return;
  for (const { kind, document, value } of documents) {
    if (kind !== "Role") continue;
    const { name: role, tenant, portfolio } = value;
    for (const [name, path] of findNames(portfolio, ["portfolio"])) {
      const owner = owners.get(name);
      if (!owner || owner.tenant === tenant) continue;
      report(
        "portfolio-of-another-tenant",
        spanOf(placeIn(document, path)),
        { role, portfolio: name, tenant: owner.tenant },
        tenant === void 0 ? `declare \`${name}\` without \`tenant\`, or make the role one of \`${owner.tenant}\`` : `declare a portfolio of \`${tenant}\``,
        {
          related: [{ at: spanOf(placeIn(owner.parsed.document, ["name"])), note: "it is declared here" }]
        }
      );
    }
  }
}
function findNames(written, path) {
  if (typeof written === "string") return [[written, path]];
  if (Array.isArray(written)) return written.flatMap((item, index) => findNames(item, [...path, index]));
  if (typeof written !== "object" || written === null || "filter" in written) return [];
  return Object.entries(written).flatMap(([key, value]) => findNames(value, [...path, key]));
}
var foldId = (id) => (
  // Nearly all ids are plain, and Unicode's tables take long to read.
  /^[!-~]*$/.test(id) ? id.toLowerCase() : id.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC").replace(/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, "")
);
function readTypedText(text, type) {
  switch (type) {
    case "number":
    case "integer":
      return text.trim() !== "" && String(Number(text)) === text.trim() ? Number(text) : text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "list":
      return splitList(text);
    default:
      return text;
  }
}
var typeWords = {
  id: "text",
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "`true` or `false`",
  date: "a date, like `2027-03-31`",
  list: "a list of text, numbers, `true` or `false`",
  object: "left out, since no condition compares an object"
};
var halfOfPair = "text with half of a surrogate pair, which is no character";
function describeWritten(value) {
  if (value === null || value === void 0) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value === "string" && !isWellFormedText(value)) return halfOfPair;
  return typeof value === "string" ? `the text \`${value.slice(0, 60)}\`` : `\`${String(value)}\``;
}
function linkUserAttributes(id, written, placeOf3, { attributes, called, report }) {
  const linked = /* @__PURE__ */ new Map();
  const ownType = attributes.get("id");
  if (id !== void 0 && (ownType === "id" || ownType === "string")) linked.set("id", id);
  for (const [name, raw] of Object.entries(written)) {
    const type = attributes.get(name);
    if (type === void 0) {
      const help = didYouMean(name, attributes.keys()) ?? listAttributes(attributes);
      report("unknown-attribute", spanOf(placeOf3(name, "key")), { name }, help);
      continue;
    }
    const at2 = placeOf3(name);
    const value = isInTable(at2) && typeof raw === "string" ? readTypedText(raw, type) : raw;
    if (fitsAttribute(value, type)) linked.set(name, value);
    else
      report("wrong-type", spanOf(at2), {
        what: `attribute \`${name}\` of ${called}`,
        expected: typeWords[type],
        found: describeWritten(value)
      });
  }
  return linked;
}
var listAttributes = (attributes) => attributes.size === 0 ? "declare it in the document of kind `Principal`" : `the Principal declares ${listFirstNames([...attributes.keys()], 8)}`;
var isInTable = ({ document }) => document.tableOf !== void 0;
function linkUsers(documents, tenant, isClear, shared, context) {
  const known = /* @__PURE__ */ new Map();
  for (const { document, value, without } of documents) {
    for (const [index, written] of (value.users ?? []).entries()) {
      if (without?.has(index)) continue;
      const inside = (...path) => placeIn(document, ["users", index, ...path]);
      const user = linkUser(written, inside, tenant, isClear, shared, context);
      const first = known.get(written.id);
      if (first)
        context.report(
          "declared-twice",
          spanOf(inside("id")),
          { what: "user", name: written.id },
          "keep one of the two",
          { related: [{ at: spanOf(first.at), note: "first declared here" }] }
        );
      else if (user) known.set(user.id, user);
    }
  }
  const users = [...known.values()].sort((a, b2) => byCodeUnit(a.id, b2.id));
  warnOfLookAlikes(users, context.report);
  checkMakers(users, tenant, context.report);
  checkLimits(users, tenant, context);
  return users;
}
var withPart = (place, part = "value") => ({ ...place, part });
function checkMakers(users, tenant, report) {
  const byId = new Map(users.map((user) => [user.id, user]));
  const placeOf3 = ({ at: at2 }) => placeIn(at2.document, [...at2.path.slice(0, -1), "madeBy"]);
  const checked = /* @__PURE__ */ new Set();
  for (const user of users) {
    const walk = [];
    let next = user;
    while (next && !checked.has(next) && !walk.includes(next)) {
      walk.push(next);
      const madeBy = next.madeBy;
      const maker = madeBy === void 0 ? void 0 : byId.get(madeBy);
      if (madeBy !== void 0 && !maker)
        report(
          "unknown-user",
          spanOf(placeOf3(next)),
          { name: madeBy, where: `tenant \`${tenant.name}\`` },
          didYouMean(madeBy, byId.keys())
        );
      next = maker;
    }
    if (next && walk.includes(next)) {
      const circle = walk.slice(walk.indexOf(next));
      report(
        "maker-circle",
        spanOf(placeOf3(next)),
        { users: [...circle, next].map(({ id }) => `\`${id}\``).join(" \u2192 ") },
        "take away the `madeBy` of the one whom nobody made"
      );
    }
    for (const one of walk) checked.add(one);
  }
}
function warnOfLookAlikes(users, report) {
  for (const [first, ...others] of groupBy(users, ({ id }) => foldId(id)).values())
    for (const { id, at: at2 } of others)
      report(
        "user-looks-alike",
        spanOf(at2),
        { user: id, other: first.id },
        "delete one of the two, if they are one person",
        { related: [{ at: spanOf(first.at), note: "the other is declared here" }] }
      );
}
function linkUser(written, inside, tenant, isClear, shared, context) {
  const { caps, portfolios, faulty, report } = context;
  const { id, active = true } = written;
  const userType = caps.userType(written.userType, inside("userType"));
  const seats = caps.seatsOf(written.seats ?? [], inside("seats"), userType);
  const isFaulty = (name) => faulty.has(roleKey(name)) || faulty.has(roleKey(name, tenant.name));
  const isWhole = seats.length === (written.seats ?? []).length;
  const roles = (written.roles ?? []).flatMap((name, index) => {
    const role = tenant.roles.find((offered) => offered.name === name);
    const isExcused = isFaulty(name) || !isClear && shared.has(name);
    if (!role && !isExcused)
      reportUnknownRole(`user \`${id}\``, name, inside("roles", index), tenant, shared, context);
    return role ? [{ role, at: inside("roles", index) }] : [];
  });
  if (!userType) return void 0;
  if (isClear) reportUnboughtSeats(seats, written.seats ?? [], inside, tenant, report);
  const user = {
    id,
    at: inside("id"),
    userType,
    seats,
    roles: [...new Set(roles.map(({ role }) => role))],
    active,
    attributes: linkUserAttributes(
      id,
      written.attributes ?? {},
      (attribute, part) => withPart(inside("attributes", attribute), part),
      { attributes: portfolios.attributes, called: `user \`${id}\``, report }
    ),
    ...written.madeBy !== void 0 && { madeBy: written.madeBy },
    cap: caps.capOf(userType, seats)
  };
  for (const { role, at: at2 } of roles) checkAssignable(user, role, at2, isWhole, report);
  if ((written.roles ?? []).length === 0)
    report(
      "user-without-role",
      spanOf(inside("id")),
      { user: id },
      "give the user a role, or delete the user"
    );
  else if (roles.length === (written.roles ?? []).length && !roles.some(({ role }) => isFaulty(role.name)))
    warnOfWaste(user, inside, caps.userTypes, report);
  return user;
}
function checkAssignable(user, role, at2, areSeatsKnown, report) {
  const reason = explainNotAssignable(user, areSeatsKnown ? role : { ...role, seats: [] });
  if (reason === void 0) return;
  report(
    "role-not-assignable",
    spanOf(at2),
    { who: `user \`${user.id}\``, role: role.name, reason },
    "change the user type or the seats of the user, or give another role",
    { related: [{ at: spanOf(role.at), note: `role \`${role.name}\` is declared here` }] }
  );
}
function reportUnknownRole(who, name, at2, tenant, shared, context) {
  const { report } = context;
  const abstract = findAbstract(name, tenant, context);
  if (abstract) {
    report(
      "role-not-assignable",
      spanOf(at2),
      { who, role: name, reason: "it is abstract, and exists to be included by others" },
      "give a role that includes it",
      { related: [{ at: spanOf(abstract), note: `role \`${name}\` is declared here` }] }
    );
    return;
  }
  const known = shared.get(name);
  const offered = tenant.roles.map((role) => role.name);
  const [seat] = listUnboughtSeats(known?.seats ?? [], tenant);
  report(
    "unknown-role",
    spanOf(at2),
    { name, tenant: tenant.name },
    seat ? `its seat \`${seat.name}\` needs package \`${seat.package}\`, which the tenant has not bought` : didYouMean(name, offered) ?? (offered.length > 0 && offered.length <= 8 ? `it has ${listNames(offered)}` : void 0),
    { related: known && [{ at: spanOf(known.at), note: "this role is not offered here" }] }
  );
}
function reportUnboughtSeats(seats, written, inside, tenant, report) {
  for (const seat of listUnboughtSeats(seats, tenant))
    report(
      "package-missing",
      spanOf(inside("seats", written.indexOf(seat.name))),
      { seat: seat.name, package: seat.package, tenant: tenant.name },
      `take the seat from the user, or add \`${seat.package}\` to the tenant\u2019s packages once it is bought`,
      { related: [relatePackages(tenant)] }
    );
}
var findAbstract = (name, { name: tenant }, { abstract }) => abstract.get(roleKey(name, tenant)) ?? abstract.get(roleKey(name));
function warnOfWaste(user, inside, userTypes, report) {
  const isOfAudience = ({ audience }) => audience === user.userType.audience;
  const suitable = user.roles.filter((role) => isOfAudience(role.userType));
  const needed2 = Math.max(...suitable.map((role) => role.userType.rank));
  const enough = userTypes.find((one) => isOfAudience(one) && one.rank === needed2);
  if (enough && user.userType.rank > needed2)
    report(
      "type-higher-than-needed",
      spanOf(inside("userType")),
      {
        user: user.id,
        userType: user.userType.name,
        enough: enough.name
      },
      `make the user \`${enough.name}\`, or give a role that needs \`${user.userType.name}\``
    );
  for (const [index, seat] of user.seats.entries()) {
    if (user.roles.some((role) => role.seats.includes(seat))) continue;
    report(
      "seat-not-needed",
      spanOf(inside("seats", index)),
      { user: user.id, seat: seat.name },
      "take the seat from the user, or give a role that needs it"
    );
  }
}
function checkLimits(users, tenant, { report }) {
  const active = users.filter((user) => user.active);
  for (const [name, { most, at: at2 }] of tenant.limits) {
    const holds = (holder) => holder.name === name;
    const used = active.filter((user) => holds(user.userType) || user.seats.some(holds));
    if (used.length <= most) continue;
    const last = used.at(-1);
    report(
      "limit-exceeded",
      spanOf(at2),
      { name, tenant: tenant.name, used: used.length, limit: most },
      "deactivate users, change their user type or seats, or have the limit raised by contract",
      { related: last && [{ at: spanOf(last.at), note: "one of them" }] }
    );
  }
}
function linkTenants(documents, context) {
  const makeLocality2 = prepareLocalities(documents, context);
  const localities = new Map(
    [...context.tenantCatalogs].map(([tenant, catalog]) => [tenant, makeLocality2(tenant, catalog)])
  );
  checkMonotoneLocally(
    [...localities].map(([tenant, { context: here }]) => ({
      tenant,
      catalog: here.catalog,
      userTypes: here.caps.userTypes
    })),
    context
  );
  const contextOf = (tenant) => localities.get(tenant)?.context ?? context;
  const drafts = indexByName(
    documents.flatMap(
      (parsed) => parsed.kind === "Tenant" ? [draftTenant(parsed, contextOf(parsed.value.name))] : []
    ),
    () => "tenant",
    context.report
  );
  const roles = groupByTenant(documents, "Role", drafts, context);
  const users = groupByTenant(documents, "Users", drafts, context);
  const shared = linkRoles(roles.get(void 0) ?? [], context);
  const foldedNames = new Map([...shared.all.values()].map((role) => [foldName(role.name), role]));
  const offerable = new Map(shared.roles.map((role) => [role.name, role]));
  const offer = prepareOffers(shared.roles);
  const abstractRoles = [...shared.abstract];
  const tenants = [...drafts.values()].map((draft) => {
    const here = contextOf(draft.name);
    const own2 = linkOwnRoles(roles.get(draft.name) ?? [], draft, shared.all, foldedNames, here);
    abstractRoles.push(...own2.abstract);
    const tenant = completeTenant(draft, offer(draft), own2.roles, localities.get(draft.name)?.localize);
    const declared = users.get(draft.name);
    if (!declared) return tenant;
    const isComplete = declared.some(({ value }) => value.complete === true);
    return { ...tenant, users: linkUsers(declared, tenant, draft.isClear, offerable, here), isComplete };
  });
  checkSharedRoles(shared.roles, [...drafts.values()], tenants, context);
  checkTenantPortfolios(documents, drafts, context);
  reportOrigins(shared.roles, abstractRoles, tenants, context);
  return { tenants, sharedRoles: shared.roles, abstractRoles };
}
function prepareOffers(shared) {
  const known = /* @__PURE__ */ new Map();
  return (tenant) => findOrMake(
    known,
    JSON.stringify([...tenant.packages].sort()),
    () => shared.filter((role) => listUnboughtSeats(role.seats, tenant).length === 0).sort(byName)
  );
}
function completeTenant({ isClear: _2, ...known }, offered, own2, localize) {
  const here = localize ? offered.map(localize) : offered;
  return { ...known, roles: own2.length === 0 ? here : [...here, ...own2].sort(byName) };
}
var byName = (a, b2) => byCodeUnit(a.name, b2.name);
function linkOwnRoles(documents, tenant, shared, foldedNames, context) {
  const own2 = linkRoles(documents, context);
  for (const role of own2.all.values()) {
    checkOwnRole(role, tenant, shared, context);
    const alike = foldedNames.get(foldName(role.name));
    if (alike && alike.name !== role.name) reportAlike2(role, alike, "role", context.report);
  }
  checkCount(tenant, own2.all.size, context);
  return own2;
}
function checkSharedRoles(shared, drafts, tenants, context) {
  reportNotOffered(
    shared,
    drafts.filter(({ isClear }) => isClear),
    context
  );
  if (!drafts.every(({ isClear }) => isClear)) return;
  const byOffer = groupBy(tenants, ({ roles }) => roles);
  for (const role of shared) {
    const offered = [...byOffer].filter(([roles]) => roles.some((one) => sharedOf(one) === role));
    reportAboveEveryCeiling(
      role,
      offered.flatMap(([, some]) => some),
      context
    );
  }
}
function draftTenant(parsed, context) {
  const { document, value } = parsed;
  const { catalog, caps, customRoles, drawAlike, report } = context;
  const { name, title, titles = {}, plan, packages = [], limits = {}, ceiling } = value;
  checkTitles(document, titles, context);
  const packaged = listPackages(catalog);
  const sold = /* @__PURE__ */ new Set([...caps.seats.flatMap((seat) => seat.package ?? []), ...packaged.keys()]);
  for (const [index, bought] of packages.entries()) {
    if (sold.has(bought)) continue;
    report(
      "unknown-package",
      spanOf(placeIn(document, ["packages", index])),
      { name: bought },
      didYouMean(bought, sold) ?? (sold.size > 0 ? listThereAre([...sold].sort(), 8) : void 0)
    );
  }
  const generations = linkChosenGenerations(parsed, context.generations, report);
  const limitable = [...caps.userTypes, ...caps.seats].map((holder) => holder.name);
  for (const limited of Object.keys(limits)) {
    if (limitable.includes(limited)) continue;
    report(
      "unknown-limit",
      spanOf(placeIn(document, ["limits", limited], "key")),
      { name: limited },
      didYouMean(limited, limitable)
    );
  }
  return {
    name,
    at: placeIn(document, ["name"]),
    catalog,
    caps: { userTypes: caps.userTypes, seats: caps.seats },
    ...title !== void 0 && { title },
    titles: new Map(Object.entries(titles)),
    ...plan !== void 0 && { plan },
    packages: new Set(packages),
    limits: new Map(
      Object.entries(limits).map(([of, most]) => [of, { most, at: placeIn(document, ["limits", of]) }])
    ),
    ceiling: drawAlike(ceiling, placeIn(document, ["ceiling"])),
    ...customRoles.allows && { customRoles: customRoles.allows },
    generations,
    ...findWithheld(packaged, packages, generations, catalog),
    isClear: packages.every((bought) => sold.has(bought))
  };
}
function findWithheld(packaged, bought, generations, catalog) {
  const gather = (cells) => {
    const bits = emptyBits(catalog.cells.length);
    for (const { index } of cells) add(bits, index);
    return bits;
  };
  const unbought = [...packaged].filter(([name]) => !bought.includes(name)).flatMap(([, own2]) => own2);
  const closed = listClosedCells(catalog, generations);
  const withheld = [...unbought, ...closed];
  return {
    ...closed.length > 0 && { closed: gather(closed) },
    ...withheld.length > 0 && { withheld: gather(withheld) }
  };
}
function checkTitles(document, titles, { catalog, report }) {
  for (const name of Object.keys(titles)) {
    if (catalog.modelOf.has(name)) continue;
    const near = suggestSubject(catalog, name, "action");
    const at2 = placeIn(document, ["titles", name], "key");
    report("unknown-model", spanOf(at2), { name }, near && `did you mean \`${near}\`?`);
  }
}
function groupByTenant(documents, kind, tenants, { report }) {
  const groups = /* @__PURE__ */ new Map();
  for (const parsed of documents) {
    if (parsed.kind !== kind) continue;
    const { tenant } = parsed.value;
    if (tenant !== void 0 && !tenants.has(tenant))
      report(
        "unknown-tenant",
        spanOf(placeIn(parsed.document, ["tenant"])),
        { name: tenant },
        didYouMean(tenant, tenants.keys()) ?? "declare it in a document of kind `Tenant`"
      );
    const group = groups.get(tenant);
    if (group) group.push(parsed);
    else groups.set(tenant, [parsed]);
  }
  return groups;
}
function linkRoles(documents, context) {
  const linked = documents.flatMap((parsed) => {
    if (parsed.value.abstract === true) return [linkAbstractRole(parsed, context)];
    return [linkRole(parsed, context) ?? []].flat();
  });
  const all = indexByName(linked, () => "role", context.report);
  return {
    all,
    roles: [...all.values()].filter((role) => "cap" in role),
    abstract: [...all.values()].filter((role) => !("cap" in role))
  };
}
function checkOwnRole(role, tenant, shared, context) {
  const { report } = context;
  const twin = shared.get(role.name);
  if (twin)
    report(
      "shared-role-reused",
      spanOf(role.at),
      { role: role.name, tenant: tenant.name },
      `give the role of \`${tenant.name}\` another name`,
      { related: [{ at: spanOf(twin.at), note: "every tenant has this one" }] }
    );
  const [missing] = "cap" in role ? listUnboughtSeats(role.seats, tenant) : [];
  if (missing && tenant.isClear) {
    const seats = placeIn(role.at.document, ["seats"]);
    report(
      "package-missing",
      spanOf(seats),
      { seat: missing.name, package: missing.package, tenant: tenant.name },
      `take the seat from the role, or add \`${missing.package}\` to the tenant\u2019s packages once it is bought`,
      { related: [relatePackages(tenant)] }
    );
  }
  const { plans, at: at2 } = context.customRoles;
  if (plans && (tenant.plan === void 0 || !plans.includes(tenant.plan)))
    report(
      "custom-role-on-plan",
      spanOf(role.at),
      { role: role.name, tenant: tenant.name, plan: tenant.plan },
      plans.length > 0 ? `plans with roles of their own: ${listFirstNames(plans, 8)}` : void 0,
      {
        related: [
          tenant.plan === void 0 ? { at: spanOf(tenant.at), note: "no `plan` is said of the tenant" } : { at: spanOf(placeIn(tenant.at.document, ["plan"])), note: "the plan is set here" },
          { at: spanOf(placeIn(at2.document, [...at2.path, "plans"])), note: "these plans have such roles" }
        ]
      }
    );
  reportAboveCeiling(role, tenant, context);
}
function checkCount({ name, at: at2 }, roles, { customRoles, report }) {
  const { perTenant: most } = customRoles;
  if (most === void 0 || roles <= most) return;
  const limit = placeIn(customRoles.at.document, [...customRoles.at.path, "perTenant"]);
  report("too-many-custom-roles", spanOf(at2), { tenant: name, roles, most }, void 0, {
    related: [{ at: spanOf(limit), note: "the number is set here" }]
  });
}
function reportNotOffered(shared, tenants, { report }) {
  for (const role of shared) {
    const lacking = /* @__PURE__ */ new Map();
    for (const tenant of tenants) {
      const missing = listUnboughtSeats(role.seats, tenant)[0];
      const known = missing && lacking.get(missing.package);
      if (known) known.push(tenant);
      else if (missing) lacking.set(missing.package, [tenant]);
    }
    for (const [name, without] of lacking) {
      const [first] = without;
      report(
        "role-not-offered",
        spanOf(placeIn(role.at.document, ["seats"])),
        {
          role: role.name,
          tenants: listFirstNames(without.map((tenant) => tenant.name)),
          package: name
        },
        void 0,
        { related: [{ at: spanOf(first.at), note: `\`${first.name}\` is declared here` }] }
      );
    }
  }
}
function reportOrigins(shared, abstract, tenants, context) {
  const { faulty, report } = context;
  const declared = { sharedRoles: shared, abstractRoles: abstract, tenants };
  const owners = listAbstractAndConcrete(declared);
  const known = new Set(owners.map(({ name }) => name));
  const isOffered = (name, tenant) => owners.some(
    (role) => role.name === name && (tenant === void 0 || role.tenant === void 0 || role.tenant === tenant)
  );
  for (const role of rolesOf(declared)) {
    const { clonedFrom, renamedFrom, tenant } = role;
    if (renamedFrom !== void 0 && isOffered(renamedFrom, tenant))
      report("renamed-from-existing", spanOf(placeIn(role.at.document, ["renamedFrom"])), {
        kind: "role",
        name: renamedFrom,
        now: role.name
      });
    if (clonedFrom === void 0 || known.has(clonedFrom)) continue;
    if (faulty.has(roleKey(clonedFrom)) || faulty.has(roleKey(clonedFrom, tenant))) continue;
    report(
      "cloned-from-unknown",
      spanOf(placeIn(role.at.document, ["clonedFrom"])),
      { name: clonedFrom },
      didYouMean(clonedFrom, known) ?? "take the line away if that role is gone for good"
    );
  }
}
function link(documents, tell, { before = {}, isLinted = true } = {}) {
  const { report, isWhole } = watchErrors(tell);
  const catalog = catalogOf(documents, report, before);
  const drawing = rememberFaulty(catalog, report, before, isLinted);
  const caps = linkCaps(documents, catalog, drawing, report);
  const tenantCatalogs = linkTenantCatalogs(documents, catalog, report);
  const portfolios = linkPortfolios(documents, catalog, tenantCatalogs, report);
  checkFormerNames(catalog, tenantCatalogs, portfolios.all, report);
  const generations = linkGenerations(documents, catalog, report);
  const settings = linkSettings(documents, drawing.draw, report);
  const context = {
    catalog,
    caps,
    portfolios,
    customRoles: settings.customRoles,
    generations,
    ...drawing,
    tenantCatalogs,
    drawRole: prepareRoleLayers(indexRoles(documents), drawing.draw, () => report),
    abstract: /* @__PURE__ */ new Map(),
    faulty: /* @__PURE__ */ new Set(),
    report
  };
  const { tenants, sharedRoles, abstractRoles } = linkTenants(documents, context);
  const { attributes } = portfolios;
  const demands2 = linkInvariants(documents, catalog, tenantCatalogs, portfolios.all, report);
  return {
    catalog,
    generations: [...generations.values()],
    attributes,
    portfolios: portfolios.all,
    userTypes: caps.userTypes,
    seats: caps.seats,
    sharedRoles,
    abstractRoles,
    tenants,
    ...demands2,
    mappings: linkNothing(documents, { catalog, tenantCatalogs, caps, portfolios, report }),
    runbooks: linkNothing(documents, catalog.actions, report),
    // A name in a test may be unknown because of another mistake, so tests wait until the others are mended.
    tests: isWhole() ? linkNothing(documents, { ...context, tenants, sharedRoles, attributes }) : [],
    settings,
    documents: documents.map(({ document }) => document)
  };
}
function catalogOf(documents, report, before) {
  const own2 = documents.filter(({ kind }) => catalogKinds.has(kind));
  const known = before.catalog;
  if (known && known.documents.length === own2.length && own2.every((one, at2) => one === known.documents[at2]))
    return known.linked;
  let isClean = true;
  const linked = linkCatalog(own2, (...finding) => {
    isClean = false;
    report(...finding);
  });
  if (isClean) before.catalog = { documents: own2, linked, drawn: /* @__PURE__ */ new WeakMap() };
  return linked;
}
function rememberFaulty(catalog, report, { catalog: known }, isLinted) {
  let findings = 0;
  const faulty = /* @__PURE__ */ new Set();
  const sources = /* @__PURE__ */ new WeakMap();
  const drawnBefore = known?.linked === catalog ? known.drawn : void 0;
  const watch = (...finding) => {
    findings++;
    report(...finding);
  };
  const drawAnew = prepareLayers(catalog, watch, isLinted);
  const draw = (grants, at2) => {
    const drawn = drawnBefore?.get(grants);
    if (drawn) sources.set(drawn, grants);
    if (drawn) return drawn;
    const before = findings;
    const layer = drawAnew(grants, at2);
    sources.set(layer, grants);
    if (findings > before) faulty.add(layer);
    else drawnBefore?.set(grants, layer);
    return layer;
  };
  const byContent = /* @__PURE__ */ new Map();
  return {
    isFaulty: (layer) => faulty.has(layer),
    grantsOf: (layer) => sources.get(layer) ?? {},
    draw,
    drawAlike(grants, at2) {
      const content = JSON.stringify(grants);
      const alike = byContent.get(content);
      const layer = alike ? { ...alike, at: at2 } : draw(grants, at2);
      sources.set(layer, grants);
      if (!alike && !faulty.has(layer)) byContent.set(content, layer);
      return layer;
    }
  };
}
var catalogKinds = /* @__PURE__ */ new Set([
  "Model",
  "Action",
  "Module",
  "Feature",
  "Capability"
]);
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
    const isMet = (view === void 0 || has(effective, view)) && requires.every(({ oneOf }) => oneOf.some((needed2) => isEffective(effective, needed2)));
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
function makeTrail(row, cell, catalog) {
  const missing = findMissing(row, cell);
  const verdicts = cell.kind === "capability" ? [...passCapability(cell, catalog), requiresVerdict(row, cell, missing, catalog)] : [
    roleVerdict(row, cell),
    capVerdict(row, cell),
    tenantVerdict(row, cell),
    requiresVerdict(row, cell, missing, catalog)
  ];
  const refusal = verdicts.find(({ holds }) => !holds);
  return {
    cell,
    verdicts,
    effective: refusal === void 0,
    ...refusal && { decidingLayer: refusal.layer },
    missing
  };
}
function findRefusingVerdict(row, cell, catalog) {
  switch (findRefusingLayer(row, cell)) {
    case "role":
      return roleVerdict(row, cell);
    case "userType":
      return capVerdict(row, cell);
    case "tenant":
      return tenantVerdict(row, cell);
    case "requires":
      return requiresVerdict(row, cell, findMissing(row, cell), catalog);
    case void 0:
      return void 0;
  }
}
function roleVerdict({ role }, cell) {
  const { layer, role: included } = findDecidingLayer(role.layer, cell);
  const name = included === void 0 ? `role \`${role.name}\`` : `included role \`${included}\``;
  const { holds, how } = readSaying(valueIn(layer.at), cell);
  const because = {
    named: `${name} names it`,
    swept: holds ? `${name} grants it without naming it` : `${name} grants none here`,
    excepted: `${name} excepts it`,
    silent: `${name} does not grant it`
  }[how];
  return {
    layer: "role",
    holds,
    get at() {
      return findDecidingPlace(role.layer, cell);
    },
    because
  };
}
function capVerdict({ role }, cell) {
  const { userType, seats } = role;
  const layer = "userType";
  const verdict = (holds, of, because) => ({
    layer,
    holds,
    get at() {
      return findDecidingPlace(of, cell);
    },
    because
  });
  if (has(userType.layer.held, cell.index))
    return verdict(true, userType.layer, `user type \`${userType.name}\` holds it`);
  const seat = seats.find((one) => has(one.layer.held, cell.index));
  if (seat)
    return verdict(true, seat.layer, `seat \`${seat.name}\` adds it to user type \`${userType.name}\``);
  const also = seats.length === 0 ? "" : `, nor does seat ${listNames(seats.map(({ name }) => name))} add it`;
  return verdict(false, userType.layer, `user type \`${userType.name}\` does not hold it${also}`);
}
function tenantVerdict({ role, tenant }, cell) {
  const holds = has(ceilingOf(tenant, role), cell.index);
  const { words: words2, findPlace: findPlace2 } = findTenantBound(tenant, role, cell);
  const because = `${words2} ${holds ? "holds it" : "does not hold it"}`;
  return {
    layer: "tenant",
    holds,
    get at() {
      return findPlace2();
    },
    because
  };
}
function requiresVerdict({ effective }, cell, missing, catalog) {
  const [first] = missing;
  if (first)
    return {
      layer: "requires",
      holds: false,
      at: first.at,
      because: missing.map((one) => one.because).join("; ")
    };
  const needs = cell.requires.flatMap(
    ({ oneOf }) => oneOf.filter(({ index }) => has(effective, index)).slice(0, 1)
  );
  const because = needs.length > 0 ? `${listNames(needs.map(({ permission }) => permission))} ${needs.length > 1 ? "are" : "is"} effective` : "nothing else is missing";
  return {
    layer: "requires",
    holds: true,
    at: cell.requires[0]?.at ?? declarationOf(cell, catalog),
    because
  };
}
function passCapability(cell, catalog) {
  const at2 = declarationOf(cell, catalog);
  const because = "a capability follows from what it requires; no layer speaks of it";
  return ["role", "userType", "tenant"].map((layer) => ({ layer, holds: true, at: at2, because }));
}
function describeMissing(oneOf) {
  const names2 = oneOf.map(({ permission }) => `\`${permission}\``);
  return names2.length > 1 ? `${names2.slice(0, -1).join(", ")} or ${names2.at(-1)}, none of which is effective` : `${names2.join()}, which is not effective`;
}
function findMissing({ effective }, cell) {
  const isOff = (one) => !has(effective, one.index);
  const missing = cell.requires.filter(({ oneOf }) => oneOf.every(isOff)).map(({ oneOf, at: at2 }) => ({ oneOf, at: at2, because: `it requires ${describeMissing(oneOf)}` }));
  const { model } = cell;
  if (!model) return missing;
  if (cell.kind === "property") {
    const action = gatingActionOf(cell);
    const at2 = model.propertyOf.get(cell.property ?? "")?.at ?? model.at;
    if (action && isOff(action))
      missing.push({
        oneOf: [action],
        at: at2,
        because: `a property follows its model, and \`${action.permission}\` is not effective`
      });
    return missing;
  }
  if (cell.action === "view" || cell.action === "update") {
    const right = cell.action;
    const cells = model.properties.flatMap((property) => property.rights.get(right) ?? []);
    if (cells.length > 0 && cells.every(isOff))
      missing.push({
        oneOf: cells,
        at: propertiesOf(model.at),
        because: `no property of \`${model.name}\` has an effective \`${right}\``
      });
  }
  const view = model.actions.get("view");
  if (cell.action === "export" && view && hasRight(model, "view") && isOff(view))
    missing.push({
      oneOf: [view],
      at: propertiesOf(model.at),
      because: `an export shows properties, and \`${view.permission}\` is not effective`
    });
  return missing;
}
var propertiesOf = (at2) => placeIn(at2.document, ["properties"], "key");
function declarationOf(cell, catalog) {
  const { model } = cell;
  if (model)
    return model.propertyOf.get(cell.property ?? "")?.at ?? placeIn(model.at.document, ["actions"], "key");
  return togglesOf(catalog).find((toggle) => toggle.cell === cell)?.at ?? impossible(`${cell.permission} is declared nowhere`);
}
function resolve(policy, findKnown = () => void 0) {
  const prepare = rememberEffective();
  const rows = policy.tenants.flatMap((tenant) => {
    const findOnce = prepare(tenant);
    return tenant.roles.map((role) => {
      const known = findKnown(tenant, role);
      if (known)
        return {
          tenant,
          role,
          get effective() {
            return known();
          }
        };
      const effective = role.tenant === void 0 ? findOnce(role) : findEffective(tenant.catalog, findHeldInCeilings(role, tenant));
      return { tenant, role, effective };
    });
  });
  return {
    policy,
    rows,
    trailOf: (row, cell) => makeTrail(row, findCellIn(row, cell), row.tenant.catalog),
    refusalOf: (row, cell) => findRefusingVerdict(row, findCellIn(row, cell), row.tenant.catalog),
    effectiveOf: (held, { catalog }) => findEffective(catalog, held),
    missingOf: (row, cell) => findMissing(row, findCellIn(row, cell))
  };
}
function rememberEffective() {
  const known = /* @__PURE__ */ new Map();
  const byCeilingItself = /* @__PURE__ */ new WeakMap();
  return (tenant) => {
    const { catalog } = tenant;
    const { byCeiling, bySet } = findOrMake(known, catalog, makeKnownEffects);
    const ceiling = ceilingOf(tenant, {});
    const ofRoles = byCeilingItself.get(ceiling) ?? findOrMake(byCeiling, ceiling.join(), () => /* @__PURE__ */ new Map());
    byCeilingItself.set(ceiling, ofRoles);
    return (role) => findOrMake(ofRoles, role, () => {
      const held = findHeldInCeilings(role, tenant);
      return findOrMake(bySet, held.join(), () => findEffective(catalog, held));
    });
  };
}
var makeKnownEffects = () => ({ byCeiling: /* @__PURE__ */ new Map(), bySet: /* @__PURE__ */ new Map() });
var findCellIn = ({ tenant }, cell) => tenant.catalog.cells[cell.index] ?? cell;
var keptTenants = 200;
function openRoleBase(value, readOwn) {
  const content = value;
  const { bundle, common: common2, documents, tenants } = content;
  const ownOf = readOwn ?? ((tenant) => (Object.hasOwn(content.own, tenant) ? content.own[tenant] : []) ?? []);
  const memory = {};
  let shared;
  const open = /* @__PURE__ */ new Map();
  return {
    digest: bundle,
    tenants: Object.keys(tenants),
    forTenant(tenant) {
      if (typeof tenant !== "string" || !Object.hasOwn(tenants, tenant))
        throw new import_shared5.PermissionsError("unknown-tenant", `no tenant is called ${(0, import_shared5.quoteName)(tenant)}`);
      const known = open.get(tenant);
      if (known) return known;
      shared ??= documents.slice(0, common2).map(readWrittenDocument);
      const about = (tenants[tenant] ?? []).flatMap((at2) => {
        const written = documents[at2];
        return written ? [written] : [];
      });
      const own2 = [...about, ...ownOf(tenant)].map(readWrittenDocument);
      const base = openTenant(bundle, tenant, [...shared, ...own2], memory);
      open.set(tenant, base);
      const [oldest] = open.keys();
      if (open.size > keptTenants && oldest !== void 0) open.delete(oldest);
      return base;
    }
  };
}
var readWrittenDocument = ([path, value]) => readPolicyDocument(path, value);
function openTenant(digest, name, written, memory) {
  const documents = omitForeignRoles(written);
  const linkAll = (all) => {
    const { report, diagnostics } = collect();
    const policy = link(all, report, { before: memory });
    const tenant = policy.tenants.find((one) => one.name === name);
    return { policy, tenant: tenant ?? impossible(`tenant ${name} is not in its own policies`), diagnostics };
  };
  let linked;
  let rows;
  return {
    digest,
    name,
    get linked() {
      linked ??= linkAll(documents);
      return linked;
    },
    get rows() {
      rows ??= resolve(this.linked.policy).rows;
      return rows;
    },
    valueOf: (document) => documents.find((one) => one.document === document)?.value,
    link(role, others = []) {
      const { report, diagnostics, failed } = collect();
      validate([role], report);
      if (failed()) return { ...this.linked, diagnostics, isValid: false };
      const found2 = linkAll([...keepIncluded([...documents, ...others], role), role]);
      const own2 = found2.diagnostics.filter(
        ({ at: at2, code }) => at2.source === role.document.source || code === "too-many-custom-roles"
      );
      const isWhole = own2.every(({ severity }) => severity !== "error");
      const made = found2.tenant.roles.find(({ at: at2 }) => at2.document === role.document);
      return { ...found2, diagnostics: own2, isValid: true, ...isWhole && made && { role: made } };
    }
  };
}
var stubs = /* @__PURE__ */ new WeakMap();
var nothing = Object.freeze({});
function keepIncluded(documents, role) {
  const roleOf = new Map(
    documents.flatMap(
      (parsed) => parsed.kind === "Role" ? [[parsed.value.name, parsed]] : []
    )
  );
  const included = /* @__PURE__ */ new Set();
  const follow = ({ value }) => {
    for (const name of value.includes ?? []) {
      const found2 = roleOf.get(name);
      if (!found2 || included.has(found2)) continue;
      included.add(found2);
      follow(found2);
    }
  };
  follow(role);
  return documents.map(
    (parsed) => parsed.kind === "Role" && !included.has(parsed) ? emptyRole(parsed) : parsed
  );
}
function emptyRole(parsed) {
  const known = stubs.get(parsed);
  if (known) return known;
  const { name, tenant } = parsed.value;
  const value = {
    kind: "Role",
    name,
    ...tenant !== void 0 && { tenant },
    abstract: true,
    grants: nothing
  };
  const stub = { ...parsed, value };
  stubs.set(parsed, stub);
  return stub;
}
function omitForeignRoles(documents) {
  const known = new Set(
    documents.flatMap(({ kind, value }) => kind === "Role" ? [value.name] : [])
  );
  return documents.map((parsed) => {
    const { kind, value } = parsed;
    const { roles } = value;
    if (kind !== "Invariant" || roles === void 0) return parsed;
    return { ...parsed, value: { ...value, roles: keepNames(roles, known) } };
  });
}
function decideRole({ policy, tenant }, role) {
  const alone = { ...tenant, roles: [role] };
  const matrix = resolve({ ...policy, sharedRoles: [], tenants: [alone] });
  const [row] = matrix.rows;
  return { matrix, row: row ?? impossible(`role ${role.name} has no row`) };
}
function lintRole({ matrix, row }, today, isOnlyErrors) {
  const { source } = row.role.at.document;
  const { report, diagnostics } = collect();
  if (isOnlyErrors) reportInvariants(matrix, today, report);
  const all = isOnlyErrors ? diagnostics : lint(matrix, today);
  return all.filter(
    // The matrix has no other role that could break an invariant, wherever the line is that lets it.
    (one) => one.code === "invariant-broken" || one.at.source === source || isAboutIncluded(one, source)
  );
}
var isAboutIncluded = ({ related }, source) => related.some(({ at: at2 }) => at2.source === source && findPathAt(source, at2.start)[0] === "includes");
function writeFindings(diagnostics, own2) {
  return sortDiagnostics(diagnostics).map(({ code, severity, message, why, help, at: at2, related }) => ({
    code,
    severity,
    message,
    why,
    ...help !== void 0 && { help },
    path: pathInto(own2, [at2, ...related.map((one) => one.at)]),
    related: related.map(({ at: { source }, note }) => ({ document: source.path, note }))
  }));
}
function pathInto(own2, places) {
  const at2 = places.find(({ source }) => source === own2);
  return at2 ? findPathAt(own2, at2.start) : [];
}
function refuseErrors(what, diagnostics, own2) {
  const findings = writeFindings(diagnostics, own2);
  const first = findings.find(({ severity }) => severity === "error");
  const help = first?.help === void 0 ? "" : `; ${first.help}`;
  return new RoleError(first ? `${what}: ${first.message}${help}` : what, findings);
}
function listOffered(base, holder) {
  const { matrix, row } = decideFullest(base, holder);
  const { catalog, titles } = row.tenant;
  const ofToggles = new Map(togglesOf(catalog).map(({ cell, title }) => [cell, title]));
  return catalog.cells.map((cell) => {
    const { permission, kind, subject, property, action, risk, index, requires, model } = cell;
    const title = titles.get(subject) ?? model?.title ?? ofToggles.get(cell);
    const possible = has(row.effective, index);
    return {
      permission,
      kind,
      subject,
      ...property !== void 0 && { property },
      action,
      risk,
      ...title !== void 0 && { title },
      ...requires.length > 0 && {
        requires: requires.map(({ oneOf }) => oneOf.map((one) => one.permission))
      },
      possible,
      ...!possible && { because: explainRefusal({ matrix, row }, cell) }
    };
  });
}
function explainRefusal({ matrix, row }, cell) {
  return matrix.refusalOf(row, cell)?.because ?? "nothing refuses it";
}
var everything = { models: { "*": "all" }, modules: "all", features: "all" };
var fullestName = "all that there is to have";
function decideFullest(base, { userType, seats = [] }) {
  const document = {
    kind: "Role",
    name: fullestName,
    tenant: base.name,
    userType,
    ...seats.length > 0 && { seats: [...seats] },
    portfolio: "all",
    grants: everything
  };
  const parsed = readRole(document);
  const linked = base.link(parsed);
  const { role } = linked;
  if (!role) throw refuseErrors("there can be no such role", linked.diagnostics, parsed.document.source);
  return decideRole(linked, role);
}
function fillRole(base, draft) {
  const { row } = decideFullest(base, draft);
  const { catalog } = row.tenant;
  const portfolio = draft.portfolio ?? onlyPortfolio(base);
  return copyPlain({
    kind: "Role",
    name: draft.name,
    tenant: base.name,
    title: draft.title,
    userType: draft.userType,
    seats: draft.seats?.length ? draft.seats : void 0,
    portfolio,
    grants: writeGrants(spellGrants(catalog, row.effective))
  });
}
function onlyPortfolio({ linked, name }) {
  const [only, more] = linked.policy.portfolios.filter(
    ({ tenant }) => tenant === void 0 || tenant === name
  );
  return only && !more ? [only.name] : void 0;
}
function copyRole(base, source, options) {
  const { role, written } = findSource(base, source);
  const userType = options.userType ?? role.userType.name;
  const seats = options.seats ?? role.seats.filter(({ combinesWith }) => combinesWith.has(userType)).map(({ name }) => name);
  const fullest = decideFullest(base, { userType, seats });
  const { tenant } = fullest.row;
  const { catalog } = tenant;
  const { wanted, kept, more } = measureClone(
    role,
    findHeldInRow(fullest.row),
    role.tenant === void 0 ? void 0 : tenant
  );
  const copy = copyPlain({
    kind: "Role",
    name: options.name ?? `${role.name} copy`,
    tenant: base.name,
    title: options.title,
    userType,
    seats: seats.length > 0 ? seats : void 0,
    portfolio: written.portfolio,
    clonedFrom: role.name,
    grants: writeGrants(spellGrants(catalog, options.widen === true ? wanted : kept))
  });
  const parsed = readRole({ ...copy, name: "the copy of a role" });
  const linked = base.link(parsed);
  if (!linked.role)
    throw refuseErrors("the role cannot be copied so", linked.diagnostics, parsed.document.source);
  const dropped = cellsIn(findDropped(role, linked.role), catalog);
  return {
    role: copy,
    dropped: dropped.map((cell) => ({
      permission: cell.permission,
      because: explainRefusal(fullest, cell)
    })),
    more: cellsIn(more, catalog).map(({ permission }) => permission)
  };
}
function findSource(base, source) {
  const { tenant, policy } = base.linked;
  if (typeof source === "string") {
    const role2 = tenant.roles.find(({ name }) => name === source);
    if (!role2) throw new RoleError(`tenant \`${base.name}\` is offered no role \`${source.slice(0, 80)}\``);
    const written = base.valueOf(role2.at.document);
    return { role: role2, written, policy };
  }
  const parsed = readRole(source);
  const linked = base.link(parsed);
  const { role } = linked;
  if (!role)
    throw refuseErrors("a role with errors cannot be copied", linked.diagnostics, parsed.document.source);
  return { role, written: parsed.value, policy: linked.policy };
}
function setPermission(base, source, permission, isOn) {
  const parsed = readRole(source);
  const linked = base.link(parsed);
  if (!linked.isValid) throw refuseErrors("this is no role", linked.diagnostics, parsed.document.source);
  const { catalog } = linked.tenant;
  const cell = findCell(catalog, permission);
  const document = parsed.value;
  const isHeld2 = readSaying(document.grants, cell).holds;
  if (isHeld2 === isOn) return copyPlain(document);
  const { role } = linked;
  if (!isOn && role && has(role.layer.held, cell.index) && !has(role.layer.own, cell.index))
    throw new RoleError(
      `\`${permission}\` comes by a role that is included; take that away, or its permission`
    );
  const mayName = (one) => !role || has(role.cap, one.index);
  const options = { mayName, exactly: true };
  const grants = isOn ? raiseLayer(document.grants, [cell], options).reduce(
    (layer, { path, after }) => writeValueAt(layer, path, after),
    document.grants
  ) : lowerLayer(document.grants, cell, options);
  return copyPlain({ ...document, grants });
}
function findCell(catalog, permission) {
  const found2 = findPermission(catalog, String(permission).slice(0, 300));
  if (!("reason" in found2)) {
    if (found2.kind !== "capability") return found2;
    throw new RoleError(`\`${found2.permission}\` follows from what it requires, and no role grants it`);
  }
  const meant = found2.suggestion === void 0 ? "" : `; did you mean \`${found2.suggestion}\`?`;
  throw new RoleError(
    `there is no permission \`${String(permission).slice(0, 80)}\`: ${found2.reason}${meant}`
  );
}
function writeGrants({ models, modules, features }) {
  return {
    models: Object.fromEntries(
      models.map(({ name, actions, properties }) => [
        name,
        properties.size === 0 ? [...actions] : {
          actions: [...actions],
          properties: Object.fromEntries([...properties].map(([of, rights2]) => [of, rights2]))
        }
      ])
    ),
    modules: modules.length > 0 ? [...modules] : "none",
    features: features.length > 0 ? [...features] : "none"
  };
}
var copyPlain = (document) => JSON.parse(JSON.stringify(document));
function listChoices({ linked: { policy, tenant }, name }) {
  const limitOf2 = (of) => {
    const limit = tenant.limits.get(of)?.most;
    return limit === void 0 ? {} : { limit };
  };
  const seats = policy.seats.filter(
    (seat) => seat.package === void 0 || tenant.packages.has(seat.package)
  );
  return {
    userTypes: policy.userTypes.map((type) => ({
      name: type.name,
      audience: type.audience,
      seats: seats.filter(({ combinesWith }) => combinesWith.has(type.name)).map((seat) => seat.name),
      ...limitOf2(type.name)
    })),
    seats: seats.map((seat) => ({ name: seat.name, ...limitOf2(seat.name) })),
    portfolios: policy.portfolios.filter((one) => one.tenant === void 0 || one.tenant === name).map((one) => ({ name: one.name, ...one.title !== void 0 && { title: one.title }, on: one.on }))
  };
}
function summarizeRole({ name, title, description, userType, seats, portfolio }) {
  const items = [...portfolio.entries.values()].flatMap((entry) => entry.items);
  return {
    role: name,
    ...title !== void 0 && { title },
    ...description !== void 0 && { description },
    userType: userType.name,
    seats: seats.map((seat) => seat.name),
    portfolio: [...new Set(items.map(({ label }) => label))]
  };
}
function listGranted(base, document) {
  const parsed = readRole(document);
  const linked = base.link(parsed);
  if (!linked.isValid) throw refuseErrors("this is no role", linked.diagnostics, parsed.document.source);
  const { role } = linked;
  const { grants } = parsed.value;
  const decided = role && decideRole(linked, role);
  const isOwn = (cell) => role ? has(role.layer.own, cell.index) : readSaying(grants, cell).holds;
  return linked.tenant.catalog.cells.flatMap((cell) => {
    if (cell.kind === "capability") return [];
    const own2 = isOwn(cell);
    if (!own2 && !(role && has(role.layer.held, cell.index))) return [];
    const effective = decided !== void 0 && has(decided.row.effective, cell.index);
    return {
      permission: cell.permission,
      effective,
      ...decided && !effective && { because: explainRefusal(decided, cell) },
      included: !own2
    };
  });
}
function readOutside(what, read3) {
  try {
    return read3();
  } catch (error) {
    if (error instanceof import_shared6.PermissionsError) throw error;
    throw new import_shared6.PermissionsError("malformed", `${what} cannot be read: it is not plain data`);
  }
}
var copyOptions = (options) => readOutside("the options of an editor", () => ({ ...options }));
function copyRow(row) {
  if (typeof row !== "object" || row === null) return { role: row };
  return readOutside("a stored role", () => {
    if (!Object.hasOwn(row, "role")) return { role: row };
    const { role, version, tenant, names: names2, digest, grants, scopes, columns, effective } = row;
    const rest = JSON.stringify({ names: names2, compiled: { digest, grants, scopes, columns, effective } });
    return { role, version, tenant, ...JSON.parse(rest) };
  });
}
function readHolder(person) {
  const { userType, seats } = readOutside("whom a role is for", () => {
    const holder = typeof person === "object" && person !== null ? person : {};
    const { userType: type, seats: names2 = [] } = holder;
    return { userType: type, seats: Array.isArray(names2) ? [...names2] : names2 };
  });
  if (typeof userType !== "string" || !Array.isArray(seats) || !seats.every((seat) => typeof seat === "string"))
    throw new import_shared6.PermissionsError("malformed", "`userType` is a name, and `seats` is a list of names");
  return { userType, seats: [...seats] };
}
function readRow2(stored) {
  let [row, name] = [{ role: void 0 }, ""];
  try {
    row = copyRow(stored);
    const { role } = row;
    name = readOutside("a stored role", () => readName2(role));
    return { row, name, parsed: readRowRole(row) };
  } catch (error) {
    if (!(error instanceof import_shared7.PermissionsError)) throw error;
    return { row, name, because: error.message };
  }
}
function readName2(document) {
  if (typeof document !== "object" || document === null) return "";
  const { name } = document;
  return typeof name === "string" ? name.slice(0, 128) : "";
}
function readRowRole(row) {
  const parsed = readRole(row.role);
  const fault = findRowFault(row, parsed.value);
  if (fault) throw new RoleError(`a stored role is damaged: ${fault.sentence}`);
  return parsed;
}
function linkOwn(base, parsed, others) {
  const { tenant, abstract } = parsed.value;
  if (abstract === true)
    throw new RoleError("an abstract role is there to be included, and nobody can be given it");
  if (tenant !== base.name)
    throw new RoleError(
      `the role is ${typeof tenant === "string" ? `of tenant ${(0, import_shared7.quoteName)(tenant)}` : "of no tenant"}, and roles of tenant \`${base.name}\` are edited here: write \`tenant: '${base.name}'\``
    );
  return base.link(parsed, others);
}
function decideRow(base, { parsed }) {
  try {
    const linked = parsed && linkOwn(base, parsed);
    return linked?.role && decideRole(linked, linked.role);
  } catch (error) {
    if (!(error instanceof import_shared7.PermissionsError)) throw error;
    return void 0;
  }
}
function judgeRows(files, stored, today) {
  const read3 = stored.map(readRow2);
  let rows = read3.map((row) => judgeRow(files, row, today));
  for (; ; ) {
    const base = addRows(files, rows);
    const more = rows.map(
      (row, at2) => row.parsed || !hasIncludes(read3[at2]) ? row : judgeRow(base, read3[at2] ?? row, today)
    );
    if (more.every((row, at2) => row.parsed === void 0 === (rows[at2]?.parsed === void 0)))
      return { base, rows: more };
    rows = more;
  }
}
var includesOf = ({ value }) => value.includes ?? [];
var hasIncludes = (row) => row?.parsed !== void 0 && Array.isArray(includesOf(row.parsed)) && includesOf(row.parsed).length > 0;
function judgeRow(base, { row, name, parsed, because }, today) {
  const refuse = (reason) => ({ row, name, because: reason });
  if (!parsed) return refuse(because ?? "");
  try {
    const linked = linkOwn(base, parsed);
    const decided = linked.role && decideRole(linked, linked.role);
    const found2 = decided ? findErrors(decided, today) : linked.diagnostics;
    if (!decided || found2.length > 0)
      return refuse(refuseErrors("it does not compile", found2, parsed.document.source).message);
    const { compiled } = row;
    const isOwn = compiled?.digest === base.digest;
    if (!isOwn || isWithin2(compiled, writeStoredRole(base, parsed.value, decided)))
      return { row, name, parsed };
    return refuse("the row holds more than its role says: compile it again");
  } catch (error) {
    if (!(error instanceof import_shared7.PermissionsError)) throw error;
    return refuse(error.message);
  }
}
var findErrors = (decided, today) => lintRole(decided, today, true).filter(({ severity }) => severity === "error");
function addRows(files, rows) {
  const known = new Map(rows.flatMap(({ name, parsed }) => parsed ? [[name, parsed]] : []));
  if (known.size === 0) return files;
  return {
    ...{ digest: files.digest, name: files.name, valueOf: files.valueOf },
    get linked() {
      return files.linked;
    },
    get rows() {
      return files.rows;
    },
    link: (role, others) => files.link(role, others ?? listIncluded(role, known))
  };
}
function listIncluded(role, known) {
  const found2 = /* @__PURE__ */ new Set();
  const follow = (one) => {
    const names2 = includesOf(one);
    for (const name of Array.isArray(names2) ? names2 : []) {
      const included = known.get(name);
      if (!included || found2.has(included) || name === role.value.name) continue;
      found2.add(included);
      follow(included);
    }
  };
  follow(role);
  return [...found2];
}
var noDay = "9999-12-31";
function openEditor(files, { stored = [], today = noDay }) {
  if (!Array.isArray(stored)) throw new import_shared3.PermissionsError("malformed", "`stored` is a list of stored roles");
  const { base, rows } = judgeRows(files, stored, today);
  const open = { base, rows, today };
  return {
    tenant: base.name,
    get choices() {
      return listChoices(base);
    },
    list: () => listRoles(base, rows),
    offer: (holder) => listOffered(base, readHolder(holder)),
    granted: (role) => listGranted(base, role),
    draft: (draft) => fillRole(base, { ...copyOptions(draft), ...readHolder(draft) }),
    duplicate: (role, options = {}) => copyRole(base, typeof role === "string" ? findRow(rows, role) ?? role : role, copyOptions(options)),
    set: (role, permission, isOn) => setPermission(base, role, permission, isOn === true),
    check: (role, options = {}) => checkRole(open, role, copyOptions(options)),
    compile: (role, options = {}) => compileRole(open, role, copyOptions(options)),
    renew: (row) => renewRole(base, row, today),
    assignable(person) {
      return listAssignable(base, rows, readHolder(person));
    }
  };
}
function checkRole(open, role, options) {
  const { base, rows } = open;
  const judged = judgeRole(open, role, options, false);
  const { parsed, document, linked, decided, diagnostics, hasErrors, exceeds } = judged;
  const before = findBefore(base, options.before ?? rows.find(({ name }) => name === document.name)?.row);
  const escalation = decided && findEscalation(decided, base.rows);
  return {
    ok: !hasErrors && (exceeds.length === 0 || options.mayExceed === true),
    findings: writeFindings(diagnostics, parsed.document.source),
    ...decided ? describeEffect(decided, before, readTenantTypes(linked)) : { holds: [], adds: [], takes: [], moves: [] },
    ...escalation && { escalation },
    exceeds
  };
}
function compileRole(open, role, options) {
  const { parsed, document, decided, diagnostics, hasErrors, exceeds } = judgeRole(open, role, options, true);
  if (hasErrors || !decided) throw refuseErrors("the role has errors", diagnostics, parsed.document.source);
  const [first] = exceeds;
  if (first && options.mayExceed !== true)
    throw new RoleError(
      `the role gives ${exceeds.length} permission${exceeds.length > 1 ? "s" : ""} that whoever gives it lacks: \`${first.permission}\`, since ${first.because}`
    );
  return writeStoredRole(open.base, toPlain(document), decided);
}
function judgeRole({ base, rows, today }, role, options, isOnlyErrors) {
  const parsed = readRole(role);
  const document = parsed.value;
  const others = rows.filter(({ name }) => name !== document.name).flatMap((row) => row.parsed ?? []);
  const linked = linkOwn(base, parsed, others);
  const decided = linked.role && decideRole(linked, linked.role);
  const found2 = [...linked.diagnostics, ...decided ? lintRole(decided, today, isOnlyErrors) : []];
  const hasErrors = !decided || found2.some(({ severity }) => severity === "error");
  const giver = readGiver(base, options.by);
  const exceeds = decided && giver ? listExceeded(decided, giver, readTenantTypes(linked)) : [];
  return { parsed, document, linked, decided, diagnostics: found2, hasErrors, exceeds };
}
var findRow = (rows, name) => rows.find((one) => one.name === name)?.row.role;
function findBefore(base, row) {
  if (row === void 0) return void 0;
  const read3 = readRow2(row);
  const decided = decideRow(base, read3);
  const names2 = readEffective(read3.row);
  if (!decided || !names2) return decided;
  const effective = intersection(decided.row.effective, readNames(names2, decided.row));
  return { ...decided, row: { ...decided.row, effective } };
}
function renewRole(base, row, today) {
  const copy = copyRow(row);
  const parsed = readRowRole(copy);
  const linked = linkOwn(base, parsed);
  const { role } = linked;
  if (!role)
    throw refuseErrors("the role does not compile any more", linked.diagnostics, parsed.document.source);
  const decided = decideRole(linked, role);
  const broken = findErrors(decided, today);
  if (broken.length > 0)
    throw refuseErrors("the role does not compile any more", broken, parsed.document.source);
  const names2 = readEffective(copy);
  if (!names2) throw new import_shared3.PermissionsError("malformed", "a stored role says what it held in effect");
  const bound = readNames(names2, decided.row);
  return writeStoredRole(base, toPlain(parsed.value), decided, bound);
}
function readEffective({ names: effective }) {
  if (typeof effective !== "object" || effective === null || Array.isArray(effective)) return void 0;
  const lists2 = Object.values(effective).flatMap(
    (names2) => typeof names2 === "object" && names2 !== null ? Object.values(names2) : [void 0]
  );
  const isName = (name) => typeof name === "string";
  const isWhole = lists2.every((list) => Array.isArray(list) && list.every(isName));
  const hasActions = (names2) => Array.isArray(names2.actions);
  return isWhole && Object.values(effective).every(hasActions) ? effective : void 0;
}
function readGiver(base, by) {
  if (by === void 0) return void 0;
  const giver = readHeldPermissions(by);
  if (!giver)
    throw new import_shared3.PermissionsError("malformed", "`by` is what `permissions` returns for whoever gives the role");
  if (giver.tenant !== base.name)
    throw new import_shared3.PermissionsError(
      "malformed",
      `\`by\` is somebody of tenant ${(0, import_shared3.quoteName)(giver.tenant)}, and roles of tenant \`${base.name}\` are edited here`
    );
  return giver;
}
function listRoles(base, rows) {
  const ofFiles = base.linked.tenant.roles.map((role) => ({ ...summarizeRole(role), stored: false }));
  const ofRows = rows.map(({ name, parsed, because }) => {
    const role = parsed && base.link(parsed).role;
    return role ? { ...summarizeRole(role), stored: true } : { role: name, stored: true, because: because ?? "" };
  });
  return [...ofFiles, ...ofRows].sort(byName2);
}
var byName2 = (a, b2) => a.role < b2.role ? -1 : a.role > b2.role ? 1 : 0;
function listAssignable(base, rows, { userType: type, seats: names2 = [] }) {
  const { policy, tenant } = base.linked;
  const userType = findNamed(policy, "userTypes", type);
  const seats = names2.map((name) => findNamed(policy, "seats", name));
  const user = { userType, seats, roles: [] };
  const ofFiles = listAssignments(policy, tenant, user).map(
    ({ role, assignable, reason }) => ({
      role: role.name,
      assignable,
      ...reason !== void 0 && { because: reason },
      stored: false
    })
  );
  const ofRows = rows.map((row) => {
    const role = row.parsed && base.link(row.parsed).role;
    const because = role ? explainNotAssignable(user, role) : row.because;
    return {
      role: row.name,
      assignable: because === void 0,
      ...because !== void 0 && { because },
      stored: true
    };
  });
  return [...ofFiles, ...ofRows].sort(byName2);
}
function findNamed(policy, of, name) {
  const found2 = policy[of].find((one) => one.name === name);
  if (found2) return found2;
  const code = of === "seats" ? "unknown-seat" : "unknown-user-type";
  throw new import_shared3.PermissionsError(
    code,
    `no ${of === "seats" ? "seat" : "user type"} is called ${(0, import_shared3.quoteName)(name)}`
  );
}
var toPlain = (document) => JSON.parse(JSON.stringify(document));
var prose = /* @__PURE__ */ new Set([
  ...["title", "titles", "description", "notes", "because", "where", "source"]
]);
var omitProse = (documents) => documents.map(([label, value]) => [label, withoutDocumentProse(value)]);
var withoutDocumentProse = (value) => Object.fromEntries(Object.entries(value).filter(([field]) => !prose.has(field)));
var proseKey = new RegExp(`"(?:${[...prose].join("|")})":`);
function digestText(text) {
  const bytes = new TextEncoder().encode(text);
  const hash = Int32Array.from(start);
  const words2 = new Int32Array(64);
  const whole = bytes.length - bytes.length % 64;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at2 = 0; at2 < whole; at2 += 64) digestBlock(hash, view, at2, words2);
  const end = writeEnd(bytes.subarray(whole), bytes.length);
  for (let at2 = 0; at2 < end.byteLength; at2 += 64) digestBlock(hash, end, at2, words2);
  return Array.from(hash, (word2) => (word2 >>> 0).toString(16).padStart(8, "0")).join("");
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
function digestBlock(hash, block, from, words2) {
  fillWords(block, from, words2);
  let [a = 0, b2 = 0, c = 0, d2 = 0, e = 0, f = 0, g = 0, h2 = 0] = hash;
  for (let at2 = 0; at2 < 64; at2++) {
    const sum = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const one = h2 + sum + (e & f ^ ~e & g) + constants[at2] + words2[at2] | 0;
    const other = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + (a & b2 ^ a & c ^ b2 & c) | 0;
    h2 = g;
    g = f;
    f = e;
    e = d2 + one | 0;
    d2 = c;
    c = b2;
    b2 = a;
    a = one + other | 0;
  }
  const parts = [a, b2, c, d2, e, f, g, h2];
  for (let at2 = 0; at2 < 8; at2++) hash[at2] = hash[at2] + parts[at2];
}
function fillWords(block, from, words2) {
  for (let at2 = 0; at2 < 16; at2++) words2[at2] = block.getInt32(from + at2 * 4);
  for (let at2 = 16; at2 < 64; at2++) {
    const early = words2[at2 - 15];
    const late = words2[at2 - 2];
    const first = rotate(early, 7) ^ rotate(early, 18) ^ early >>> 3;
    const second = rotate(late, 17) ^ rotate(late, 19) ^ late >>> 10;
    words2[at2] = words2[at2 - 16] + first + words2[at2 - 7] + second;
  }
}
var rotate = (word2, by) => word2 >>> by | word2 << 32 - by;
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
function openPackageRoles(value, digest, own2) {
  if (digestText(JSON.stringify(value) ?? "") !== digest) throw explainAltered("`roles.json`");
  const { own: digests } = value;
  return openRoleBase(value, (tenant) => {
    if (!Object.hasOwn(digests, tenant)) return [];
    const load = own2.get(tenant);
    const documents = load && readDocuments(load, digests[tenant]);
    if (!documents) throw explainAltered(`the file of ${(0, import_shared8.quoteName)(tenant)} in \`roles/tenants/\``);
    return documents;
  });
}
function readDocuments(load, digest) {
  try {
    const { documents } = load();
    const deciding = omitProse(documents);
    return digestText(writeCanonicalJson(deciding)) === digest ? documents : void 0;
  } catch {
    return void 0;
  }
}
var explainAltered = (file) => new import_shared8.PermissionsError(
  "altered",
  `${file} is not the one that plafond compile wrote with this package, so nothing is decided by it: install the package anew, or compile the policies again`
);
function openRoles(value, digest, own2 = /* @__PURE__ */ new Map()) {
  const base = digest === void 0 ? openRoleBase(value) : openPackageRoles(value, digest, own2);
  const compiler = openCompiler(base);
  const open = (documents) => openCompiler(openRoleBase(documents));
  (0, import_shared2.registerRoleCompiler)({ open, follow: followCompiler }, compiler);
  return compiler;
}
function openCompiler(base) {
  return {
    digest: base.digest,
    roles(options) {
      if (typeof options !== "object" || options === null)
        throw new import_shared.PermissionsError("malformed", "an editor is opened with `{ tenant }`");
      const { tenant, stored, today } = copyOptions(options);
      return openEditor(base.forTenant(tenant), { tenant, stored, today });
    },
    renew(stored) {
      const { tenant } = stored;
      return openEditor(base.forTenant(tenant), { tenant }).renew(stored);
    }
  };
}
var followCompiler = (options, current) => {
  let compiler = current();
  let editor = compiler.roles(options);
  const now = () => {
    const latest = current();
    if (latest !== compiler) [compiler, editor] = [latest, latest.roles(options)];
    return editor;
  };
  return {
    tenant: editor.tenant,
    get choices() {
      return now().choices;
    },
    list: () => now().list(),
    offer: (holder) => now().offer(holder),
    granted: (role) => now().granted(role),
    draft: (draft) => now().draft(draft),
    duplicate: (role, copy) => now().duplicate(role, copy),
    set: (role, permission, isOn) => now().set(role, permission, isOn),
    check: (role, check) => now().check(role, check),
    compile: (role, check) => now().compile(role, check),
    renew: (stored) => now().renew(stored),
    assignable: (person) => now().assignable(person)
  };
};
