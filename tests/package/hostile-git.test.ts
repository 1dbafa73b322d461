import { chmodSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forget } from "../../lib/plugin/session.js";
import { main } from "../../lib/cli/main.js";
import { Git } from "../../lib/repository/git/git.js";
import { committed, git, stage } from "../repository/git.js";
import { put, temporary } from "../repository/temporary.js";
import { manifest } from "../rules/manifests.js";

const role = (name: string) => manifest("Role", name, "shop", "rules: []\n");

let traces = "";
beforeEach(() => {
  traces = temporary();
});
afterEach(() => {
  forget();
  vi.unstubAllEnvs();
});

/** A program that leaves a trace when somebody runs it. */
function trap(name: string): string {
  const file = join(traces, `${name}.sh`);
  writeFileSync(file, `#!/bin/sh\ntouch "${join(traces, name)}.ran"\ncat\nexit 0\n`);
  chmodSync(file, 0o755);
  return file;
}

const ran = () => readdirSync(traces).filter((name) => name.endsWith(".ran"));

async function run(root: string, ...argv: string[]) {
  const lines: string[] = [];
  const print = (text: string) => lines.push(text);
  const code = await main([...argv, root], { out: print, err: print });
  return { code, text: lines.join("\n").replaceAll(root, "ROOT") };
}

/** Everything in a repository's own configuration that git would run for one command or another. */
function setTraps(root: string): void {
  const settings: Record<string, string> = {
    "core.fsmonitor": trap("fsmonitor"),
    "core.hooksPath": traces,
    "core.pager": trap("pager"),
    "core.editor": trap("editor"),
    "core.sshCommand": trap("ssh"),
    "core.gitProxy": trap("proxy"),
    "core.askPass": trap("askpass"),
    "core.alternateRefsCommand": trap("alternates"),
    "credential.helper": trap("credential"),
    "diff.external": trap("external-diff"),
    "diff.evil.textconv": trap("textconv"),
    "diff.evil.command": trap("diff-command"),
    "filter.evil.clean": trap("clean"),
    "filter.evil.smudge": trap("smudge"),
    "filter.evil.process": trap("process"),
    "filter.evil.required": "true",
    "merge.evil.driver": trap("merge"),
    "gpg.program": trap("gpg"),
    "log.showSignature": "true",
    "uploadpack.packObjectsHook": trap("pack-objects"),
    "pager.ls-tree": trap("pager-of-command"),
    ...Object.fromEntries(
      ["cat-file", "ls-tree", "ls-files", "merge-base", "rev-parse"].map((name) => [
        `alias.${name}`,
        `!${trap(`alias-${name}`)}`,
      ]),
    ),
  };
  for (const [key, value] of Object.entries(settings)) git(root, "config", key, value);
  for (const hook of ["post-index-change", "reference-transaction", "pre-commit", "post-checkout"]) {
    for (const directory of [traces, join(root, ".git/hooks")]) {
      put(directory, hook, `#!/bin/sh\ntouch "${join(traces, hook)}.ran"\n`);
      chmodSync(join(directory, hook), 0o755);
    }
  }
}

describe.skipIf(process.platform === "win32")("git in a hostile repository", () => {
  it("runs none of the programs that it names", async () => {
    const root = committed({
      "a.yaml": role("a"),
      ".gitattributes": "*.yaml filter=evil diff=evil merge=evil\n",
    });
    stage(root, { "b.yaml": role("b"), "empty.yaml": "" });
    put(root, "a.yaml", role("changed"));
    setTraps(root);
    // The traps do work: git on its own falls into some of them, and fails over them.
    expect(() => git(root, "status")).toThrow();
    expect(ran()).toEqual(expect.arrayContaining(["fsmonitor.ran", "process.ran"]));
    for (const name of ran()) rmSync(join(traces, name));

    for (const asked of [["--staged"], ["--changed-since", "main"], ["--changed-since", "HEAD"], []]) {
      await run(root, "--rule", "require-default-deny: off", ...asked);
      forget();
    }
    for (const asked of [["main"], ["--staged"], ["HEAD", "--untrusted"], []])
      await run(root, "diff", ...asked, "--root");
    expect(ran()).toEqual([]);
  });

  it("fetches nothing that a partial clone lacks", async () => {
    const origin = committed({ "a.yaml": role("a") });
    git(origin, "config", "uploadpack.allowFilter", "true");
    const root = temporary();
    git(root, "clone", "--quiet", "--filter=blob:none", "--no-checkout", `file://${origin}`, ".");
    git(root, "reset", "--quiet");
    git(root, "config", "core.sshCommand", trap("ssh"));
    const remotes = ["ssh://host/x", `ext::${trap("transport")} %S`, `file://${origin}`];
    for (const url of remotes) {
      git(root, "config", "remote.origin.url", url);
      git(root, "config", "remote.origin.uploadpack", trap("upload-pack"));
      git(root, "config", "protocol.ext.allow", "always");
      for (const argv of [["--staged"], ["diff", "HEAD", "--root"]]) {
        const { code, text } = await run(root, ...argv);
        expect([code, text]).toEqual([
          2,
          "gitops-lint: Git does not have the content of every file here, as in a clone with '--filter', and gitops-lint fetches nothing: clone without '--filter'.",
        ]);
      }
    }
    expect(ran()).toEqual([]);
  });

  it("does not take a bare repository among the files for the repository", () => {
    const root = committed({ "a.yaml": role("a") });
    git(root, "init", "--quiet", "--bare", "evil");
    expect(() => new Git(join(root, "evil")).read(["ls-files"])).toThrow(/cannot use bare repository/);
  });

  it("says in one sentence that git is not there", async () => {
    const root = committed({ "a.yaml": role("a") });
    vi.stubEnv("PATH", traces);
    expect(await run(root, "--staged")).toEqual({
      code: 2,
      text: "gitops-lint: The git program was not found, and only git knows what has changed.",
    });
  });
});
