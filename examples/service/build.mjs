import { cp } from 'node:fs/promises';
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

for (const file of ['index.html', 'style.css', 'icon.svg']) await cp(`page/${file}`, `dist/page/${file}`);
