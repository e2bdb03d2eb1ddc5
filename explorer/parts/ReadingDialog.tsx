import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

interface Props {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

/** A wide dialog to read in, which holds the keyboard until it is closed. */
export function ReadingDialog({ title, close, children, actions }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element?.open) element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} className="sheet" onCancel={close}>
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" onClick={close}>
          Close
        </button>
      </header>
      <div className="body">{children}</div>
      {actions && <footer>{actions}</footer>}
    </dialog>
  );
}
