/** @module-tag slow */
import path from 'node:path';
import typescript5 from 'typescript-5';
import typescript6 from 'typescript-6';
import { afterAll, describe, expect, test } from 'vitest';
import { filesInMemory } from '../../compiler/text/files.ts';
import { acme } from '../support/acme.ts';
import { languageServer } from '../support/language-server.ts';
import { serviceWith } from '../support/typed.ts';

const all = ['create', 'export', 'remove', 'update', 'view'];

/** Lines with the cursor at the bar, and everything that an editor offers there. */
const offered: readonly (readonly [string, readonly string[]])[] = [
  [`policy.can('update', 'Company', company, '|')`, ['arr', 'name', 'owner', 'signedAt']],
  [`policy.can('view', 'Company', company, '|')`, ['arr', 'name', 'owner', 'phase', 'signedAt']],
  [`policy.can('view', 'Task', task, '|')`, ['arr', 'done']],
  [`policy.can('create', 'Company', company, '|')`, []],
  [`policy.can('view', either, both, '|')`, ['arr']],
  [`policy.can('|', 'Task', task)`, all],
  [`policy.can('export', '|')`, ['Company', 'CompanyView', 'Log']],
  [`policy.can('remove', '|', company)`, ['Company']],
  [`policy.can('export', '|', company)`, ['Company', 'CompanyView', 'Log']],
  [`policy.can('|')`, all],
  [`policy.canSome('update', 'Company', '|')`, ['arr', 'name', 'owner', 'signedAt']],
  [`policy.canSome('|', 'Tag')`, all],
  [`policy.canSome('update', '|')`, ['Company', 'Tag', 'Task']],
  [`policy.where('export', 'Company', '|')`, ['arr', 'name', 'owner', 'phase', 'signedAt']],
  [`policy.where('create', '|')`, ['Company', 'Tag', 'Task']],
  [`policy.why('|')`, [...all, 'use'].sort()],
  [`policy.why('use', '|')`, ['Reports', 'Revenue', 'Sync']],
  [`policy.why('export', '|')`, ['Company', 'CompanyView', 'Log']],
  [`policy.why('update', 'Task', '|')`, ['arr', 'done']],
  [`policy.why('update', 'Task', task, '|')`, ['arr', 'done']],
  [`policy.fields('|', 'Task', task)`, all],
  [`isProperty('remove', '|')`, ['Company']],
  [`policy.uses('|')`, ['Reports', 'Revenue', 'Sync']],
  [`permissions({ tenant: '|' })`, ['acme', 'big-corp']],
  [`permissions({ tenant: 'acme', roles: ['|'] })`, ['csm', 'scout']],
  [`permissions({ tenant: 'big-corp', roles: ['csm', '|'] })`, ['csm', 'reader']],
  [`permissions({ tenant: 'acme', roles: [], userType: '|' })`, ['Core', 'View']],
  [`permissions({ tenant: 'acme', roles: [], userType: 'View', seats: ['|'] })`, ['Service']],
  [`policy.unfilled.find(({ attribute }) => attribute === '|')`, ['id', 'level', 'teamIds']],
];

const head = `
import { isProperty, permissions, type Policy, type Records } from '@acme/permissions';
declare const policy: Policy;
declare const company: Records['Company'];
declare const task: Records['Task'];
declare const either: 'Company' | 'Task';
declare const both: Records['Company'] & Records['Task'];
`;

const service = serviceWith({ '@acme/permissions': filesInMemory({ 'policies/all.yaml': acme }) });
afterAll(service.remove);
const file = path.join(service.folder, 'edited.ts');
const textOf = (line: string): string => `${head}${line.replace('|', '')};\n`;
const cursorIn = (line: string): number => head.length + line.indexOf('|');

describe.each([
  ['5.9', typescript5],
  // Whatever is asked of it here it answers as 5.9 does.
  ['6.0', typescript6 as unknown as typeof typescript5],
])('the language service of TypeScript %s offers exactly', (_, ts) => {
  let text = '';
  let version = 0;
  const options: typescript5.CompilerOptions = {
    strict: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  const editor = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: (script) => (script === file ? String(version) : '0'),
    getScriptSnapshot: (script) => {
      const content = script === file ? text : ts.sys.readFile(script);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => service.folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (script) => script === file || ts.sys.fileExists(script),
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    realpath: ts.sys.realpath ?? ((script) => script),
  });

  test.each(offered)('%s', (line, names) => {
    text = textOf(line);
    version++;
    const completions = editor.getCompletionsAtPosition(file, cursorIn(line), {});
    expect((completions?.entries ?? []).map((entry) => entry.name).sort()).toEqual(names);
  });
});

describe('the language server of TypeScript 7 offers exactly', async () => {
  const server = await languageServer(service.folder);
  afterAll(server.stop);

  test.each(offered)('%s', async (line, names) => {
    expect(await server.offeredIn(file, textOf(line), cursorIn(line))).toEqual(names);
  });
});
