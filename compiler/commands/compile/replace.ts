import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { findLinkTo } from '../../io/disk.ts';
import type { Writer } from '../../io/writer.ts';
import type { Artifact } from '../../model/artifact.ts';
import { attempt } from '../attempt.ts';
import { Misuse } from '../command.ts';
import { type Comparison, compare, type EachArtifact } from './compare.ts';
import { manifestOf } from './refuse-loss.ts';

/**
 * Makes a folder hold exactly these artifacts, as a whole or not at all. Says how the folder was different; where it
 * was not, it is not touched. `refuse` is asked before anything is replaced and may throw.
 */
export const replace = (
  writeFolder: Writer['folder'],
  folder: string,
  artifacts: Iterable<Artifact>,
  each: EachArtifact,
  refuse: (comparison: Comparison) => void = () => {},
): Promise<Comparison> =>
  writeFolder(
    folder,
    (put) => compare(folder, artifacts, (file, bytes) => put(file, [bytes], () => each(file, bytes))),
    (comparison) => {
      if (!isDifferent(comparison)) return false;
      refuse(comparison);
      return true;
    },
  );

/** Whether a folder holds anything else than it should, or lacks something. */
export const isDifferent = ({ missing, different, orphans }: Comparison): boolean =>
  missing.length + different.length + orphans.length > 0;

/**
 * Refuses, by `Misuse`, to replace a folder that may hold somebody's work: one that was not compiled, a link, a
 * repository, or one that is or holds a folder needed where it is. `needed` says in words which those are. An
 * evidence pack is replaced by another one only.
 */
export function refuseToReplace(
  folder: string,
  needed: ReadonlyMap<string, string>,
  by: 'compiled' | 'evidence' = 'compiled',
): void {
  const status = statusOf(folder);
  if (status === undefined) return;
  refuseLink(folder);
  if (!status.isDirectory()) throw new Misuse(`\`${folder}\` is a file; \`--out\` names a folder`);
  const elsewhere = 'name another folder with `--out`';
  const real = realpathSync(folder);
  for (const [place, words] of needed) {
    const inner = realpathSync(place);
    if (inner === real) throw new Misuse(`\`${folder}\` is ${words}; ${elsewhere}`);
    if (`${inner}${path.sep}`.startsWith(`${real}${path.sep}`))
      throw new Misuse(`\`${folder}\` holds ${words} and would be replaced as a whole; ${elsewhere}`);
  }
  const names = attempt(`cannot read \`${folder}\``, () => readdirSync(folder));
  if (names.includes('.git'))
    throw new Misuse(`\`${folder}\` is a git repository and would be replaced as a whole; ${elsewhere}`);
  if (names.length === 0) return;
  const manifest = manifestOf(folder);
  if (!isOfPlafond.test(manifest))
    throw new Misuse(
      `\`${folder}\` is not empty and has no \`manifest.json\` of plafond, so it is left alone; empty it or ${elsewhere}`,
    );
  if (by === 'compiled' && isOfPack.test(manifest))
    throw new Misuse(`\`${folder}\` is an evidence pack, so it is left alone; empty it or ${elsewhere}`);
}

/** Refuses, by `Misuse`, a folder that is a link, or that git holds behind one: a review would show the link alone. */
export function refuseLink(folder: string): void {
  const link = statusOf(folder)?.isSymbolicLink() ? folder : findLinkTo(folder);
  if (link !== undefined)
    throw new Misuse(
      `\`${link}\` is a symbolic link; name the folder that ${link === folder ? 'it' : `\`${folder}\``} leads to with \`--out\``,
    );
}

/**
 * Refuses, by `Misuse`, to write anything else than a tenant's own package over that package: where it is deployed
 * from, that tenant would be given what others have.
 */
export function refuseToWiden(folder: string, tenant: string | undefined): void {
  const [, held] = /^ {2}"tenant": "([^"]*)"/m.exec(manifestOf(folder)) ?? [];
  if (held === undefined || held === tenant) return;
  throw new Misuse(
    `\`${folder}\` holds what tenant \`${held}\` alone is given; say \`--tenant ${held}\`, name another folder with \`--out\`, or remove it first`,
  );
}

/**
 * Refuses, by `Misuse`, to replace the package of other policies: two products in one repository must not overwrite
 * each other.
 */
export function refuseOtherPackage(folder: string, name: string): void {
  const held = packageNameOf(folder);
  if (held === undefined || held === name) return;
  throw new Misuse(
    `\`${folder}\` holds the package \`${held}\`, and these policies make \`${name}\`; name another folder with \`--out\`, or say \`--force\``,
  );
}

function packageNameOf(folder: string): string | undefined {
  try {
    const { name }: { readonly name?: unknown } = JSON.parse(
      readFileSync(path.join(folder, 'package.json'), 'utf8'),
    );
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}

function statusOf(folder: string) {
  try {
    return lstatSync(folder, { throwIfNoEntry: false });
  } catch {
    throw new Misuse(
      `\`${folder}\` cannot be a folder: something on the way there is a file or cannot be entered`,
    );
  }
}

/** Read line by line: a merge that failed leaves the head of a manifest as it was. */
const isOfPlafond = /^ {2}"compiler": \{ "name": "plafond"/m;
const isOfPack = /^ {2}"kind": "evidence"/m;
