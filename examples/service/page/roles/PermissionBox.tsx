import { memo } from 'react';
import { Reason } from './Reason.tsx';

interface Props {
  readonly permission: string;
  readonly label: string;
  readonly ticked: boolean;
  /** The reason for which the box cannot be changed; undefined if it can. */
  readonly refused?: string | undefined;
  /** A remark on a box that can be changed. */
  readonly note?: string | undefined;
  readonly isIdle?: boolean;
  readonly set: (permission: string, isOn: boolean) => void;
}

/**
 * The box of one permission. One that cannot be ticked is greyed and stays within reach of the keyboard, since only so its
 * reason is told to whoever uses no pointer.
 */
export const PermissionBox = memo(function PermissionBox(props: Props) {
  const { permission, label, ticked, refused, note, isIdle = false, set } = props;
  return (
    <Reason text={refused ?? note}>
      {(describedBy) => (
        <input
          type="checkbox"
          className={isIdle ? 'box idle' : 'box'}
          aria-label={label}
          aria-describedby={describedBy}
          aria-disabled={refused === undefined ? undefined : true}
          data-permission={permission}
          checked={ticked}
          onChange={(event) => refused === undefined && set(permission, event.target.checked)}
        />
      )}
    </Reason>
  );
});
