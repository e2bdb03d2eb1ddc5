import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { lint } from '../../compiler/lint/rules.ts';
import type { Compiled } from '../../compiler/model/artifact.ts';
import { findRefusingLayer } from '../../compiler/model/matrix.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { ioInMemory, textOf } from './io.ts';

/** Texts of files by path. */
export type Texts = Readonly<Record<string, string>>;

/** The files of the real policies, without their tests. */
export const texts: Texts = Object.fromEntries(
  readdirSync('policies', { recursive: true, encoding: 'utf8' })
    .map((file) => `policies/${file.replaceAll(path.sep, '/')}`)
    .filter((file) => /\.(yaml|csv)$/.test(file) && !file.startsWith('policies/tests/'))
    .map((file) => [file, readFileSync(file, 'utf8')]),
);

/** The real policies in which texts of files are others. */
export function edit(
  ...edits: readonly (readonly [file: string, before: string | RegExp, after: string])[]
): Texts {
  const all = { ...texts };
  for (const [file, before, after] of edits) {
    const name = `policies/${file}`;
    const text = (all[name] ?? '').replace(before, after);
    expect(text, `${file} has no ${before}`).not.toBe(all[name]);
    all[name] = text;
  }
  return all;
}

/** The real policies with a document more. */
export const add = (text: string): Texts => ({ ...texts, 'policies/added.yaml': text });

/** A role of initech beside the others. */
export const addRole = (role: string): Texts => add(`kind: Role\nname: added\ntenant: initech\n${role}`);

/** Compiles texts that must hold no error. */
export function compileTexts(files: Texts): Compiled {
  const { policy, diagnostics } = readPolicy(filesInMemory(files), 'policies');
  if (!policy) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compilePolicy(policy);
}

/** Lists the findings in policies, by severity, code and message. */
export function findingsIn(files: Texts): readonly string[] {
  const { policy, diagnostics } = readPolicy(filesInMemory(files), 'policies');
  const found = [...diagnostics, ...(policy ? lint(compilePolicy(policy).matrix, '2026-11-29') : [])];
  return found.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

const found = new Set(findingsIn(texts));

/** Lists the findings in changed policies that the real ones do not have. */
export const newIn = (files: Texts): readonly string[] =>
  findingsIn(files).filter((finding) => !found.has(finding));

/** The real policies, compiled. */
export const real = compileTexts(texts);

/** Returns the layer that refuses a permission to a role; `allowed` if none does. */
export function verdict(
  tenant: string,
  role: string,
  permission: string,
  { matrix }: Compiled = real,
): string {
  const row = matrix.rows.find((one) => one.tenant.name === tenant && one.role.name === role);
  if (!row) return 'not offered';
  const cell = row.tenant.catalog.cellOf.get(permission);
  return cell ? (findRefusingLayer(row, cell) ?? 'allowed') : 'no such permission';
}

/** Lists the advice of the findings in policies. */
export const helpIn = (files: Texts): readonly string[] =>
  readPolicy(filesInMemory(files), 'policies').diagnostics.flatMap(({ help }) => help ?? []);

/** Runs a command over policies in memory, and compares them with the real ones where it takes two sides. */
export async function runCommand(files: Texts, ...argv: readonly string[]) {
  const before = Object.fromEntries(
    Object.entries(texts).map(([file, text]) => [file.replace('policies/', 'before/'), text]),
  );
  const { io, disk } = ioInMemory({ ...before, ...files });
  const { out, err = '', exit } = await answerLine(argv, registry, io);
  return { out: textOf(out), err, exit, disk };
}
