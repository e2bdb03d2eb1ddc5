import { type FormEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Shown } from './api.ts';
import type { Column } from './tables.ts';

interface Props {
  readonly column: Column;
  readonly record: Shown;
  readonly editable: boolean;
  /** Sends a new value to the service; true if the service took it. */
  readonly change: (value: string | number | boolean | null) => Promise<boolean>;
}

/** A property of a record: hidden, shown, or a button that turns into a field. */
export function Cell({ column, record, editable, change }: Props) {
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { name, label, kind } = column;
  const value = record[name];

  function stop() {
    flushSync(() => setEditing(false));
    button.current?.focus();
  }

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const entered = new FormData(event.currentTarget).get('value');
    if (await change(enteredAs(kind, String(entered ?? '')))) stop();
  }

  if (!(name in record))
    return (
      <td className={kind}>
        <span className="hidden" title="You may not view this">
          hidden
        </span>
      </td>
    );
  if (!editable) return <td className={kind}>{written(value, kind)}</td>;
  if (kind === 'flag')
    return (
      <td className={kind}>
        <input
          type="checkbox"
          aria-label={label}
          checked={value === true}
          onChange={(event) => change(event.target.checked)}
        />
      </td>
    );
  if (!editing)
    return (
      <td className={kind}>
        <button ref={button} type="button" className="edit" onClick={() => setEditing(true)}>
          <span className="unseen">Edit {label}: </span>
          {written(value, kind) || '–'}
        </button>
      </td>
    );
  return (
    <td className={kind}>
      <form onSubmit={save} onKeyDown={(event) => event.key === 'Escape' && stop()}>
        <input
          name="value"
          aria-label={label}
          type={kind === 'money' ? 'number' : 'text'}
          defaultValue={value === null ? '' : String(value)}
          ref={selected}
        />
        <button type="submit">Save</button>
        <button type="button" onClick={stop}>
          Cancel
        </button>
      </form>
    </td>
  );
}

/** A field is entered with its text selected, once. */
const selected = (field: HTMLInputElement | null) => field?.select();

export const money = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

function written(value: unknown, kind: Column['kind']): string {
  if (value === null || value === undefined) return '';
  if (kind === 'money' && typeof value === 'number') return money.format(value);
  if (kind === 'flag') return value === true ? 'yes' : 'no';
  return String(value);
}

function enteredAs(kind: Column['kind'], entered: string): string | number | null {
  if (entered === '') return null;
  return kind === 'money' ? Number(entered) : entered;
}
