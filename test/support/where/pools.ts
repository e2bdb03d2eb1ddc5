/** Texts that databases, collations, drivers and languages like to take for others. */
export const textPool: readonly string[] = [
  ...['', ' ', 'a', 'A', 'a ', 'ab', 'b', 'B', 'u1', 'U1', 'Zoë', 'Zoe\u0308', 'ss', 'ß', 'İ', 'i'],
  ...['\ud7ff', '\ue000', '\ufffd', '\uffff', '\u{10000}', '\u{1f600}', '\u{10ffff}', '\u0001', '\n'],
  ...['0', '05', '5', '5.0', '1e1', 'true', 'null', 'NULL', '$1', '?', '%', '_', '\\', "'", '"', "''"],
  ...['{a,b}', '[]', '["a"]', '{"$ne":1}', '2026-01-31', '__proto__', 'constructor'],
];

/** Texts that lists contain and conditions ask for, few so that they meet. */
export const itemPool: readonly string[] = ['a', 'b', '1', 'true', 'null', '[]', ''];

/** Whole numbers, around the ends of the types that hold them. */
export const integerPool: readonly number[] = [
  ...[0, -0, 1, -1, 2, 5, 10, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1],
  ...[Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
];

/** Numbers that are not whole, or too large to be safe. */
export const numberPool: readonly number[] = [
  ...[0.1, 0.2, 0.1 + 0.2, 0.3, -0.5, 1.5, 4.999999999999999, 5.000000000000001, 2 ** 53, 2 ** 63, 2 ** 64],
  ...[1e21, -1e21, 1e300, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, Number.EPSILON],
];

/** Numbers that are none. */
export const unrealPool: readonly number[] = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** Dates in the ways in which policies write them, many of the same instant or just beside it. */
export const datePool: readonly string[] = [
  ...['2026-01-30', '2026-01-31', '2026-02-01', '2024-02-29', '0001-01-01', '9999-12-31', '1969-12-31'],
  ...['2026-01-31T00:00', '2026-01-31T00:00:00', '2026-01-31T00:00:00Z', '2026-01-31T00:00:00.000Z'],
  ...['2026-01-31T00:00:00.001', '2026-01-30T23:59:59.999Z', '2026-01-31T02:00:00+02:00'],
  ...['2026-01-30T19:30:00-05:30', '2026-01-31T01:30:00+01:30', '1969-12-31T23:59:59.999Z'],
  ...['2026-03-29T02:30', '2026-03-29T02:30:00+01:00', '2026-10-25T02:30', '9999-12-31T23:59:59.999-14:00'],
];

/** Texts that are no date, or begin like one and go on otherwise. */
export const undatedPool: readonly string[] = [
  ...[
    '',
    'soon',
    '31.01.2026',
    '2026',
    '2026-01',
    '20260131',
    '+012026-01-31',
    ' 2026-01-31',
    '\n2026-01-31',
  ],
  ...[
    '2026-01-31\n',
    '2026-01-31 10:00',
    '2026-01-31x',
    '2026-01-31\u{1f600}',
    '2026-01-31\uffff',
    '2026-1-31',
  ],
  ...['٢٠٢٦-٠١-٣١', '２０２６-０１-３１', 'x\n2026-01-31', '9999-99-99', '202६-01-31'],
];

/** The milliseconds by which an instant can lie beside another. */
export const shifts: readonly number[] = [-86_400_000, -3_600_000, -1, 0, 0, 0, 1, 3_600_000];
