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
  const before = written.get(value);
  if (before !== undefined) return before;
  const text = isBare.test(value) ? stringify(value, { lineWidth: 0 }).trimEnd() : JSON.stringify(value);
  if (written.size < mostWritten) written.set(value, text);
  return text;
}

/** The texts that were written before: names stand in thousands of lines, and the library takes its time over each. */
const written = new Map<string, string>();
const mostWritten = 10_000;

/** Texts without brackets, commas and colons. The library puts quotes around those that are words of YAML, as `null`. */
const isBare = /^[\p{L}_][\p{L}\p{N} _.@/-]*$/u;
