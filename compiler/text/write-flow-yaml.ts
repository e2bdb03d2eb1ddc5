import { stringify } from 'yaml';

/** A plain value as YAML on one line, as policies are written: `{ actions: [view], properties: { "*": none } }`. */
export function writeFlowYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeFlowYaml).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return writeScalar(value);
  const entries = Object.entries(value).map(([key, item]) => `${writeScalar(key)}: ${writeFlowYaml(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** A scalar that reads back as itself, also between brackets; quoted only where it must be. */
function writeScalar(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  if (isBare.test(value)) return stringify(value, { lineWidth: 0 }).trimEnd();
  return JSON.stringify(value);
}

/** What no bracket, comma or colon is in; whether it is a word of YAML's own is left to the library. */
const isBare = /^[\p{L}_][\p{L}\p{N} _.@/-]*$/u;
