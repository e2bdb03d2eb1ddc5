import { type Artifact, type Compiled, groupRowsByTenant } from '../model/artifact.ts';
import type { Row } from '../model/matrix.ts';
import type { Rule } from '../model/rule.ts';
import { fileNameOf } from '../text/file-name.ts';
import { type Json, writeBlock, writeSpacedJson } from '../text/json.ts';

/** Emits `rules/<tenant>.json`: the CASL raw rules of every role, one rule on a line so that a review reads them. */
export function* emitRules({ matrix, rulesOf }: Compiled): Iterable<Artifact> {
  for (const [tenant, rows] of groupRowsByTenant(matrix)) {
    const roles = rows.map((row) => roleText(row, rulesOf(row)));
    yield {
      path: `rules/${fileNameOf(tenant.name)}.json`,
      content: `{\n  "tenant": ${JSON.stringify(tenant.name)},\n  "roles": ${writeBlock('{}', roles, '  ')}\n}\n`,
    };
  }
}

function roleText({ role }: Row, lowered: readonly Rule[]): string {
  const lines = [
    `"userType": ${JSON.stringify(role.userType.name)}`,
    `"seats": ${writeSpacedJson(role.seats.map((seat) => seat.name))}`,
    `"rules": ${writeBlock('[]', lowered.map(ruleText), '      ')}`,
  ];
  return `${JSON.stringify(role.name)}: ${writeBlock('{}', lines, '    ')}`;
}

const ruleText = ({ action, subject, fields, conditions }: Rule): string =>
  writeSpacedJson({
    action,
    subject,
    ...(fields && { fields }),
    ...(conditions && { conditions: conditions as Json }),
  });
