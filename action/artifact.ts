import { Ajv2020 } from 'ajv/dist/2020.js';
import { unzipSync } from 'fflate';
import { isConsistent } from '../compiler/questions/diff/verdict.ts';
import { makeVisible } from '../compiler/text/visible.ts';
import { type Api, answered } from './api.ts';
import { Failure } from './failure.ts';
import { artifactName, type Report, reportFile, schema } from './schema.ts';

/** What is larger is not read, in bytes. */
const mostZipped = 8 * 1_048_576;
const mostUnzipped = 64 * 1_048_576;

/**
 * Downloads the report of a run and reads it as what it is: data that a stranger may have written. Throws
 * `Failure` for one that is missing, too large, damaged or not of the shape of a report.
 */
export async function artifact(api: Api, run: number): Promise<Report> {
  const permission = 'actions: read';
  const { data } = await answered(
    'read the artifacts of the run',
    permission,
    api.octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts', {
      ...api.repository,
      run_id: run,
      name: artifactName,
      per_page: 100,
    }),
  );
  const found = data.artifacts.filter(({ name, expired }) => name === artifactName && !expired);
  const [only] = found;
  if (only === undefined) throw new Failure(`the run has no artifact \`${artifactName}\``);
  if (found.length > 1) throw new Failure(`the run has ${found.length} artifacts \`${artifactName}\``);
  if (Number(only.size_in_bytes) > mostZipped) throw new Failure('the artifact is too large');
  const zip = await answered(
    'download the artifact',
    permission,
    api.octokit.request('GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}', {
      ...api.repository,
      artifact_id: Number(only.id),
      archive_format: 'zip',
    }),
  );
  return readReport(unzipped(zip.data));
}

/** The text of the one file in a zip. Sizes are looked at before anything is unpacked. */
export function unzipped(zip: unknown): string {
  if (!(zip instanceof ArrayBuffer) || zip.byteLength > mostZipped)
    throw new Failure('the artifact is too large');
  const names: string[] = [];
  const filter = ({ name, originalSize }: { readonly name: string; readonly originalSize: number }) => {
    names.push(name);
    if (originalSize > mostUnzipped) throw new Failure('the report is too large');
    return name === reportFile;
  };
  let files: Readonly<Record<string, Uint8Array>>;
  try {
    files = unzipSync(new Uint8Array(zip), { filter });
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('the artifact is not a zip file');
  }
  const file = files[reportFile];
  if (file === undefined || names.length !== 1)
    throw new Failure(`the artifact does not hold one file \`${reportFile}\``);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    throw new Failure('the report is not UTF-8');
  }
}

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const isReport = ajv.compile<Report>(schema);

/** Reads a report: its text must be JSON of exactly the shape that the schema draws. */
export function readReport(text: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Failure('the report is not JSON');
  }
  if (isReport(value)) {
    if (value.diff && !isConsistent(value.diff)) throw new Failure('the report contradicts itself');
    return value;
  }
  const [error] = isReport.errors ?? [];
  const where = makeVisible((error?.instancePath ?? '').slice(0, 120)) || '/';
  throw new Failure(`the report is not of the expected shape: \`${where}\` ${error?.message ?? 'is wrong'}`);
}
