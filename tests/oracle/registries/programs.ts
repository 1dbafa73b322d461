import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { put, temporary } from "../../repository/temporary.js";

const run = promisify(execFile);

/** The programs of Go that sources are served and compared with. */
const PACKAGES = {
  registry: "github.com/google/go-containerregistry/cmd/registry@v0.22.1",
  helm: "helm.sh/helm/v3/cmd/helm@v3.19.0",
};

/**
 * Where a program is that Go builds once for all runs.
 * @returns undefined if it cannot be built here
 */
export async function goProgram(name: keyof typeof PACKAGES): Promise<string | undefined> {
  const [path = "", version = ""] = PACKAGES[name].split("@");
  const built = join(tmpdir(), `gitops-${name}-${version}`, name);
  if (existsSync(built)) return built;
  const directory = mkdtempSync(join(tmpdir(), `gitops-${name}-`));
  try {
    await run("go", ["install", `${path}@${version}`], {
      cwd: directory,
      env: { ...process.env, GOBIN: directory, GOFLAGS: "-mod=mod" },
    });
  } catch (error) {
    console.warn(
      `Nothing is tried with ${name}, which cannot be built here: ${String(error).split("\n")[0]}`,
    );
    return undefined;
  }
  mkdirSync(join(built, ".."), { recursive: true });
  renameSync(join(directory, name), built);
  return built;
}

/** Whether the registry of the distribution is installed: `apt-get install docker-registry`. */
export function hasDockerRegistry(): boolean {
  return spawnSync("docker-registry", ["--version"]).status === 0;
}

/** Starts go-containerregistry's registry, which lets everybody in. */
export function openRegistry(program: string): Promise<string> {
  return listening(spawn(program, ["-port", "0"]), /serving on port (\d+)/);
}

/**
 * Starts Debian's registry, which lets nobody in who does not log in.
 * @param auth the `auth` of its configuration, in YAML
 */
export function dockerRegistry(auth: string, files: Record<string, string> = {}): Promise<string> {
  const directory = temporary(files);
  put(
    directory,
    "config.yml",
    `version: 0.1
log: { level: info }
storage: { filesystem: { rootdirectory: ${directory}/data } }
http: { addr: "127.0.0.1:0" }
auth:
${auth.replaceAll("DIRECTORY", directory)}`,
  );
  const env = { ...process.env, OTEL_TRACES_EXPORTER: "none" };
  return listening(
    spawn("docker-registry", ["serve", join(directory, "config.yml")], { env }),
    /listening on 127\.0\.0\.1:(\d+)/,
  );
}

/** The host and port of a server, once it says its port. It ends with the test. */
function listening(server: ChildProcess, said: RegExp): Promise<string> {
  onTestFinished(() => void server.kill("SIGKILL"));
  return new Promise((done, fail) => {
    let text = "";
    for (const output of [server.stdout, server.stderr]) {
      output?.setEncoding("utf8").on("data", (part: string) => {
        text += part;
        const [, port] = said.exec(text) ?? [];
        if (port !== undefined) done(`127.0.0.1:${port}`);
      });
    }
    server.on("error", fail);
    server.on("exit", () => fail(new Error(text)));
  });
}

/** Runs Helm with a home of its own; its words where it refuses. */
export async function runHelm(helm: string, cwd: string, ...args: readonly string[]): Promise<string> {
  const env = { PATH: [join(helm, ".."), process.env.PATH].join(delimiter), HOME: temporary() };
  try {
    const { stdout } = await run(helm, args, { cwd, env });
    return stdout;
  } catch (error) {
    return (error as { stderr?: string }).stderr ?? String(error);
  }
}
