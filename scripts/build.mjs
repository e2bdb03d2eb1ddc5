// Bundles the compiler into dist/plafond.js; commands become files of their own, loaded when they are run.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

if (existsSync(at('scripts/generate.mjs'))) await import('./generate.mjs');

const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));

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

rmSync(at('dist'), { recursive: true, force: true });
await build({
  absWorkingDir: at(''),
  entryPoints: { plafond: at('compiler/cli.ts') },
  outdir: at('dist'),
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  define: { 'process.env.PLAFOND_VERSION': JSON.stringify(version) },
  // The same parser as ES modules: what is not used stays out.
  alias: { yaml: at('node_modules/yaml/browser/index.js') },
  plugins: [withoutTranslations],
  logLevel: 'warning',
});
