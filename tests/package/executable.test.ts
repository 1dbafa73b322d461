import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { committed, stage } from "../repository/git.js";
import { temporary } from "../repository/temporary.js";
import { roleBinding } from "../rules/manifests.js";
import { wildcard } from "../cli/report/formats/repository.js";
import { argumentsIn, COMMAND_LINES as TYPED, FILES as TYPED_AMONG } from "../cli/command-lines.js";
import { directory } from "./helpers.js";
import { COMMAND_LINES } from "./executable-lines.js";
import { install, ROOT } from "./install.js";

const built = join(directory, "executable");
const executable = join(built, process.platform === "win32" ? "gitops-lint.exe" : "gitops-lint");
let installed = "";
/** Why there is none, if there is none. */
let refusal: string | undefined;

beforeAll(() => {
  installed = install(join(directory, "beside-executable"), { eslint: "eslint" });
  const build = [join(ROOT, "scripts/executable.mjs"), built];
  const { status, stderr } = spawnSync(process.execPath, build, { encoding: "utf8" });
  // Some systems build a Node.js that cannot take a program.
  if (status === 3) refusal = stderr;
  else expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

beforeEach((context) => {
  if (refusal !== undefined) context.skip(refusal);
});

/** Runs it where there is no Node.js. */
function run(args: readonly string[], cwd: string, program: readonly string[] = [executable]) {
  const [command = "", ...rest] = [...program, ...args];
  const { status, stdout, stderr } = spawnSync(command, rest, {
    cwd,
    encoding: "utf8",
    env: { PATH: "/nowhere", HOME: cwd },
  });
  const anyTime = (text: string) => text.replace(/\d+\.\d+ (m?)s\b/g, "0.0 $1s");
  return { status, out: anyTime(stdout), err: anyTime(stderr) };
}

const FILES = {
  ".git/HEAD": "",
  "roles/a.yaml": wildcard("a"),
  "roles/b.yaml": wildcard("b", "pods", " # eslint-disable-line gitops/no-wildcard-verbs -- tried"),
  "roles/c.yaml": `# eslint-disable-next-line gitops/no-missing-role\n${wildcard("c")}`,
  "binding.yaml": roleBinding("nobody", "shop"),
};

describe("the single executable", () => {
  it.each(COMMAND_LINES)("answers as the installed command does: %s", (...line) => {
    const [one, other] = [temporary(FILES), temporary(FILES)];
    const expected = run(line, one, [process.execPath, installed]);
    const { status, out, err } = run(line, other);
    const asThere = (text: string) => text.replaceAll(other, one);
    expect({ status, out: asThere(out), err: asThere(err) }).toEqual(expected);
    const read = (root: string) =>
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((file) => [file.slice(root.length), readFileSync(file, "utf8").replaceAll(root, "")]);
    expect(read(other)).toEqual(read(one));
  });

  it.each(TYPED)("answers what people type: $typed", (line) => {
    const { status, out, err } = run(argumentsIn(line), temporary(TYPED_AMONG));
    expect({ status, err: err.trimEnd() }).toEqual({
      status: line.code,
      err: line.err === undefined ? "" : `gitops-lint: ${line.err}`,
    });
    if (line.out === undefined) expect(out).toBe("");
    else expect(out).toContain(line.out);
  });

  it("finds what is wrong, and exits with 1", () => {
    const root = temporary(FILES);
    expect(run(["--format", "json", "roles/a.yaml"], root)).toMatchObject({ status: 1, err: "" });
    expect(run(["--preset", "none"], root).status).toBe(0);
    expect(run(["--nonsense"], root).status).toBe(2);
  });

  it("says that it has no threads", () => {
    const root = temporary(FILES);
    const { out } = run(["--format", "json"], root);
    expect(run(["--format", "json", "--concurrency", "2"], root)).toEqual({
      status: 1,
      out,
      err: "gitops-lint: The single executable has no threads, so '--concurrency' has no effect. The findings are the same.\n",
    });
  });

  it("keeps findings between runs", () => {
    const root = temporary(FILES);
    const cached = ["--format", "json", "--cache", "--cache-location", "../cache"];
    mkdirSync(join(root, "repository"));
    writeFileSync(join(root, "repository/a.yaml"), wildcard("a"));
    const first = run(cached, join(root, "repository"));
    expect(first.status).toBe(1);
    expect(readdirSync(join(root, "cache"))).not.toEqual([]);
    expect(run(cached, join(root, "repository"))).toEqual(first);
  });

  it("compares with what was before, by git", () => {
    const root = committed({ "a.yaml": roleBinding("view", "shop", "ClusterRole") });
    stage(root, { "a.yaml": roleBinding("edit", "shop", "ClusterRole") });
    const args = ["--preset", "none", "--rule", "no-role-ref-change: error", "--staged", "--format", "json"];
    const { status, stdout } = spawnSync(executable, args, { cwd: root, encoding: "utf8" });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([{ messages: [{ line: 9, column: 9 }] }]);
  });

  it("is named by its sum, beside the licenses of what is in it", () => {
    const sums = readFileSync(join(built, "SHA256SUMS"), "utf8").trimEnd().split("\n");
    expect(readdirSync(built).sort()).toEqual(
      ["SHA256SUMS", ...sums.map((line) => line.split("  ")[1])].sort(),
    );
    for (const line of sums) {
      const [sum, name = ""] = line.split("  ");
      expect(
        createHash("sha256")
          .update(readFileSync(join(built, name)))
          .digest("hex"),
      ).toBe(sum);
    }
    const licenses = readFileSync(join(built, "LICENSES.txt"), "utf8");
    for (const name of ["eslint-plugin-gitops", "Node.js", "eslint", "yaml", "commander", "espree"])
      expect(licenses).toMatch(new RegExp(`^${name} v?\\d+\\.\\d+\\.\\d+`, "m"));
  });

  it("does not know where it was built, so that anybody can build the same", () => {
    const bytes = readFileSync(executable);
    expect(bytes.includes("gitops-executable-")).toBe(false);
    expect(bytes.includes(ROOT)).toBe(false);
  });
});
