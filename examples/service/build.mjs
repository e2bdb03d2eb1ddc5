import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// One tool for both halves: Node 20 does not run TypeScript, and no browser runs JSX.

await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.js',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
});

await build({
  entryPoints: ['page/main.tsx'],
  outfile: 'dist/page/main.js',
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
});

// The role editor runs in the page too, with a package of one tenant in which no other leaves a trace.
const plafond = fileURLToPath(new URL('../../dist/plafond.js', import.meta.url));
if (!existsSync(plafond)) throw new Error('plafond is not built: run `npm ci` in the root of the repository');
for (const tenant of ['acme', 'globex']) {
  const out = `dist/packages/${tenant}`;
  const policies = fileURLToPath(new URL('../../policies', import.meta.url));
  execFileSync(process.execPath, [
    plafond,
    'compile',
    '--policies',
    policies,
    '--tenant',
    tenant,
    '--out',
    out,
  ]);
  await build({
    stdin: { contents: `export { roles } from './roles.js'`, resolveDir: out },
    outfile: `dist/editors/${tenant}.js`,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
  });
}
await rm('dist/packages', { recursive: true });

for (const file of ['index.html', 'style.css', 'roles.css', 'icon.svg'])
  await cp(`page/${file}`, `dist/page/${file}`);
