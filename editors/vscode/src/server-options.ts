import { isAbsolute } from "node:path";

/** How the server is started. */
export type Start = { module: string } | { command: string };

/**
 * The server to start: the one that comes with the extension, unless the user has named another. A workspace cannot: its
 * settings do not count, and in one that is not trusted nothing is started but what comes with the extension.
 * @param named the setting of the user or the machine
 * @throws {Error} for a path that is not absolute: it would lead into the workspace
 */
export function startOf(bundled: string, named: string | undefined, isTrusted: boolean): Start {
  if (named === undefined || named === "" || !isTrusted) return { module: bundled };
  if (!isAbsolute(named))
    throw new Error(`'gitopsLint.server.path' must be an absolute path, and '${named}' is none.`);
  return { command: named };
}

/** What the server is asked about: YAML by whatever name it has here, templates of charts, JSON, and files without an ending. */
export const DOCUMENTS = [
  { scheme: "file", language: "yaml" },
  { scheme: "file", language: "helm" },
  { scheme: "file", language: "dockercompose" },
  { scheme: "file", language: "json" },
  { scheme: "file", language: "jsonc" },
  { scheme: "file", pattern: "**/*.{yaml,yml}" },
  { scheme: "file", pattern: "**/templates/**/*.{tpl,txt}" },
  { scheme: "file", pattern: "**/Kustomization" },
] as const;
