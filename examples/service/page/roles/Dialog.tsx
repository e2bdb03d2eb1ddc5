import { type FormEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react';

interface Props {
  readonly title: string;
  readonly close: () => void;
  readonly submit: () => void;
  readonly children: ReactNode;
  readonly actions: ReactNode;
}

/** A dialog that holds the keyboard until it is closed, and gives it back to where it was. */
export function Dialog({ title, close, submit, children, actions }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before it leaves the page: a dialog that is gone gives the keyboard back to nothing.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element?.open) element?.showModal();
    return () => element?.close();
  }, []);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    submit();
  }

  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={close}>
      <form onSubmit={onSubmit} noValidate>
        <h2 id={id}>{title}</h2>
        <div className="body">{children}</div>
        <footer>
          <button type="button" onClick={close}>
            Cancel
          </button>
          {actions}
        </footer>
      </form>
    </dialog>
  );
}
