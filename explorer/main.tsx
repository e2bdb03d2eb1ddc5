import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { Failure } from './parts/Failure.tsx';
import { type ExplorerData, readExplorerData } from './state/data.ts';
import '../examples/service/page/roles.css';
import './style.css';
import './tables.css';
import './parts.css';

const root = createRoot(document.getElementById('page') as HTMLElement);

function read(): ExplorerData | Error {
  try {
    return readExplorerData(document.getElementById('plafond-data')?.textContent);
  } catch (error) {
    return error as Error;
  }
}

const data = read();
root.render(
  <StrictMode>
    {data instanceof Error ? (
      <Failure message={data.message} />
    ) : (
      <App data={data} today={new Date().toISOString().slice(0, 10)} />
    )}
  </StrictMode>,
);
