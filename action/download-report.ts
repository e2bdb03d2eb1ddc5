import { Ajv2020 } from 'ajv/dist/2020.js';
import { unzipSync } from 'fflate';
import { isConsistent } from '../compiler/questions/diff/judge-difference.ts';
import { isSummedUp } from '../compiler/questions/diff/summarize-report.ts';
import { makeVisible } from '../compiler/text/make-visible.ts';
import { ActionError } from './action-error.ts';
import type { Product } from './name-product.ts';
import { type Api, awaitAnswer } from './open-api.ts';
import { type ActionReport, artifactName, reportFile, reportSchema } from './schema.ts';

/** The most bytes that are read of an artifact, and of the report in it. */
const mostZipped = 8 * 1_048_576;
const mostUnzipped = 64 * 1_048_576;

/**
 * Downloads the report of a run on a product and checks it, since a stranger may have written it. Throws an `ActionError` if
 * the report is missing, too large, damaged or not of the shape of a report.
 */
export async function downloadReport(api: Api, run: number, { suffix }: Product): Promise<ActionReport> {
  const wanted = `${artifactName}${suffix}`;
  const permission = 'actions: read';
  const { data } = await awaitAnswer(
    'read the artifacts of the run',
    permission,
    api.octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts', {
      ...api.repository,
      run_id: run,
      name: wanted,
      per_page: 100,
    }),
  );
  const found = data.artifacts.filter(({ name, expired }) => name === wanted && !expired);
  const [only] = found;
  if (only === undefined)
    throw new ActionError(
      `the run has no artifact \`${wanted}\`; the steps that report and publish must name the same \`policies\``,
    );
  if (found.length > 1) throw new ActionError(`the run has ${found.length} artifacts \`${wanted}\``);
  if (Number(only.size_in_bytes) > mostZipped) throw new ActionError('the artifact is too large');
  const zip = await awaitAnswer(
    'download the artifact',
    permission,
    api.octokit.request('GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}', {
      ...api.repository,
      artifact_id: Number(only.id),
      archive_format: 'zip',
    }),
  );
  return readReport(unzipReport(zip.data));
}

/** Returns the text of the only file in a zip. Checks the sizes before it unpacks anything. */
export function unzipReport(zip: unknown): string {
  if (!(zip instanceof ArrayBuffer) || zip.byteLength > mostZipped)
    throw new ActionError('the artifact is too large');
  const names: string[] = [];
  const filter = ({ name, originalSize }: { readonly name: string; readonly originalSize: number }) => {
    names.push(name);
    if (originalSize > mostUnzipped) throw new ActionError('the report is too large');
    return name === reportFile;
  };
  let files: Readonly<Record<string, Uint8Array>>;
  try {
    files = unzipSync(new Uint8Array(zip), { filter });
  } catch (error) {
    if (error instanceof ActionError) throw error;
    throw new ActionError('the artifact is not a zip file');
  }
  const file = files[reportFile];
  if (file === undefined || names.length !== 1)
    throw new ActionError(`the artifact does not hold one file \`${reportFile}\``);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    throw new ActionError('the report is not UTF-8');
  }
}

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const isReport = ajv.compile<ActionReport>(reportSchema);

/** Reads a report from text. Throws an `ActionError` unless it is JSON of exactly the shape that `reportSchema` describes. */
export function readReport(text: string): ActionReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ActionError('the report is not JSON');
  }
  if (isReport(value)) {
    if (value.diff && !(isConsistent(value.diff) && isSummedUp(value.diff)))
      throw new ActionError('the report contradicts itself');
    return value;
  }
  const [error] = isReport.errors ?? [];
  const where = makeVisible((error?.instancePath ?? '').slice(0, 120)) || '/';
  throw new ActionError(
    `the report is not of the expected shape: \`${where}\` ${error?.message ?? 'is wrong'}`,
  );
}
