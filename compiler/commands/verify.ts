import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isIndex } from '../../runtime/fleet-index.ts';
import { openKeys, readPublicKey } from '../../runtime/keys.ts';
import { type OpenedBundle, openBundle } from '../../runtime/open-bundle.ts';
import { BundleRefused } from '../../runtime/refusal.ts';
import { attempt } from './attempt.ts';
import { type Answer, defineCommand, type Io, MisuseError } from './command.ts';
import { digestFolder } from './verify/digest-folder.ts';
import { type BundleVerdict, printVerdictJson, printVerdictPretty } from './verify/print-verdict.ts';
import { verifyFleet } from './verify/verify-fleet.ts';

/**
 * The command `plafond verify`: tells whether services would accept a signed bundle, or the index of a fleet with all its
 * parts, by the same code with which they open it, and with `--against` whether the bundle is what the policies say. If not, prints the reason with the code that
 * services would give, and exits 1.
 */
export const verifyCommand = defineCommand({
  positionals: {
    file: { type: 'string', describe: 'the signed bundle, or the index of a fleet', required: true },
  },
  options: {
    key: {
      type: 'string',
      describe: 'the file of a public key, in PEM, that may have signed',
      repeatable: true,
    },
    threshold: { type: 'number', describe: 'so many of the keys must have signed', default: 1 },
    tenant: {
      type: 'string',
      describe: 'it must be cut to this tenant; of a fleet, only the part of this tenant',
    },
    after: { type: 'number', describe: 'its sequence must be above this one' },
    against: {
      type: 'string',
      describe: 'the policies, or the folder compiled from them, that it must be made from',
    },
  },
  formats: ['pretty', 'json'],
  examples: [
    ['plafond verify bundle.dsse.json --key public.pem', 'would services take it?'],
    [
      'plafond verify bundle.dsse.json --key public.pem --against policies',
      'is what runs what was reviewed?',
    ],
  ],
  withoutPolicies: true,
  async run({ file, key, threshold, tenant, after = -1, against, format, quiet }, io) {
    if (key.length === 0)
      throw new MisuseError(
        '`plafond verify` needs `--key`: the public key of whoever signs; see `plafond verify --help`',
      );
    if (!Number.isSafeInteger(after + 1))
      throw new MisuseError(`\`--after\` cannot be \`${after}\`; it is a whole number`);
    const bytes = attempt(`cannot read \`${file}\``, () => readFileSync(path.resolve(io.folder, file)));
    const keys = await openKeys(key.map((one) => readKeyFile(one, io)));
    if (!Number.isSafeInteger(threshold) || threshold < 1 || threshold > keys.size)
      throw new MisuseError(
        `\`--threshold\` cannot be \`${threshold}\`; it is a whole number from 1 up to the number of different keys, ${keys.size}`,
      );
    const expected = { keys, threshold, tenant, lowest: Math.max(after + 1, 0), now: Date.now };
    const say = (verified: BundleVerdict): Answer => ({
      out:
        format === 'json'
          ? printVerdictJson(verified)
          : quiet && !verified.refusal
            ? ''
            : printVerdictPretty(verified, io.colours.out),
      exit: verified.refusal ? 1 : 0,
    });
    if (isIndex(bytes.toString())) {
      const found = await verifyFleet({ file, expected, tenant, against, format }, io);
      return 'exit' in found ? found : say(found);
    }
    const opened = await catchRefusal(openBundle(bytes, expected));
    if (opened instanceof BundleRefused) return say({ path: file, refusal: opened });
    if (against === undefined) return say({ path: file, opened });
    const digest = await digestFolder(against, tenant, format, io);
    if (typeof digest !== 'string') return digest;
    if (digest === opened.digest) return say({ path: file, opened, against });
    const isCut = typeof opened.tenant === 'string' && tenant === undefined;
    const hint = isCut ? `; it is cut to tenant \`${opened.tenant}\`: use \`--tenant ${opened.tenant}\`` : '';
    const message = `the bundle is not what \`${against}\` says${hint}`;
    return say({ path: file, opened, refusal: { code: 'other-policies', message } });
  },
});

async function catchRefusal(opening: Promise<OpenedBundle>): Promise<OpenedBundle | BundleRefused> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof BundleRefused) return error;
    throw error;
  }
}

function readKeyFile(file: string, { folder }: Io): string {
  const pem = attempt(`cannot read the key \`${file}\``, () =>
    readFileSync(path.resolve(folder, file), 'utf8'),
  );
  const raw = readPublicKey(pem);
  if ('fault' in raw)
    throw new MisuseError(`\`${file}\` ${raw.fault}; \`openssl pkey -in key.pem -pubout\` gives it`);
  return pem;
}
