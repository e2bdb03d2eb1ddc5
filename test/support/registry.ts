import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** A package that a registry has: its folder, and the tarball that npm packs of it. */
export interface PackedPackage {
  readonly folder: string;
  readonly tarball: string;
}

/** A registry of npm that has a few packages in one version each. */
export interface Registry {
  readonly url: string;
  close(): void;
}

/** Opens a registry on this machine, so that `npm install` in a test asks nobody else. */
export async function openRegistry(packages: readonly PackedPackage[]): Promise<Registry> {
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(request.url ?? '').slice(1);
    const file = packages.find(({ tarball }) => asked === `tarballs/${path.basename(tarball)}`);
    if (file) return void response.end(readFileSync(file.tarball));
    const one = packages.find(({ folder }) => readManifest(folder).name === asked);
    if (!one) return void response.writeHead(404).end('{}');
    const manifest = readManifest(one.folder);
    const dist = { tarball: `${url}tarballs/${path.basename(one.tarball)}` };
    response.end(
      JSON.stringify({
        name: manifest.name,
        'dist-tags': { latest: manifest.version },
        versions: { [manifest.version]: { ...manifest, scripts: {}, dist } },
      }),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, close: () => server.close() };
}

const readManifest = (folder: string): { readonly name: string; readonly version: string } =>
  JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
