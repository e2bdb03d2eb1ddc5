// The options with which everything for Node is bundled.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The package.json of plafond. */
export const own = JSON.parse(readFileSync(at('package.json'), 'utf8'));

/** yargs looks for translations beside its own files; in a bundle there are none, and English needs none. */
const withoutTranslations = {
  name: 'without-translations',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]y18n[/\\]index\.mjs$/ }, () => ({ contents: translations }));
  },
};

const translations = `
  import { format } from 'node:util';
  const one = (text, ...facts) => format(text, ...facts);
  const many = (single, plural, number, ...facts) => format(number === 1 ? single : plural, ...facts);
  export default () => ({ __: one, __n: many, getLocale: () => 'en', setLocale() {}, updateLocale() {} });
`;

/**
 * Replaces the one of two versions of string-width that yargs uses: the library is loaded for the first text that is
 * not plain.
 */
const widthOnDemand = {
  name: 'width-on-demand',
  setup({ onResolve }) {
    const whole = createRequire(fileURLToPath(import.meta.resolve('yargs'))).resolve('string-width');
    const onDemand = at('scripts/width-on-demand.mjs');
    onResolve({ filter: /^string-width$/ }, ({ kind }) => ({
      path: kind === 'require-call' ? whole : onDemand,
    }));
  },
};

/**
 * Stands in place of the digest of the whole build until that is known; the digest decides which cached results may be
 * read.
 */
export const placeOfDigest = '@@digest-of-the-build@@';

/**
 * The options of the command line.
 * @type {import('esbuild').BuildOptions & { write: false, metafile: true }}
 */
export const options = {
  absWorkingDir: at(''),
  outdir: at('dist'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // cli-progress is CommonJS and requires modules of Node's own.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  define: {
    'process.env.PLAFOND_VERSION': JSON.stringify(own.version),
    'process.env.PLAFOND_DIGEST': JSON.stringify(placeOfDigest),
  },
  // The same parser as ES modules: what is not used stays out.
  alias: { yaml: at('node_modules/yaml/browser/index.js') },
  plugins: [withoutTranslations, widthOnDemand],
  logLevel: 'warning',
  write: false,
  metafile: true,
};
