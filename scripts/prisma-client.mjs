/**
 * Writes test/runtime/prisma/client.generated.json: what Prisma makes of test/runtime/prisma/schema.prisma, and its client reads.
 * Only who changes that schema, or the version of `@prisma/client`, runs this. Prisma's command is 300 MB, so it
 * is installed beside the project and not in it.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'plafond-prisma-'));

try {
  cpSync(join(root, 'test/runtime/prisma/schema.prisma'), join(folder, 'schema.prisma'));
  run('npm', 'init', '--yes');
  run('npm', 'install', '--ignore-scripts', `prisma@${devDependencies['@prisma/client']}`);
  run('npx', 'prisma', 'generate', '--schema', 'schema.prisma');
  const written = readFileSync(join(folder, 'client/internal/class.ts'), 'utf8');
  writeFileSync(
    join(root, 'test/runtime/prisma/client.generated.json'),
    `${JSON.stringify(
      {
        previewFeatures: [],
        clientVersion: valueAfter(written, '"clientVersion": '),
        engineVersion: valueAfter(written, '"engineVersion": '),
        activeProvider: valueAfter(written, '"activeProvider": '),
        inlineSchema: valueAfter(written, '"inlineSchema": '),
        runtimeDataModel: JSON.parse(valueAfter(written, 'config.runtimeDataModel = JSON.parse(')),
        parameterizationSchema: {
          strings: JSON.parse(valueAfter(written, 'strings: JSON.parse(')),
          graph: valueAfter(written, '\n  graph: '),
        },
      },
      null,
      2,
    )}\n`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

/** The command would download an engine for what we do not ask of it; one that is named is taken for granted. */
function run(/** @type {string} */ command, /** @type {string[]} */ ...words) {
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' };
  execFileSync(command, words, { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The text that stands in quotes after some words. */
function valueAfter(/** @type {string} */ text, /** @type {string} */ words) {
  const [, quoted = ''] = text.split(words, 2);
  return JSON.parse(/^"(?:[^"\\]|\\.)*"/.exec(quoted)?.[0] ?? 'null');
}
