import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { main } from "../../lib/cli/main.js";
import { install } from "./install.js";
import { directory, type Version } from "./helpers.js";

/** A directory with an ESLint and the plugin installed, and these files. */
export function makeWorkspace(name: string, version: Version, files: Record<string, string>): string {
  const workspace = join(directory, name);
  install(workspace, { eslint: version === 9 ? "eslint9" : "eslint" });
  write(workspace, files);
  return workspace;
}

/** Writes files, by path below a directory. */
export function write(where: string, files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(where, file)), { recursive: true });
    writeFileSync(join(where, file), text);
  }
}

interface Message {
  ruleId: string;
  severity: number;
  message: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

let copies = 0;

/**
 * What a run of the command says of one file, with these texts in the place of the saved ones. It looks at a copy
 * that nothing has seen before.
 */
export async function commandSays(
  workspace: string,
  file: string,
  texts: Record<string, string> = {},
): Promise<Message[]> {
  const copy = join(directory, `copy${++copies}`, basename(workspace));
  cpSync(workspace, copy, { recursive: true, filter: (source) => basename(source) !== "node_modules" });
  write(copy, texts);
  const lines: string[] = [];
  const output = {
    out: (text: string) => void lines.push(text),
    err: (text: string) => void lines.push(text),
  };
  const code = await main(["--root", copy, "--format", "json", join(copy, file)], output);
  if (code === 2) throw new Error(lines.join("\n"));
  const results = JSON.parse(lines.join("\n")) as { filePath: string; messages: Message[] }[];
  return results.find(({ filePath }) => filePath === join(copy, file))?.messages ?? [];
}
