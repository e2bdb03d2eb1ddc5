import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import path from 'node:path';
import type { GitAttributes } from '../../model/git-attributes.ts';
import { listRewriters, readAttributes } from './read-index.ts';
import { prepareGit, type Run } from './run-git.ts';

/** The name of the files in which a repository gives attributes. */
export const attributesFile = '.gitattributes';

/** Larger ones git does not read, in bytes. */
export const attributesLimit = 100 * 1024 * 1024;

/** Lists the `.gitattributes` files that lie above a path, from the root of the work tree. */
export const listAttributesAbove = (under: string): readonly string[] => {
  const steps = under === '' ? [] : under.split('/');
  return [...steps.keys()].map((at) => [...steps.slice(0, at), attributesFile].join('/'));
};

const names = [
  'filter',
  'working-tree-encoding',
  'ident',
  'export-subst',
  'export-ignore',
  'diff',
  'linguist-generated',
] as const;

/** The words of which each attribute that matters has one; a text without any of them gives no such attribute. */
const mention = /filter|encoding|ident|export-|diff|binary|linguist-generated/;

/**
 * Finds the attributes of paths. Git itself is asked, in an empty repository that has the given `.gitattributes` and no
 * other: what this clone or this machine adds is in no revision.
 */
export function findAttributes(
  paths: readonly string[],
  texts: ReadonlyMap<string, string>,
): GitAttributes['settings'] {
  if (![...texts.values()].some((text) => mention.test(text)) || paths.length === 0)
    return new Map(paths.map((one) => [one, []]));
  const place = mkdtempSync(path.join(tmpdir(), 'plafond-attributes-'));
  try {
    makeRepository(place, texts);
    const run = prepareGit(place, 'the attributes');
    const only: Run = (args, more) =>
      run(['-c', `core.attributesFile=${devNull}`, '-c', 'core.ignoreCase=false', ...args], {
        ...more,
        env: { GIT_ATTR_NOSYSTEM: '1' },
      });
    const folders = new Set(paths.flatMap(foldersOf));
    const found = readAttributes(only, [...paths, ...folders], names);
    const isLeftOut = (one: string) => found.get(one)?.get('export-ignore') === 'set';
    return new Map(
      paths.map((one) => {
        const settings = settingsIn(found.get(one) ?? new Map());
        const isOut = isLeftOut(one) || foldersOf(one).some(isLeftOut);
        return [one, [...settings, ...(isOut ? ['export-ignore'] : [])]];
      }),
    );
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Makes the smallest repository that git accepts, with files in its work tree. */
function makeRepository(place: string, texts: ReadonlyMap<string, string>): void {
  for (const folder of ['.git/objects', '.git/refs'])
    mkdirSync(path.join(place, folder), { recursive: true });
  writeFileSync(path.join(place, '.git/HEAD'), 'ref: refs/heads/main\n');
  for (const [file, text] of texts) {
    // A tree that somebody made by hand may have names that no work tree takes.
    if (file.split(/[/\\]/).some((step) => /^(\.{0,2}|\.git)$/i.test(step))) continue;
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    writeFileSync(path.join(place, file), text);
  }
}

function settingsIn(values: ReadonlyMap<string, string>): readonly string[] {
  const isSet = (name: string) => ['set', 'true'].includes(values.get(name) ?? '');
  return [
    ...listRewriters(values),
    ...(isSet('export-subst') ? ['export-subst'] : []),
    ...(values.get('diff') === 'unset' ? ['-diff'] : []),
    ...(isSet('linguist-generated') ? ['linguist-generated'] : []),
  ];
}

/** Returns the folders that a path lies in. */
const foldersOf = (file: string): readonly string[] => {
  const steps = file.split('/');
  return steps.slice(1).map((_, at) => steps.slice(0, at + 1).join('/'));
};
