import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openBundle } from '../../../runtime/open-bundle.ts';
import { BundleRefused } from '../../../runtime/refusal.ts';
import { readPolicy } from '../../compile.ts';
import type { Policy } from '../../model/policy.ts';
import { printFindings } from '../../print/findings/findings.ts';
import { findTenant } from '../../questions/find-by-name.ts';
import { attempt } from '../attempt.ts';
import { compileBundle } from '../bundle/compile-bundle.ts';
import { type Answer, type Io, MisuseError } from '../command.ts';

/**
 * Returns the digest of the bundle that a folder of policies compiles to, for one tenant if it is named, or of the
 * `bundle.json` in a compiled folder. If the policies hold an error, returns the answer that prints the diagnostics.
 * Throws `MisuseError` if the folder does not exist.
 */
export async function digestFolder(
  folder: string,
  tenant: string | undefined,
  format: 'pretty' | 'json',
  io: Io,
): Promise<string | Answer> {
  const compiled = `${relativeTo(folder, io)}/bundle.json`;
  if (io.kind(compiled) === 'file') return digestBundle(compiled);
  const read = readAgainst(folder, format, io);
  if ('exit' in read) return read;
  const { policy, at } = read;
  const only = tenant === undefined ? undefined : findTenant(policy, tenant);
  return compileBundle(policy, { folder: at, version: io.version, tenant: only }).bundle.digest;
}

/**
 * Reads the policies in the folder that `--against` names. If they hold an error, returns the answer that prints the
 * diagnostics. Throws `MisuseError` if the folder does not exist.
 */
export function readAgainst(
  folder: string,
  format: 'pretty' | 'json',
  io: Io,
): { readonly policy: Policy; readonly at: string } | Answer {
  const at = relativeTo(folder, io);
  if (io.kind(at) !== 'folder') throw new MisuseError(`no folder \`${folder}\`, which \`--against\` names`);
  const { policy, diagnostics, files } = readPolicy(io.files(at), at);
  const { version } = io;
  if (policy) return { policy, at };
  if (format === 'json')
    return { out: printFindings(diagnostics, { format, colours: io.colours.out, version }), exit: 1 };
  return {
    out: '',
    err: printFindings(diagnostics, { format, colours: io.colours.err, version, files }),
    exit: 1,
  };
}

const relativeTo = (folder: string, io: Io): string =>
  path.relative(io.folder, path.resolve(io.folder, folder)).replaceAll(path.sep, '/') || '.';

async function digestBundle(file: string): Promise<string> {
  const bytes = attempt(`cannot read \`${file}\``, () => readFileSync(file));
  const expected = {
    keys: new Map(),
    unsigned: 'accept',
    limit: Number.POSITIVE_INFINITY,
    now: Date.now,
  } as const;
  try {
    return (await openBundle(bytes, expected)).digest;
  } catch (error) {
    if (error instanceof BundleRefused)
      throw new MisuseError(`\`${file}\` cannot be compared: ${error.message}`);
    throw error;
  }
}
