import { makeVisible } from '../../text/make-visible.ts';
import { takeStart } from './xml.ts';

/** The most characters that a spreadsheet takes in the name of a sheet. */
const mostCharacters = 31;

/** Makes a function that turns a wanted name into one that a spreadsheet takes and that no sheet has yet. */
export function makeSheetNamer(): (wanted: string) => string {
  // A spreadsheet keeps this name for itself, and knows no case.
  const usedNames = new Set(['history']);
  return (wanted) => {
    const clean = makeVisible(wanted)
      .replace(/[[\]:*?/\\]/g, ' ')
      .replace(/^[' ]+|[' ]+$/g, '');
    for (let number = 1; ; number++) {
      const mark = number === 1 ? '' : ` (${number})`;
      const name = `${takeStart(clean || 'Sheet', mostCharacters - mark.length).replace(/[' ]+$/, '')}${mark}`;
      if (usedNames.has(name.toLowerCase())) continue;
      usedNames.add(name.toLowerCase());
      return name;
    }
  };
}

/** Writes a cell or a range of a sheet as formulas and links name it: `'Users'!$A$1:$C$9`. */
export const writeReference = (sheet: string, range: string): string =>
  `'${sheet.replaceAll("'", "''")}'!${range}`;

/** Returns the letters of a column, counted from 0: `A` to `Z`, then `AA`. */
export function lettersOfColumn(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : lettersOfColumn(Math.floor(column / 26) - 1) + letter;
}
