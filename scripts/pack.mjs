// Packs the package as it is published: the files that npm packs, in whose pages every link leads to one of them or to the
// repository, at the tag of the version. A reader of an installed package has no other file beside.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Packs the package of a folder into another folder, and returns the words of npm about the tarball; `isDry` writes none. */
export function pack(/** @type {string} */ root, /** @type {string} */ out, isDry = false) {
  const stage = mkdtempSync(path.join(tmpdir(), 'plafond-pack-'));
  try {
    /** @type {{ path: string }[]} */
    const listed = npmPack(root, '--dry-run').files;
    const files = new Set(listed.map((file) => file.path));
    for (const file of files) cpSync(path.join(root, file), path.join(stage, file));
    for (const page of files)
      if (page.endsWith('.md')) writeFileSync(path.join(stage, page), leadLinks(root, page, files));
    return npmPack(stage, '--pack-destination', out, ...(isDry ? ['--dry-run'] : []));
  } finally {
    rmSync(stage, { recursive: true });
  }
}

function npmPack(/** @type {string} */ cwd, /** @type {string[]} */ ...words) {
  const said = execFileSync('npm', ['pack', '--json', '--ignore-scripts', ...words], {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  return JSON.parse(said)[0];
}

/** Returns the text of a page, whose links to files that are not packed lead to the repository. */
function leadLinks(
  /** @type {string} */ root,
  /** @type {string} */ page,
  /** @type {ReadonlySet<string>} */ files,
) {
  const { repository, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const home = `https://github.com/${repository.replace(/^github:/, '')}`;
  const text = readFileSync(path.join(root, page), 'utf8');
  return text.replace(
    /(!?)\[([^\]]*)\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)/g,
    (_, image, words, link, anchor = '') => {
      const file = path.posix.join(path.posix.dirname(page), link).replace(/\/$/, '');
      const whole = path.join(root, file);
      if (!existsSync(whole)) throw new Error(`${page} links to ${link}, which is not there`);
      const sort = statSync(whole).isDirectory() ? 'tree' : image ? 'raw' : 'blob';
      const target = files.has(file) ? link : `${home}/${sort}/v${version}/${file}`;
      return `${image}[${words}](${target}${anchor})`;
    },
  );
}
