import { useState } from 'react';
import { useExplorer } from '../context.ts';
import { TraySheet } from './TraySheet.tsx';

/** The edits that wait, in short: how many, and what can be done with them. */
export function TrayBar() {
  const { tray, changes, overtaken, act, draft } = useExplorer();
  const [isOpen, setOpen] = useState(false);
  const { edits, undone } = tray;
  if (edits.length === 0 && undone.length === 0) return null;
  const { errors } = draft.policies;
  return (
    <section className="tray" aria-label="Edits">
      <p role="status">
        <strong>
          {edits.length} {edits.length === 1 ? 'edit' : 'edits'}
        </strong>{' '}
        in {changes.size} {changes.size === 1 ? 'file' : 'files'}
        {errors > 0 && <span className="bad"> does not compile</span>}
        {overtaken.length > 0 && (
          <span className="bad">
            {' '}
            somebody else changed {overtaken.join(', ')} meanwhile: discard, and edit again
          </span>
        )}
        <span className="faint"> {edits.at(-1)?.title}</span>
      </p>
      <button type="button" disabled={edits.length === 0} onClick={() => act({ kind: 'undo' })}>
        Undo
      </button>
      <button type="button" disabled={undone.length === 0} onClick={() => act({ kind: 'redo' })}>
        Redo
      </button>
      <button type="button" onClick={() => act({ kind: 'clear' })}>
        Discard all
      </button>
      <button type="button" className="primary" disabled={changes.size === 0} onClick={() => setOpen(true)}>
        Review
      </button>
      {isOpen && <TraySheet close={() => setOpen(false)} />}
    </section>
  );
}
