import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);
const PROGRAM = join(import.meta.dirname, "program");

/** What Helm is asked about a chart: what `helm template` does with it. */
export interface ChartQuestion {
  op: "template";
  dir: string;
  name: string;
  namespace: string;
  /** The texts of values files. */
  values: readonly string[];
  kubeVersion: string;
  apiVersions: readonly string[];
  includeCrds: boolean;
  skipSchema?: boolean;
}

/** What Helm's engine is asked about one template. */
export interface TemplateQuestion {
  op: "tpl";
  template: string;
  values: readonly string[];
  name: string;
  namespace: string;
  kubeVersion: string;
}

export interface Answer {
  error?: string;
  manifest?: string;
  hooks?: { path: string; events: string[]; manifest: string }[];
  text?: string;
  capabilities?: { APIVersions: string[] };
}

/** The error of a question that Helm does not survive. */
export const CRASHED = "Helm has crashed.";

/** The real Helm: a small program over its library that answers one question after the other. */
export class Helm {
  #program: ChildProcess | undefined;
  #waiting: { question: string; resolve: (answer: Answer) => void }[] = [];

  constructor(readonly file: string) {}

  ask(question: ChartQuestion | TemplateQuestion | { op: "capabilities" }): Promise<Answer> {
    return new Promise((resolve) => {
      const text = `${JSON.stringify(question)}\n`;
      this.#waiting.push({ question: text, resolve });
      this.#program ??= this.#start();
      this.#program.stdin?.write(text);
    });
  }

  stop(): void {
    this.#program?.stdin?.end();
  }

  #start(): ChildProcess {
    const program = spawn(this.file, { stdio: ["pipe", "pipe", "ignore"] });
    const lines = createInterface({ input: program.stdout });
    lines.on("line", (line) => this.#waiting.shift()?.resolve(JSON.parse(line) as Answer));
    // What is left of questions to a program that has ended is told by its exit.
    program.stdin.on("error", () => undefined);
    program.on("exit", () => this.#startAgain());
    return program;
  }

  /** Templates can end Helm itself, such as with a map that holds itself; the questions behind are asked anew. */
  #startAgain(): void {
    this.#program = undefined;
    this.#waiting.shift()?.resolve({ error: CRASHED });
    if (this.#waiting.length === 0) return;
    this.#program = this.#start();
    for (const { question } of this.#waiting) this.#program.stdin?.write(question);
  }
}

/**
 * Builds the program once for all runs; GITOPS_HELM_ORACLE may name one that is built.
 * @returns where it is, or undefined if it cannot be built here
 */
export async function buildHelm(): Promise<string | undefined> {
  const given = process.env.GITOPS_HELM_ORACLE;
  if (given !== undefined) return given;
  const built = join(tmpdir(), `gitops-helm-${digestOf(PROGRAM)}`, "helm-oracle");
  if (existsSync(built)) return built;
  const directory = mkdtempSync(join(tmpdir(), "gitops-helm-"));
  try {
    cpSync(PROGRAM, directory, { recursive: true });
    await run("go", ["build", "-o", "helm-oracle", "."], {
      cwd: directory,
      env: { ...process.env, GOFLAGS: "-mod=mod" },
    });
  } catch (error) {
    console.warn(`Nothing is compared with Helm, which cannot be built here: ${firstLineOf(error)}`);
    rmSync(directory, { recursive: true });
    return undefined;
  }
  mkdirSync(join(built, ".."), { recursive: true });
  renameSync(join(directory, "helm-oracle"), built);
  rmSync(directory, { recursive: true });
  return built;
}

function digestOf(directory: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(directory).sort()) hash.update(readFileSync(join(directory, name)));
  return hash.digest("hex").slice(0, 16);
}

function firstLineOf(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}
