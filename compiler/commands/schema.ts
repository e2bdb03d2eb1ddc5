import path from 'node:path';
import { readAllNames } from '../compile.ts';
import { addToManifest, manifestPath } from '../stages/6-emit.ts';
import { emitSchemas } from '../targets/schema.ts';
import { count } from '../text/count.ts';
import { type Json, writeIndentedJson } from '../text/json.ts';
import { makeVisible } from '../text/make-visible.ts';
import { defineCommand } from './command.ts';
import { findCompiledFolder } from './compile/find-compiled-folder.ts';
import { readManifestText } from './compile/refuse-loss.ts';
import { refuseLink, refuseOtherPackage } from './compile/replace-folder.ts';

/**
 * The command `plafond schema`: writes the schemas with which editors check policies, with all the names there are, also
 * while the policies have errors. They are the schemas that `plafond compile` writes too.
 */
export const schemaCommand = defineCommand({
  positionals: {},
  options: {
    out: {
      type: 'string',
      describe: 'the folder in which `schema/` is written; without it, what the settings say, or `generated`',
    },
  },
  formats: ['pretty', 'json'],
  examples: [['plafond schema', 'let the editor know a model that was just declared']],
  run({ policies, out, format, quiet }, io) {
    const { policy, errors } = readAllNames(io.files(policies), policies);
    const usual = findCompiledFolder(policies, policy.settings);
    const folder =
      path.relative(io.folder, path.resolve(io.folder, out ?? usual)).replaceAll(path.sep, '/') || '.';
    refuseLink(folder);
    refuseOtherPackage(
      { folder, usual },
      policy.settings.package.name,
      'run `plafond compile --force` first',
    );
    const schemas = [...emitSchemas({ matrix: { policy } })];
    for (const schema of schemas) io.write(path.posix.join(folder, schema.path), schema.content);
    // Compile must know them for its own, or it would refuse to replace them.
    const manifest = addToManifest(readManifestText(folder), schemas, io.version);
    io.write(path.posix.join(folder, manifestPath), manifest);
    const written = { version: 1, folder: `${folder}/schema`, files: schemas.length } satisfies Json;
    const said = quiet ? '' : `wrote ${count(schemas.length, 'schema')} to ${makeVisible(written.folder)}\n`;
    const err = `${count(errors, 'error')}: names in what is broken may be missing; see \`plafond check\`\n`;
    return {
      out: format === 'json' ? `${writeIndentedJson(written, 2)}\n` : said,
      ...(errors > 0 && { err }),
      exit: 0,
    };
  },
});
