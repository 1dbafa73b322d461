/** How ESLint's command is started, directly or through a link that npm makes. */
const COMMAND = /[\\/]node_modules[\\/](?:\.bin[\\/]eslint|eslint[^\\/]*[\\/]bin[\\/]eslint\.js)$/;

/**
 * Whether this process is a run of ESLint's command, which sees one state of a repository and ends. An
 * editor's process lives on.
 */
export function isCommandLineRun(argv: readonly string[] = process.argv): boolean {
  return COMMAND.test(argv[1] ?? "");
}

/** Whether ESLint's command lints its standard input, under whatever name. */
export function readsStandardInput(argv: readonly string[] = process.argv): boolean {
  return isCommandLineRun(argv) && argv.includes("--stdin");
}
