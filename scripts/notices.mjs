/**
 * Writes the papers of bundles that hold packages of others: the licences, as a text for people, and a software bill of
 * materials for tools. Both list what esbuild really took, and both have the same bytes in every build.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A package of which a bundle holds something.
 * @typedef {object} Bundled
 * @property {string} name
 * @property {string} version
 * @property {string} license as an SPDX expression
 * @property {string} text of its licence, and of its notice where it has one
 * @property {Set<string>} requires the folders of bundled packages that it imports
 */

/** @typedef {{ name: string, version: string, description: string, license: string }} Own */

/**
 * The text of dist/THIRD-PARTY-NOTICES.txt and of dist/sbom.cdx.json.
 * @param {string} root what the paths in the metafiles are relative to
 * @param {Own} own the package that the bundles are of
 * @param {ReadonlyMap<string, import('esbuild').Metafile>} bundles by the name of the entry file
 */
export function collectNotices(root, own, bundles) {
  /** @type {Map<string, Bundled>} by folder */
  const packages = new Map();
  /** @type {[bundle: string, folders: string[]][]} */
  const contents = [];
  for (const [bundle, { inputs }] of bundles) {
    const folders = new Set();
    for (const [path, { imports }] of Object.entries(inputs)) {
      const folder = findPackageFolder(path);
      if (folder === undefined) continue;
      folders.add(folder);
      const found = packages.get(folder) ?? knownOf(packages, readPackage(root, folder));
      packages.set(folder, found);
      for (const imported of imports) {
        const other = imported.external ? undefined : findPackageFolder(imported.path);
        if (other !== undefined && other !== folder) found.requires.add(other);
      }
    }
    contents.push([bundle, [...folders]]);
  }
  const sorted = [...new Set(packages.values())].sort(byName);
  return { notices: textOf(own, sorted), sbom: sbomOf(own, packages, sorted, contents) };
}

/** The same package in another folder, if there is one: it is listed once. @param {ReadonlyMap<string, Bundled>} packages @param {Bundled} found */
const knownOf = (packages, found) =>
  [...packages.values()].find((known) => byName(known, found) === 0) ?? found;

/** The folder of the package that a file belongs to; undefined for the project's own files. @param {string} path */
export function findPackageFolder(path) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

/** @param {string} root @param {string} folder @returns {Bundled} */
function readPackage(root, folder) {
  const path = join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const texts = readdirSync(path)
    .filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file))
    .sort()
    .map((file) => readFileSync(join(path, file), 'utf8').replaceAll('\r\n', '\n').trim());
  if (texts.length === 0 || typeof license !== 'string')
    throw new Error(`${name}@${version} says no licence: nothing may be bundled that nobody may pass on`);
  return { name, version, license, text: texts.join('\n\n'), requires: new Set() };
}

/** @param {Own} own @param {readonly Bundled[]} packages */
function textOf(own, packages) {
  const line = '-'.repeat(80);
  const parts = packages.map(
    ({ name, version, license, text }) => `${line}\n${name}@${version} (${license})\n${line}\n\n${text}\n`,
  );
  return [
    `The files beside this one are of ${own.name}, and hold parts of the packages below.\n`,
    ...parts,
  ].join('\n');
}

/**
 * A bill of materials as CycloneDX 1.6 defines it. It has no serial number and no time, which would differ from one
 * build to the next.
 * @param {Own} own
 * @param {ReadonlyMap<string, Bundled>} packages by folder
 * @param {readonly Bundled[]} sorted
 * @param {readonly (readonly [bundle: string, folders: readonly string[]])[]} contents
 */
function sbomOf({ name, version, description, license }, packages, sorted, contents) {
  const root = { type: 'application', 'bom-ref': purlOf({ name, version }), name, version, description };
  const files = contents.map(([bundle]) => ({ type: 'file', 'bom-ref': bundle, name: bundle }));
  const libraries = sorted.map((bundled) => ({
    type: 'library',
    'bom-ref': purlOf(bundled),
    ...splitName(bundled.name),
    version: bundled.version,
    licenses: licensesOf(bundled.license),
    purl: purlOf(bundled),
  }));
  const refs = (/** @type {Iterable<string>} */ folders) =>
    [...new Set([...folders].map((folder) => purlOf(/** @type {Bundled} */ (packages.get(folder)))))].sort();
  const dependencies = [
    { ref: root['bom-ref'], dependsOn: files.map(({ 'bom-ref': ref }) => ref) },
    ...contents.map(([bundle, folders]) => ({ ref: bundle, dependsOn: refs(folders) })),
    ...sorted.map((bundled) => ({
      ref: purlOf(bundled),
      dependsOn: refs(bundled.requires),
    })),
  ];
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { ...root, licenses: licensesOf(license), purl: root['bom-ref'] } },
    components: [...files, ...libraries],
    dependencies,
  };
  return `${JSON.stringify(bom, undefined, 2)}\n`;
}

/** The address of a package in its registry. @param {{ name: string, version: string }} bundled */
const purlOf = ({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** @param {string} name */
const splitName = (name) => {
  const [first = '', second] = name.split('/');
  return second === undefined ? { name: first } : { group: first, name: second };
};

/** @param {string} license */
const licensesOf = (license) => [
  /[ (]/.test(license) ? { expression: license } : { license: { id: license } },
];

/** @param {Bundled} a @param {Bundled} b */
const byName = (a, b) => compare(a.name, b.name) || compare(a.version, b.version);

/** @param {string} a @param {string} b */
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
