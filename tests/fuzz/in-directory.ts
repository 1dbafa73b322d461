import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { put } from "../repository/temporary.js";

/** Writes a repository to the disk for as long as something is done with it. */
export function inDirectory<Result>(texts: Record<string, string>, use: (root: string) => Result): Result {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "gitops-fuzz-")));
  const end = () => rmSync(root, { recursive: true, force: true });
  try {
    for (const [path, text] of Object.entries(texts)) put(root, path, text);
    const result = use(root);
    if (result instanceof Promise) return result.finally(end) as Result;
    end();
    return result;
  } catch (error) {
    end();
    throw error;
  }
}
