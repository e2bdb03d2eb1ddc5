// Measures what the generated types cost the type checker, against CASL's own: one tuple for each model, written out,
// in a stock `MongoAbility`, which knows no property names.
//
//   node bench/types.mjs [rounds] [calls]
//
// Makes 60 models of 40 properties, eight of them shared by all and ten view-only, with 30 modules; every third
// model cannot be removed and every fourth not be exported. Both sides then check the same 1,500 questions, a third
// of them on a record: ours of `can` and `canSome`, stock of `can` with the record tagged and with the property,
// which stock takes as any text. First that both compile, and that a wrong action and, for ours, a wrong property do
// not. Then the check time that `--extendedDiagnostics` prints, the two sides in turn; the minimum of the rounds is
// compared. Instantiations and types are counts, the same in every round.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [rounds = 9, calls = 1500] = process.argv
  .slice(2)
  .filter((word) => /^\d+$/.test(word))
  .map(Number);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'plafond-bench-types-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const compilers = { 5.9: 'typescript-5', '6.0': 'typescript-6', '7.0': 'typescript' };
const say = (line) => process.stdout.write(`${line}\n`);
/** At most this many times the check time of stock. */
const goal = 1.25;

// ---- the catalog

const shared = ['id', 'name', 'owner', 'createdAt', 'updatedAt', 'status', 'notes', 'tags'];
const models = Array.from({ length: 60 }, (_, at) => {
  const name = at === 0 ? 'Company' : `Model${at}`;
  const properties = Array.from({ length: 40 }, (_, n) => ({
    name: shared[n] ?? `property${at}x${n}`,
    isViewOnly: n % 4 === 0,
  }));
  const actions = ['view', 'create', 'update'];
  if (at % 3 !== 2) actions.push('remove');
  if (at % 4 !== 3) actions.push('export');
  return { name, properties, actions, isLimited: at % 2 === 1 };
});
const modules = Array.from({ length: 30 }, (_, at) => `Module${at}`);

const documents = [
  ...models.map(({ name, properties, actions, isLimited }) => ({
    kind: 'Model',
    name,
    family: 'standard',
    actions,
    ...(name === 'Company'
      ? { portfolio: 'self' }
      : isLimited
        ? { portfolio: { through: 'company' }, relations: { company: { model: 'Company' } } }
        : {}),
    properties: Object.fromEntries(
      properties.map(({ name, isViewOnly }) => [
        name,
        { type: name === 'owner' ? 'id' : 'string', ...(isViewOnly && { system: true }) },
      ]),
    ),
  })),
  ...modules.map((name) => ({ kind: 'Module', name })),
  { kind: 'Principal', attributes: { id: { type: 'id' } } },
  { kind: 'Portfolio', name: 'own', on: 'Company', reach: { owner: { $user: 'id' } } },
  { kind: 'UserType', name: 'Core', rank: 1, allows: { models: { '*': 'all' }, modules: 'all' } },
  { kind: 'Tenant', name: 'acme', ceiling: { models: { '*': 'all' }, modules: 'all' } },
  { kind: 'Role', name: 'csm', userType: 'Core', portfolio: ['own'], grants: { models: { '*': 'all' } } },
];

// ---- the questions

const questions = Array.from({ length: calls }, (_, at) => {
  const model = models[(at * 7) % models.length];
  const action = model.actions[(at * 3) % model.actions.length];
  const isUpdate = action === 'update';
  const isOnProperties = isUpdate || action === 'view' || action === 'export';
  const known = model.properties.filter(({ isViewOnly }) => !(isUpdate && isViewOnly));
  const property = isOnProperties && at % 4 !== 0 ? known[(at * 11) % known.length].name : undefined;
  return { action, model: model.name, isOnRecord: at % 3 === 0, property };
});

const quoted = (names) => names.map((name) => `'${name}'`).join(' | ');
const rowsOf = (tag) =>
  models.map(
    ({ name }) =>
      `interface ${name}Row { id: string; owner: string; name: string; company: { owner: string | null } }\n` +
      `declare const row${name}: ${name}Row${tag(name)};`,
  );

const ours = [
  `import type { Policy } from './index.js';`,
  'declare const policy: Policy;',
  ...rowsOf(() => ''),
  ...questions.map(({ action, model, isOnRecord, property }) => {
    const last = property === undefined ? '' : `, '${property}'`;
    return isOnRecord
      ? `policy.can('${action}', '${model}', row${model}${last});`
      : `policy.canSome('${action}', '${model}'${last});`;
  }),
];

const stock = [
  `import type { ForcedSubject, MongoAbility } from '@casl/ability';`,
  'type Abilities =',
  ...models.map(({ name, actions }) => `  | [${quoted(actions)}, '${name}' | ForcedSubject<'${name}'>]`),
  `  | ['use', ${quoted(modules)}];`,
  'declare const ability: MongoAbility<Abilities>;',
  ...rowsOf((name) => ` & ForcedSubject<'${name}'>`),
  ...questions.map(({ action, model, isOnRecord, property }) => {
    const last = property === undefined ? '' : `, '${property}'`;
    return `ability.can('${action}', ${isOnRecord ? `row${model}` : `'${model}'`}${last});`;
  }),
];

// ---- the folder

const bundle = path.join(folder, 'compiler.mjs');
await build({
  stdin: {
    contents: `export { compile } from './compiler/compile.ts'; export { emitTypes } from './compiler/targets/types.ts'; export { filesInMemory } from './compiler/text/files.ts';`,
    resolveDir: root,
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile: bundle,
  alias: { yaml: path.join(root, 'node_modules/yaml/browser/index.js') },
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
});
const { compile, emitTypes, filesInMemory } = await import(pathToFileURL(bundle).href);
const text = documents.map((document) => JSON.stringify(document)).join('\n---\n');
const { compiled, diagnostics } = compile(filesInMemory({ 'policies/all.yaml': text }), 'policies');
if (!compiled) throw new Error(`the policies do not compile: ${JSON.stringify(diagnostics, null, 2)}`);

symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
mkdirSync(path.join(folder, 'lib'));
const write = (name, content) => writeFileSync(path.join(folder, name), content);
write('package.json', '{ "type": "module" }');
write('lib/where.d.ts', readFileSync(path.join(root, 'runtime/where.ts'), 'utf8'));
for (const artifact of emitTypes(compiled)) write(artifact.path, artifact.content);

const compilerOptions = {
  ...{ strict: true, skipLibCheck: true, noEmit: true, module: 'NodeNext', target: 'ES2022' },
  ...{ lib: ['ES2023'], types: [] },
};
function project(name, lines) {
  write(`${name}.ts`, `${lines.join('\n')}\n`);
  write(`${name}.json`, JSON.stringify({ compilerOptions, files: [`${name}.ts`] }));
}
project('ours', ours);
project('stock', stock);
project('ours-wrong-action', [...ours, `policy.canSome('remove', 'Model2');`]);
project('ours-wrong-property', [...ours, `policy.canSome('update', 'Model2', 'property2x8');`]);
project('stock-wrong-action', [...stock, `ability.can('remove', 'Model2');`]);

/** Runs one compiler on one project: what it complains of, and what it counted. */
function check(compiler, name) {
  const bin = path.join(root, 'node_modules', compiler, 'bin/tsc');
  const { stdout } = spawnSync(
    process.execPath,
    [bin, '-p', `${name}.json`, '--extendedDiagnostics', '--pretty', 'false'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  const number = (label) => Number(stdout.match(new RegExp(`^${label}:\\s+([\\d.]+)`, 'm'))?.[1]);
  return {
    errors: stdout.split('\n').filter((line) => /error TS/.test(line)),
    time: number('Check time'),
    instantiations: number('Instantiations'),
    types: number('Types'),
    memory: number('Memory used') / 1024,
  };
}

// ---- first that both sides say what they should

for (const [version, compiler] of Object.entries(compilers)) {
  const said = (name) => check(compiler, name).errors;
  for (const name of ['ours', 'stock'])
    if (said(name).length > 0) throw new Error(`${name} does not compile under ${version}: ${said(name)[0]}`);
  for (const name of ['ours-wrong-action', 'ours-wrong-property', 'stock-wrong-action']) {
    const errors = said(name);
    const last = (name.startsWith('ours') ? ours : stock).join('\n').split('\n').length + 1;
    const at = `${name}.ts(${last},`;
    if (errors.length !== 1 || !errors[0].startsWith(at))
      throw new Error(`${name} under ${version} is not one error in its last line: ${errors.join('\n')}`);
  }
}
say(
  `${models.length} models, ${questions.length} calls, minimum of ${rounds} rounds; both sides compile, a wrong call does not\n`,
);

// ---- then the times, in turn

const sides = ['stock', 'ours'];
const runs = new Map();
for (let round = 0; round < rounds; round++)
  for (const [version, compiler] of Object.entries(compilers))
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const key = `${version} ${side}`;
      runs.set(key, [...(runs.get(key) ?? []), check(compiler, side)]);
    }

const row = (...cells) => say(cells.map((cell, at) => String(cell).padStart(at === 1 ? 12 : 9)).join(' '));
row('', 'side', 'check s', 'median', 'most', 'ratio', 'instant.', 'types', 'MB');
const ratios = [];
for (const version of Object.keys(compilers)) {
  const least = (side) => Math.min(...runs.get(`${version} ${side}`).map(({ time }) => time));
  for (const side of sides) {
    const all = runs.get(`${version} ${side}`);
    const times = all.map(({ time }) => time).sort((a, b) => a - b);
    const ratio = least(side) / least('stock');
    if (side === 'ours') ratios.push([version, ratio]);
    row(
      version,
      side,
      times[0].toFixed(3),
      times[times.length >> 1].toFixed(3),
      times.at(-1).toFixed(3),
      ratio.toFixed(2),
      all[0].instantiations,
      all[0].types,
      Math.round(Math.min(...all.map(({ memory }) => memory))),
    );
  }
}
const over = ratios.filter(([, ratio]) => ratio > goal);
say(
  over.length === 0
    ? `\nat most ${goal} times the check time of stock under every version`
    : `\nmore than ${goal} times the check time of stock under ${over.map(([version]) => version).join(', ')}`,
);
process.exitCode = over.length === 0 ? 0 : 1;
