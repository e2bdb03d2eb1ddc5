import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BundleRefused } from '../../../runtime/refused.ts';
import { openBundle } from '../../../runtime/signed.ts';
import { readPolicy } from '../../compile.ts';
import { printFindings } from '../../print/findings/findings.ts';
import { attempt } from '../attempt.ts';
import { contentOf } from '../bundle/content.ts';
import { type Answer, type Io, Misuse } from '../command.ts';
import { tenantNamed } from '../named.ts';

/**
 * The digest of what a folder of policies compiles to, for one tenant where one is named, or of what was compiled
 * into one. Where policies have errors
 * they are the answer. Throws `Misuse` where the folder is neither.
 */
export async function digestIn(
  folder: string,
  tenant: string | undefined,
  format: 'pretty' | 'json',
  io: Io,
): Promise<string | Answer> {
  const at = path.relative(io.folder, path.resolve(io.folder, folder)).replaceAll(path.sep, '/') || '.';
  const compiled = `${at}/bundle.json`;
  if (io.kind(compiled) === 'file') return digestOfFile(compiled);
  if (io.kind(at) !== 'folder') throw new Misuse(`no folder \`${folder}\`, which \`--against\` names`);
  const { policy, diagnostics, files } = readPolicy(io.files(at), at);
  const { version } = io;
  if (policy) {
    const only = tenant === undefined ? undefined : tenantNamed(policy, tenant);
    return contentOf(policy, { folder: at, version, tenant: only }).digest;
  }
  if (format === 'json')
    return { out: printFindings(diagnostics, { format, colours: io.colours.out, version }), exit: 1 };
  return {
    out: '',
    err: printFindings(diagnostics, { format, colours: io.colours.err, version, files }),
    exit: 1,
  };
}

async function digestOfFile(file: string): Promise<string> {
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
      throw new Misuse(`\`${file}\` cannot be held against: ${error.message}`);
    throw error;
  }
}
