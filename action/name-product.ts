import { createHash } from 'node:crypto';
import path from 'node:path';
import { commentMarker } from '../compiler/print/diff/markdown.ts';
import { slugOf } from '../compiler/print/print-workflow.ts';
import { writeShortSpan } from '../compiler/text/markdown.ts';

/**
 * The policies folder that a verdict is about, with the names of what plafond keeps for it on a pull request. No two folders
 * share a name, so that a verdict on one never takes the place of a verdict on another.
 */
export interface Product {
  /** The path of the policies folder from the root of the repository. */
  readonly folder: string;
  /** True for the folder that policies have by default: its names say no folder. */
  readonly isUsual: boolean;
  /** The first line of the comment. */
  readonly marker: string;
  /** The beginning of the headline, in Markdown. */
  readonly title: string;
  /** The beginning of the name of each label. */
  readonly labelPrefix: string;
  /** The end of the names of artifacts, and of the folder with the files of later steps. */
  readonly suffix: string;
}

/** The most characters of a key: GitHub takes 50 for a label, of which `plafond/` and `/escalation` are 19. */
const mostInKey = 31;

/** Names what belongs to the policies of a working directory, which is a path from the root of the repository. */
export function nameProduct(workingDirectory: string, policies: string): Product {
  const folder = path.posix.join(workingDirectory, policies).replace(/(?<=.)\/$/, '');
  if (folder === 'policies') return usualProduct;
  const key = makeKey(folder);
  return {
    folder,
    isUsual: false,
    marker: commentMarker.replace(/ -->$/, ` ${key} -->`),
    title: `Permissions of ${writeShortSpan(folder)}`,
    labelPrefix: `plafond/${key}/`,
    suffix: `-${key.replaceAll('/', '.')}`,
  };
}

/** The product of the folder that policies have by default. */
export const usualProduct: Product = {
  folder: 'policies',
  isUsual: true,
  marker: commentMarker,
  title: 'Permissions',
  labelPrefix: 'plafond/',
  suffix: '',
};

/**
 * Returns the key of a folder: the folder itself if it is short and plain, else its beginning with a digest. A key holds
 * nothing that could end a comment of HTML or that the name of an artifact may not have.
 */
function makeKey(folder: string): string {
  if (folder.length <= mostInKey && /^[a-z0-9_-]+(?:\/[a-z0-9_-]+)*$/.test(folder)) return folder;
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 8);
  // No plain folder has a tilde, so that none has the key of another one.
  return `${slugOf(folder).slice(0, mostInKey - digest.length - 1)}~${digest}`;
}
