import { stringify } from 'yaml';

/** Writes a plain value as YAML on one line, as in policies: `{ actions: [view], properties: { "*": none } }`. */
export function writeFlowYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeFlowYaml).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return writeScalar(value);
  const entries = Object.entries(value).map(([key, item]) => `${writeScalar(key)}: ${writeFlowYaml(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Writes a scalar that reads back as itself, also between brackets; it has quotes only if it needs them. */
function writeScalar(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  if (isBare.test(value)) return stringify(value, { lineWidth: 0 }).trimEnd();
  return JSON.stringify(value);
}

/** Texts without brackets, commas and colons. The library puts quotes around those that are words of YAML, as `null`. */
const isBare = /^[\p{L}_][\p{L}\p{N} _.@/-]*$/u;
