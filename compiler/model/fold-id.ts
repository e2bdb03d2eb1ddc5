/** Returns an id of a user without what is lost between systems: case, normalization, white space and what does not show. */
export const foldId = (id: string): string =>
  // Nearly all ids are plain, and Unicode's tables take long to read.
  /^[!-~]*$/.test(id)
    ? id.toLowerCase()
    : id
        .normalize('NFKC')
        .toUpperCase()
        .toLowerCase()
        .normalize('NFKC')
        .replace(/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, '');
