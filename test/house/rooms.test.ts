import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

/** From left to right: a file imports from its own room and from rooms further left. */
const order: readonly (readonly string[])[] = [
  ['text'],
  ['diagnostics'],
  ['model'],
  ['stages', 'targets', 'questions', 'lint'],
  ['compile-policy.ts', 'emit-artifacts.ts'],
  ['compile.ts', 'compile-share.ts', 'print', 'runtime'],
  ['read-past-errors.ts'],
  ['library'],
  ['library.ts'],
  ['io'],
  ['library-node.ts', 'commands'],
  ['cli.ts'],
];

/** In these rooms neighbours are strangers; a file and the folder of its name are one neighbour. */
const strangers: readonly string[] = ['stages', 'targets', 'lint'];

/** The files that every neighbour may import, and below them those that may import every neighbour. */
const knownToAll: readonly string[] = ['stages/validators.generated', 'targets/runtime.generated'];
const knowingAll: readonly string[] = ['lint/rules'];

/** Who may touch the world outside, beside cli.ts: files on disk, and git. */
const touching = /^(cli\.ts|commands\/.*|io\/.*)$/;

/** The modules of Node that touch nothing outside. */
const pure: readonly string[] = ['node:path', 'node:crypto', 'node:util', 'node:assert', 'node:buffer'];

const root = path.join(import.meta.dirname, '..', '..', 'compiler');

/** All that the run-time package may ask of others; it never asks Node. */
const peers: readonly string[] = ['@casl/ability'];

/** The runtime stands beside the compiler's folder, and is a room of it all the same. */
const runtime = '../runtime/';

/** Matches files that are generated, and those of the written package, which are copied as they are. */
const isNoCode = /\.generated\.|^\.\.\/runtime\/package\//;

const files = ['', runtime].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => folder + file.replaceAll(path.sep, '/'))
    .filter((file) => /\.[cm]?[jt]s$/.test(file) && !isNoCode.test(file))
    .sort(),
);

/** The files of the action, which has rooms of its own. */
const actionFiles = readdirSync(path.join(root, '../action'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `../action/${file.replaceAll(path.sep, '/')}`)
  .sort();

/** The files of the explorer: the page asks the library and what is left of it, and nothing asks the page. */
const pageFiles = readdirSync(path.join(root, '../explorer'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
  .map((file) => `../explorer/${file.replaceAll(path.sep, '/')}`)
  .sort();

const code = new Map(
  [...files, ...actionFiles, ...pageFiles].map((file) => [
    file,
    withoutComments(readFileSync(path.join(root, file), 'utf8')),
  ]),
);

/** Returns the files of a circle of imports, the first one again at the end; none if there is no circle. */
function findCircle(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const follow = (file: string, way: readonly string[]): readonly string[] => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of imports.get(file) ?? []) {
      const circle = follow(next, [...way, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  for (const file of imports.keys()) {
    const circle = follow(file, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

describe('the import law', () => {
  test.for(files)('%s', (file) => {
    expect(importsOf(file).flatMap((imported) => trespass(file, imported) ?? [])).toEqual([]);
  });

  test('knows a trespass when it sees one', () => {
    expect(trespass('text/source.ts', 'model/rule.ts')).toContain('right of `text`');
    expect(trespass('questions/find-holders.ts', 'stages/5-lower.ts')).toContain('right of `questions`');
    expect(trespass('stages/5-lower.ts', 'stages/4-resolve/trail.ts')).toContain('stranger');
    expect(trespass('questions/since/trace-cell.ts', 'io/git.ts')).toContain('right of `questions`');
    expect(trespass('model/rule.ts', '../test/io.ts')).toContain('outside');
    expect(trespass('stages/2-validate.ts', 'stages/2-validate/words.ts')).toBeUndefined();
    expect(trespass('stages/2-validate/words.ts', 'stages/validators.generated.js')).toBeUndefined();
    expect(trespass('print/html.ts', 'compile.ts')).toContain('right of `print`');
    expect(trespass('../runtime/explain-decision.ts', 'model/rule.ts')).toBeUndefined();
    expect(trespass('../runtime/explain-decision.ts', 'compile.ts')).toContain('right of `runtime`');
    expect(trespass('commands/verify.ts', '../runtime/open-bundle.ts')).toBeUndefined();
    expect(trespass('stages/5-lower.ts', '../runtime/where.ts')).toContain('right of `stages`');
    expect(pathOf('../runtime/sql/join.ts', '../../compiler/model/rule.ts')).toBe('model/rule.ts');
    expect(pathOf('model/rule.ts', '../../test/io.ts')).toBe('../test/io.ts');
    expect(
      found("import a from './a.ts';\nimport './b.ts';\nexport * from './c.ts';\nawait import('./d.ts');"),
    ).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts']);
    expect(found('import {\n  one,\n  two,\n} from "./e.ts";\nlet x: typeof import(`./f.ts`);')).toEqual([
      './e.ts',
      './f.ts',
    ]);
  });
});

describe('the circles', () => {
  test('no file imports itself by way of others, types included, in the compiler, the runtime or the action', () => {
    const all = new Map([...code.keys()].map((file) => [file, importsOf(file)]));
    expect(all.size).toBeGreaterThan(300);
    expect(findCircle(all)).toEqual([]);
  });

  test('a circle is found, however long, and named file by file', () => {
    const line: readonly (readonly [string, readonly string[]])[] = [
      ['a.ts', ['b.ts', 'c.ts', 'node:path']],
      ['b.ts', ['c.ts']],
      ['c.ts', ['d.ts']],
    ];
    expect(findCircle(new Map(line))).toEqual([]);
    expect(findCircle(new Map([...line, ['d.ts', ['b.ts']]]))).toEqual(['b.ts', 'c.ts', 'd.ts', 'b.ts']);
    expect(findCircle(new Map([['a.ts', ['a.ts']]]))).toEqual(['a.ts', 'a.ts']);
  });
});

describe('the explorer', () => {
  const sharedWithExample = '../examples/service/page/roles/';
  const isLeftOfPage = (name: string) => {
    if (name.startsWith('../explorer/') || name.startsWith(sharedWithExample)) return true;
    const room = roomOf(name);
    return room !== undefined && placeOf(room) <= placeOf('library.ts');
  };

  test('asks the library and the rooms left of it, and shares components with the example', () => {
    const strange = pageFiles.flatMap((file) =>
      importsOf(file)
        .filter((name) => /\.[cm]?[jt]sx?$/.test(name) && !isLeftOfPage(name))
        .map((name) => `${file} imports ${name}`),
    );
    expect(pageFiles.length).toBeGreaterThan(20);
    expect(strange).toEqual([]);
    expect(isLeftOfPage('commands/who.ts')).toBe(false);
    expect(isLeftOfPage('../runtime/roles.ts')).toBe(true);
  });

  test('is asked for by nobody', () => {
    const asking = [...files, ...actionFiles].filter((file) =>
      importsOf(file).some((name) => name.startsWith('../explorer/')),
    );
    expect(asking).toEqual([]);
  });

  test('draws no text as markup, and runs none', () => {
    const bad = /dangerouslySetInnerHTML|\binnerHTML\b|\beval\(|\bnew Function\b|insertAdjacentHTML/;
    expect(pageFiles.filter((file) => bad.test(code.get(file) ?? ''))).toEqual([]);
  });
});

/** The editor of roles, which holds the stages that read them: no other file of the runtime may ask for it. */
const editor = /^\.\.\/runtime\/roles(\.ts$|\/)/;

/** The compiler's stages that the editor holds, with the laws and questions that it asks. */
const edited =
  /^(diagnostics\/|lint\/|questions\/|stages\/(2-validate|3-link|4-resolve|validators\.generated))/;

/** The packages that the editor has replacements for: no code of others is written into services. */
const replaced: readonly string[] = ['damerau-levenshtein', 'yaml'];

/** All of the compiler that runs in services: the nouns, the texts, and how permissions become rules. */
const carried = /^(\.\.\/runtime\/|text\/|model\/|stages\/5-lower\.ts$)/;

describe('what runs in services and browsers', () => {
  test('is the runtime and the little of the compiler that it needs', () => {
    const own = files.filter((file) => file.startsWith(runtime) && !editor.test(file));
    const strange = (start: readonly string[]) => reachedFrom(start).filter((file) => !carried.test(file));
    expect(own.length).toBeGreaterThan(10);
    expect(strange(own)).toEqual([]);
    expect(own.flatMap(importsOf).filter((name) => /\.ts$/.test(name) && !carried.test(name))).toEqual([]);
    expect(strange(['targets/bundle.ts'])).toContain('targets/bundle.ts');
    const editing = files.filter((file) => editor.test(file));
    expect(editing.length).toBeGreaterThan(5);
    expect(strange(editing).filter((file) => !editor.test(file) && !edited.test(file))).toEqual([]);
  });

  test('imports nothing of Node and no package but its peers, however far it is followed', () => {
    const own = files.filter((file) => file.startsWith(runtime));
    expect(packagesReached(own)).toEqual(expect.arrayContaining([...peers]));
    expect(packagesReached(own.filter((file) => !editor.test(file))).filter(isForeign)).toEqual([]);
    expect(packagesReached(own).filter((name) => isForeign(name) && !replaced.includes(name))).toEqual([]);
    expect(packagesReached(['io/git.ts']).filter(isForeign)).toContain('node:child_process');
  });

  test('of the compiler, is the library, in which the build puts another hash in the place of Node’s', () => {
    const ofNode = packagesReached(['library.ts']).filter(isOfNode);
    expect(ofNode).toEqual(['node:crypto']);
    expect(reachedFrom(['library.ts']).filter((file) => /^(io|commands)\//.test(file))).toEqual([]);
    expect(trespass('library.ts', 'commands/who.ts')).toContain('right of `library.ts`');
    expect(trespass('commands/who.ts', 'library.ts')).toBeUndefined();
    const isNodes = (file: string) => /(?<![.\w$'"`])(Buffer|process)\s*\./.test(code.get(file) ?? '');
    expect(reachedFrom(['library.ts']).filter(isNodes)).toEqual([]);
  });

  test('names nothing that only Node has', () => {
    const reached = reachedFrom(files.filter((file) => file.startsWith(runtime)));
    // Words of sentences are no names: those stand before a bracket or a point.
    const isNodes = (file: string) =>
      /(?<![.\w$'"`])((Buffer|process|require)\s*[.(]|__dirname\b)/.test(code.get(file) ?? '');
    expect(reached.filter(isNodes)).toEqual([]);
    expect(isNodes('io/git.ts')).toBe(true);
  });
});

describe('what is outside', () => {
  test('only cli.ts touches the process', () => {
    // A file that is handed the process, as a parameter, leaves it to cli.ts whether there is one.
    const isHanded = (text: string) => /[(,]\s*process: /.test(text);
    const isTouching = (text: string) =>
      /['"`](node:)?process['"`]|globalThis\s*(\.|\[)/.test(text) ||
      (!isHanded(text) && /(?<![.\w$])process\s*(\.|\[|;|,|\))|=\s*process\b/.test(text));
    expect(files.filter((file) => file !== 'cli.ts' && isTouching(code.get(file) ?? ''))).toEqual([]);
  });

  test('only cli.ts, the commands and io/ touch the disk and other programs', () => {
    const isOutside = (name: string) => isOfNode(name) && !pure.includes(name);
    const others = files.filter((file) => !touching.test(file));
    expect(
      others.flatMap((file) =>
        importsOf(file)
          .filter(isOutside)
          .map((name) => `${file} imports ${name}`),
      ),
    ).toEqual([]);
  });

  test('nothing but cli.ts and the commands asks for the time, and for chance a server alone', () => {
    const asking = (pattern: RegExp) => files.filter((file) => pattern.test(code.get(file) ?? ''));
    const isFree = (file: string) => file === 'cli.ts' || file.startsWith('commands/');
    expect(asking(/\bDate\.now\(|\bnew Date\(\)|\bperformance\./).filter((file) => !isFree(file))).toEqual(
      [],
    );
    expect(asking(/\bMath\.random\(|\brandomUUID\b/)).toEqual([]);
    // A token that could be foreseen would let others in.
    expect(asking(/\brandomBytes\b/)).toEqual(['commands/explore/serve-page.ts']);
  });
});

const isOfNode = (name: string): boolean =>
  name.startsWith('node:') || /^(fs|child_process|os|net|http)$/.test(name);

/** Returns the imports of a file: paths from the compiler's folder, and the names of packages. */
function importsOf(file: string): readonly string[] {
  return found(code.get(file) ?? '').map((written) => pathOf(file, written));
}

/** Returns an import of a file as a path from the compiler's folder; the name of a package stays as it is. */
function pathOf(file: string, written: string): string {
  if (!written.startsWith('.')) return written;
  const at = path.resolve(root, path.dirname(file), written);
  return path.relative(root, at).replaceAll(path.sep, '/');
}

/** Files with all that they import to run, and what that imports. */
function reachedFrom(start: readonly string[]): readonly string[] {
  const reached = new Set(start);
  for (const file of reached) for (const next of toRun(file)) if (code.has(next)) reached.add(next);
  return [...reached];
}

const packagesReached = (start: readonly string[]): readonly string[] => [
  ...new Set(
    reachedFrom(start).flatMap((file) => toRun(file).filter((name) => !/^\.|\.[cm]?[jt]s$/.test(name))),
  ),
];

const isForeign = (name: string): boolean => !peers.includes(name);

/** Returns the imports of a file that are left when its types are gone. */
function toRun(file: string): readonly string[] {
  const text = (code.get(file) ?? '').replace(/\b(import|export) type\b[^;]*;/g, '');
  return found(text).map((written) => pathOf(file, written));
}

function found(text: string): readonly string[] {
  const written = /(?:\bfrom|\bimport)\s*\(?\s*(['"`])([^'"`\n]+)\1/g;
  return [...text.matchAll(written)].map(([, , name = '']) => name);
}

/** The package whose name ends as that of a file does. */
const packageLikeFile = 'sql.js';

/** Returns why a file may not import another; undefined if it may. Packages are no rooms. */
function trespass(file: string, imported: string): string | undefined {
  const target = roomOf(imported);
  const room = roomOf(file);
  if (/^\.\.\/schema\/[^/]+\.json$/.test(imported)) return undefined;
  if (imported.startsWith('..') && !imported.startsWith(runtime))
    return `\`${file}\` imports \`${imported}\`, outside the compiler`;
  if (!/\.[cm]?[jt]s(on)?$/.test(imported) || imported === packageLikeFile) return undefined;
  if (room === undefined || target === undefined)
    return `\`${room === undefined ? file : imported}\` is in no room`;
  if (room === target)
    return isStranger(file, imported, room)
      ? `\`${file}\` imports \`${imported}\`, a stranger to it`
      : undefined;
  if (placeOf(target) < placeOf(room)) return undefined;
  return `\`${file}\` imports \`${imported}\`: \`${target}\` is not left but right of \`${room}\`, or beside it`;
}

function isStranger(file: string, imported: string, room: string): boolean {
  const [one, other] = [neighbourOf(file), neighbourOf(imported)];
  return (
    strangers.includes(room) && one !== other && !knownToAll.includes(other) && !knowingAll.includes(one)
  );
}

function roomOf(file: string): string | undefined {
  const [room] = file.replace(runtime, 'runtime/').split('/');
  return order.flat().find((one) => one === room);
}

const placeOf = (room: string): number => order.findIndex((rooms) => rooms.includes(room));

const neighbourOf = (file: string): string =>
  file
    .split('/')
    .slice(0, 2)
    .join('/')
    .replace(/(\.d)?\.[jt]s$/, '');

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}
