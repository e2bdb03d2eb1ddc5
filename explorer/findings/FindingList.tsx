import { useState } from 'react';
import type { PolicyFinding } from '../../compiler/library/answers.ts';
import { explainCode } from '../../compiler/library.ts';
import { Words } from '../../examples/service/page/roles/Words.tsx';
import { useExplorer } from '../context.ts';
import { CodeExcerpt } from '../parts/CodeExcerpt.tsx';
import { applyFix } from '../state/apply-fix.ts';
import { fileText } from '../state/world.ts';

/** The findings, each with its line, its advice and, where one edit is right, a button that makes it. */
export const FindingList = ({ findings }: { readonly findings: readonly PolicyFinding[] }) => (
  <ol className="finding-list">
    {findings.map((finding) => (
      <Finding
        key={`${finding.path}:${finding.line}:${finding.column} ${finding.message}`}
        finding={finding}
      />
    ))}
  </ol>
);

function Finding({ finding }: { readonly finding: PolicyFinding }) {
  const { draft, addEdit } = useExplorer();
  const { code, severity, message, help, fix, related } = finding;
  const [isExplained, explain] = useState(false);
  const repair = () => {
    const files = applyFix(fix ?? [], (path) => fileText(draft, path));
    addEdit({ title: `Fix ${code} in ${finding.path}`, files });
  };
  return (
    <li className={`finding ${severity}`}>
      <p>
        <span className={`chip ${severity}`}>{severity}</span> <Words text={message} />
      </p>
      <CodeExcerpt at={finding} />
      {help !== undefined && (
        <p>
          <strong>Do:</strong> <Words text={help} />
        </p>
      )}
      {related.map((one) => (
        <p key={`${one.path}:${one.line} ${one.message}`} className="faint">
          {one.path}:{one.line}: <Words text={one.message} />
        </p>
      ))}
      {isExplained && <Meaning code={code} />}
      <p className="unlock-act">
        {fix && fix.length > 0 && (
          <button type="button" onClick={repair}>
            Make this edit
          </button>
        )}
        <button
          type="button"
          className="link"
          aria-expanded={isExplained}
          onClick={() => explain(!isExplained)}
        >
          {code}
        </button>
      </p>
    </li>
  );
}

function Meaning({ code }: { readonly code: string }) {
  const { why, remedy } = explainCode(code);
  return (
    <p className="note">
      <Words text={`${why}. ${remedy}`} />
    </p>
  );
}
