import type { Arguments } from "../args.js";

/** A word as a shell reads it as one. */
function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A command that can be copied. */
export function command(...words: readonly string[]): string {
  return ["gitops-lint", ...words].map(shellWord).join(" ");
}

/** The words for what this run is about. */
export function targetOf({ root, paths, stdinFilename }: Arguments): string[] {
  // Somebody may have called a file `--fix`; `-` alone is standard input.
  const named = paths.map((path) => (/^-./.test(path) ? `./${path}` : path));
  return [
    ...(root === undefined ? [] : ["--root", root]),
    ...(stdinFilename === undefined ? [] : ["--stdin-filename", stdinFilename]),
    ...named,
  ];
}

/** The words for which findings this run lists, apart from the preset and from what has changed. */
export function choiceOf({
  config,
  rules,
  vendored,
  inlineConfig,
  suppressionsLocation,
}: Arguments): string[] {
  return [
    ...(config === undefined ? [] : ["--config", config]),
    ...Object.entries(rules).flatMap(([name, setting]) => [
      "--rule",
      typeof setting === "string" ? `${name}=${setting}` : `${name}: ${JSON.stringify(setting)}`,
    ]),
    ...(vendored === "summary" ? [] : ["--vendored", vendored]),
    ...(inlineConfig ? [] : ["--no-inline-config"]),
    ...(suppressionsLocation === undefined ? [] : ["--suppressions-location", suppressionsLocation]),
  ];
}

/** The words for what has changed. */
export function changesOf({ staged, changedSince, untrusted }: Arguments): string[] {
  return [
    ...(staged ? ["--staged"] : []),
    ...(changedSince === undefined ? [] : ["--changed-since", changedSince]),
    ...(untrusted ? ["--untrusted"] : []),
  ];
}
