import { createHash } from 'node:crypto';
import { readPolicy } from '../../compile.ts';
import { compilePolicy } from '../../compile-policy.ts';
import { emitArtifacts } from '../../emit-artifacts.ts';
import type { KeptFiles } from '../../io/keep-files.ts';
import type { Tenant } from '../../model/policy.ts';
import { printFindings } from '../../print/findings/findings.ts';
import { findTenant } from '../../questions/find-by-name.ts';
import { manifestPath } from '../../stages/6-emit.ts';
import type { Answer, Io } from '../command.ts';
import { answerCompilation } from './answer-compilation.ts';
import { chooseFolder, refuseFolder } from './choose-folder.ts';
import { compareFolder, type FolderComparison } from './compare-folder.ts';
import type { CompileArguments } from './compile-arguments.ts';
import { rememberCompilation } from './known-compilation.ts';
import { refuseLoss } from './refuse-loss.ts';
import { replaceFolder } from './replace-folder.ts';

/** Reads the policies, compiles them and writes or compares the folder. Remembers the result for the next run. */
export async function compileAnew(
  args: CompileArguments,
  keptFiles: KeptFiles | undefined,
  io: Io,
): Promise<Answer> {
  const { policies, tenant: name, check, force, 'no-rules': withoutRules, format, quiet } = args;
  const { policy, diagnostics, files } = readPolicy(keptFiles?.files ?? io.files(policies), policies);
  const place = chooseFolder(args, policy?.settings, io);
  if (!policy) {
    const style = { format, colours: io.colours.out, version: io.version };
    return { out: printFindings(diagnostics, { ...style, ...(!quiet && { files }) }), exit: 1 };
  }
  const tenant = name === undefined ? undefined : findTenant(policy, name);
  refuseFolder(args, place, policy.settings);
  const { folder } = place;
  const following = await io.follow?.('files', !quiet);
  let manifest = '';
  try {
    const made = emitArtifacts(compilePolicy(policy, tenant), {
      version: io.version,
      folder: policies,
      withoutRules,
    });
    const each = async (file: string, bytes: Uint8Array) => {
      if (file === manifestPath) manifest = createHash('sha256').update(bytes).digest('hex');
      await following?.step();
    };
    const refuse = (found: FolderComparison) => (force ? undefined : refuseLoss(folder, found));
    const comparison = await (check
      ? compareFolder(folder, made, each)
      : replaceFolder(io.writeFolder, folder, made, each, refuse));
    const size = countRoles(tenant ? [tenant] : policy.tenants);
    const { out, package: named } = policy.settings;
    const { files: count, bytes } = comparison;
    const known = { out, package: { name: named.name }, ...size, files: count, bytes, manifest };
    if (keptFiles) rememberCompilation(args, keptFiles, known, io);
    return answerCompilation(args, place, comparison, size, io);
  } finally {
    following?.end();
  }
}

const countRoles = (tenants: readonly Tenant[]) => ({
  tenants: tenants.length,
  roles: tenants.reduce((sum, { roles }) => sum + roles.length, 0),
});
