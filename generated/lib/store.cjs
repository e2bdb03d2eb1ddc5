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
  BundleRefused: () => BundleRefused,
  openFleet: () => openFleet,
  openStore: () => openStore
});
module.exports = __toCommonJS(stdin_exports);
var import_facade = require("./facade.cjs");
var import_facade2 = require("./facade.cjs");
var import_facade3 = require("./facade.cjs");
var import_facade4 = require("./facade.cjs");
var import_facade5 = require("./facade.cjs");
var import_shared = require("./shared.cjs");
var import_shared2 = require("./shared.cjs");
var import_facade6 = require("./facade.cjs");
var import_facade7 = require("./facade.cjs");
var import_shared3 = require("./shared.cjs");
var hasBrand = (value, brand2) => value instanceof Error && Reflect.get(value, brand2) === true;
var brand = /* @__PURE__ */ Symbol.for("plafond.BundleRefused");
var BundleRefused = class extends Error {
  static [Symbol.hasInstance](error) {
    return hasBrand(error, brand);
  }
  name = "BundleRefused";
  code;
  get [brand]() {
    return true;
  }
  constructor(code, message) {
    super(message);
    this.code = code;
  }
};
function checkTimes({ sequence, expires }, what) {
  if (typeof sequence !== "number" || !Number.isSafeInteger(sequence) || sequence < 0)
    throw new BundleRefused("malformed", `the sequence of the ${what} is not a whole number from 0`);
  if (expires !== void 0 && !isInstant(expires))
    throw new BundleRefused(
      "malformed",
      `the expiry of the ${what} is not an instant, as \`2027-03-31T00:00:00Z\``
    );
  return { sequence, expires };
}
function refuseUntimely({ sequence, expires }, { lowest = 0, whenExpired, now }, what) {
  if (sequence < lowest)
    throw new BundleRefused(
      "older",
      `the sequence of the ${what} is ${sequence}, and ${lowest} is the least here`
    );
  refuseRunaway(sequence, now(), what);
  if (whenExpired !== "keep") refuseExpired(expires, now(), what);
}
var secondsAhead = 7 * 24 * 60 * 60;
function refuseRunaway(sequence, now, what) {
  const most = Math.floor(now / 1e3) + secondsAhead;
  if (!(sequence <= most))
    throw new BundleRefused(
      "too-far-ahead",
      `the sequence of the ${what} is ${sequence}, and none above ${most} is taken before next week: sequences are seconds since 1970, or smaller`
    );
}
function refuseExpired(expires, now, what = "bundle") {
  if (expires !== void 0 && !(now < Date.parse(expires)))
    throw new BundleRefused(
      "expired",
      `the ${what} has expired at ${expires}: take one that was signed since`
    );
}
var isInstant = (value) => typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value.replace("Z", ".000Z");
function compareReleases(found, held, what) {
  if (found.sequence > held.sequence) return "newer";
  if (found.sequence < held.sequence)
    throw new BundleRefused(
      "older",
      `the sequence of the ${what} is ${found.sequence}, and ${held.sequence} is in use`
    );
  if (found.digest === held.digest) return "same";
  throw new BundleRefused(
    "replayed-differently",
    `the ${what} has sequence ${found.sequence}, as the one in use, and does not say the same`
  );
}
var renewRelease = (found, held) => ({
  trust: found.trust,
  keyids: found.keyids,
  keyid: found.keyid,
  expires: found.expires === void 0 || held.expires === void 0 ? void 0 : found.expires > held.expires ? found.expires : held.expires
});
var roleDocumentsVersion = 2;
var prose = /* @__PURE__ */ new Set([
  ...["title", "titles", "description", "notes", "because", "where", "source"]
]);
function readDecidingParts({ bundle: _, ...content }) {
  return { ...content, documents: omitProse(content.documents) };
}
var omitProse = (documents) => documents.map(([label, value]) => [label, withoutDocumentProse(value)]);
var withoutDocumentProse = (value) => Object.fromEntries(Object.entries(value).filter(([field]) => !prose.has(field)));
var proseKey = new RegExp(`"(?:${[...prose].join("|")})":`);
async function doInSlices(work, pause) {
  for (; ; ) {
    const { done, value } = work.next();
    if (done) return value;
    await pause();
  }
}
function doAtOnce(work) {
  for (; ; ) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
var pauseForOthers = () => new Promise((resolve) => {
  if (typeof setImmediate === "function") setImmediate(resolve);
  else if (typeof MessageChannel === "function") {
    const { port1, port2 } = new MessageChannel();
    const heard = () => {
      port1.close();
      resolve();
    };
    Object.assign(port1, { onmessage: heard });
    port2.postMessage(null);
  } else setTimeout(resolve, 0);
});
var bundleType = "application/vnd.plafond.bundle+json";
var fleetType = "application/vnd.plafond.fleet+json";
var usualLimit = 64 * 1024 * 1024;
var mostSignatures = 16;
var opening = '{"payload":"';
var writeMiddle = (type) => `","payloadType":"${type}","signatures":[`;
var closing = "]}\n";
var writeEnvelope = ({ payload, signatures }, type = bundleType) => `${opening}${payload}${writeMiddle(type)}${[...signatures].sort((a, b) => a.keyid < b.keyid ? -1 : 1).map(({ keyid, signature }) => `{"keyid":"${keyid}","sig":"${signature}"}`).join(",")}${closing}`;
var oneSignature = /\{"keyid":"([0-9a-f]{64})","sig":"([A-Za-z0-9+/]{86}==)"\}(,|$)/y;
var lengthOfOne = '{"keyid":"","sig":""},'.length + 64 + 88;
function readEnvelope(content, type = bundleType) {
  const middle = writeMiddle(type);
  const text = content.endsWith("\r\n") ? `${content.slice(0, -2)}
` : content;
  const end = text.indexOf('"', opening.length);
  if (end < 0 || !text.startsWith(opening) || !text.startsWith(middle, end) || !text.endsWith(closing))
    return void 0;
  const list = text.slice(end + middle.length, -closing.length);
  if (list.length > mostSignatures * lengthOfOne) return void 0;
  const signatures = [];
  for (let at = 0; at <= list.length; ) {
    oneSignature.lastIndex = at;
    const [whole2, keyid, signature, comma] = oneSignature.exec(list) ?? [];
    if (whole2 === void 0 || keyid === void 0 || signature === void 0) return void 0;
    if (keyid <= (signatures.at(-1)?.keyid ?? "")) return void 0;
    signatures.push({ keyid, signature });
    at += whole2.length;
    if (comma === "")
      return at === list.length ? { payload: text.slice(opening.length, end), signatures } : void 0;
  }
  return void 0;
}
function writeSignedBytes(payload, type = bundleType) {
  const head2 = new TextEncoder().encode(`DSSEv1 ${type.length} ${type} ${payload.length} `);
  const bytes = new Uint8Array(head2.length + payload.length);
  bytes.set(head2);
  bytes.set(payload, head2.length);
  return bytes;
}
var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
var values = new Int8Array(256).fill(-1);
for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value;
var readBase64 = (text) => doAtOnce(decodeBase64(text));
var sliceDigits = 8e5;
function* decodeBase64(text) {
  if (text.length % 4 !== 0) return void 0;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array(text.length / 4 * 3);
  const length = bytes.length - padding;
  const encoder = new TextEncoder();
  for (let from = 0; from < text.length; from += sliceDigits) {
    if (from > 0) yield;
    const slice = text.slice(from, from + sliceDigits);
    const digits = encoder.encode(slice);
    if (digits.length !== slice.length) return void 0;
    if (from + sliceDigits >= text.length) digits.fill(alphabet.charCodeAt(0), digits.length - padding);
    if (!decodeGroups(digits, bytes.subarray(from / 4 * 3))) return void 0;
  }
  return bytes.subarray(length).some((byte) => byte !== 0) ? void 0 : bytes.subarray(0, length);
}
function decodeGroups(digits, bytes) {
  const valueAt = (at) => values[digits[at] ?? 0] ?? -1;
  for (let at = 0, next = 0; at < digits.length; at += 4) {
    const group = valueAt(at) << 18 | valueAt(at + 1) << 12 | valueAt(at + 2) << 6 | valueAt(at + 3);
    if (group < 0) return false;
    bytes[next++] = group >> 16;
    bytes[next++] = group >> 8;
    bytes[next++] = group;
  }
  return true;
}
async function openKeys(sources) {
  if (typeof crypto === "undefined" || !crypto.subtle)
    throw new BundleRefused(
      "cannot-verify",
      "there is no Web Cryptography here; browsers have it on https only"
    );
  if (!Array.isArray(sources)) throw new Error("`keys` is a list: of public keys in PEM, or of `CryptoKey`");
  const keys = /* @__PURE__ */ new Map();
  for (const [at, one] of sources.entries()) {
    const opened = typeof one === "string" ? await importPem(one) : await exportNative(one);
    if ("fault" in opened) throw new Error(`key ${at + 1} of ${sources.length} ${opened.fault}`);
    keys.set(await digestKey(opened.raw), opened.key);
  }
  return keys;
}
async function hasSigned(key, signature, bytes) {
  return crypto.subtle.verify("Ed25519", key, signature, bytes);
}
async function digestBytes(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
var digestKey = digestBytes;
var head = [48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0];
function readPublicKey(pem) {
  const blocks = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g)];
  const [block] = blocks;
  if (!block) return { fault: "is no key in PEM, which begins with `-----BEGIN PUBLIC KEY-----`" };
  if (blocks.length > 1) return { fault: "is more than one key; give each on its own" };
  const [, label = "", body = ""] = block;
  if (label.endsWith("PRIVATE KEY"))
    return { fault: "is a private key, which stays where bundles are signed; give its public key" };
  const der = label === "PUBLIC KEY" ? readBase64(body.replace(/\s/g, "")) : void 0;
  if (der?.length !== head.length + 32 || head.some((byte, at) => der[at] !== byte))
    return { fault: "is no public key for Ed25519" };
  return refuseWeakKey(der.slice(head.length));
}
function refuseWeakKey(raw) {
  const digits = [...raw].reverse().map((byte) => byte.toString(16).padStart(2, "0"));
  const y = BigInt(`0x${digits.join("")}`) & (1n << 255n) - 1n;
  const isSmall = smallOrder.some((one) => y === one);
  if (y < prime && !isSmall) return raw;
  return { fault: "is a public key of small order or in a strange writing, under which anybody can sign" };
}
var prime = (1n << 255n) - 19n;
var ofOrderEight = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
var smallOrder = [0n, 1n, prime - 1n, ofOrderEight, prime - ofOrderEight];
async function importPem(pem) {
  const raw = readPublicKey(pem);
  if ("fault" in raw) return raw;
  try {
    return { raw, key: await crypto.subtle.importKey("raw", raw, "Ed25519", true, ["verify"]) };
  } catch {
    throw new BundleRefused("cannot-verify", "the Web Cryptography here does not have Ed25519");
  }
}
async function exportNative(key) {
  if (key?.algorithm?.name !== "Ed25519" || key.type !== "public")
    return { fault: "is no public key for Ed25519" };
  if (!key.usages.includes("verify")) return { fault: "may not verify; import it with the usage `verify`" };
  if (!key.extractable)
    return { fault: "cannot be exported, so its id is not known; import it as extractable" };
  const raw = refuseWeakKey(new Uint8Array(await crypto.subtle.exportKey("raw", key)));
  return "fault" in raw ? raw : { key, raw };
}
function isReadExactly(written, value) {
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return false;
  if (/^0[ox]/.test(written)) return true;
  return written.length <= longestNumber && normalizeDecimal(written) === normalizeDecimal(String(value));
}
var longestNumber = 400;
function normalizeDecimal(text) {
  const [, whole2 = "", fraction = "", exponent = "0"] = /^[-+]?(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const digits = (whole2 + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
var JsonError = class extends Error {
};
var deepest = 100;
var sliceLength = 2e5;
function* parseJson(text) {
  const reader = { text, at: 0 };
  const open = [];
  for (let until = sliceLength; ; ) {
    if (reader.at >= until) {
      yield;
      until = reader.at + sliceLength;
    }
    let value = readOpening(reader, open);
    if (value === void 0) continue;
    for (; ; ) {
      const inside = open.at(-1);
      if (!inside) {
        skipSpace(reader);
        if (reader.at < text.length) fail("is not JSON");
        return value;
      }
      put(inside, value);
      if (!isAtEnd(reader, inside)) break;
      open.pop();
      value = Object.freeze(inside.value);
    }
  }
}
function readOpening(reader, open) {
  skipSpace(reader);
  const sign = reader.text[reader.at];
  if (sign === '"') return readString(reader);
  if (sign !== "[" && sign !== "{") return readScalar(reader);
  if (open.length === deepest) fail("is nested too deep");
  reader.at++;
  skipSpace(reader);
  const isEmpty = reader.text[reader.at] === (sign === "[" ? "]" : "}");
  if (isEmpty) {
    reader.at++;
    return Object.freeze(sign === "[" ? [] : {});
  }
  const inside = { value: sign === "[" ? [] : {}, key: "" };
  if (sign === "{") readKey(reader, inside);
  open.push(inside);
  return void 0;
}
function put({ value, key }, item) {
  if (Array.isArray(value)) value.push(item);
  else if (key === "__proto__")
    Object.defineProperty(value, key, { value: item, enumerable: true, configurable: true, writable: true });
  else value[key] = item;
}
function isAtEnd(reader, inside) {
  skipSpace(reader);
  const sign = reader.text[reader.at++];
  const isList2 = Array.isArray(inside.value);
  if (sign === (isList2 ? "]" : "}")) return true;
  if (sign !== ",") fail("is not JSON");
  if (!isList2) readKey(reader, inside);
  return false;
}
function readKey(reader, inside) {
  skipSpace(reader);
  if (reader.text[reader.at] !== '"') fail("is not JSON");
  inside.key = readString(reader);
  if (Object.hasOwn(inside.value, inside.key))
    fail(`has the key \`${inside.key.slice(0, 80)}\` twice in one map`);
  skipSpace(reader);
  if (reader.text[reader.at++] !== ":") fail("is not JSON");
}
function readString(reader) {
  const { text } = reader;
  const start = reader.at + 1;
  let end = text.indexOf('"', start);
  while (end >= 0 && isEscaped(text, end, start)) end = text.indexOf('"', end + 1);
  if (end < 0) fail("is not JSON");
  reader.at = end + 1;
  const raw = text.slice(start, end);
  for (let at = 0; at < raw.length; at++) {
    const code = raw.charCodeAt(at);
    if (code < 32) fail("is not JSON");
    if (code === backslash) return decodeEscapes(raw);
  }
  return raw;
}
var backslash = 92;
function isEscaped(text, quote2, start) {
  let first = quote2;
  while (first > start && text.charCodeAt(first - 1) === backslash) first--;
  return (quote2 - first) % 2 === 1;
}
function decodeEscapes(raw) {
  try {
    return JSON.parse(`"${raw}"`);
  } catch {
    return fail("is not JSON");
  }
}
var scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
function readScalar(reader) {
  scalar.lastIndex = reader.at;
  const [written] = scalar.exec(reader.text) ?? [];
  if (written === void 0) return fail("is not JSON");
  reader.at += written.length;
  if (written === "true" || written === "false") return written === "true";
  return written === "null" ? null : readNumber(written);
}
function readNumber(written) {
  const value = Number(written);
  const isPlain = Number.isSafeInteger(value) && String(value) === written;
  if (!isPlain && !isReadExactly(written, value))
    fail(`has the number \`${written.slice(0, 80)}\`, which does not survive being read`);
  return value;
}
function skipSpace(reader) {
  const { text } = reader;
  for (; ; ) {
    const code = text.charCodeAt(reader.at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
    reader.at++;
  }
}
function fail(why) {
  throw new JsonError(why);
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
  const keys = Object.keys(value);
  for (let at = 1; at < keys.length; at++) if ((keys[at - 1] ?? "") > (keys[at] ?? "")) return keys.sort();
  return keys;
}
function joinItems(items, between, write, repeated) {
  let text = "";
  for (let at = 0; at < items.length; at++)
    text += (at > 0 ? between : "") + write(items[at], repeated);
  return text;
}
function joinEntries(map, keys, colon, between, write, repeated) {
  let text = "";
  for (const key of keys)
    text += `${text === "" ? "" : between}${quote(key)}${colon}${write(map[key], repeated)}`;
  return text;
}
var isList = (value) => Array.isArray(value);
var sliceLength2 = 1e5;
var omitDigest = ({ digest: _, ...rest }) => rest;
function* writeDigestText(content) {
  const encoder = new TextEncoder();
  const parts = [];
  let length = 0;
  let text = "";
  const flush = () => {
    const part = encoder.encode(text);
    parts.push(part);
    length += part.length;
    text = "";
  };
  for (const piece of writePieces(content, 2)) {
    text += piece;
    if (text.length < sliceLength2) continue;
    flush();
    yield;
  }
  flush();
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
function* writePieces(value, depth) {
  if (depth === 0 || typeof value !== "object" || value === null) {
    yield writeCanonicalJson(value);
    return;
  }
  const isList2 = Array.isArray(value);
  const entries = isList2 ? value.map((item) => ["", item]) : Object.entries(value).sort(byKey);
  let before = isList2 ? "[" : "{";
  for (const [key, item] of entries) {
    yield isList2 ? before : `${before}${JSON.stringify(key)}:`;
    yield* writePieces(item, depth - 1);
    before = ",";
  }
  yield `${entries.length === 0 ? before : ""}${isList2 ? "]" : "}"}`;
}
var byKey = ([a], [b]) => a < b ? -1 : a > b ? 1 : 0;
function* checkParts({
  bundle,
  roles
}) {
  if (isPlainMap(bundle) && typeof bundle.version === "number" && bundle.version > import_facade2.bundleVersion)
    throw new BundleRefused(
      "too-new-format",
      `the format of the bundle is ${bundle.version}, and this reads format ${import_facade2.bundleVersion}`
    );
  const checked = yield* checkContent(bundle);
  if (roles !== void 0) checkRoleDocuments(roles, checked.digest);
  return { bundle: checked, roles };
}
async function refuseWrongDigests({ bundle, roles }, pause) {
  if (await digestBytes(await doInSlices(writeDigestText(omitDigest(bundle)), pause)) !== bundle.digest)
    throw new BundleRefused("wrong-digest", "the digest of the bundle is not that of what it holds");
  if (roles && await digestRoles(roles, pause) !== bundle.documents)
    throw new BundleRefused("wrong-digest", "the documents of roles are not those of the bundle");
}
async function digestRoles(roles, pause) {
  const digest = async (content) => digestBytes(await doInSlices(writeDigestText(content), pause));
  const own = [];
  for (const [tenant, documents] of Object.entries(roles.own))
    own.push([tenant, await digest(omitProse(documents))]);
  return digest({ ...readDecidingParts(roles), own: Object.fromEntries(own) });
}
function checkRoleDocuments(roles, digest) {
  const { version, bundle, common, documents, tenants, own } = isPlainMap(roles) ? roles : {};
  if (typeof version === "number" && version > roleDocumentsVersion)
    throw new BundleRefused(
      "too-new-format",
      `the format of the documents of roles is ${version}, and this reads format ${roleDocumentsVersion}`
    );
  if (typeof version === "number" && version < roleDocumentsVersion)
    throw new BundleRefused(
      "malformed",
      `the format of the documents of roles is ${version}, and this reads format ${roleDocumentsVersion}: sign the policies again`
    );
  const isWhole = version === roleDocumentsVersion && Number.isSafeInteger(common) && isPlainMap(tenants);
  const isDocument = (one) => Array.isArray(one) && one.length === 2 && typeof one[0] === "string" && isPlainMap(one[1]);
  const areDocuments = (some) => Array.isArray(some) && some.every(isDocument);
  if (!isWhole || !areDocuments(documents) || !isPlainMap(own) || !Object.values(own).every(areDocuments))
    throw new BundleRefused("malformed", "the documents of roles are not as `plafond bundle` writes them");
  if (!Object.values(tenants).every(Array.isArray) || bundle !== digest)
    throw new BundleRefused("malformed", "the documents of roles are not those of the bundle");
}
function* checkContent(bundle) {
  try {
    return yield* (0, import_facade4.checkBundleInSlices)(bundle);
  } catch (error) {
    if (error instanceof import_facade3.BundleError) throw new BundleRefused("malformed", cutShort(error.message));
    throw error;
  }
}
function* parseSigned(text, what) {
  try {
    return yield* parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) throw new BundleRefused("malformed", `the ${what} ${error.message}`);
    throw error;
  }
}
var isPlainMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
var cutShort = (text) => text.length > 300 ? `${text.slice(0, 300)}\u2026` : text;
var quoteForeign = (name) => `\`${cutShort(name)}\``;
var whole = "hand the file on byte for byte, as text or as bytes, not parsed and written again, and not trimmed";
function explainWrongValue(value) {
  const wanted = "a bundle is given as text or as bytes";
  if (value === void 0 || value === null) return `${wanted}, and ${value} came: nothing was read`;
  if (typeof value !== "object") return `${wanted}, and a ${typeof value} came`;
  if (Array.isArray(value)) return `${wanted}, and a list came: ${whole}`;
  if (typeof value.then === "function")
    return `${wanted}, and a promise came: \`await\` it first`;
  if (typeof value.arrayBuffer === "function")
    return `${wanted}, and something came that is still to be read: hand on its \`await \u2026.arrayBuffer()\``;
  return `${wanted}, and an object came: it was parsed; hand over the text as it was before`;
}
function explainWrongText(text) {
  const start = text.slice(0, 200).trimStart();
  if (!/\S/.test(text)) return `the bundle is empty: nothing was read; ${whole}`;
  if (start.startsWith("-----BEGIN "))
    return "this is a text in PEM, as keys are written, and no bundle; give the file that `plafond bundle` wrote";
  if (start.startsWith(openingInBase64)) return `the bundle is still in base64: decode it first; ${whole}`;
  if (readEnvelope(`${text}
`))
    return `the bundle lacks the line break at its end: it was trimmed; ${whole}`;
  if (readEnvelope(text, fleetType))
    return "this is the index of a fleet, and no bundle: open it with `openFleet`";
  if (isRewritten(text))
    return `this is a signed bundle in another writing: it was parsed and written again, or trimmed; ${whole}`;
  if (text.length < longestPath && /^[^{["\p{Cc}]\P{Cc}*$/u.test(text))
    return `this is no signed bundle, and looks like a path or an address: read the file first; ${whole}`;
  return `this is no signed bundle, or not as plafond writes it: ${whole}`;
}
function explainWrongIndex(text) {
  if (readEnvelope(text)) return "this is a signed bundle, and no index of a fleet: open it with `openStore`";
  if (readEnvelope(`${text}
`, fleetType))
    return `the index lacks the line break at its end: it was trimmed; ${whole}`;
  return `this is no signed index of a fleet, or not as plafond writes it: ${whole}`;
}
var openingInBase64 = "eyJwYXlsb2FkIjoi";
var longestPath = 4096;
var mostPieces = 30;
function isRewritten(text) {
  const compact = text.replace(/\s+/g, "").replaceAll("\\/", "/");
  const pieces = compact.split('"', mostPieces);
  const named = (name) => {
    const at = pieces.indexOf(name);
    return at < 0 ? "" : pieces[at + 2] ?? "";
  };
  const signatures = [{ keyid: named("keyid"), signature: named("sig") }];
  const again = writeEnvelope({ payload: named("payload"), signatures });
  return readEnvelope(again) !== void 0 && again.length === compact.length + 1 && sortPieces(pieces) === sortPieces(again.split('"'));
}
var sortPieces = (pieces) => pieces.filter((_, at) => at % 2 === 1).sort().join('"');
function* readSource(source, limit) {
  const size = typeof source === "string" ? source.length : source?.byteLength;
  if (typeof size !== "number") throw new BundleRefused("malformed", explainWrongValue(source));
  if (size > limit)
    throw new BundleRefused("too-large", `the bundle has ${size} bytes, and the limit is ${limit}`);
  return typeof source === "string" ? source : yield* decodeText(source instanceof Uint8Array ? source : new Uint8Array(source));
}
var decodedAtOnce = 4e6;
function* decodeText(bytes) {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text = "";
  for (let from = 0; from < bytes.length; ) {
    if (from > 0) yield;
    const until = startOfCharacter(bytes, from + decodedAtOnce);
    try {
      text += decoder.decode(bytes.subarray(from, until));
    } catch {
      throw new BundleRefused("malformed", "the bundle is no text in UTF-8");
    }
    from = until;
  }
  return text;
}
function startOfCharacter(bytes, place) {
  if (place >= bytes.length) return bytes.length;
  let start = place;
  while (start > place - 3 && ((bytes[start] ?? 0) & 192) === 128) start--;
  return start;
}
var isSmallEnough = (size, limit = usualLimit) => size <= limit;
function copySource(source, limit) {
  if (typeof source === "string" || !isSmallEnough(source?.byteLength, limit)) return source;
  if (source instanceof Uint8Array) return new Uint8Array(source);
  return source instanceof ArrayBuffer ? source.slice(0) : source;
}
async function computeFingerprint(source, limit) {
  if (typeof source === "string")
    return isSmallEnough(source.length, limit) ? digestBytes(new TextEncoder().encode(source)) : void 0;
  if (!isSmallEnough(source?.byteLength, limit)) return void 0;
  if (source instanceof ArrayBuffer) return digestBytes(new Uint8Array(source));
  return source instanceof Uint8Array ? digestBytes(source) : void 0;
}
async function decodePayload({ payload }, what, pause) {
  const bytes = await doInSlices(decodeBase64(payload), pause);
  if (!bytes) throw new BundleRefused("malformed", `the base64 of the ${what} is broken`);
  return bytes;
}
async function verifySigners({ signatures }, { payload, type, what }, { keys, threshold = 1 }) {
  const known = signatures.filter(({ keyid }) => keys.has(keyid));
  if (known.length === 0)
    throw new BundleRefused(
      "unknown-key",
      `the ${what} is signed by key ${signatures.map(({ keyid }) => keyid).join(" and key ")}, which is not trusted here`
    );
  const bytes = writeSignedBytes(payload, type);
  for (const { keyid, signature } of known) {
    const key = keys.get(keyid);
    const raw = await doInSlices(decodeBase64(signature), pauseForOthers);
    if (!raw) throw new BundleRefused("malformed", `the base64 of the ${what} is broken`);
    if (!key || !await hasSigned(key, raw, bytes))
      throw new BundleRefused("altered", `the ${what} is not what key ${keyid} has signed`);
  }
  if (known.length < threshold)
    throw new BundleRefused(
      "too-few-signatures",
      `${known.length} of the trusted keys signed the ${what}, and ${threshold} must`
    );
  return known.map(({ keyid }) => keyid);
}
async function openBundle(source, expected) {
  const { limit = usualLimit, pause = pauseForOthers } = expected;
  const text = await doInSlices(readSource(source, limit), pause);
  const envelope = findEnvelope(text, expected.unsigned);
  if (!envelope) return { ...await openContent(text, false, expected), keyids: [], keyid: void 0 };
  const payload = await decodePayload(envelope, "bundle", pause);
  const keyids = await verifySigners(envelope, { payload, type: bundleType, what: "bundle" }, expected);
  const content = await openContent(await doInSlices(decodeText(payload), pause), true, expected);
  return { ...content, keyids, keyid: keyids[0] };
}
async function openContent(text, isSigned, { pause = pauseForOthers, ...expected }) {
  const { bundle, roles, sequence, tenant, expires } = await doInSlices(checkPayload(text, isSigned), pause);
  await refuseWrongDigests({ bundle, roles }, pause);
  const tenants = Object.keys(bundle.tenants);
  const other = explainOtherTenant({ tenant, tenants }, expected.tenant);
  if (other !== void 0) throw new BundleRefused("other-tenant", other);
  refuseUntimely({ sequence, expires }, expected, "bundle");
  const { digest } = bundle;
  return { bundle, roles, index: (0, import_facade.buildIndex)(bundle), sequence, digest, tenants, tenant, expires };
}
function explainOtherTenant({ tenant, tenants }, wanted) {
  if (wanted === void 0) return void 0;
  if (tenant === void 0) {
    if (wanted === null || isOnly(wanted, tenants)) return void 0;
    return `the bundle is about ${describeTenants(tenants)}, not about tenant ${quoteForeign(wanted)} alone`;
  }
  if (tenant === wanted) return void 0;
  if (tenant === null)
    return `the bundle holds all tenants, and one that is cut to tenant ${quoteForeign(String(wanted))} is expected`;
  const cut = `the bundle is cut to tenant ${quoteForeign(tenant)}`;
  return wanted === null ? `${cut}, and all tenants are expected; open the store with \`tenant: '${cutShort(tenant)}'\`` : `${cut}, and one that is cut to tenant ${quoteForeign(wanted)} is expected`;
}
var isOnly = (tenant, tenants) => tenants.length === 1 && tenants[0] === tenant;
function findEnvelope(text, unsigned) {
  const envelope = readEnvelope(text);
  if (envelope) return envelope;
  if (!/^\s*\{\s*"version"\s*:/.test(text)) throw new BundleRefused("malformed", explainWrongText(text));
  if (unsigned === "accept") return void 0;
  throw new BundleRefused("unsigned", "the bundle has no signature");
}
function* checkPayload(text, isSigned) {
  const parsed = yield* parseSigned(text, "bundle");
  const payload = isSigned ? parsed : { sequence: 0, tenant: void 0, bundle: parsed };
  if (!isPlainMap(payload) || !/^bundle,(expires,)?(roles,)?sequence,tenant$/.test(Object.keys(payload).sort().join()))
    throw new BundleRefused("malformed", "the payload is not a bundle with its sequence and its tenant");
  const { tenant } = payload;
  const { sequence, expires } = checkTimes(payload, "bundle");
  const { bundle: checked, roles } = yield* checkParts(payload);
  if (!isSigned) return { bundle: checked, roles, sequence, tenant: void 0, expires: void 0 };
  if (tenant !== null && typeof tenant !== "string")
    throw new BundleRefused("malformed", "the tenant that the bundle is cut to is neither a text nor null");
  const tenants = Object.keys(checked.tenants);
  if (tenant !== null && !isOnly(tenant, tenants))
    throw new BundleRefused(
      "malformed",
      `the bundle says that it is cut to tenant ${quoteForeign(tenant)}, and is about ${describeTenants(tenants)}`
    );
  return { bundle: checked, roles, sequence, tenant, expires };
}
function describeTenants(tenants) {
  const [only] = tenants;
  return only !== void 0 && tenants.length === 1 ? `tenant ${quoteForeign(only)}` : `${tenants.length} tenants`;
}
function checkOptions({
  after = -1,
  atLeast = 0,
  limit,
  whenExpired = "refuse"
}) {
  if (!Number.isSafeInteger(after) || !Number.isSafeInteger(atLeast))
    throw new Error("`after` and `atLeast` are sequences: whole numbers");
  if (limit !== void 0 && !(limit > 0)) throw new Error("`limit` is a number of bytes");
  if (whenExpired !== "refuse" && whenExpired !== "keep")
    throw new Error("`whenExpired` is 'refuse' or 'keep'");
  return Math.max(after + 1, atLeast);
}
async function openTrust(sources, threshold, unsigned) {
  const keys = await openKeys(sources);
  if (sources.length === 0 && unsigned !== "accept")
    throw new Error("a store needs the public keys of those who sign its bundles: `keys`");
  if (!Number.isSafeInteger(threshold) || threshold < 1)
    throw new Error("`threshold` is how many keys must have signed: a whole number from 1");
  if (threshold > 1 && unsigned === "accept")
    throw new Error("`threshold` asks for signatures, and `unsigned` for none");
  if (keys.size < threshold && unsigned !== "accept")
    throw new Error(`\`threshold\` is ${threshold}, and there are ${keys.size} different keys`);
  return { keys, threshold };
}
async function openByTrust(state, open) {
  for (; ; ) {
    const trust = state.trusted;
    try {
      const found = await open(trust);
      if (trust === state.trusted) return { ...found, trust };
    } catch (error) {
      if (trust === state.trusted) throw error;
    }
  }
}
async function replaceKeys(state, keys, threshold, unsigned) {
  const turn = ++state.trusts;
  const opened = await openTrust(keys, threshold, unsigned);
  if (turn <= state.lastTrust) return;
  state.lastTrust = turn;
  state.trusted = opened;
}
var isSignedByEnough = (keyids, { trusted }, threshold) => keyids.filter((one) => trusted.keys.has(one)).length >= threshold;
function followFacade(options, { name, place }, current) {
  const maker = (0, import_shared2.findRoleCompilerMaker)();
  if (!maker)
    throw new import_shared.PermissionsError(
      "no-roles",
      `\`${name}\` needs \`./roles\` of the package: import it once where the ${place} is opened`
    );
  return maker.follow(options, () => {
    const { facade, sequence } = current();
    if (facade.roleCompiler) return facade.roleCompiler;
    throw new import_shared.PermissionsError(
      "no-roles",
      `the bundle in use, with sequence ${sequence}, came without the documents from which roles are compiled, and those of the package are of another: sign it with \`plafond bundle\``
    );
  });
}
var locatePart = ({ sha256 }) => `parts/${sha256}.json`;
async function openIndex(source, expected) {
  const { envelope, payload, pause } = await readPayload(source, expected);
  const keyids = await verifySigners(envelope, { payload, type: fleetType, what: "index" }, expected);
  const content = await readContent(payload, expected, pause);
  const partOf = new Map(content.parts.flatMap((part) => part.tenants.map((tenant) => [tenant, part])));
  const tenants = Object.freeze([...partOf.keys()].sort());
  return { ...content, partOf, tenants, keyids, keyid: keyids[0] };
}
async function readPayload(source, { limit = usualLimit, pause = pauseForOthers }) {
  const text = await doInSlices(readSource(source, limit), pause);
  const envelope = readEnvelope(text, fleetType);
  if (!envelope) throw new BundleRefused("malformed", explainWrongIndex(text));
  return { envelope, payload: await decodePayload(envelope, "index", pause), pause };
}
async function readContent(payload, expected, pause) {
  const text = await doInSlices(decodeText(payload), pause);
  const content = await doInSlices(checkIndex(text), pause);
  refuseUntimely(content, expected, "index");
  return { ...content, digest: await digestParts(content.parts) };
}
var indexVersion = 1;
function* checkIndex(text) {
  const payload = yield* parseSigned(text, "index");
  if (isPlainMap(payload) && typeof payload.version === "number" && payload.version > indexVersion)
    throw new BundleRefused(
      "too-new-format",
      `the format of the index is ${payload.version}, and this reads format ${indexVersion}`
    );
  if (!isPlainMap(payload) || !/^(expires,)?parts,sequence,version$/.test(Object.keys(payload).sort().join()))
    throw new BundleRefused("malformed", "the payload is not an index with its sequence and its parts");
  const times = checkTimes(payload, "index");
  const { parts } = payload;
  if (payload.version !== indexVersion || !Array.isArray(parts) || !parts.every(isPart))
    throw new BundleRefused("malformed", "the parts of the index are not as `plafond bundle` writes them");
  const tenants = parts.flatMap((part) => part.tenants);
  if (new Set(tenants).size < tenants.length)
    throw new BundleRefused("malformed", "the index names a tenant twice, so nobody knows which part is its");
  return { ...times, parts };
}
var isPart = (part) => isPlainMap(part) && Object.keys(part).sort().join() === "digest,sha256,tenants" && isDigest(part.sha256) && isDigest(part.digest) && Array.isArray(part.tenants) && part.tenants.length > 0 && part.tenants.every((tenant) => typeof tenant === "string");
var isDigest = (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
async function digestParts(parts) {
  const lines = parts.map(({ digest, tenants }) => JSON.stringify([digest, ...tenants]));
  return digestBytes(new TextEncoder().encode(lines.join("\n")));
}
async function openPart(source, part, { limit = usualLimit, pause = pauseForOthers }) {
  const path = locatePart(part);
  const bytes = readBytes(copySource(source, limit), path, limit);
  if (await digestBytes(bytes) !== part.sha256)
    throw new BundleRefused("altered", `${quoteForeign(path)} is not the file that the signed index names`);
  const text = await doInSlices(decodeText(bytes), pause);
  const payload = await doInSlices(parseSigned(text, "part"), pause);
  if (!isPlainMap(payload) || Object.keys(payload).sort().join() !== "bundle,roles")
    throw new BundleRefused("malformed", `${quoteForeign(path)} is not a bundle with its documents of roles`);
  const parts = await doInSlices(checkParts(payload), pause);
  await refuseWrongDigests(parts, pause);
  const { bundle, roles } = parts;
  const names = Object.keys(bundle.tenants).sort();
  if (bundle.digest !== part.digest || names.join("\n") !== [...part.tenants].sort().join("\n"))
    throw new BundleRefused("wrong-digest", `${quoteForeign(path)} is not about what the index says of it`);
  return (0, import_facade7.makeFacade)((0, import_facade6.buildIndex)(bundle), roles);
}
function readBytes(source, path, limit) {
  const size = typeof source === "string" ? source.length : source?.byteLength;
  if (typeof size !== "number") throw new BundleRefused("malformed", explainWrongValue(source));
  if (size > limit)
    throw new BundleRefused(
      "too-large",
      `${quoteForeign(path)} has ${size} bytes, and the limit is ${limit}`
    );
  if (typeof source === "string") return new TextEncoder().encode(source);
  return source instanceof Uint8Array ? source : new Uint8Array(source);
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
async function openFleet(options) {
  const state = await openState(options);
  const permissions = (signedIn) => {
    refuseWhenExpired(state);
    return findFacade(state, readTenant(signedIn)).permissions(signedIn);
  };
  const facts = {
    permissions,
    roles: ((request) => openRoles(state, request)),
    load: (...tenants) => loadTenants(state, tenants),
    unload: (...tenants) => unloadTenants(state, tenants),
    swap: (index) => swapIndex(state, index),
    trust: (keys) => replaceTrust(state, keys)
  };
  return Object.defineProperties(facts, describeGetters(state));
}
var describeGetters = (state) => Object.fromEntries(
  Object.keys(describeInUse(state)).map((name) => [
    name,
    { enumerable: true, get: () => describeInUse(state)[name] }
  ])
);
async function openState(options) {
  const ownOptions = { __proto__: null, ...options };
  const { keys, threshold = 1, whenExpired = "refuse", now = Date.now, limit, pause, read } = ownOptions;
  const lowest = checkOptions(ownOptions);
  if (typeof read !== "function") throw new Error("`read` is a function that reads a part by its path");
  const setup = { lowest, threshold, whenExpired, now, limit, pause, read };
  const trusted = await openTrust(keys ?? [], threshold, void 0);
  const held = await openTrusted({ setup, trusted }, copySource(ownOptions.index, limit));
  const state = {
    setup,
    trusted,
    held,
    wanted: /* @__PURE__ */ new Set(),
    facades: /* @__PURE__ */ new Map(),
    trusts: 0,
    lastTrust: 0
  };
  await loadTenants(state, ownOptions.tenants ?? []);
  return state;
}
var openTrusted = (state, source) => openByTrust(state, (trust) => openIndex(source, { ...state.setup, ...trust }));
async function swapIndex(state, index) {
  const source = copySource(index, state.setup.limit);
  const opened = /* @__PURE__ */ new Map();
  for (; ; ) {
    const found = await openTrusted(state, source);
    compareReleases(found, state.held, "index");
    await openParts(state, listMissing(state, found, opened), opened);
    if (found.trust !== state.trusted || listMissing(state, found, opened).length > 0) continue;
    if (compareReleases(found, state.held, "index") === "newer") take(state, found, opened);
    else state.held = { ...state.held, ...renewRelease(found, state.held) };
    return describeInUse(state);
  }
}
async function loadTenants(state, tenants) {
  const opened = /* @__PURE__ */ new Map();
  for (; ; ) {
    const { held } = state;
    for (const tenant of tenants) findPart(held, tenant);
    await openParts(state, listMissing(state, held, opened, tenants), opened);
    if (held.partOf !== state.held.partOf) continue;
    for (const tenant of tenants) state.wanted.add(tenant);
    take(state, state.held, opened);
    return describeInUse(state);
  }
}
function unloadTenants(state, tenants) {
  for (const tenant of tenants) state.wanted.delete(tenant);
  take(state, state.held, /* @__PURE__ */ new Map());
  return describeInUse(state);
}
function take(state, index, opened) {
  const facades = /* @__PURE__ */ new Map();
  for (const { sha256 } of listParts(index, state.wanted)) {
    const facade = state.facades.get(sha256) ?? opened.get(sha256);
    if (facade) facades.set(sha256, facade);
  }
  state.held = index;
  state.facades = facades;
}
var listMissing = (state, index, opened, more = []) => listParts(index, /* @__PURE__ */ new Set([...state.wanted, ...more])).filter(
  ({ sha256 }) => !state.facades.has(sha256) && !opened.has(sha256)
);
var listParts = ({ partOf }, tenants) => [
  ...new Set([...tenants].flatMap((tenant) => partOf.get(tenant) ?? []))
];
async function openParts({ setup }, parts, opened) {
  for (const part of parts)
    opened.set(part.sha256, await openPart(await setup.read(locatePart(part)), part, setup));
}
async function replaceTrust(state, keys) {
  await replaceKeys(state, keys, state.setup.threshold);
  return describeInUse(state);
}
function refuseWhenExpired({ setup, held }) {
  if (setup.whenExpired !== "keep") refuseExpired(held.expires, setup.now(), "index");
}
function describeInUse({ held, wanted, trusted, setup }) {
  const { sequence, digest, keyid, keyids, expires, partOf, tenants } = held;
  return {
    sequence,
    digest,
    keyid,
    keyids,
    expires,
    tenants,
    loaded: [...wanted].filter((tenant) => partOf.has(tenant)).sort(),
    isTrusted: isSignedByEnough(keyids, { trusted }, setup.threshold)
  };
}
var readTenant = (request) => typeof request === "object" && request !== null ? readField(request, "tenant") : void 0;
function findPart({ partOf, sequence }, tenant) {
  const part = typeof tenant === "string" ? partOf.get(tenant) : void 0;
  if (part) return part;
  throw new import_shared3.PermissionsError(
    "unknown-tenant",
    `there is no tenant ${(0, import_shared3.quoteName)(String(tenant))} in the index in use, with sequence ${sequence}`
  );
}
function findFacade({ held, facades, wanted }, tenant) {
  const facade = facades.get(findPart(held, tenant).sha256);
  if (facade && wanted.has(String(tenant))) return facade;
  throw new import_shared3.PermissionsError(
    "tenant-not-loaded",
    `tenant ${(0, import_shared3.quoteName)(String(tenant))} is not loaded: \`await fleet.load(\u2026)\` first`
  );
}
function openRoles(state, options) {
  const tenant = readTenant(options);
  return followFacade(options, { name: "fleet.roles", place: "fleet" }, () => {
    refuseWhenExpired(state);
    return { facade: findFacade(state, tenant), sequence: state.held.sequence };
  });
}
async function openStore(options) {
  const state = await openState2(options);
  return {
    permissions: ((...asked) => {
      refuseWhenExpired2(state);
      return state.held.facade.permissions(...asked);
    }),
    roles: ((asked) => openRoles2(state, asked)),
    isProperty: (...asked) => state.held.facade.isProperty(...asked),
    get columns() {
      return state.held.facade.columns;
    },
    get sequence() {
      return state.held.sequence;
    },
    get digest() {
      return state.held.digest;
    },
    get tenants() {
      return state.held.tenants;
    },
    get keyid() {
      return state.held.keyid;
    },
    get keyids() {
      return state.held.keyids;
    },
    get expires() {
      return state.held.expires;
    },
    get isTrusted() {
      return isHeldTrusted(state);
    },
    swap: (bundle) => swapBundle(state, bundle),
    trust: (keys) => replaceTrust2(state, keys)
  };
}
async function openState2(options) {
  const ownOptions = { __proto__: null, ...options };
  const { keys = [], tenant = null, now = Date.now, threshold = 1 } = ownOptions;
  const { unsigned, limit, whenExpired = "refuse", pause } = ownOptions;
  const lowest = checkOptions(ownOptions);
  const setup = { lowest, tenant, threshold, unsigned, limit, whenExpired, now, pause };
  const trusted = await openTrust(keys, threshold, unsigned);
  const first = copySource(options.bundle, limit);
  const opened = await openTrusted2({ setup, trusted }, first, 0);
  const held = { ...addFacade(opened), file: await computeFingerprint(first, limit) };
  return { setup, held, trusted, swaps: 0, trusts: 0, lastTrust: 0 };
}
var openTrusted2 = async (state, source, turn) => ({
  ...await openByTrust(state, (trust) => openBundle(source, { ...state.setup, ...trust })),
  turn
});
async function swapBundle(state, handed) {
  const { limit } = state.setup;
  const turn = ++state.swaps;
  const source = copySource(handed, limit);
  const file = await computeFingerprint(source, limit);
  if (file !== void 0 && file === state.held.file && state.held.trust === state.trusted) {
    refuseWhenExpired2(state);
    state.held = { ...state.held, turn: Math.max(turn, state.held.turn) };
    return describeInUse2(state);
  }
  const found = await openTrusted2(state, source, turn);
  const { held } = state;
  if (isNewer(found, held)) state.held = { ...addFacade(found), file };
  else if (found.digest === held.digest && found.sequence === held.sequence)
    state.held = { ...held, ...renewRelease(found, held), file };
  return describeInUse2(state);
}
async function replaceTrust2(state, keys) {
  await replaceKeys(state, keys, state.setup.threshold, state.setup.unsigned);
  return describeInUse2(state);
}
function refuseWhenExpired2({ setup, held }) {
  if (setup.whenExpired !== "keep") refuseExpired(held.expires, setup.now());
}
function describeInUse2(state) {
  const { sequence, digest, tenants, keyid, keyids, expires } = state.held;
  return { sequence, digest, tenants, keyid, keyids, expires, isTrusted: isHeldTrusted(state) };
}
function isHeldTrusted(state) {
  const { setup, held } = state;
  if (held.keyids.length === 0) return setup.unsigned === "accept";
  return isSignedByEnough(held.keyids, state, setup.threshold);
}
var openRoles2 = (state, options) => followFacade(options, { name: "store.roles", place: "store" }, () => {
  refuseWhenExpired2(state);
  return state.held;
});
var addFacade = (found) => ({ ...found, facade: (0, import_facade5.makeFacade)(found.index, found.roles) });
function isNewer(found, held) {
  const isUnsigned = found.keyid === void 0 && held.keyid === void 0;
  if (isUnsigned && found.sequence === held.sequence) return found.turn > held.turn;
  return compareReleases(found, held, "bundle") === "newer";
}
