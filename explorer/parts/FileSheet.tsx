import { useExplorer } from '../context.ts';
import { fileText } from '../state/world.ts';
import { CodeView } from './CodeView.tsx';
import { ReadingDialog } from './ReadingDialog.tsx';

/** The policy file that the address names, with its line. */
export function FileSheet() {
  const { route, go, draft } = useExplorer();
  const { file } = route.params;
  if (file === undefined) return null;
  const [, path = file, line] = /^(.*?)(?::(\d+))?$/.exec(file) ?? [];
  const text = fileText(draft, path);
  const close = () => go({ file: undefined });
  return (
    <ReadingDialog title={path} close={close}>
      {text === undefined ? (
        <p className="empty">There is no such file.</p>
      ) : (
        <CodeView text={text} label={path} line={line === undefined ? undefined : Number(line)} />
      )}
    </ReadingDialog>
  );
}
