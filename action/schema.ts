import { codes } from '../compiler/diagnostics/codes.ts';

const name = { type: 'string', minLength: 1, maxLength: 1_000 } as const;
const count = { type: 'integer', minimum: 0, maximum: 1_000_000_000 } as const;
const at = { path: { type: 'string', maxLength: 4_096 }, line: count, column: count } as const;
const commit = { type: 'string', pattern: '^[0-9a-f]{40,64}$' } as const;
const sentence = { type: 'string', maxLength: 20_000 } as const;

/** An object with exactly these properties, but for those that may be missing. */
function exactly<P extends Readonly<Record<string, unknown>>>(
  properties: P,
  optional: readonly (keyof P & string)[] = [],
) {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: 'object', properties, required, additionalProperties: false } as const;
}

const list = (items: unknown) => ({ type: 'array', items, maxItems: 200_000 }) as const;

const findings = exactly({
  version: { const: 1 },
  findings: list(
    exactly(
      {
        code: { enum: Object.keys(codes) },
        severity: { enum: ['error', 'warning', 'info'] },
        message: sentence,
        ...at,
        endLine: count,
        endColumn: count,
        help: sentence,
        related: list(exactly({ ...at, message: sentence })),
      },
      ['help'],
    ),
  ),
  errors: count,
  warnings: count,
});

const change = exactly({
  kind: { enum: ['gained', 'lost', 'widened', 'narrowed', 'shifted'] },
  tenant: name,
  role: name,
  permission: name,
  risk: { enum: ['read', 'write', 'destructive', 'exfiltration', 'escalation'] },
  woken: { type: 'boolean' },
  because: exactly({ layer: name, at: exactly(at) }),
  users: { anyOf: [count, { type: 'null' }] },
});

const diff = exactly({
  version: { const: 1 },
  base: name,
  head: name,
  direction: { enum: ['wider', 'narrower', 'both', 'none'] },
  changes: list(change),
});

/** The shape of a report: nothing more and nothing less, of known kinds and within sizes. */
export const schema = exactly({
  version: { const: 1 },
  plafond: { type: 'string', pattern: '^[0-9A-Za-z.+-]{1,64}$' },
  repository: { type: 'string', pattern: '^[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}$' },
  pullRequest: { type: 'integer', minimum: 1, maximum: 2_147_483_647 },
  head: commit,
  base: commit,
  check: findings,
  diff: { anyOf: [diff, { type: 'null' }] },
  broken: { anyOf: [findings, { type: 'null' }] },
});
