/** The size of a terminal that somebody looks at, in characters. */
export interface Screen {
  columns: number;
  rows: number;
}

/**
 * The terminal that a stream is, with the size of most where it does not tell its own. Undefined for files and pipes,
 * and for a pipeline that only looks like a terminal: its log is read later, and searched.
 */
export function screenOf(
  { isTTY, columns, rows }: { isTTY?: boolean; columns?: number; rows?: number },
  { CI }: Readonly<Record<string, string | undefined>>,
): Screen | undefined {
  if (!isTTY || (CI !== undefined && CI !== "" && CI !== "false")) return undefined;
  return { columns: Math.max(40, columns || 80), rows: Math.max(24, rows || 24) };
}
