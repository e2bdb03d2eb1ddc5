import type { Parsed } from './document.ts';
import { type DocumentKind, documentKinds } from './document-kinds.ts';

/** The lines by which a document is known: its kind, and the name and the tenant that it gives. */
export interface DocumentHead {
  readonly kind: DocumentKind;
  /** The name; in a head of one user among the `Users` of a tenant, the id. */
  readonly name?: string;
  readonly tenant?: string;
}

/** Tells the kind of a document by what it says of it and by its fields; undefined if these do not tell. */
export type TellKind = (written: unknown, fields: readonly string[]) => DocumentKind | undefined;

/** Returns the head of a document that was parsed, whatever else is wrong with it. */
export function readDocumentHead({ kind, value }: Pick<Parsed, 'kind' | 'value'>): DocumentHead {
  const { name, tenant } = value as { readonly name?: unknown; readonly tenant?: unknown };
  return {
    kind,
    ...(typeof name === 'string' && { name }),
    ...(typeof tenant === 'string' && { tenant }),
  };
}

/**
 * Reads the heads of the documents in a text that is no YAML: from lines without indentation that say `kind`, `name`
 * and `tenant`, each once in a document. `tellKind` is asked where the kind is not a known one. Undefined if such lines do
 * not show the kind of a document, or there is no document.
 */
export function readHeads(
  text: string,
  tellKind: TellKind = tellNothing,
): readonly DocumentHead[] | undefined {
  const heads: DocumentHead[] = [];
  if (/^---(?!\s*(#.*)?$)/m.test(text)) return undefined;
  for (const part of text.split(/^---.*$/m)) {
    if (part.split('\n').every((line) => /^\s*(#|$)/.test(line))) continue;
    const [kind, name, tenant] = ['kind', 'name', 'tenant'].map((key) => readLine(part, key));
    if (kind === unclear) return undefined;
    const known = documentKinds.find((one) => one === kind) ?? tellKind(kind, listFields(part));
    if (!known || name === unclear || tenant === unclear) return undefined;
    heads.push({ kind: known, ...(name !== undefined && { name }), ...(tenant !== undefined && { tenant }) });
  }
  return heads.length > 0 ? heads : undefined;
}

const tellNothing: TellKind = () => undefined;

/** Lists the fields of a document by the lines without indentation that begin with one. */
const listFields = (text: string): readonly string[] =>
  [...text.matchAll(/^["']?(\w+)["']?[ \t]*:/gm)].map(([, field = '']) => field);

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
