import { type DragEvent, useId, useMemo, useState } from 'react';
import { reach } from '../../compiler/library.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { useExplorer } from '../context.ts';
import { Broken } from '../parts/Broken.tsx';
import { askLibrary } from '../state/ask-library.ts';
import { type RecordsChoice, readRecordsChoice } from '../state/records-choice.ts';
import { ReachTable } from './ReachTable.tsx';
import { RecordsFields } from './RecordsFields.tsx';

/** Records that are pasted or dropped here: which of them a user or a role reaches, and by which condition. */
export function RecordsView() {
  const { draft } = useExplorer();
  return draft.matrix ? <Records matrix={draft.matrix} /> : <Broken />;
}

function Records({ matrix }: { readonly matrix: Matrix }) {
  const { route } = useExplorer();
  const [text, setText] = useState('');
  const choice = useMemo(() => readRecordsChoice(matrix, route.params), [matrix, route.params]);
  if (!choice) return <p className="empty">No model has records that portfolios select.</p>;
  return (
    <>
      <RecordsFields matrix={matrix} choice={choice} />
      <PasteField text={text} setText={setText} model={choice.model.name} columns={choice.columns} />
      {text.trim() !== '' && <Reached choice={choice} text={text} />}
    </>
  );
}

interface PasteProps {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly model: string;
  readonly columns: readonly string[];
}

function PasteField({ text, setText, model, columns }: PasteProps) {
  const id = useId();
  const [isOver, setOver] = useState(false);
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    void file?.text().then(setText);
  }
  return (
    <div className={isOver ? 'field paste over' : 'field paste'}>
      <label htmlFor={id}>
        Records of {model}, as CSV or JSON: paste them, drop a file here, or{' '}
        <button type="button" className="link" onClick={() => setText(writeExample(columns))}>
          start with an example
        </button>
      </label>
      <textarea
        id={id}
        rows={7}
        value={text}
        spellCheck={false}
        placeholder={writeExample(columns)}
        onChange={(event) => setText(event.target.value)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      />
      <small>They stay in this page: nothing is sent anywhere.</small>
    </div>
  );
}

/** Writes records as an example, with the columns that decide. */
const writeExample = (columns: readonly string[]): string =>
  `${['_id', ...columns].join(',')}\n${['r1', ...columns.map(() => 'u1')].join(',')}\n${['r2', ...columns.map(() => '')].join(',')}\n`;

function Reached({ choice, text }: { readonly choice: RecordsChoice; readonly text: string }) {
  const { draft } = useExplorer();
  const { tenant, holder, action, model, attributes } = choice;
  const answer = useMemo(
    () =>
      askLibrary(() =>
        reach(draft.policies, {
          tenant: tenant.name,
          ...holder,
          action,
          model: model.name,
          attributes,
          records: text,
        }),
      ),
    [draft, tenant, holder, action, model, attributes, text],
  );
  if ('refused' in answer)
    return (
      <p className="notice bad" role="alert">
        {answer.refused}
      </p>
    );
  return <ReachTable answer={answer} />;
}
