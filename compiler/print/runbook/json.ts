import type { TenantRunbook } from '../../questions/runbook/plan-runbook.ts';
import { type Json, writeIndentedJson } from '../../text/json.ts';
import { makeVisibleJson } from '../../text/make-visible.ts';
import { describeBound, describeCheck, describeSteps } from './describe-runbook.ts';
import type { RunbookTexts } from './texts.ts';

/** The names of the two sides of a runbook, and what is to be known of them. */
export interface RunbookSides {
  readonly base: string;
  readonly head: string;
  readonly notes?: readonly string[];
}

/** Prints what is to be done in each tenant for `runbook --format json`: a contract. */
export function printRunbookJson(
  tenants: readonly TenantRunbook[],
  texts: RunbookTexts,
  { base, head, notes = [] }: RunbookSides,
): string {
  const shape: Json = {
    version: 1,
    base,
    head,
    ...(notes.length > 0 && { notes }),
    tenants: tenants.map((one) => describeTenant(one, texts)),
  };
  return `${makeVisibleJson(writeIndentedJson(shape, 5))}\n`;
}

function describeTenant(one: TenantRunbook, texts: RunbookTexts): Json {
  const { tenant, bounds, checks, idle, stuck } = one;
  const steps = describeSteps(one, texts);
  return {
    tenant: tenant.name,
    switches: steps.length,
    requests: bounds
      .filter(({ isRequest }) => isRequest)
      .map((bound) => ({
        kind: bound.kind,
        when: bound.isFirst ? 'before' : 'after',
        ...(bound.name !== undefined && { name: bound.name }),
        permissions: bound.permissions,
        because: bound.because,
        text: describeBound(bound, tenant, texts),
      })),
    steps: steps.map(({ screen, kind, facts, text }) => ({
      screen: texts.screen(screen),
      kind,
      ...facts,
      text,
    })),
    checks: checks.map((check) => {
      const { role, signIn, places } = describeCheck(check, tenant, texts);
      return {
        role,
        signIn,
        permissions: check.permissions.map(({ cell, isThere }) => ({
          permission: cell.permission,
          mustBeThere: isThere,
        })),
        places: places.map(({ open, lines }) => ({
          open,
          lines: lines.map(({ isThere, text, notes }) => ({ mustBeThere: isThere, text, notes })),
        })),
      };
    }),
    idle: idle.map(({ role, permissions, because, remedy }) => ({ role, permissions, because, remedy })),
    stuck,
  };
}
