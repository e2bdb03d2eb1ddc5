import { markdownTable } from 'markdown-table';
import type { Matrix } from '../../model/matrix.ts';
import { capName } from '../../model/policy.ts';
import type { UserRow } from '../../questions/combine-roles.ts';
import { escapeMarkdown } from '../../text/markdown.ts';
import { printTenantPages } from './tenant-page.ts';

/** Prints each tenant that has a row, whole. */
export function* printMatrixMarkdown(matrix: Matrix): Iterable<string> {
  let before = '';
  for (const content of printTenantPages(omitEmptyTenants(matrix))) {
    yield before + content;
    before = '\n';
  }
}

/** Prints what users may do: a table for each user, with the records and the roles of every permission. */
export function* printUserMatrixMarkdown(rows: Iterable<UserRow>): Iterable<string> {
  let before = '';
  for (const { tenant, user, granted } of rows) {
    yield `${before}# Permissions of ${escapeMarkdown(user.id)} at ${escapeMarkdown(tenant.name)}\n\n${escapeMarkdown(capName(user))}.\n\n`;
    const lines = granted.map(({ cell, portfolio, roles }) => [
      escapeMarkdown(cell.permission),
      portfolio.map(escapeMarkdown).join(' + '),
      roles.map(escapeMarkdown).join(', '),
    ]);
    yield `${markdownTable([['permission', 'portfolio', 'roles'], ...lines])}\n`;
    before = '\n';
  }
}

/** Returns a matrix without the tenants that have no row. */
export function omitEmptyTenants(matrix: Matrix): Matrix {
  const tenants = new Set(matrix.rows.map(({ tenant }) => tenant));
  const policy = { ...matrix.policy, tenants: matrix.policy.tenants.filter((tenant) => tenants.has(tenant)) };
  return { ...matrix, policy };
}
