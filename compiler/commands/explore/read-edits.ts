import path from 'node:path';
import { isSourceFile } from '../../model/policy-files.ts';
import { isFields } from '../../text/fields.ts';

/** A file as somebody wants it: the digest that it is to have before, and its new text; null where there is no file. */
export interface PageEdit {
  readonly path: string;
  readonly before: string | null;
  readonly text: string | null;
}

/** A reason for which edits are not read. */
export interface WrongEdits {
  readonly status: 400 | 403;
  readonly error: string;
  readonly path?: string;
}

/** Reads the edits in the body of a request. Nothing of the disk is looked at. */
export function readEdits(body: Uint8Array): readonly PageEdit[] | WrongEdits {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return { status: 400, error: 'the body is no JSON' };
  }
  if (
    !isFields(value) ||
    !hasKeys(value, ['files']) ||
    !Array.isArray(value.files) ||
    value.files.length === 0
  )
    return { status: 400, error: 'the body is a map with `files`, a list of at least one edit' };
  const edits: PageEdit[] = [];
  const seen = new Set<string>();
  for (const item of value.files as readonly unknown[]) {
    const wrong = explainWrongEdit(item, seen);
    if (wrong) return wrong;
    edits.push(item as PageEdit);
  }
  return edits;
}

/** Returns true if edits could not be read. */
export const isWrong = (edits: readonly PageEdit[] | WrongEdits): edits is WrongEdits => 'status' in edits;

function explainWrongEdit(item: unknown, seen: Set<string>): WrongEdits | undefined {
  if (!isFields(item) || !hasKeys(item, ['path', 'before', 'text']) || typeof item.path !== 'string')
    return { status: 400, error: 'an edit is a map with `path`, `before` and `text`' };
  const { path: file, before, text } = item;
  const wrong = explainWrongPath(file);
  if (wrong !== undefined) return { status: 403, error: wrong, path: file };
  if (before !== null && !(typeof before === 'string' && /^[0-9a-f]{64}$/.test(before)))
    return {
      status: 400,
      error: '`before` is a SHA-256 in hexadecimal digits, or null for a new file',
      path: file,
    };
  if (text !== null && !(typeof text === 'string' && text.isWellFormed()))
    return { status: 400, error: '`text` is a text, or null for a file that goes', path: file };
  if (before === null && text === null)
    return { status: 400, error: 'there is no file and there would be none', path: file };
  // Some disks take two spellings of a name for one.
  const known = file.normalize('NFC').toLowerCase();
  if (seen.has(known)) return { status: 400, error: 'the file is edited twice', path: file };
  seen.add(known);
  return undefined;
}

/** Returns the reason for which a path is none of a policy file below the folder, on any system. */
export function explainWrongPath(file: string): string | undefined {
  const steps = file.split('/');
  if (file.length > 1000 || !file.isWellFormed() || /[\p{C}\\:]/u.test(file))
    return 'the path has characters that a policy file cannot have in its name';
  if (path.posix.isAbsolute(file) || steps.some((step) => ['', '.', '..'].includes(step)))
    return 'the path leads out of the policies folder';
  if (steps.some((step) => step.toLowerCase() === '.git' || /[. ]$/.test(step)))
    return 'the path is none of a policy file';
  if (!isSourceFile(file)) return 'only policy files are written: `*.yaml`, `*.yml` and tables, `*.csv`';
  return undefined;
}

const hasKeys = (value: object, keys: readonly string[]): boolean =>
  Object.keys(value).sort().join() === keys.toSorted().join();
