/** Names between commas; a comma within a name has a backslash before it. */
export const splitNames = (list: string): string[] =>
  list
    .split(/(?<!\\),/)
    .map((name) => name.replaceAll('\\,', ',').trim())
    .filter((name) => name !== '');
