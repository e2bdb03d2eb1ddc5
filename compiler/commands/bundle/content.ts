import { artifacts } from '../../compile.ts';
import type { Policy } from '../../model/policy.ts';

/** What `bundle.json` holds, as far as commands read it. */
export interface Content {
  readonly digest: string;
  readonly tenants: Readonly<Record<string, unknown>>;
}

/** What compiling a policy writes to `bundle.json`. It is the first artifact, and none after it is made. */
export function contentOf(policy: Policy, folder: string, version: string): Content {
  for (const { path, content } of artifacts(policy, { version, folder }))
    if (path === 'bundle.json') return JSON.parse(content);
  throw new Error('compiling gives no bundle.json');
}
