import type { Parsed } from './document.ts';
import { type DocumentKind, documentKinds } from './document-kinds.ts';

/** The lines by which a document is known: its kind, and the name and the tenant that it gives. */
export interface DocumentHead {
  readonly kind: DocumentKind;
  readonly name?: string;
  readonly tenant?: string;
}

/** Returns the head of a document that was parsed, whatever else is wrong with it. */
export function readDocumentHead({ kind, value }: Parsed): DocumentHead {
  const { name, tenant } = value as { readonly name?: unknown; readonly tenant?: unknown };
  return {
    kind,
    ...(typeof name === 'string' && { name }),
    ...(typeof tenant === 'string' && { tenant }),
  };
}

/**
 * Reads the heads of the documents in a text that is no YAML: from lines without indentation that say `kind`, `name`
 * and `tenant`, each once in a document. Undefined if such lines do not show the kind of a document, or there is no
 * document.
 */
export function readHeads(text: string): readonly DocumentHead[] | undefined {
  const heads: DocumentHead[] = [];
  if (/^---(?!\s*(#.*)?$)/m.test(text)) return undefined;
  for (const part of text.split(/^---.*$/m)) {
    if (part.split('\n').every((line) => /^\s*(#|$)/.test(line))) continue;
    const [kind, name, tenant] = ['kind', 'name', 'tenant'].map((key) => readLine(part, key));
    const known = documentKinds.find((one) => one === kind);
    if (!known || name === unclear || tenant === unclear) return undefined;
    heads.push({ kind: known, ...(name !== undefined && { name }), ...(tenant !== undefined && { tenant }) });
  }
  return heads.length > 0 ? heads : undefined;
}

/** Stands for a value that a line does not say plainly. */
const unclear = '';

/** Reads what a key of a document is, from the only line that begins with it; undefined if there is no such line. */
function readLine(text: string, key: string): string | undefined {
  const lines = text.split('\n').filter((line) => new RegExp(`^["']?${key}["']?\\s*:`).test(line));
  if (lines.length === 0)
    return new RegExp(`\\b${key}["']?\\s*:`).test(text) && key !== 'name' ? unclear : undefined;
  if (lines.length > 1) return unclear;
  const [, value = unclear] =
    new RegExp(
      `^${key}:[ \\t]+(?:"([^"\\\\]+)"|'([^']+)'|([A-Za-z0-9][^#:"'{}\\[\\],&*!|>%@\`]*?))[ \\t]*(?:#.*)?\\r?$`,
    )
      .exec(lines[0] ?? '')
      ?.filter((group) => group !== undefined) ?? [];
  return value;
}
