import { isGraveGain, isGraveReassignment } from './judge-difference.ts';
import type { DiffReport, HoldersJson, NetEffectJson } from './report.ts';

/** Permissions of high risk that users gain by several roles together. */
export interface JointGain {
  readonly effect: NetEffectJson;
  readonly permissions: readonly string[];
}

/** Lists the permissions of high risk that users gain although no role of theirs gains them, nor are they given one with any. */
export const listJointGains = (
  report: Pick<DiffReport, 'netEffects' | 'groups' | 'reassigned'>,
): readonly JointGain[] =>
  report.netEffects.flatMap((effect) => {
    const permissions = effect.grave.filter(
      (permission) => !effect.holders.every((own) => isGainedByRole(own, permission, report)),
    );
    return permissions.length > 0 ? [{ effect, permissions }] : [];
  });

const isGainedByRole = (
  { tenant, users }: HoldersJson,
  permission: string,
  { reassigned, groups }: Pick<DiffReport, 'groups' | 'reassigned'>,
): boolean =>
  reassigned.some(
    (one) =>
      one.tenant === tenant && isGraveReassignment(one) && users.every((user) => one.users.includes(user)),
  ) ||
  groups.some(
    (group) =>
      isGraveGain(group) &&
      group.tenants.includes(tenant) &&
      group.can.some((one) => one.permission === permission),
  );
