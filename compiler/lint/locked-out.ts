import type { Report } from '../diagnostics/diagnostic.ts';
import { rowsByTenant } from '../model/artifact.ts';
import { has } from '../model/bits.ts';
import { placeIn, spanOf } from '../model/document.ts';
import type { Matrix } from '../model/matrix.ts';
import { someOf } from '../text/list.ts';

/** Every escalation capability that some role of a tenant gives is held by an active user where users are declared. */
export function lockedOut(matrix: Matrix, report: Report): void {
  const capabilities = matrix.policy.catalog.capabilities.filter(({ cell }) => cell.risk === 'escalation');
  if (capabilities.length === 0) return;
  for (const [{ name, users }, rows] of rowsByTenant(matrix)) {
    const [someone] = users ?? [];
    if (!users || !someone) continue;
    const held = new Set(users.flatMap(({ active, roles }) => (active ? roles : [])));
    const lost = capabilities.filter(({ cell }) => {
      const giving = rows.filter(({ effective }) => has(effective, cell.index));
      return giving.length > 0 && !giving.some(({ role }) => held.has(role));
    });
    const [first] = lost;
    const giving = first && rows.find(({ effective }) => has(effective, first.cell.index));
    if (!giving) continue;
    report(
      'locked-out',
      spanOf(placeIn(someone.at.document, ['tenant'])),
      { tenant: name, capabilities: someOf(lost.map(({ cell }) => cell.permission)) },
      `give an active user a role that holds it, such as \`${giving.role.name}\``,
      { related: [{ at: spanOf(giving.role.at), note: `role \`${giving.role.name}\` would give it` }] },
    );
  }
}
