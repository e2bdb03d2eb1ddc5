import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Compiled } from '../../compiler/model/artifact.ts';
import { emitPackage } from '../../compiler/targets/package.ts';
import { emitTypes } from '../../compiler/targets/types.ts';
import type { Files } from '../../compiler/text/files.ts';
import { compiled } from './compiled.ts';

/** The compilers that the types are checked with, by version. */
export const compilers = { '5.9': 'typescript-5', '6.0': 'typescript-6', '7.0': 'typescript' } as const;

/** A folder of a service that has installed packages with our types: write files, check projects. */
export interface Service {
  readonly folder: string;
  write(file: string, text: string): void;
  /** Runs a compiler on some of the files; returns its complaints in order, none if the files are right. */
  check(compiler: string, options: object, files: readonly string[]): Promise<readonly Complaint[]>;
  remove(): void;
}

/** A complaint of a compiler; without a file if it is about the options. */
export interface Complaint {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
}

/** A service in a temporary folder that has installed what is compiled from policies, under a name each. */
export function serviceWith(packages: Readonly<Record<string, Files | Compiled>>): Service {
  const folder = mkdtempSync(path.join(tmpdir(), 'plafond-types-'));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  write('package.json', '{ "type": "module" }');
  mkdirSync(path.join(folder, 'node_modules'));
  for (const name of ['@casl', '@ucast'])
    symlinkSync(path.resolve('node_modules', name), path.join(folder, 'node_modules', name));
  for (const [name, files] of Object.entries(packages)) {
    const whole = 'matrix' in files ? files : compiled(files);
    const settings = { ...whole.matrix.policy.settings, package: { name, version: '1.0.0' } };
    const named = { ...whole, matrix: { ...whole.matrix, policy: { ...whole.matrix.policy, settings } } };
    for (const artifact of [...emitPackage(named), ...emitTypes(named)])
      write(`node_modules/${name}/${artifact.path}`, artifact.content);
  }
  let made = 0;
  return {
    folder,
    write,
    async check(compiler, options, files) {
      const project = `project-${made++}.json`;
      write(project, JSON.stringify({ compilerOptions: { ...common, ...options }, files }));
      return complaintsIn(await outputOf(compiler, folder, project));
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

const common = {
  ...{ strict: true, noUncheckedIndexedAccess: true, noImplicitOverride: true },
  // Then the declarations of exports are checked too, although nothing is written.
  ...{ noEmit: true, declaration: true },
  ...{ skipLibCheck: false, skipDefaultLibCheck: true },
  ...{ target: 'ES2022', lib: ['ES2023'], types: [] },
};

function outputOf(compiler: string, folder: string, project: string): Promise<string> {
  const bin = path.resolve('node_modules', compiler, 'bin/tsc');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [bin, '-p', project, '--pretty', 'false'],
      { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 },
      (_, out, err) => resolve(out + err),
    );
  });
}

/** The lines of a compiler's output; an indented one explains the one before it. */
function complaintsIn(output: string): readonly Complaint[] {
  return output
    .split('\n')
    .filter((line) => /^\S/.test(line))
    .map((text) => {
      const [, file = '', line = '0', column = '0', code = '', message = text] =
        /^(?:(.+)\((\d+),(\d+)\): )?error TS(\d+): (.*)$/.exec(text) ?? [];
      return { file, line: Number(line), column: Number(column), code, message };
    });
}
