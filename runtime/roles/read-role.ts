import type { Parsed } from '../../compiler/model/document.ts';
import type { RoleDocument } from '../../compiler/model/documents.generated.ts';
import type { Source } from '../../compiler/text/source.ts';
import { RoleError } from './role-error.ts';

/** The most characters of a role as JSON: a role that names each of some thousand permissions has a tenth of it. */
const mostText = 1024 * 1024;

/** The most levels at which a role is nested. */
const deepest = 32;

/**
 * Reads a role that somebody has given: whatever it is, all of it becomes plain values that inherit nothing. Throws a `RoleError`
 * where it is no map that JSON can hold.
 */
export function readRole(document: unknown): Parsed {
  const text = writeJson(document);
  const value = copyJson(JSON.parse(text), deepest);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RoleError('a role is a map with `kind: Role`');
  const { kind, name } = value as Partial<RoleDocument>;
  if (kind !== 'Role') throw new RoleError("a role is a map with `kind: 'Role'`, and another came");
  const label = typeof name === 'string' ? `Role/${name.slice(0, 128)}` : 'Role';
  return { document: { source: { path: label, text }, index: 0, isEdited: true }, kind, value };
}

/** Returns a document of the policies as it goes to link; its text is written when somebody asks for a place in it. */
export function readPolicyDocument(label: string, written: unknown): Parsed {
  const value = copyJson(written, Number.POSITIVE_INFINITY) as { readonly kind: Parsed['kind'] };
  return { document: { source: new LazySource(label, written), index: 0 }, kind: value.kind, value };
}

class LazySource implements Source {
  readonly path: string;
  readonly #value: unknown;
  #text: string | undefined;

  constructor(path: string, value: unknown) {
    this.path = path;
    this.#value = value;
  }

  get text(): string {
    this.#text ??= JSON.stringify(this.#value, undefined, 2);
    return this.#text;
  }
}

function writeJson(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, undefined, 2);
  } catch {
    throw new RoleError('a role is plain data that JSON can hold');
  }
  if (text === undefined) throw new RoleError('a role is a map with `kind: Role`');
  if (text.length > mostText) throw new RoleError(`a role has at most ${mostText} characters as JSON`);
  return text;
}

/** Copies a value with maps that have no prototype, so that no name in it means anything else. */
function copyJson(value: unknown, left: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (left === 0) throw new RoleError('a role is not nested that deep');
  if (Array.isArray(value)) return value.map((item) => copyJson(item, left - 1));
  const bare: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value)) bare[key] = copyJson(item, left - 1);
  return bare;
}
