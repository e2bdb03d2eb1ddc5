import { permissionAt, sentence } from './boxes.ts';
import { Dialog } from './Dialog.tsx';
import { Reason } from './Reason.tsx';
import type { Finding, HeldPermission, RoleCheck, RoleDocument } from './types.ts';
import { Words } from './Words.tsx';

interface Props {
  readonly role: RoleDocument;
  readonly check: RoleCheck;
  readonly isNew: boolean;
  readonly refusal: string | undefined;
  readonly close: () => void;
  readonly save: () => void;
  /** Leads to the box of a permission. */
  readonly show: (permission: string) => void;
}

/**
 * The effects of saving a role, shown before it is saved: its errors, what it adds and takes, and what its giver may
 * not give.
 */
export function Review({ role, check, isNew, refusal, close, save, show }: Props) {
  const { ok, findings, adds, takes, moves, exceeds, escalation } = check;
  const errors = findings.filter(({ severity }) => severity === 'error');
  const others = findings.filter(({ severity }) => severity !== 'error');
  const blocked = ok ? undefined : blockedBy(errors.length, exceeds.length);
  return (
    <Dialog
      title={`Save ${role.title ?? role.name}`}
      close={close}
      submit={() => ok && save()}
      actions={
        <Reason text={blocked}>
          {(describedBy) => (
            <button
              type="submit"
              className="primary"
              aria-disabled={!ok || undefined}
              aria-describedby={describedBy}
            >
              Save
            </button>
          )}
        </Reason>
      }
    >
      {refusal !== undefined && (
        <p role="alert" className="refused">
          {refusal}
        </p>
      )}
      <Findings title="Errors" findings={errors} role={role} show={show} />
      {exceeds.length > 0 && (
        <Part title={`More than you hold (${exceeds.length})`} isOpen={!ok} kind="error">
          <p>You would give what you do not hold yourself.</p>
          <ul>
            {exceeds.map(({ permission, because }) => (
              <li key={permission}>
                <button type="button" className="link" onClick={() => show(permission)}>
                  {permission}
                </button>{' '}
                {because}
              </li>
            ))}
          </ul>
        </Part>
      )}
      {escalation && (
        <Part title="Whoever has it can get more" isOpen={false} kind="warning">
          <p>
            By{' '}
            {escalation.by.slice(0, 6).map((permission) => (
              <code key={permission}>{permission}</code>
            ))}
            {escalation.by.length > 6 && ` and ${escalation.by.length - 6} more`} they could come by what
            these roles hold: {escalation.reaches.join(', ')}.
          </p>
        </Part>
      )}
      <Effects title="Adds" list={adds} isOpen={!isNew} />
      <Effects title="Takes away" list={takes} isOpen />
      {moves.length > 0 && (
        <Part title={`Works on other records (${moves.length})`} isOpen kind="effect">
          <ul>
            {moves.slice(0, 40).map(({ permission, records, before, how }) => (
              <li key={permission}>
                <code>{permission}</code> {how}: {before} → {records}
              </li>
            ))}
            {moves.length > 40 && <li>and {moves.length - 40} more</li>}
          </ul>
        </Part>
      )}
      {adds.length + takes.length + moves.length === 0 && (
        <p className="faint">Nobody with this role can do more or less than before.</p>
      )}
      <Findings title="Worth knowing" findings={others} role={role} show={show} isFolded />
    </Dialog>
  );
}

interface PartProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly kind: 'error' | 'warning' | 'effect';
  readonly children: React.ReactNode;
}

const Part = ({ title, isOpen, kind, children }: PartProps) => (
  <details className={`part ${kind}`} open={isOpen}>
    <summary>{title}</summary>
    {children}
  </details>
);

interface FindingsProps extends Pick<Props, 'role' | 'show'> {
  readonly title: string;
  readonly findings: readonly Finding[];
  readonly isFolded?: boolean;
}

function Findings({ title, findings, role, show, isFolded = false }: FindingsProps) {
  if (findings.length === 0) return null;
  return (
    <Part title={`${title} (${findings.length})`} isOpen={!isFolded} kind={isFolded ? 'warning' : 'error'}>
      <ul>
        {findings.map(({ code, message, why, help, path }) => {
          const permission = permissionAt(role, path);
          return (
            <li key={`${code} ${message}`}>
              <p>
                <Words text={sentence(message) ?? ''} />
              </p>
              <small>
                <Words text={`${sentence(why)}. ${sentence(help) ?? ''}`} />
              </small>{' '}
              {permission !== undefined && (
                <button type="button" className="link" onClick={() => show(permission)}>
                  Show
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}

interface EffectsProps {
  readonly title: string;
  readonly list: readonly HeldPermission[];
  readonly isOpen: boolean;
}

function Effects({ title, list, isOpen }: EffectsProps) {
  if (list.length === 0) return null;
  const byRecords = Map.groupBy(list, ({ records }) => records);
  return (
    <Part
      title={`${title} ${list.length === 1 ? '1 permission' : `${list.length} permissions`}`}
      isOpen={isOpen}
      kind="effect"
    >
      {[...byRecords].map(([records, held]) => (
        <div key={records}>
          <p>On {records}:</p>
          <p className="names">
            {held.map(({ permission, risk }) => (
              <code key={permission} className={risk}>
                {permission}
              </code>
            ))}
          </p>
        </div>
      ))}
    </Part>
  );
}

function blockedBy(errors: number, exceeds: number): string {
  const parts = [
    ...(errors > 0 ? [`it has ${errors === 1 ? 'an error' : `${errors} errors`}`] : []),
    ...(exceeds > 0
      ? [`it gives ${exceeds === 1 ? 'a permission' : `${exceeds} permissions`} that you do not hold`]
      : []),
  ];
  return `It cannot be saved: ${parts.join(' and ')}`;
}
