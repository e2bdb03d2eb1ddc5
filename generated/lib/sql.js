// runtime/check-arguments.ts
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

// runtime/group-by-record.ts
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

// runtime/list-json-paths.ts
var listJsonPaths = (names) => names.map((_, at) => [...names.slice(0, at), names.slice(at).join(".")]);

// runtime/sql/compare-inside-json.ts
function compareInsideJson(dialect, comparison, column, names) {
  if (comparison.operator === "$exists") {
    const json = dialect === "postgres" ? readJsonInPostgres(column, names) : testPresenceInSqlite(column, names);
    return { comparison: { ...comparison, type: "object" }, column: json, held: void 0 };
  }
  const write = dialect === "postgres" ? readValueInPostgres : readValueInSqlite;
  const held = comparison.type === "date" ? "text" : void 0;
  return { comparison, column: write(comparison.type, column, names), held };
}
function readJsonInPostgres(column, names) {
  const paths = listJsonPaths(names).map(
    (path) => path.reduce((json, key) => `${json} -> ${quoteLiteral(key)}`, `to_jsonb(${column})`)
  );
  return paths.length === 1 ? `(${paths[0]})` : `COALESCE(${paths.join(", ")})`;
}
function readValueInPostgres(type, column, names) {
  const json = readJsonInPostgres(column, names);
  const text = `(${json} #>> '{}')`;
  const when = (kind, value) => `(CASE WHEN jsonb_typeof(${json}) = '${kind}' THEN ${value} END)`;
  switch (type) {
    case "id":
    case "string":
    case "date":
      return when("string", text);
    case "number":
    case "integer":
      return when(
        "number",
        `CASE WHEN abs(${text}::numeric) <= ${Number.MAX_VALUE} THEN ${text}::float8 END`
      );
    case "boolean":
      return when("boolean", `${text}::boolean`);
    case "list":
      return json;
  }
}
var readTypeInSqlite = (column, names) => {
  const types3 = listJsonPaths(names).map((path) => `json_type(${column}, ${quotePath(path)})`);
  const type = types3.length === 1 ? types3[0] : `COALESCE(${types3.join(", ")})`;
  return `(CASE WHEN json_valid(${column}) THEN ${type} END)`;
};
var testPresenceInSqlite = (column, names) => `(CASE WHEN ${readTypeInSqlite(column, names)} <> 'null' THEN 1 END)`;
function readValueInSqlite(type, column, names) {
  const paths = listJsonPaths(names).map((path) => quotePath(path));
  const value = paths.reduceRight(
    (rest, path) => rest === "" ? `json_extract(${column}, ${path})` : `CASE WHEN json_type(${column}, ${path}) IS NOT NULL THEN json_extract(${column}, ${path}) ELSE ${rest} END`,
    ""
  );
  const kind = readTypeInSqlite(column, names);
  switch (type) {
    case "id":
    case "string":
    case "date":
      return `(CASE WHEN ${kind} = 'text' THEN ${value} END)`;
    case "number":
    case "integer":
      return `(CASE WHEN ${kind} IN ('integer', 'real') THEN ${value} END)`;
    case "boolean":
      return `(CASE ${kind} WHEN 'true' THEN 1 WHEN 'false' THEN 0 END)`;
    case "list":
      return `(CASE WHEN ${kind} = 'array' THEN ${value} END)`;
  }
}
var quoteLiteral = (text) => `'${text.replaceAll("'", "''")}'`;
var quotePath = (keys) => quoteLiteral(`$${keys.map((key) => `."${key}"`).join("")}`);

// runtime/sql/join.ts
var longestChain = 64;
var joinSqlByAnd = (parts) => chain(parts, " AND ") || "FALSE";
var joinSqlByOr = (parts) => `(${chain(parts, " OR ") || "FALSE"})`;
function chain(parts, word) {
  if (parts.length <= longestChain) return parts.join(word);
  const size = Math.ceil(parts.length / longestChain);
  const groups = [];
  for (let at = 0; at < parts.length; at += size) groups.push(`(${chain(parts.slice(at, at + size), word)})`);
  return groups.join(word);
}

// compiler/text/instant.ts
function readInstant(text) {
  const match = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (!match || !isInCalendar(text.slice(0, 10))) return Number.NaN;
  return Date.parse(match[1] !== void 0 && match[2] === void 0 ? `${text}Z` : text);
}
var isInCalendar = (day) => new Date(Date.parse(day)).getUTCDate() === Number(day.slice(8));

// runtime/is-storable.ts
var isStorable = (text) => !text.includes("\0") && isWellFormed(text);
var isWellFormed = (text) => typeof text.isWellFormed === "function" ? text.isWellFormed() : !/\p{Surrogate}/u.test(text);

// runtime/column-test.ts
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
var testOther = (excluded, type, fits) => excluded.every((item2) => isOfType(type, item2)) ? { kind: "other", than: excluded.filter(fits) } : void 0;
var requireWhole = ({ type }, test, isWhole) => type === "integer" && (test?.kind === "order" || test?.kind === "other" || !listOperands(test).every(Number.isInteger)) ? [isWhole] : [];
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

// runtime/sql/schema.ts
var types2 = {
  postgres: ["text", "uuid", "cast", "timestamptz", "timestamp", "date"],
  sqlite: ["text", "milliseconds", "seconds"]
};
function checkSchema(schema) {
  if (!isObject(schema))
    throw new Error(
      `\`sqlFor\` takes a schema as \`{ dialect, models }\`, and was given ${describeArgument(schema)}`
    );
  const known = Object.hasOwn(types2, schema.dialect) ? types2[schema.dialect] : void 0;
  if (!known)
    throw new Error(`The dialect \`${schema.dialect}\` is unknown: write \`postgres\` or \`sqlite\``);
  if (!isObject(schema.models))
    throw new Error(
      `The schema must have \`models\`, which say where their records are; it has ${describeArgument(schema.models)}`
    );
  for (const name of Object.keys(schema.models)) {
    const { table, columns = {}, relations = {} } = findSqlModel(schema, name);
    if (typeof table !== "string" && !(Array.isArray(table) && table.length === 2))
      throw new Error(
        `The model \`${name}\` must have a \`table\`, a name or a schema and a name; it has ${describeArgument(table)}`
      );
    quoteTable(table);
    for (const [property, column] of readEntries(columns, `The \`columns\` of the model \`${name}\``)) {
      if (typeof column === "string") quoteSqlName(column);
      else {
        if (!isObject(column))
          throw new Error(
            `\`${name}.${property}\` must be the name of a column or \`{ column, type }\`, and is ${describeArgument(column)}`
          );
        quoteSqlName(column.column);
        if (!known.includes(column.type))
          throw new Error(
            `\`${name}.${property}\` has the type \`${column.type}\`, which is unknown to ${schema.dialect}`
          );
      }
    }
    for (const [step, relation] of readEntries(relations, `The \`relations\` of the model \`${name}\``)) {
      if (!isObject(relation))
        throw new Error(
          `The relation \`${step}\` of the model \`${name}\` must be \`{ model, from, to }\`, and is ${describeArgument(relation)}`
        );
      findSqlModel(schema, relation.model);
      for (const { table: table2, pairs } of listHops(schema, relation, step)) {
        quoteTable(table2);
        for (const pair of pairs) pair.forEach(quoteSqlName);
      }
    }
  }
}
function listHops(schema, { model, from, to, via }, step) {
  const { table } = findSqlModel(schema, model);
  if (via === void 0) return [{ table, pairs: pairUp(from, to, step) }];
  if (!isObject(via))
    throw new Error(
      `\`via\` of the relation \`${step}\` must be \`{ table, from, to }\`, and is ${describeArgument(via)}`
    );
  return [
    { table: via.table, pairs: pairUp(from, via.from, step) },
    { table, pairs: pairUp(via.to, to, step) }
  ];
}
function pairUp(from, to, step) {
  const [own, others] = [[from].flat(), [to].flat()];
  if (own.length === 0 || own.length !== others.length)
    throw new Error(`The relation \`${step}\` must have as many columns in \`to\` as in \`from\``);
  return own.map((column, at) => [column, others[at] ?? ""]);
}
function readEntries(entries, words) {
  if (!isObject(entries)) throw new Error(`${words} must be an object, and are ${describeArgument(entries)}`);
  return Object.entries(entries);
}
function findSqlModel({ models }, name) {
  const model = Object.hasOwn(models, name) ? models[name] : void 0;
  if (model !== void 0 && !isObject(model))
    throw new Error(
      `The model \`${name}\` must be an object with a \`table\`, and is ${describeArgument(model)}`
    );
  if (!model) throw new Error(`The schema does not have the model \`${name}\``);
  return model;
}
function findSqlRelation(schema, model, name) {
  const { relations = {} } = findSqlModel(schema, model);
  const relation = Object.hasOwn(relations, name) ? relations[name] : void 0;
  if (!relation)
    throw new Error(`The schema does not have the relation \`${name}\` of the model \`${model}\``);
  return relation;
}
function findSqlColumn(schema, model, property) {
  const { columns = {} } = findSqlModel(schema, model);
  const own = Object.hasOwn(columns, property) ? columns[property] : void 0;
  const [outer = property, ...inside] = property.split(".");
  if (own === void 0 && inside.length > 0) return { ...findSqlColumn(schema, model, outer), inside };
  const column = own ?? property;
  return typeof column === "string" ? { column, type: void 0 } : column;
}
function quoteSqlName(name) {
  if (typeof name !== "string" || name === "" || /[\0\p{Surrogate}]/u.test(name))
    throw new Error(`${JSON.stringify(name)} cannot be the name of a table or column`);
  return `"${name.replaceAll('"', '""')}"`;
}
var quoteTable = (name) => typeof name === "string" ? quoteSqlName(name) : `${quoteSqlName(name[0])}.${quoteSqlName(name[1])}`;
var makeStorageError = ({ property, type }, held) => new Error(
  `\`${property}\` is of the type ${type}: the schema cannot have it in a column of the type \`${held}\``
);

// runtime/sql/postgres.ts
function comparePostgresColumn(comparison, column, held, bind) {
  if (comparison.operator === "$exists") return testExistence(comparison, column);
  switch (comparison.type) {
    case "id":
    case "string":
      return compareText(comparison, column, held ?? "text", bind);
    case "number":
    case "integer":
      if (held !== void 0) throw makeStorageError(comparison, held);
      return compareNumber(comparison, column, bind);
    case "boolean":
      if (held !== void 0) throw makeStorageError(comparison, held);
      return compareBoolean(comparison, column, bind);
    case "date":
      return compareDate(comparison, column, held ?? "timestamptz", bind);
    case "list":
      return compareList(comparison, column, bind);
  }
}
function testExistence({ type, operand }, column) {
  if (type === "list" || type === "object")
    return `COALESCE(to_jsonb(${column}), 'null'::jsonb) ${operand ? "<>" : "="} 'null'::jsonb`;
  return `${column} IS ${operand ? "NOT NULL" : "NULL"}`;
}
function compareList(comparison, column, bind) {
  const test = readColumnTest(comparison, isHeldItem);
  if (!test) return "FALSE";
  const json = `to_jsonb(${column})`;
  const isList = `jsonb_typeof(${json}) = 'array'`;
  const items = `ARRAY(SELECT jsonb_array_elements(${bind(JSON.stringify(listOperands(test)))}::text::jsonb))`;
  return joinSqlByAnd([isList, `${test.kind === "other" ? "NOT " : ""}${json} @> ANY(${items})`]);
}
function compareText(comparison, column, held, bind) {
  const test = readColumnTest(comparison, isText2);
  switch (held) {
    case "text":
      return writeTest(test?.kind === "order" ? `${column} COLLATE "C"` : column, test, "text", bind);
    case "uuid":
      if (test?.kind === "order") return comparePrinted(column, test, bind);
      return writeTest(column, readColumnTest(comparison, isUuid), "uuid", bind);
    case "cast":
      return comparePrinted(column, test, bind);
    default:
      throw makeStorageError(comparison, held);
  }
}
var comparePrinted = (column, test, bind) => joinSqlByAnd([`${column} IS NOT NULL`, writeTest(`concat(${column}) COLLATE "C"`, test, "text", bind)]);
function compareNumber(comparison, column, bind) {
  const test = readColumnTest(comparison, isNumber);
  const type = listOperands(test).every(Number.isSafeInteger) ? "int8" : "float8";
  return joinSqlByAnd([
    writeTest(column, test, type, bind),
    ...requireFinite(column, test),
    ...requireWhole(comparison, test, `trunc(${column}) = ${column}`)
  ]);
}
function compareBoolean(comparison, column, bind) {
  const test = readColumnTest(comparison, isBoolean);
  return writeTest(column, test?.kind === "order" ? void 0 : test, "boolean", bind);
}
function compareDate(comparison, column, held, bind) {
  const test = readColumnTest(comparison, isDate);
  switch (held) {
    case "text":
      return compareDateText(column, test, bind);
    case "timestamptz":
    case "timestamp":
    case "date":
      return compareInstant(column, test, held, bind);
    default:
      throw makeStorageError(comparison, held);
  }
}
function compareDateText(column, test, bind) {
  if (test?.kind === "equal" || test?.kind === "listed") return writeTest(column, test, "text", bind);
  const text = `${column} COLLATE "C"`;
  return joinSqlByAnd([writeTest(text, test, "text", bind), `${text} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}'`]);
}
function compareInstant(column, test, held, bind) {
  if (!test) return "FALSE";
  const type = held === "timestamptz" ? "timestamptz" : "timestamp";
  const bound = (instant) => `${bind(writeInstant(instant, type))}::${type}`;
  const each = (dates) => dates.map((date) => writeInstant(readInstant(date), type));
  const whole = held === "date" ? column : `date_trunc('milliseconds', ${column})`;
  const parts = () => {
    switch (test.kind) {
      case "equal": {
        const from = readInstant(test.to);
        return [`${column} >= ${bound(from)}`, `${column} < ${bound(from + 1)}`];
      }
      case "listed":
        return [`${whole} = ANY(${bind(each(test.among))}::${type}[])`];
      case "other":
        return [
          `${whole} <> ALL(${bind(each(test.than))}::${type}[])`,
          `${column} > '-infinity'::${held}`,
          `${column} < 'infinity'::${held}`
        ];
      case "order": {
        const instant = readInstant(test.to);
        const from = test.sign === ">" || test.sign === "<=" ? instant + 1 : instant;
        return test.sign === ">" || test.sign === ">=" ? [`${column} >= ${bound(from)}`, `${column} < 'infinity'::${held}`] : [`${column} < ${bound(from)}`, `${column} > '-infinity'::${held}`];
      }
    }
  };
  return joinSqlByAnd([`(ARRAY[${column}] = NULL::${held}[]) IS NULL`, ...parts()]);
}
function writeInstant(instant, type) {
  const date = new Date(instant);
  const year = date.getUTCFullYear();
  const rest = date.toISOString().slice(-20, type === "timestamp" ? -1 : void 0);
  return `${String(year > 0 ? year : 1 - year).padStart(4, "0")}${rest}${year > 0 ? "" : " BC"}`;
}
function requireFinite(column, test) {
  const isBelow = `${column} < 'Infinity'::float8`;
  const isAbove = `${column} > '-Infinity'::float8`;
  if (test?.kind === "other") return [isAbove, isBelow];
  if (test?.kind !== "order") return [];
  return [test.sign === ">" || test.sign === ">=" ? isBelow : isAbove];
}
function writeTest(column, test, type, bind) {
  switch (test?.kind) {
    case void 0:
      return "FALSE";
    case "equal":
      return `${column} = ${bind(test.to)}::${type}`;
    case "listed":
      return `${column} = ANY(${bind([...test.among])}::${type}[])`;
    case "other":
      return test.than.length === 0 ? `${column} IS NOT NULL` : `${column} <> ALL(${bind([...test.than])}::${type}[])`;
    case "order":
      return `${column} ${test.sign} ${bind(test.to)}::${type}`;
  }
}

// runtime/sql/sqlite.ts
function compareSqliteColumn(comparison, column, held, bind) {
  if (comparison.operator === "$exists") return `${column} IS ${comparison.operand ? "NOT NULL" : "NULL"}`;
  switch (comparison.type) {
    case "id":
    case "string":
      if ((held ?? "text") !== "text") throw makeStorageError(comparison, `${held}`);
      return compareText2(column, readColumnTest(comparison, isText2), bind);
    case "number":
    case "integer":
      if (held !== void 0) throw makeStorageError(comparison, held);
      return compareNumber2(comparison, column, bind);
    case "boolean":
      if (held !== void 0) throw makeStorageError(comparison, held);
      return compareBoolean2(column, readColumnTest(comparison, isBoolean), bind);
    case "date":
      return compareDate2(comparison, column, held ?? "text", bind);
    case "list":
      return compareList2(column, readColumnTest(comparison, isHeldItem), bind);
  }
}
function compareList2(column, test, bind) {
  if (!test) return "FALSE";
  const items = listOperands(test);
  const texts = items.filter((one) => typeof one === "string");
  const numbers = items.filter((one) => typeof one === "number");
  const writeAmong = (some) => `item.value IN (SELECT value FROM json_each(${bind(JSON.stringify(some))}))`;
  const is = [
    ...texts.length > 0 ? [joinSqlByAnd([`item.type = 'text'`, writeAmong(texts)])] : [],
    ...numbers.length > 0 ? [
      joinSqlByAnd([
        `item.type IN ('integer', 'real')`,
        joinSqlByOr([
          writeAmong(numbers),
          compareQuantity("item.value", { kind: "listed", among: numbers }, bind)
        ])
      ])
    ] : [],
    ...[true, false].filter((one) => items.includes(one)).map((one) => `item.type = '${one}'`)
  ];
  const isList = `typeof(${column}) = 'text' AND json_valid(${column}) AND json_type(${column}) = 'array'`;
  const contains = `EXISTS (SELECT 1 FROM json_each(${column}) AS item WHERE ${joinSqlByOr(is)})`;
  return `CASE WHEN ${isList} THEN ${test.kind === "other" ? "NOT " : ""}${contains} ELSE FALSE END`;
}
function compareText2(column, test, bind) {
  const text = `${test?.kind === "order" ? "+" : ""}${column} COLLATE BINARY`;
  return joinSqlByAnd([`typeof(${column}) = 'text'`, writeTest2(text, test, bind)]);
}
function compareNumber2(comparison, column, bind) {
  const test = readColumnTest(comparison, isNumber);
  return joinSqlByAnd([
    `typeof(${column}) IN ('integer', 'real')`,
    ...requireFinite2(column, test),
    ...requireWhole(comparison, test, `(typeof(${column}) = 'integer' OR round(${column}) = ${column})`),
    compareQuantity(column, test, bind)
  ]);
}
function compareQuantity(column, test, bind) {
  if (test?.kind === "other") {
    if (test.than.length === 0) return "TRUE";
    return `NOT ${compareQuantity(column, { kind: "listed", among: test.than }, bind)}`;
  }
  if (test?.kind !== "listed") return writeTest2(column, test, bind);
  const whole = test.among.filter(Number.isSafeInteger);
  const others = test.among.filter((item2) => !Number.isSafeInteger(item2)).map((item2) => ({ item: item2, exact: factorNumber(item2) }));
  const exact = others.flatMap((other) => other.exact ? [other.exact] : []);
  const extreme = others.flatMap((other) => other.exact ? [] : [other.item]);
  return joinSqlByOr([
    ...whole.length > 0 ? [writeTest2(column, { kind: "listed", among: whole }, bind)] : [],
    ...exact.length > 0 ? [`${column} IN (SELECT ${product} FROM json_each(${bind(JSON.stringify(exact))}))`] : [],
    ...extreme.length > 0 ? [`${column} IN (${extreme.map(bind).join(", ")})`] : []
  ]);
}
var item = (at) => `json_extract(value, '$[${at}]')`;
var product = `CAST(${item(0)} AS REAL) * ${item(1)} * ${item(2)} / ${item(3)} / ${item(4)}`;
function factorNumber(number) {
  let [whole, twos] = [number, 0];
  while (!Number.isInteger(whole) && twos < 2 * mostTwos) [whole, twos] = [whole * 2, twos + 1];
  if (twos > 0) return Number.isSafeInteger(whole) ? [whole, 1, 1, ...splitTwos(twos)] : void 0;
  while (!Number.isSafeInteger(whole) && twos < 2 * mostTwos) [whole, twos] = [whole / 2, twos + 1];
  return Number.isSafeInteger(whole) ? [whole, ...splitTwos(twos), 1, 1] : void 0;
}
var mostTwos = 52;
var splitTwos = (twos) => [
  2 ** Math.min(twos, mostTwos),
  2 ** Math.max(twos - mostTwos, 0)
];
function requireFinite2(column, test) {
  const [isBelow, isAbove] = [`${column} < 9e999`, `${column} > -9e999`];
  if (test?.kind === "other") return [isAbove, isBelow];
  if (test?.kind !== "order") return [];
  return [test.sign === ">" || test.sign === ">=" ? isBelow : isAbove];
}
function compareBoolean2(column, test, bind) {
  if (!test || test.kind === "order") return "FALSE";
  const values = [...new Set(listOperands(test))].map((value) => bind(value ? 1 : 0)).join(", ");
  const isOne = `typeof(${column}) = 'integer'`;
  return test.kind === "other" ? joinSqlByAnd([isOne, `${column} IN (0, 1)`, `${column} NOT IN (${values})`]) : joinSqlByAnd([isOne, `${column} IN (${values})`]);
}
function compareDate2(comparison, column, held, bind) {
  const test = readColumnTest(comparison, isDate);
  switch (held) {
    case "text":
      return compareDateText2(column, test, bind);
    case "milliseconds":
      return compareDateNumber(column, test, 1, bind);
    case "seconds":
      return compareDateNumber(column, test, 1e3, bind);
    default:
      throw makeStorageError(comparison, held);
  }
}
function compareDateText2(column, test, bind) {
  const parts = [`typeof(${column}) = 'text'`, writeTest2(`${column} COLLATE BINARY`, test, bind)];
  if (test?.kind === "equal" || test?.kind === "listed") return joinSqlByAnd(parts);
  const digits = (count) => "[0-9]".repeat(count);
  return joinSqlByAnd([...parts, `${column} GLOB '${digits(4)}-${digits(2)}-${digits(2)}*'`]);
}
var lastInstant = 864e13;
function compareDateNumber(column, test, unit, bind) {
  const number = (date) => readInstant(date) / unit;
  const bound = lastInstant / unit;
  const instants = test && mapOperands(test, number);
  return joinSqlByAnd([
    `typeof(${column}) = 'integer'`,
    `${column} BETWEEN -${bound} AND ${bound}`,
    compareQuantity(column, instants, bind)
  ]);
}
function writeTest2(column, test, bind) {
  switch (test?.kind) {
    case void 0:
      return "FALSE";
    case "equal":
      return `${column} = ${bind(test.to)}`;
    case "listed":
      return `${column} IN (SELECT value FROM json_each(${bind(JSON.stringify(test.among))}))`;
    case "other":
      return `${column} NOT IN (SELECT value FROM json_each(${bind(JSON.stringify(test.than))}))`;
    case "order":
      return `${column} ${test.sign} ${bind(test.to)}`;
  }
}

// runtime/too-large-error.ts
import { PermissionsError } from "./shared.js";
var makeTooLargeError = (model, what, database) => new PermissionsError(
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

// runtime/sql.ts
function sqlFor(schema) {
  checkSchema(schema);
  switch (schema.dialect) {
    case "postgres":
      return writer(schema, comparePostgresColumn, (place, first = 1) => `$${first + place}`);
    case "sqlite":
      return writer(
        schema,
        compareSqliteColumn,
        (place, first) => first === void 0 ? "?" : `?${first + place}`
      );
  }
}
var limits = {
  postgres: { name: "PostgreSQL", parameters: 65535, tables: Number.POSITIVE_INFINITY },
  sqlite: { name: "SQLite", parameters: 32766, tables: 64 }
};
function writer(schema, writeComparison, parameter) {
  return (where, query = {}) => {
    checkWhere(where, "toSql");
    checkQuery(query);
    const { from, values: before } = query;
    const first = before && before.length + 1;
    const values = [];
    const bind = (value) => parameter(values.push(value) - 1, first);
    if (where === "all") return { text: "TRUE", values };
    if (where === "none") return { text: "FALSE", values };
    const text = writeCondition(
      schema,
      where,
      from,
      (comparison, column, held) => writeComparison(comparison, column, held, bind)
    );
    checkLimits(schema, where, values.length + (before?.length ?? 0));
    for (const value of values) before?.push(value);
    return { text, values };
  };
}
function checkLimits(schema, filter, parameters) {
  const { model } = filter;
  const steps = measureLongestPath(filter) * (hasJoinTables(schema) ? 2 : 1);
  const { name, ...most } = limits[schema.dialect];
  const tooMuch = (what) => makeTooLargeError(model, what, name);
  if (parameters > most.parameters)
    throw tooMuch(`${parameters} parameters, and there can be ${most.parameters}`);
  if (steps > most.tables) throw tooMuch(`${steps} tables on the path, and there can be ${most.tables}`);
}
var hasJoinTables = ({ models }) => Object.keys(models).some(
  (name) => Object.values(models[name]?.relations ?? {}).some((relation) => relation.via !== void 0)
);
function checkQuery(query) {
  if (!isObject(query))
    throw new Error(
      `\`toSql\` takes a query as \`{ from, values }\`, and was given ${describeArgument(query)}`
    );
  if (query.values !== void 0 && !Array.isArray(query.values))
    throw new Error(
      `The \`values\` of a query are a list of parameters, and not ${describeArgument(query.values)}`
    );
}
function writeCondition(schema, filter, from, write) {
  if ("anyOf" in filter)
    return joinSqlByOr(filter.anyOf.map((part) => writeCondition(schema, part, from, write)));
  if ("allOf" in filter)
    return `(${joinSqlByAnd(filter.allOf.map((part) => writeCondition(schema, part, from, write)))})`;
  return writeLinked(schema, filter, from, write);
}
function writeLinked(schema, filter, from, write) {
  const outside = from ?? findSqlModel(schema, filter.model).table;
  const alias = makeAliases(outside);
  const start = { model: filter.model, table: quoteTable(outside), depth: 0 };
  const steps = filter.through.map((step) => typeof step === "string" ? step : step.many);
  const compare = ({ model, table }, comparisons) => comparisons.map((comparison) => {
    const { column, type, inside = [] } = findSqlColumn(schema, model, comparison.property);
    const whole = `${table}.${quoteSqlName(column)}`;
    if (inside.length === 0) return write(comparison, whole, type);
    const asking = compareInsideJson(schema.dialect, comparison, whole, inside);
    return write(asking.comparison, asking.column, asking.held);
  });
  return writeExists(
    schema,
    start,
    steps,
    alias,
    (end) => joinSqlByOr(
      filter.alternatives.map(
        (alternative) => joinSqlByAnd(
          groupByRecord(alternative).flatMap(
            ({ through, comparisons }) => through.length === 0 ? compare(end, comparisons) : [
              writeExists(
                schema,
                end,
                through,
                alias,
                (holder) => joinSqlByAnd(compare(holder, comparisons))
              )
            ]
          )
        )
      )
    )
  );
}
function writeExists(schema, start, steps, alias, meets) {
  let end = start;
  const joins = [];
  for (const name of steps) {
    const relation = findSqlRelation(schema, end.model, name);
    for (const { table, pairs } of listHops(schema, relation, name)) {
      const depth = end.depth + 1;
      const next = alias(depth);
      const meeting2 = pairs.map(([from, to]) => `${next}.${quoteSqlName(to)} = ${end.table}.${quoteSqlName(from)}`).join(" AND ");
      joins.push(`${quoteTable(table)} AS ${next}`, meeting2);
      end = { model: relation.model, table: next, depth };
    }
  }
  const [first, meeting, ...others] = joins;
  if (first === void 0) return meets(end);
  const further = others.map((part, index) => index % 2 === 0 ? ` JOIN ${part}` : ` ON ${part}`).join("");
  return `EXISTS (SELECT 1 FROM ${first}${further} WHERE ${meeting} AND ${meets(end)})`;
}
function makeAliases(outside) {
  const taken = (typeof outside === "string" ? outside : outside[1]).toLowerCase();
  const prefix = taken.startsWith("through") ? "beyond" : "through";
  return (step) => quoteSqlName(`${prefix}_${step}`);
}
export {
  sqlFor
};
