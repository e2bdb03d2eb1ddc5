// runtime/by-record.ts
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

// runtime/given.ts
function checkWhere(given, adapter) {
  if (given === "all" || given === "none") return;
  if (!isFilter(given, deepest))
    throw new Error(`\`${adapter}\` takes what \`policy.where\` gives, and was given ${inWords(given)}`);
}
var deepest = 100;
function isFilter(given, left) {
  if (!isObject(given) || typeof given.model !== "string" || left === 0) return false;
  const parts = given.anyOf ?? given.allOf;
  if (parts === void 0) return isListOf(given.through, isStep) && areAlternatives(given.alternatives);
  const { model } = given;
  const isPart = (part) => isObject(part) && part.model === model && isFilter(part, left - 1);
  return Array.isArray(parts) && parts.length > 0 && parts.every(isPart);
}
var isStep = (step) => isText(step) || isObject(step) && isText(step.many);
var isObject = (given) => typeof given === "object" && given !== null && !Array.isArray(given);
function inWords(given) {
  if (typeof given === "string") return JSON.stringify(given);
  if (Array.isArray(given)) return "a list";
  if (typeof given === "function") return "a function";
  return typeof given === "object" && given !== null ? "another object" : String(given);
}
var types = ["id", "string", "number", "integer", "boolean", "date"];
var operators = ["$eq", "$gt", "$gte", "$lt", "$lte", "$ne"];
var ordering = ["$gt", "$gte", "$lt", "$lte"];
var listOperators = ["$in", "$nin"];
function isComparison(given) {
  if (!isObject(given) || !isText(given.property)) return false;
  const { type, operator, operand, through } = given;
  if (through !== void 0 && !(isListOf(through, isText) && through.length > 0))
    return false;
  if (operator === "$exists")
    return typeof operand === "boolean" && (types.includes(type) || type === "list" || type === "object");
  if (type === "list" && ordering.includes(operator)) return false;
  return (types.includes(type) || type === "list") && (listOperators.includes(operator) ? Array.isArray(operand) : operators.includes(operator));
}
var isText = (given) => typeof given === "string";
var areAlternatives = (given) => isListOf(given, (alternative) => isListOf(alternative, isComparison));
var isListOf = (given, isItem2) => Array.isArray(given) && given.every(isItem2);

// runtime/sql/inside.ts
function askInside(dialect, comparison, column, names) {
  if (comparison.operator === "$exists") {
    const json = dialect === "postgres" ? inPostgres(column, names) : thereInSqlite(column, names);
    return { comparison: { ...comparison, type: "object" }, column: json, held: void 0 };
  }
  const write = dialect === "postgres" ? valueInPostgres : valueInSqlite;
  const held = comparison.type === "date" ? "text" : void 0;
  return { comparison, column: write(comparison.type, column, names), held };
}
var pathsOf = (names) => names.map((_, at) => [...names.slice(0, at), names.slice(at).join(".")]);
function inPostgres(column, names) {
  const paths = pathsOf(names).map(
    (path) => path.reduce((json, key) => `${json} -> ${literal(key)}`, `to_jsonb(${column})`)
  );
  return paths.length === 1 ? `(${paths[0]})` : `COALESCE(${paths.join(", ")})`;
}
function valueInPostgres(type, column, names) {
  const json = inPostgres(column, names);
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
var typeInSqlite = (column, names) => {
  const types3 = pathsOf(names).map((path) => `json_type(${column}, ${pathLiteral(path)})`);
  const type = types3.length === 1 ? types3[0] : `COALESCE(${types3.join(", ")})`;
  return `(CASE WHEN json_valid(${column}) THEN ${type} END)`;
};
var thereInSqlite = (column, names) => `(CASE WHEN ${typeInSqlite(column, names)} <> 'null' THEN 1 END)`;
function valueInSqlite(type, column, names) {
  const paths = pathsOf(names).map((path) => pathLiteral(path));
  const value = paths.reduceRight(
    (rest, path) => rest === "" ? `json_extract(${column}, ${path})` : `CASE WHEN json_type(${column}, ${path}) IS NOT NULL THEN json_extract(${column}, ${path}) ELSE ${rest} END`,
    ""
  );
  const kind = typeInSqlite(column, names);
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
var literal = (text) => `'${text.replaceAll("'", "''")}'`;
var pathLiteral = (keys) => literal(`$${keys.map((key) => `."${key}"`).join("")}`);

// runtime/sql/logic.ts
var longestChain = 64;
var all = (parts) => chain(parts, " AND ") || "FALSE";
var any = (parts) => `(${chain(parts, " OR ") || "FALSE"})`;
function chain(parts, word) {
  if (parts.length <= longestChain) return parts.join(word);
  const size = Math.ceil(parts.length / longestChain);
  const groups = [];
  for (let at = 0; at < parts.length; at += size) groups.push(`(${chain(parts.slice(at, at + size), word)})`);
  return groups.join(word);
}

// compiler/text/instant.ts
function instantOf(text) {
  const match = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (!match || !isInCalendar(text.slice(0, 10))) return Number.NaN;
  return Date.parse(match[1] !== void 0 && match[2] === void 0 ? `${text}Z` : text);
}
var isInCalendar = (day) => new Date(Date.parse(day)).getUTCDate() === Number(day.slice(8));

// runtime/text.ts
var isStorable = (text) => !text.includes("\0") && isWellFormed(text);
var isWellFormed = (text) => typeof text.isWellFormed === "function" ? text.isWellFormed() : !/\p{Surrogate}/u.test(text);

// runtime/asked.ts
function askedBy(comparison, fits) {
  const { type, operator, operand } = comparison;
  switch (operator) {
    case "$in": {
      const among = operand.filter(fits);
      return among.length === 0 ? void 0 : { asks: "listed", among };
    }
    case "$nin":
      return otherThan(operand, type, fits);
    case "$ne":
      return otherThan([operand], type, fits);
    case "$eq":
      return fits(operand) ? { asks: "equal", to: operand } : void 0;
    default:
      return fits(operand) ? { asks: "order", sign: signs[operator], to: operand } : void 0;
  }
}
var otherThan = (excluded, type, fits) => excluded.every((item2) => isOfType(type, item2)) ? { asks: "other", than: excluded.filter(fits) } : void 0;
function operandsOf(asked) {
  switch (asked?.asks) {
    case void 0:
      return [];
    case "equal":
    case "order":
      return [asked.to];
    case "listed":
      return asked.among;
    case "other":
      return asked.than;
  }
}
function mapOperands(asked, write) {
  switch (asked.asks) {
    case "equal":
      return { asks: "equal", to: write(asked.to) };
    case "order":
      return { ...asked, to: write(asked.to) };
    case "listed":
      return { asks: "listed", among: asked.among.map(write) };
    case "other":
      return { asks: "other", than: asked.than.map(write) };
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
var isDate = (operand) => typeof operand === "string" && !Number.isNaN(instantOf(operand));
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
    throw new Error(`\`sqlFor\` takes a schema as \`{ dialect, models }\`, and was given ${inWords(schema)}`);
  const known = Object.hasOwn(types2, schema.dialect) ? types2[schema.dialect] : void 0;
  if (!known)
    throw new Error(`The dialect \`${schema.dialect}\` is unknown: write \`postgres\` or \`sqlite\``);
  if (!isObject(schema.models))
    throw new Error(
      `The schema must have \`models\`, which say where their records are; it has ${inWords(schema.models)}`
    );
  for (const name of Object.keys(schema.models)) {
    const { table, columns = {}, relations = {} } = findSqlModel(schema, name);
    if (typeof table !== "string" && !(Array.isArray(table) && table.length === 2))
      throw new Error(
        `The model \`${name}\` must have a \`table\`, a name or a schema and a name; it has ${inWords(table)}`
      );
    quoteTable(table);
    for (const [property, column] of entriesIn(columns, `The \`columns\` of the model \`${name}\``)) {
      if (typeof column === "string") quoteSqlName(column);
      else {
        if (!isObject(column))
          throw new Error(
            `\`${name}.${property}\` must be the name of a column or \`{ column, type }\`, and is ${inWords(column)}`
          );
        quoteSqlName(column.column);
        if (!known.includes(column.type))
          throw new Error(
            `\`${name}.${property}\` has the type \`${column.type}\`, which is unknown to ${schema.dialect}`
          );
      }
    }
    for (const [step, relation] of entriesIn(relations, `The \`relations\` of the model \`${name}\``)) {
      if (!isObject(relation))
        throw new Error(
          `The relation \`${step}\` of the model \`${name}\` must be \`{ model, from, to }\`, and is ${inWords(relation)}`
        );
      findSqlModel(schema, relation.model);
      for (const { table: table2, pairs } of hopsOf(schema, relation, step)) {
        quoteTable(table2);
        for (const pair of pairs) pair.forEach(quoteSqlName);
      }
    }
  }
}
function hopsOf(schema, { model, from, to, via }, step) {
  const { table } = findSqlModel(schema, model);
  if (via === void 0) return [{ table, pairs: pairUp(from, to, step) }];
  if (!isObject(via))
    throw new Error(
      `\`via\` of the relation \`${step}\` must be \`{ table, from, to }\`, and is ${inWords(via)}`
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
function entriesIn(given, words) {
  if (!isObject(given)) throw new Error(`${words} must be an object, and are ${inWords(given)}`);
  return Object.entries(given);
}
function findSqlModel({ models }, name) {
  const model = Object.hasOwn(models, name) ? models[name] : void 0;
  if (model !== void 0 && !isObject(model))
    throw new Error(`The model \`${name}\` must be an object with a \`table\`, and is ${inWords(model)}`);
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
var heldWrongly = ({ property, type }, held) => new Error(
  `\`${property}\` is of the type ${type}: the schema cannot have it in a column of the type \`${held}\``
);

// runtime/sql/postgres.ts
function postgres(comparison, column, held, bind) {
  if (comparison.operator === "$exists") return existence(comparison, column);
  switch (comparison.type) {
    case "id":
    case "string":
      return textual(comparison, column, held ?? "text", bind);
    case "number":
    case "integer":
      if (held !== void 0) throw heldWrongly(comparison, held);
      return numeric(comparison, column, bind);
    case "boolean":
      if (held !== void 0) throw heldWrongly(comparison, held);
      return logical(comparison, column, bind);
    case "date":
      return dated(comparison, column, held ?? "timestamptz", bind);
    case "list":
      return containing(comparison, column, bind);
  }
}
function existence({ type, operand }, column) {
  if (type === "list" || type === "object")
    return `COALESCE(to_jsonb(${column}), 'null'::jsonb) ${operand ? "<>" : "="} 'null'::jsonb`;
  return `${column} IS ${operand ? "NOT NULL" : "NULL"}`;
}
function containing(comparison, column, bind) {
  const asked = askedBy(comparison, isHeldItem);
  if (!asked) return "FALSE";
  const json = `to_jsonb(${column})`;
  const isList = `jsonb_typeof(${json}) = 'array'`;
  const items = `ARRAY(SELECT jsonb_array_elements(${bind(JSON.stringify(operandsOf(asked)))}::text::jsonb))`;
  return all([isList, `${asked.asks === "other" ? "NOT " : ""}${json} @> ANY(${items})`]);
}
function textual(comparison, column, held, bind) {
  const asked = askedBy(comparison, isText2);
  switch (held) {
    case "text":
      return compared(asked?.asks === "order" ? `${column} COLLATE "C"` : column, asked, "text", bind);
    case "uuid":
      if (asked?.asks === "order") return printed(column, asked, bind);
      return compared(column, askedBy(comparison, isUuid), "uuid", bind);
    case "cast":
      return printed(column, asked, bind);
    default:
      throw heldWrongly(comparison, held);
  }
}
var printed = (column, asked, bind) => all([`${column} IS NOT NULL`, compared(`concat(${column}) COLLATE "C"`, asked, "text", bind)]);
function numeric(comparison, column, bind) {
  const asked = askedBy(comparison, isNumber);
  const type = operandsOf(asked).every(Number.isSafeInteger) ? "int8" : "float8";
  return all([compared(column, asked, type, bind), ...finite(column, asked)]);
}
function logical(comparison, column, bind) {
  const asked = askedBy(comparison, isBoolean);
  return compared(column, asked?.asks === "order" ? void 0 : asked, "boolean", bind);
}
function dated(comparison, column, held, bind) {
  const asked = askedBy(comparison, isDate);
  switch (held) {
    case "text":
      return datedByText(column, asked, bind);
    case "timestamptz":
    case "timestamp":
    case "date":
      return datedByInstant(column, asked, held, bind);
    default:
      throw heldWrongly(comparison, held);
  }
}
function datedByText(column, asked, bind) {
  if (asked?.asks === "equal" || asked?.asks === "listed") return compared(column, asked, "text", bind);
  const text = `${column} COLLATE "C"`;
  return all([compared(text, asked, "text", bind), `${text} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}'`]);
}
function datedByInstant(column, asked, held, bind) {
  if (!asked) return "FALSE";
  const type = held === "timestamptz" ? "timestamptz" : "timestamp";
  const bound = (instant) => `${bind(written(instant, type))}::${type}`;
  const each = (dates) => dates.map((date) => written(instantOf(date), type));
  const whole = held === "date" ? column : `date_trunc('milliseconds', ${column})`;
  const parts = () => {
    switch (asked.asks) {
      case "equal": {
        const from = instantOf(asked.to);
        return [`${column} >= ${bound(from)}`, `${column} < ${bound(from + 1)}`];
      }
      case "listed":
        return [`${whole} = ANY(${bind(each(asked.among))}::${type}[])`];
      case "other":
        return [
          `${whole} <> ALL(${bind(each(asked.than))}::${type}[])`,
          `${column} > '-infinity'::${held}`,
          `${column} < 'infinity'::${held}`
        ];
      case "order": {
        const instant = instantOf(asked.to);
        const from = asked.sign === ">" || asked.sign === "<=" ? instant + 1 : instant;
        return asked.sign === ">" || asked.sign === ">=" ? [`${column} >= ${bound(from)}`, `${column} < 'infinity'::${held}`] : [`${column} < ${bound(from)}`, `${column} > '-infinity'::${held}`];
      }
    }
  };
  return all([`(ARRAY[${column}] = NULL::${held}[]) IS NULL`, ...parts()]);
}
function written(instant, type) {
  const date = new Date(instant);
  const year = date.getUTCFullYear();
  const rest = date.toISOString().slice(-20, type === "timestamp" ? -1 : void 0);
  return `${String(year > 0 ? year : 1 - year).padStart(4, "0")}${rest}${year > 0 ? "" : " BC"}`;
}
function finite(column, asked) {
  const isBelow = `${column} < 'Infinity'::float8`;
  const isAbove = `${column} > '-Infinity'::float8`;
  if (asked?.asks === "other") return [isAbove, isBelow];
  if (asked?.asks !== "order") return [];
  return [asked.sign === ">" || asked.sign === ">=" ? isBelow : isAbove];
}
function compared(column, asked, type, bind) {
  switch (asked?.asks) {
    case void 0:
      return "FALSE";
    case "equal":
      return `${column} = ${bind(asked.to)}::${type}`;
    case "listed":
      return `${column} = ANY(${bind([...asked.among])}::${type}[])`;
    case "other":
      return asked.than.length === 0 ? `${column} IS NOT NULL` : `${column} <> ALL(${bind([...asked.than])}::${type}[])`;
    case "order":
      return `${column} ${asked.sign} ${bind(asked.to)}::${type}`;
  }
}

// runtime/sql/sqlite.ts
function sqlite(comparison, column, held, bind) {
  if (comparison.operator === "$exists") return `${column} IS ${comparison.operand ? "NOT NULL" : "NULL"}`;
  switch (comparison.type) {
    case "id":
    case "string":
      if ((held ?? "text") !== "text") throw heldWrongly(comparison, `${held}`);
      return textual2(column, askedBy(comparison, isText2), bind);
    case "number":
    case "integer":
      if (held !== void 0) throw heldWrongly(comparison, held);
      return numeric2(column, askedBy(comparison, isNumber), bind);
    case "boolean":
      if (held !== void 0) throw heldWrongly(comparison, held);
      return logical2(column, askedBy(comparison, isBoolean), bind);
    case "date":
      return dated2(comparison, column, held ?? "text", bind);
    case "list":
      return containing2(column, askedBy(comparison, isHeldItem), bind);
  }
}
function containing2(column, asked, bind) {
  if (!asked) return "FALSE";
  const items = operandsOf(asked);
  const texts = items.filter((one) => typeof one === "string");
  const numbers = items.filter((one) => typeof one === "number");
  const among = (some) => `item.value IN (SELECT value FROM json_each(${bind(JSON.stringify(some))}))`;
  const is = [
    ...texts.length > 0 ? [all([`item.type = 'text'`, among(texts)])] : [],
    ...numbers.length > 0 ? [
      all([
        `item.type IN ('integer', 'real')`,
        any([among(numbers), quantity("item.value", { asks: "listed", among: numbers }, bind)])
      ])
    ] : [],
    ...[true, false].filter((one) => items.includes(one)).map((one) => `item.type = '${one}'`)
  ];
  const isList = `typeof(${column}) = 'text' AND json_valid(${column}) AND json_type(${column}) = 'array'`;
  const contains = `EXISTS (SELECT 1 FROM json_each(${column}) AS item WHERE ${any(is)})`;
  return `CASE WHEN ${isList} THEN ${asked.asks === "other" ? "NOT " : ""}${contains} ELSE FALSE END`;
}
function textual2(column, asked, bind) {
  const text = `${asked?.asks === "order" ? "+" : ""}${column} COLLATE BINARY`;
  return all([`typeof(${column}) = 'text'`, compared2(text, asked, bind)]);
}
function numeric2(column, asked, bind) {
  return all([
    `typeof(${column}) IN ('integer', 'real')`,
    ...finite2(column, asked),
    quantity(column, asked, bind)
  ]);
}
function quantity(column, asked, bind) {
  if (asked?.asks === "other") {
    if (asked.than.length === 0) return "TRUE";
    return `NOT ${quantity(column, { asks: "listed", among: asked.than }, bind)}`;
  }
  if (asked?.asks !== "listed") return compared2(column, asked, bind);
  const whole = asked.among.filter(Number.isSafeInteger);
  const others = asked.among.filter((item2) => !Number.isSafeInteger(item2)).map((item2) => ({ item: item2, exact: exactly(item2) }));
  const exact = others.flatMap((other) => other.exact ? [other.exact] : []);
  const extreme = others.flatMap((other) => other.exact ? [] : [other.item]);
  return any([
    ...whole.length > 0 ? [compared2(column, { asks: "listed", among: whole }, bind)] : [],
    ...exact.length > 0 ? [`${column} IN (SELECT ${product} FROM json_each(${bind(JSON.stringify(exact))}))`] : [],
    ...extreme.length > 0 ? [`${column} IN (${extreme.map(bind).join(", ")})`] : []
  ]);
}
var item = (at) => `json_extract(value, '$[${at}]')`;
var product = `CAST(${item(0)} AS REAL) * ${item(1)} * ${item(2)} / ${item(3)} / ${item(4)}`;
function exactly(number) {
  let [whole, twos] = [number, 0];
  while (!Number.isInteger(whole) && twos < 2 * mostTwos) [whole, twos] = [whole * 2, twos + 1];
  if (twos > 0) return Number.isSafeInteger(whole) ? [whole, 1, 1, ...powers(twos)] : void 0;
  while (!Number.isSafeInteger(whole) && twos < 2 * mostTwos) [whole, twos] = [whole / 2, twos + 1];
  return Number.isSafeInteger(whole) ? [whole, ...powers(twos), 1, 1] : void 0;
}
var mostTwos = 52;
var powers = (twos) => [
  2 ** Math.min(twos, mostTwos),
  2 ** Math.max(twos - mostTwos, 0)
];
function finite2(column, asked) {
  const [isBelow, isAbove] = [`${column} < 9e999`, `${column} > -9e999`];
  if (asked?.asks === "other") return [isAbove, isBelow];
  if (asked?.asks !== "order") return [];
  return [asked.sign === ">" || asked.sign === ">=" ? isBelow : isAbove];
}
function logical2(column, asked, bind) {
  if (!asked || asked.asks === "order") return "FALSE";
  const values = [...new Set(operandsOf(asked))].map((value) => bind(value ? 1 : 0)).join(", ");
  const isOne = `typeof(${column}) = 'integer'`;
  return asked.asks === "other" ? all([isOne, `${column} IN (0, 1)`, `${column} NOT IN (${values})`]) : all([isOne, `${column} IN (${values})`]);
}
function dated2(comparison, column, held, bind) {
  const asked = askedBy(comparison, isDate);
  switch (held) {
    case "text":
      return datedByText2(column, asked, bind);
    case "milliseconds":
      return datedByNumber(column, asked, 1, bind);
    case "seconds":
      return datedByNumber(column, asked, 1e3, bind);
    default:
      throw heldWrongly(comparison, held);
  }
}
function datedByText2(column, asked, bind) {
  const parts = [`typeof(${column}) = 'text'`, compared2(`${column} COLLATE BINARY`, asked, bind)];
  if (asked?.asks === "equal" || asked?.asks === "listed") return all(parts);
  const digits = (count) => "[0-9]".repeat(count);
  return all([...parts, `${column} GLOB '${digits(4)}-${digits(2)}-${digits(2)}*'`]);
}
var lastInstant = 864e13;
function datedByNumber(column, asked, unit, bind) {
  const number = (date) => instantOf(date) / unit;
  const bound = lastInstant / unit;
  const instants = asked && mapOperands(asked, number);
  return all([
    `typeof(${column}) = 'integer'`,
    `${column} BETWEEN -${bound} AND ${bound}`,
    quantity(column, instants, bind)
  ]);
}
function compared2(column, asked, bind) {
  switch (asked?.asks) {
    case void 0:
      return "FALSE";
    case "equal":
      return `${column} = ${bind(asked.to)}`;
    case "listed":
      return `${column} IN (SELECT value FROM json_each(${bind(JSON.stringify(asked.among))}))`;
    case "other":
      return `${column} NOT IN (SELECT value FROM json_each(${bind(JSON.stringify(asked.than))}))`;
    case "order":
      return `${column} ${asked.sign} ${bind(asked.to)}`;
  }
}

// runtime/too-large.ts
import { PermissionsError } from "./facade.js";
var makeTooLargeError = (model, what, database) => new PermissionsError(
  "too-large",
  `the records of \`${model}\` that are reached take ${what} in one query of ${database}: ask with fewer roles or shorter lists of the user`
);
function longestPathOf(filter) {
  if ("through" in filter) {
    const further = filter.alternatives.flatMap(
      (alternative) => alternative.map(({ through = [] }) => through.length)
    );
    return filter.through.length + further.reduce((most, length) => Math.max(most, length), 0);
  }
  return Math.max(...("anyOf" in filter ? filter.anyOf : filter.allOf).map(longestPathOf));
}

// runtime/sql.ts
function sqlFor(schema) {
  checkSchema(schema);
  switch (schema.dialect) {
    case "postgres":
      return writer(schema, postgres, (place, first = 1) => `$${first + place}`);
    case "sqlite":
      return writer(
        schema,
        sqlite,
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
    const text = written2(
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
  const steps = longestPathOf(filter) * (hasJoinTables(schema) ? 2 : 1);
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
    throw new Error(`\`toSql\` takes a query as \`{ from, values }\`, and was given ${inWords(query)}`);
  if (query.values !== void 0 && !Array.isArray(query.values))
    throw new Error(`The \`values\` of a query are a list of parameters, and not ${inWords(query.values)}`);
}
function written2(schema, filter, from, write) {
  if ("anyOf" in filter) return any(filter.anyOf.map((part) => written2(schema, part, from, write)));
  if ("allOf" in filter) return `(${all(filter.allOf.map((part) => written2(schema, part, from, write)))})`;
  return linked(schema, filter, from, write);
}
function linked(schema, filter, from, write) {
  const outside = from ?? findSqlModel(schema, filter.model).table;
  const alias = aliasesBeside(outside);
  const start = { model: filter.model, table: quoteTable(outside), depth: 0 };
  const steps = filter.through.map((step) => typeof step === "string" ? step : step.many);
  const compare = ({ model, table }, comparisons) => comparisons.map((comparison) => {
    const { column, type, inside = [] } = findSqlColumn(schema, model, comparison.property);
    const whole = `${table}.${quoteSqlName(column)}`;
    if (inside.length === 0) return write(comparison, whole, type);
    const asking = askInside(schema.dialect, comparison, whole, inside);
    return write(asking.comparison, asking.column, asking.held);
  });
  return exists(
    schema,
    start,
    steps,
    alias,
    (end) => any(
      filter.alternatives.map(
        (alternative) => all(
          groupByRecord(alternative).flatMap(
            ({ through, comparisons }) => through.length === 0 ? compare(end, comparisons) : [exists(schema, end, through, alias, (holder) => all(compare(holder, comparisons)))]
          )
        )
      )
    )
  );
}
function exists(schema, start, steps, alias, meets) {
  let end = start;
  const joins = [];
  for (const name of steps) {
    const relation = findSqlRelation(schema, end.model, name);
    for (const { table, pairs } of hopsOf(schema, relation, name)) {
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
function aliasesBeside(outside) {
  const taken = (typeof outside === "string" ? outside : outside[1]).toLowerCase();
  const prefix = taken.startsWith("through") ? "beyond" : "through";
  return (step) => quoteSqlName(`${prefix}_${step}`);
}
export {
  sqlFor
};
