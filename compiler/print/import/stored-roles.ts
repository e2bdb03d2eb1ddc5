import type { Role } from '../../model/policy.ts';
import { count } from '../../text/count.ts';
import { writeIndentedJson } from '../../text/json.ts';
import { makeVisible, makeVisibleJson } from '../../text/make-visible.ts';
import { writeInert, writeShortSpan } from '../../text/markdown.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import { printGrants } from './yaml.ts';

/** The roles of a database that were written as files, or would be. */
export interface ImportedRows {
  readonly tenant: string | undefined;
  readonly isDry: boolean;
  /** The role in each file, by its path. */
  readonly files: ReadonlyMap<string, Role>;
}

/** Prints the document of a role of a database as a file has it: the same fields, its grants by their lines. */
export function printStoredRole(document: Readonly<Record<string, unknown>>): string {
  const { kind, name, tenant, grants, ...others } = document;
  const fields = Object.entries({ kind, name, tenant, ...others });
  return [
    ...fields.map(([key, value]) => `${key}: ${writeFlowYaml(value)}`),
    ...(grants === undefined ? [] : printGrants('grants', grants as Parameters<typeof printGrants>[1])),
    '',
  ].join('\n');
}

/** Prints which rows became files, in the format that is asked for. */
export function printImportedRows(rows: ImportedRows, format: string): string {
  switch (format) {
    case 'json':
      return printJson(rows);
    case 'markdown':
      return printMarkdown(rows);
    default:
      return printPretty(rows);
  }
}

function printPretty({ isDry, files, ...rest }: ImportedRows): string {
  const verb = isDry ? 'would write' : 'wrote';
  const lines = [...files.keys()].map((file) => `${verb} ${makeVisible(file)}\n`);
  return `${lines.join('')}${describe({ isDry, files, ...rest })}\n`;
}

function describe({ files, tenant }: ImportedRows): string {
  const of = tenant === undefined ? '' : ` of tenant ${makeVisible(tenant)}`;
  const what = count(files.size, 'role');
  return files.size === 0
    ? `nothing to write: the rows hold no role${of}`
    : `${what}${of}; take ${files.size === 1 ? 'its row' : 'their rows'} out of the database when these files are compiled and in use`;
}

function printJson({ tenant, isDry, files }: ImportedRows): string {
  const shape = {
    version: 1,
    tenant: tenant ?? null,
    dryRun: isDry,
    files: [...files.keys()],
    unchanged: [],
    users: 0,
    roles: [...files.values()].map((role) => ({
      role: role.name,
      userType: role.userType.name,
      seats: role.seats.map(({ name }) => name),
      legacy: false,
    })),
  };
  return `${makeVisibleJson(writeIndentedJson(shape, 3))}\n`;
}

function printMarkdown(rows: ImportedRows): string {
  const list = [...rows.files.keys()].map((file) => `- ${writeShortSpan(file)}\n`);
  return `## Import\n\n${writeInert(describe(rows))}.\n${list.length === 0 ? '' : `\n${list.join('')}`}`;
}
