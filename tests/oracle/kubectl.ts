import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What the real kustomize makes of a kustomization, or its words where it refuses it. */
export interface Rendered {
  yaml?: string;
  refused?: string;
}

/** Whether there is a kubectl that has kustomize in it. */
export async function hasKubectl(): Promise<boolean> {
  try {
    await run("kubectl", ["kustomize", "--help"]);
    return true;
  } catch {
    return false;
  }
}

/**
 * Renders a directory.
 * @param cache a file to keep the answer in, since a corpus takes minutes
 */
export async function render(directory: string, cache?: string): Promise<Rendered> {
  const known = cache === undefined ? undefined : readCache(cache);
  if (known) return known;
  const rendered = await renderAnew(directory);
  if (cache !== undefined) {
    mkdirSync(join(cache, ".."), { recursive: true });
    writeFileSync(cache, JSON.stringify(rendered));
  }
  return rendered;
}

async function renderAnew(directory: string): Promise<Rendered> {
  try {
    const { stdout } = await run("kubectl", ["kustomize", directory], {
      maxBuffer: 1 << 28,
      timeout: 120_000,
      // Without git nothing is fetched from elsewhere, and nobody waits for it.
      env: { ...process.env, GIT_ALLOW_PROTOCOL: "none", GIT_TERMINAL_PROMPT: "0" },
    });
    return { yaml: stdout };
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    return { refused: (stderr ?? String(error)).trim().slice(0, 500) };
  }
}

function readCache(file: string): Rendered | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Rendered;
  } catch {
    return undefined;
  }
}
