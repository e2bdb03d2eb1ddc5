import { groupRowsByTenant } from '../../model/artifact.ts';
import { add, type Bits, emptyBits } from '../../model/bits.ts';
import type { Matrix } from '../../model/matrix.ts';
import { capName, describePortfolio } from '../../model/policy.ts';
import type { UserRow } from '../../questions/combine-roles.ts';
import { count } from '../../text/count.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { printGrid, printReaches, printRemarks } from './grid.ts';
import { type LetterStyle, printLetters } from './letters.ts';

/** The meaning of the letters. */
const legend = 'c create, v view, u update, r remove, e export, · not allowed';

/** Prints each tenant of a matrix: a single row in full, several rows side by side. */
export function* printMatrixPretty(matrix: Matrix, style: LetterStyle): Iterable<string> {
  const { colours, withProperties = false } = style;
  let before = '';
  for (const [tenant, rows] of groupRowsByTenant(matrix)) {
    const [only, more] = rows;
    if (!only) continue;
    const { role } = only;
    const { catalog } = tenant;
    const isOne = more === undefined;
    const head = isOne
      ? `${colours.bold(role.name)} in ${tenant.name}: ${capName(role)}, portfolio ${describePortfolio(role.portfolio)}`
      : `${colours.bold(tenant.name)}: ${count(rows.length, 'role')}; ${colours.dim(legend)}`;
    const words = isOne && role.description !== undefined ? `${makeVisible(role.description)}\n` : '';
    yield `${before}${head}\n${words}\n`;
    yield isOne
      ? printGrid(catalog, only.effective, { colours, withProperties })
      : printLetters(catalog, rows, style);
    if (isOne) yield printRemarks(catalog, only.effective, colours);
    before = '\n';
  }
}

/** Prints what users may do, each in full, with the number of permissions from each role. */
export function* printUserMatrixPretty(
  rows: Iterable<UserRow>,
  { colours, withProperties = false }: LetterStyle,
): Iterable<string> {
  let before = '';
  for (const { tenant, user, granted } of rows) {
    const { catalog } = tenant;
    const inactive = user.active ? '' : ', not active';
    const effective: Bits = emptyBits(catalog.cells.length);
    for (const { cell } of granted) add(effective, cell.index);
    const sources = user.roles.map((role) => {
      const permissionCount = granted.filter(({ roles }) => roles.includes(role.name)).length;
      return `  ${role.name} gives ${count(permissionCount, 'permission')}, portfolio ${describePortfolio(role.portfolio)}\n`;
    });
    yield `${before}${colours.bold(makeVisible(user.id))} in ${tenant.name}: ${capName(user)}${inactive}\n`;
    yield sources.length > 0 ? `${sources.join('')}\n` : '  holds no role\n\n';
    yield printGrid(catalog, effective, { colours, withProperties });
    yield printReaches(granted, colours);
    yield printRemarks(catalog, effective, colours);
    before = '\n';
  }
}
