/** @module-tag slow */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { emitArtifacts } from '../../compiler/emit-artifacts.ts';
import { filesOnDisk } from '../../compiler/io/disk.ts';

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** The packages that npm would install, at the paths where a page without a bundler finds them. */
const installed: Readonly<Record<string, string>> = {
  '@casl/ability': '@casl/ability/dist/esm/index.mjs',
  '@ucast/core': '@ucast/core/dist/esm/index.mjs',
  '@ucast/js': '@ucast/js/dist/esm/index.mjs',
  '@ucast/mongo': '@ucast/mongo/dist/esm/index.mjs',
  '@ucast/mongo2js': '@ucast/mongo2js/dist/esm/index.mjs',
};

const imports = Object.fromEntries(
  Object.entries(installed).map(([name, file]) => [name, `/modules/${file}`]),
);

const page = `<!doctype html>
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module">
  import { permissions, digest } from '/package/index.js';
  import { abilityFrom } from '/package/lib/client.js';
  import { sqlFor } from '/package/lib/sql.js';
  const policy = permissions({ tenant: 'acme', roles: ['csm'], userType: 'Core', user: { id: 'u1', managedUserIds: [] } });
  const mine = { owner: 'u1', coOwner: null };
  const toSql = sqlFor({ dialect: 'postgres', models: { Company: { table: 'company' } } });
  document.title = 'done';
  document.body.textContent = JSON.stringify({
    digest: digest.length,
    can: [policy.can('view', 'Company', mine), policy.can('view', 'Company', { ...mine, owner: 'u9' })],
    ability: policy.ability.can('view', 'Company'),
    served: abilityFrom(JSON.parse(JSON.stringify(policy.ability.rules))).can('view', 'Company'),
    sql: toSql(policy.where('view', 'Company')).values,
  });
</script>`;

describe.skipIf(!existsSync(chromium))('a browser, without a bundler', () => {
  test('decides by the package of one tenant', { tags: ['slow'] }, async () => {
    const { policy } = readPolicy(filesOnDisk('policies'), 'policies');
    const tenant = policy?.tenants.find(({ name }) => name === 'acme');
    if (!policy || !tenant) throw new Error('policies/ has no acme');
    const files = new Map(
      [...emitArtifacts(compilePolicy(policy, tenant), { version: '0.0.0', folder: 'policies' })].map(
        ({ path: file, content }) => [`/package/${file}`, content],
      ),
    );
    const server = createServer(({ url = '' }, response) => {
      const module = url.startsWith('/modules/') ? path.join('node_modules', url.slice(9)) : undefined;
      const body = module ? readFileSync(module) : url === '/' ? page : files.get(url);
      const type = url.endsWith('.json') ? 'application/json' : url === '/' ? 'text/html' : 'text/javascript';
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const profile = mkdtempSync(path.join(tmpdir(), 'plafond-chromium-'));
    try {
      const { port } = server.address() as AddressInfo;
      const { stdout } = await promisify(execFile)(chromium, [
        ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
        ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
        ...[
          `--user-data-dir=${profile}`,
          '--virtual-time-budget=10000',
          '--dump-dom',
          `http://127.0.0.1:${port}/`,
        ],
      ]);
      const [, said = ''] = /<body>(.*?)<\/body>/s.exec(stdout) ?? [];
      expect(JSON.parse(said)).toEqual({
        digest: 64,
        can: [true, false],
        ability: true,
        served: true,
        sql: ['u1', 'u1'],
      });
    } finally {
      server.close();
      rmSync(profile, { recursive: true, force: true });
    }
  });
});
