// runtime/envelope.ts
var payloadType = "application/vnd.plafond.bundle+json";
var usualLimit = 64 * 1024 * 1024;
var opening = '{"payload":"';
var middle = `","payloadType":"${payloadType}","signatures":[{"keyid":"`;
var closing = '"}]}\n';
var [keyidLength, signatureLength] = [64, 88];
var tailLength = middle.length + keyidLength + '","sig":"'.length + signatureLength + closing.length;
var writeEnvelope = ({ payload, keyid, signature }) => `${opening}${payload}${middle}${keyid}","sig":"${signature}${closing}`;
function readEnvelope(text) {
  const tail = text.length - tailLength;
  const keyidAt = tail + middle.length;
  const signatureAt = text.length - closing.length - signatureLength;
  if (tail < opening.length) return void 0;
  const envelope = {
    payload: text.slice(opening.length, tail),
    keyid: text.slice(keyidAt, keyidAt + keyidLength),
    signature: text.slice(signatureAt, signatureAt + signatureLength)
  };
  return writeEnvelope(envelope) === text && /^[0-9a-f]+$/.test(envelope.keyid) ? envelope : void 0;
}
function signedBytes(payload) {
  const head2 = new TextEncoder().encode(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `);
  const bytes = new Uint8Array(head2.length + payload.length);
  bytes.set(head2);
  bytes.set(payload, head2.length);
  return bytes;
}
var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
var values = new Int8Array(256).fill(-1);
for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value;
function bytesOfBase64(text) {
  const digits = new TextEncoder().encode(text);
  if (digits.length % 4 !== 0) return void 0;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array(digits.length / 4 * 3);
  const length = bytes.length - padding;
  digits.fill(alphabet.charCodeAt(0), digits.length - padding);
  const valueAt = (at) => values[digits[at] ?? 0] ?? -1;
  for (let at = 0, next = 0; at < digits.length; at += 4) {
    const group = valueAt(at) << 18 | valueAt(at + 1) << 12 | valueAt(at + 2) << 6 | valueAt(at + 3);
    if (group < 0) return void 0;
    bytes[next++] = group >> 16;
    bytes[next++] = group >> 8;
    bytes[next++] = group;
  }
  return bytes.subarray(length).some((byte) => byte !== 0) ? void 0 : bytes.subarray(0, length);
}

// runtime/refused.ts
var BundleRefused = class extends Error {
  name = "BundleRefused";
  code;
  constructor(code, message) {
    super(message);
    this.code = code;
  }
};

// runtime/keys.ts
async function openKeys(given) {
  if (typeof crypto === "undefined" || !crypto.subtle)
    throw new BundleRefused(
      "cannot-verify",
      "there is no Web Cryptography here; browsers have it on https only"
    );
  if (!Array.isArray(given)) throw new Error("`keys` is a list: of public keys in PEM, or of `CryptoKey`");
  const keys = /* @__PURE__ */ new Map();
  for (const [at, one] of given.entries()) {
    const opened = typeof one === "string" ? await importedKey(one) : await exportedKey(one);
    if ("fault" in opened) throw new Error(`key ${at + 1} of ${given.length} ${opened.fault}`);
    keys.set(await keyidOf(opened.raw), opened.key);
  }
  return keys;
}
async function hasSigned(key, signature, bytes) {
  return crypto.subtle.verify("Ed25519", key, signature, bytes);
}
async function digestOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
var keyidOf = digestOf;
var head = [48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0];
function readPublicKey(pem) {
  const blocks = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g)];
  const [block] = blocks;
  if (!block) return { fault: "is no key in PEM, which begins with `-----BEGIN PUBLIC KEY-----`" };
  if (blocks.length > 1) return { fault: "is more than one key; give each on its own" };
  const [, label = "", body = ""] = block;
  if (label.endsWith("PRIVATE KEY"))
    return { fault: "is a private key, which stays where bundles are signed; give its public key" };
  const der = label === "PUBLIC KEY" ? bytesOfBase64(body.replace(/\s/g, "")) : void 0;
  if (der?.length !== head.length + 32 || head.some((byte, at) => der[at] !== byte))
    return { fault: "is no public key for Ed25519" };
  return der.slice(head.length);
}
async function importedKey(pem) {
  const raw = readPublicKey(pem);
  if ("fault" in raw) return raw;
  try {
    return { raw, key: await crypto.subtle.importKey("raw", raw, "Ed25519", true, ["verify"]) };
  } catch {
    throw new BundleRefused("cannot-verify", "the Web Cryptography here does not have Ed25519");
  }
}
async function exportedKey(key) {
  if (key?.algorithm?.name !== "Ed25519" || key.type !== "public")
    return { fault: "is no public key for Ed25519" };
  if (!key.usages.includes("verify")) return { fault: "may not verify; import it with the usage `verify`" };
  if (!key.extractable)
    return { fault: "cannot be exported, so its id is not known; import it as extractable" };
  return { key, raw: new Uint8Array(await crypto.subtle.exportKey("raw", key)) };
}

// runtime/store.ts
import { openFacade } from "./facade.js";

// compiler/text/json.ts
function canonical(value) {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}

// runtime/signed.ts
import { BundleError, checkBundle } from "./facade.js";

// runtime/misread.ts
var whole = "hand the file on byte for byte, as text or as bytes, not parsed and written again, and not trimmed";
function misreadValue(value) {
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
function misreadText(text) {
  const start = text.slice(0, 200).trimStart();
  if (!/\S/.test(text)) return `the bundle is empty: nothing was read; ${whole}`;
  if (start.startsWith("-----BEGIN "))
    return "this is a text in PEM, as keys are written, and no bundle; give the file that `plafond bundle` wrote";
  if (start.startsWith(openingInBase64)) return `the bundle is still in base64: decode it first; ${whole}`;
  if (readEnvelope(`${text}
`))
    return `the bundle lacks the line break at its end: it was trimmed; ${whole}`;
  if (isRewritten(text))
    return `this is a signed bundle in another writing: it was parsed and written again, or trimmed; ${whole}`;
  if (text.length < longestPath && /^[^{["\p{Cc}]\P{Cc}*$/u.test(text))
    return `this is no signed bundle, and looks like a path or an address: read the file first; ${whole}`;
  return `this is no signed bundle, or not as plafond writes it: ${whole}`;
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
  const again = writeEnvelope({ payload: named("payload"), keyid: named("keyid"), signature: named("sig") });
  return readEnvelope(again) !== void 0 && again.length === compact.length + 1 && sorted(pieces) === sorted(again.split('"'));
}
var sorted = (pieces) => pieces.filter((_, at) => at % 2 === 1).sort().join('"');

// runtime/signed.ts
async function openBundle(source, expected) {
  const text = textOf(source, expected.limit ?? usualLimit);
  const { payload, keyid } = await payloadIn(text, expected);
  const { bundle, sequence, tenant } = checkedPayload(payload, keyid !== void 0);
  if (await digestOf(withoutDigest(bundle)) !== bundle.digest)
    throw new BundleRefused("wrong-digest", "the digest of the bundle is not that of what it holds");
  const tenants = Object.keys(bundle.tenants);
  const { lowest = 0 } = expected;
  const other = otherTenant({ tenant, tenants }, expected.tenant);
  if (other !== void 0) throw new BundleRefused("other-tenant", other);
  if (sequence < lowest)
    throw new BundleRefused(
      "older",
      `the sequence of the bundle is ${sequence}, and ${lowest} is the least here`
    );
  return { bundle, sequence, digest: bundle.digest, tenants, tenant, keyid };
}
function otherTenant({ tenant, tenants }, wanted) {
  if (wanted === void 0) return void 0;
  if (tenant === void 0) {
    if (wanted === null || isOnly(wanted, tenants)) return void 0;
    return `the bundle is about ${tenantsInWords(tenants)}, not about tenant ${quoted(wanted)} alone`;
  }
  if (tenant === wanted) return void 0;
  if (tenant === null)
    return `the bundle holds all tenants, and one that is cut to tenant ${quoted(String(wanted))} is expected`;
  const cut = `the bundle is cut to tenant ${quoted(tenant)}`;
  return wanted === null ? `${cut}, and all tenants are expected; open the store with \`tenant: '${shortened(tenant)}'\`` : `${cut}, and one that is cut to tenant ${quoted(wanted)} is expected`;
}
var isOnly = (tenant, tenants) => tenants.length === 1 && tenants[0] === tenant;
function textOf(source, limit) {
  const size = typeof source === "string" ? source.length : source?.byteLength;
  if (typeof size !== "number") throw new BundleRefused("malformed", misreadValue(source));
  if (size > limit)
    throw new BundleRefused("too-large", `the bundle has ${size} bytes, and the limit is ${limit}`);
  return typeof source === "string" ? source : decoded(source);
}
function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new BundleRefused("malformed", "the bundle is no text in UTF-8");
  }
}
async function payloadIn(text, { keys, unsigned }) {
  const envelope = readEnvelope(text);
  if (!envelope) {
    if (!/^\s*\{\s*"version"\s*:/.test(text)) throw new BundleRefused("malformed", misreadText(text));
    if (unsigned === "accept") return { payload: text, keyid: void 0 };
    throw new BundleRefused("unsigned", "the bundle has no signature");
  }
  const { keyid } = envelope;
  const payload = bytesOfBase64(envelope.payload);
  const signature = bytesOfBase64(envelope.signature);
  if (!payload || !signature) throw new BundleRefused("malformed", "the base64 of the bundle is broken");
  const key = keys.get(keyid);
  if (!key)
    throw new BundleRefused("unknown-key", `the bundle is signed by key ${keyid}, which is not trusted here`);
  if (!await hasSigned(key, signature, signedBytes(payload)))
    throw new BundleRefused("altered", `the bundle is not what key ${keyid} has signed`);
  return { payload: decoded(payload), keyid };
}
function checkedPayload(text, isSigned) {
  const parsed = parse(text);
  const payload = isSigned ? parsed : { sequence: 0, tenant: void 0, bundle: parsed };
  if (!isMap(payload) || Object.keys(payload).sort().join() !== "bundle,sequence,tenant")
    throw new BundleRefused("malformed", "the payload is not a bundle with its sequence and its tenant");
  const { bundle, sequence, tenant } = payload;
  if (typeof sequence !== "number" || !Number.isSafeInteger(sequence) || sequence < 0)
    throw new BundleRefused("malformed", "the sequence of the bundle is not a whole number from 0");
  if (isMap(bundle) && typeof bundle.version === "number" && bundle.version > 1)
    throw new BundleRefused(
      "too-new-format",
      `the format of the bundle is ${bundle.version}, and this reads format 1`
    );
  const checked = checkedBundle(bundle);
  if (!isSigned) return { bundle: checked, sequence, tenant: void 0 };
  if (tenant !== null && typeof tenant !== "string")
    throw new BundleRefused("malformed", "the tenant that the bundle is cut to is neither a text nor null");
  const tenants = Object.keys(checked.tenants);
  if (tenant !== null && !isOnly(tenant, tenants))
    throw new BundleRefused(
      "malformed",
      `the bundle says that it is cut to tenant ${quoted(tenant)}, and is about ${tenantsInWords(tenants)}`
    );
  return { bundle: checked, sequence, tenant };
}
function checkedBundle(bundle) {
  try {
    return checkBundle(bundle);
  } catch (error) {
    if (error instanceof BundleError) throw new BundleRefused("malformed", shortened(error.message));
    throw error;
  }
}
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new BundleRefused("malformed", "the bundle is not JSON");
  }
}
function withoutDigest(bundle) {
  const entries = Object.entries(bundle).filter(([key]) => key !== "digest");
  try {
    return new TextEncoder().encode(canonical(Object.fromEntries(entries)));
  } catch {
    throw new BundleRefused("malformed", "the bundle is nested too deep");
  }
}
var isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
var shortened = (text) => text.length > 300 ? `${text.slice(0, 300)}\u2026` : text;
var quoted = (name) => `\`${shortened(name)}\``;
function tenantsInWords(tenants) {
  const [only] = tenants;
  return only !== void 0 && tenants.length === 1 ? `tenant ${quoted(only)}` : `${tenants.length} tenants`;
}

// runtime/store.ts
async function openStore(options) {
  const told = { __proto__: null, ...options };
  const { keys = [], after = -1, atLeast = 0, tenant = null, unsigned, limit } = told;
  if (!Number.isSafeInteger(after) || !Number.isSafeInteger(atLeast))
    throw new Error("`after` and `atLeast` are sequences: whole numbers");
  if (limit !== void 0 && !(limit > 0)) throw new Error("`limit` is a number of bytes");
  const lowest = Math.max(after + 1, atLeast);
  const expected = { keys: await openKeys(keys), lowest, tenant, unsigned, limit };
  if (keys.length === 0 && unsigned !== "accept")
    throw new Error("a store needs the public keys of those who sign its bundles: `keys`");
  let turns = 0;
  const open = async (source) => {
    const turn = ++turns;
    return { ...await openBundle(source, expected), turn };
  };
  let held = answering(await open(options.bundle));
  return {
    permissions: ((...told2) => held.facade.permissions(...told2)),
    isProperty: (...told2) => held.facade.isProperty(...told2),
    get columns() {
      return held.facade.columns;
    },
    get sequence() {
      return held.sequence;
    },
    get digest() {
      return held.digest;
    },
    get tenants() {
      return held.tenants;
    },
    get keyid() {
      return held.keyid;
    },
    async swap(source) {
      const found = await open(source);
      if (isNewer(found, held)) held = answering(found);
      const { sequence, digest, tenants, keyid } = held;
      return { sequence, digest, tenants, keyid };
    }
  };
}
var answering = (found) => ({ ...found, facade: openFacade(found.bundle) });
function isNewer(found, held) {
  if (found.sequence > held.sequence) return true;
  if (found.sequence < held.sequence)
    throw new BundleRefused(
      "older",
      `the sequence of the bundle is ${found.sequence}, and ${held.sequence} is in use`
    );
  if (found.keyid === void 0 && held.keyid === void 0) return found.turn > held.turn;
  if (found.digest === held.digest) return false;
  throw new BundleRefused(
    "replayed-differently",
    `the bundle has sequence ${found.sequence}, as the one in use, and does not say the same`
  );
}
export {
  BundleRefused,
  openStore
};
