import { useCallback, useRef, useState } from 'react';
import type { EditAnswer, EditQuestion } from '../compiler/library/answers.ts';
import { edit as makeEdit } from '../compiler/library.ts';
import { useExplorer } from './context.ts';
import { askLibrary } from './state/ask-library.ts';

/** The function that makes an edit, and why the last one was refused. */
export interface Editing {
  /** Puts an edit into the tray; returns what the library answered, or undefined if it refused. */
  readonly edit: (title: string, question: EditQuestion) => EditAnswer | undefined;
  readonly refused: string | undefined;
}

/** Returns the function that makes edits of the draft by the library and puts them into the tray. */
export function useEdit(): Editing {
  const { draft, addEdit } = useExplorer();
  const [refused, setRefused] = useState<string>();
  const newest = useRef(draft);
  newest.current = draft;
  const edit = useCallback<Editing['edit']>(
    (title, question) => {
      const answer = askLibrary(() => makeEdit(newest.current.policies, question));
      if ('refused' in answer) {
        setRefused(answer.refused);
        return undefined;
      }
      setRefused(undefined);
      addEdit({ title, files: new Map(answer.files.map(({ path, text }) => [path, text])) });
      return answer;
    },
    [addEdit],
  );
  return { edit, refused };
}
