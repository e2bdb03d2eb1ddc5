import { type Look, looks } from '../../text/sheet.ts';

/** Returns the number of a look in the table of styles. */
export const styleOf = (look: Look): number => looks.indexOf(look);

/**
 * Writes the table of styles. All cells but numbers and those to be filled in have the format of text, so that a
 * spreadsheet takes none of them for a formula even when someone edits them.
 */
export function writeStylesXml(): string {
  const cells = looks.map((look) => {
    const { font: writeFont = 0, fill = 0, border = 0, format = 49, wraps = true } = pieces[look];
    const alignment = `<alignment${look === 'number' ? ' horizontal="center"' : ''} vertical="top"${wraps ? ' wrapText="1"' : ''}/>`;
    return `<xf numFmtId="${format}" fontId="${writeFont}" fillId="${fill}" borderId="${border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${alignment}</xf>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    writeList('fonts', fonts),
    writeList('fills', fills),
    writeList('borders', borders),
    writeList('cellStyleXfs', ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>']),
    writeList('cellXfs', cells),
    writeList('cellStyles', ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']),
    '</styleSheet>',
  ].join('');
}

interface StylePieces {
  readonly font?: number;
  readonly fill?: number;
  readonly border?: number;
  readonly format?: number;
  readonly wraps?: boolean;
}

const pieces: Readonly<Record<Look, StylePieces>> = {
  text: {},
  number: { format: 0, wraps: false },
  head: { font: 1, fill: 2, border: 1 },
  title: { font: 2, wraps: false },
  link: { font: 3 },
  input: { fill: 3, border: 1, format: 0 },
  good: { font: 4 },
  muted: { font: 5 },
  warning: { font: 6, fill: 4 },
  bad: { font: 7, fill: 5 },
};

const font = (size: number, rgb: string, more = ''): string =>
  `<font>${more}<sz val="${size}"/><color rgb="FF${rgb}"/><name val="Calibri"/></font>`;

const fonts = [
  font(10, '1F2328'),
  font(10, 'FFFFFF', '<b/>'),
  font(16, '1F2328', '<b/>'),
  font(10, '0550AE', '<u/>'),
  font(10, '116329'),
  font(10, '6E7781'),
  font(10, '7D4E00'),
  font(10, '82071E', '<b/>'),
];

const writeFill = (rgb: string): string =>
  `<fill><patternFill patternType="solid"><fgColor rgb="FF${rgb}"/><bgColor indexed="64"/></patternFill></fill>`;

/** The fills of cells. XLSX reserves the first two. */
const fills = [
  '<fill><patternFill patternType="none"/></fill>',
  '<fill><patternFill patternType="gray125"/></fill>',
  writeFill('24415E'),
  writeFill('FFFBE6'),
  writeFill('FFF3D6'),
  writeFill('FFE3E0'),
];

const writeBorder = (side: string): string => `<${side} style="thin"><color rgb="FFC9D1D9"/></${side}>`;
const borders = [
  '<border><left/><right/><top/><bottom/><diagonal/></border>',
  `<border>${['left', 'right', 'top', 'bottom'].map(writeBorder).join('')}<diagonal/></border>`,
];

const writeList = (name: string, items: readonly string[]): string =>
  `<${name} count="${items.length}">${items.join('')}</${name}>`;
