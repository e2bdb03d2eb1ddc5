import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** The most lines and columns of a table that are printed. */
export const mostPrinted = 2000;

/** Returns true while the page is printed: what is drawn only in sight must be drawn whole before. */
export function useIsPrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const start = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    addEventListener('beforeprint', start);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', start);
      removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}
