import { useMemo, useState } from 'react';
import { ChangeGroups } from '../changes/ChangeGroups.tsx';
import { DifferenceParts } from '../changes/DifferenceParts.tsx';
import { useExplorer } from '../context.ts';
import { ReadingDialog } from '../parts/ReadingDialog.tsx';
import { saveText } from '../save-text.ts';
import { compareWorlds, isDifference } from '../state/difference.ts';
import { listPatches, writePatch } from '../state/patch.ts';
import { writeFiles } from '../state/server.ts';
import { findStart } from '../state/tray.ts';
import { fileText } from '../state/world.ts';
import { PatchView } from './PatchView.tsx';

/** All that waits in the tray: what it changes in the files and what in effect, and the ways out of here. */
export function TraySheet({ close }: { readonly close: () => void }) {
  const { tree, draft, changes, tray } = useExplorer();
  const patches = useMemo(() => listPatches(changes, (path) => fileText(tree, path)), [changes, tree]);
  const difference = useMemo(() => compareWorlds(tree, draft), [tree, draft]);
  const [said, say] = useState('');
  return (
    <ReadingDialog
      title="Edits to review"
      close={close}
      actions={
        <>
          <p role="status" className="grow">
            {said}
          </p>
          <Ways patch={writePatch(patches)} say={say} close={close} />
        </>
      }
    >
      <ol className="edit-titles">
        {tray.edits.map(({ title }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one edit may be made twice
          <li key={`${at} ${title}`}>{title}</li>
        ))}
      </ol>
      <div className="both">
        <section aria-label="In the files">
          <h3>In the files</h3>
          <PatchView patches={patches} />
        </section>
        <section aria-label="In effect">
          <h3>In effect</h3>
          {isDifference(difference) ? (
            <>
              {difference.direction === 'none' && (
                <p className="faint">Nobody may do more or less than before.</p>
              )}
              <ChangeGroups groups={difference.groups} />
              <DifferenceParts difference={difference} />
            </>
          ) : (
            <p className="notice bad">{difference.refused}</p>
          )}
        </section>
      </div>
    </ReadingDialog>
  );
}

interface WaysProps {
  readonly patch: string;
  readonly say: (words: string) => void;
  readonly close: () => void;
}

function Ways({ patch, say, close }: WaysProps) {
  const { data, tray, draft, changes, overtaken, act } = useExplorer();
  const { mode, token } = data;

  async function copy() {
    await navigator.clipboard.writeText(patch);
    say('Copied: apply it with `git apply --directory=POLICIES`.');
  }

  async function write() {
    if (token === undefined) return;
    say('Writing …');
    const files = await Promise.all(
      [...changes].map(async ([path, text]) => ({
        path,
        text,
        before: await digestOf(findStart(tray, path)),
      })),
    );
    const answer = await writeFiles(token, files);
    if ('refused' in answer) return say(`Nothing was written: ${answer.refused}`);
    act({ kind: 'clear' });
    close();
  }

  return (
    <>
      <button
        type="button"
        onClick={() => void copy().catch(() => say('The browser lets nothing be copied here.'))}
      >
        Copy as patch
      </button>
      <button type="button" onClick={() => saveText('policies.patch', patch)}>
        Download
      </button>
      {mode === 'served' && (
        <button
          type="button"
          className="primary"
          disabled={draft.policies.errors > 0 || overtaken.length > 0}
          onClick={() => void write()}
        >
          Write to the files
        </button>
      )}
    </>
  );
}

/** Returns the SHA-256 of a text; null if there is none. */
async function digestOf(text: string | null): Promise<string | null> {
  if (text === null) return null;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
