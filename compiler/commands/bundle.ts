import path from 'node:path';
import { usualLimit } from '../../runtime/envelope.ts';
import { compile } from '../compile.ts';
import { type FindingOptions, findingFormats, findings } from '../print/findings/findings.ts';
import { contentOf } from './bundle/content.ts';
import { refuseToReplaceFile } from './bundle/out.ts';
import { sequenceOf } from './bundle/sequence.ts';
import { readSigningKey, signed } from './bundle/sign.ts';
import { type Release, releaseJson, releasePretty } from './bundle/summary.ts';
import { command, Misuse } from './command.ts';
import { tenantNamed } from './named.ts';

/**
 * Writes what services load as one signed file that can be sent anywhere: `verify` and the store of the generated
 * package take it from whom they trust and from nobody else. The same commit and key give the same bytes.
 * Policies with errors are printed like by `check`, exit 1, and nothing is written.
 */
export const bundle = command({
  positionals: {},
  options: {
    tenant: { type: 'string', describe: 'only what this tenant is given, with no trace of another' },
    key: {
      type: 'string',
      describe: 'the file of the private key, in PEM (default: the key in PLAFOND_SIGNING_KEY)',
    },
    sequence: {
      type: 'number',
      describe: 'a number above those of all releases before (default: the seconds of the commit)',
    },
    out: { type: 'string', describe: 'the file to write', default: 'bundle.dsse.json' },
  },
  formats: findingFormats,
  examples: [
    ['plafond bundle --key key.pem', 'sign what the commit that is checked out says'],
    ['plafond bundle --sequence 42 --out release.json', 'with the key of the environment'],
  ],
  run({ policies, tenant: name, key, sequence, out, format, quiet }, io) {
    if (sequence !== undefined && !(Number.isSafeInteger(sequence) && sequence >= 0))
      throw new Misuse(`\`--sequence\` cannot be \`${sequence}\`; it is a whole number from 0`);
    const file = path.relative(io.folder, path.resolve(io.folder, out)).replaceAll(path.sep, '/') || '.';
    refuseToReplaceFile(file);
    const { warning, ...signing } = readSigningKey(key, io);
    const { policy, diagnostics, files } = compile(io.files(policies), policies);
    const style = { format, colours: io.colours.out, version: io.version };
    if (!policy) return { out: findings(diagnostics, { ...style, ...(!quiet && { files }) }), exit: 1 };
    const tenant = name === undefined ? undefined : tenantNamed(policy, name);
    const number = sequence ?? sequenceOf(policies, io);
    const content = contentOf(policy, { folder: policies, version: io.version, tenant });
    const cutTo = tenant?.name ?? null;
    const payload = `{"sequence":${number},"tenant":${JSON.stringify(cutTo)},"bundle":${JSON.stringify(content)}}`;
    const text = signed(payload, signing);
    io.write(file, text);
    const release: Release = {
      path: file,
      bytes: text.length,
      digest: content.digest,
      sequence: number,
      tenant: cutTo,
      tenants: Object.keys(content.tenants),
      keyid: signing.keyid,
    };
    return {
      out: said(release, style, quiet),
      err: warning + (text.length > usualLimit ? tooLarge(file) : ''),
      exit: 0,
    };
  },
});

const tooLarge = (file: string): string =>
  `warning: \`${file}\` is larger than services take; tell them another \`limit\`\n`;

/** What was written; to those who ask for findings, that there are none. */
function said(
  release: Release,
  style: Pick<FindingOptions, 'format' | 'colours' | 'version'>,
  quiet: boolean,
) {
  if (style.format === 'json') return releaseJson(release);
  if (style.format !== 'pretty') return findings([], style);
  return quiet ? '' : releasePretty(release);
}
