import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { LOCK_FILE } from "../../lib/repository/sources/locked.js";
import { committed, stage } from "../repository/git.js";
import { fetchedOnDisk } from "../repository/sources/fetched-on-disk.js";
import { MAILER_RELEASE } from "../repository/sources/mailer-release.js";
import { temporary } from "../repository/temporary.js";
import { roleBinding } from "../rules/manifests.js";
import { install } from "./install.js";
import { directory, VERSIONS } from "./helpers.js";

const WILDCARD =
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nrules: [{ apiGroups: [""], resources: [pods], verbs: ["*"] }]\n';

function run(command: string, path: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, path], { encoding: "utf8" });
  const out = stdout.replaceAll(path, "FILE").replace(/\d+\.\d s\)/, "0.0 s)");
  return { status, out, err: stderr };
}

describe("the built command", () => {
  const manifest = join(directory, "command-manifest.yaml");

  beforeAll(() => writeFileSync(manifest, WILDCARD));

  it("needs nothing but what the package names", () => {
    const command = install(join(directory, "whole"), { eslint: "eslint" });
    expect(run(command, manifest)).toEqual({
      status: 1,
      out: `FILE
  3:55  error  Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed  gitops/no-wildcard-verbs

✖ 1 finding in 1 object of 1 file (0.0 s).
`,
      err: "",
    });
  });

  it("says in one sentence that ESLint is not there", () => {
    const command = install(join(directory, "alone"), {});
    expect(run(command, manifest)).toEqual({
      status: 2,
      out: "",
      err: "gitops-lint: ESLint is not installed alongside eslint-plugin-gitops; add it with 'npm install eslint'.\n",
    });
  });

  it("judges what was fetched by all rules, whichever are on", () => {
    const command = install(join(directory, "fetched"), { eslint: "eslint" });
    const template = WILDCARD.replace("kind: Role", "kind: Role\nmetadata: { name: wide, namespace: mail }");
    const lock = fetchedOnDisk({
      request: { type: "helm", repository: "https://charts.example.org", chart: "mailer", version: "1.4.x" },
      ...{ name: "chart mailer 1.4.0", version: "1.4.0" },
      chart: {
        "Chart.yaml": "apiVersion: v2\nname: mailer\nversion: 1.4.0\n",
        "templates/role.yaml": template,
      },
    });
    const root = temporary({ "release.yaml": MAILER_RELEASE, ".gitops-lint.yaml": "", [LOCK_FILE]: lock });
    const rule = ["--preset", "none", "--rule", "no-unsafe-source: error"];
    const args = [command, ...rule, "--format", "json", root];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    const results = JSON.parse(stdout) as { messages: object[] }[];
    expect(results.flatMap(({ messages }) => messages)).toMatchObject([
      {
        line: 7,
        column: 14,
        endColumn: 20,
        message:
          "In templates/role.yaml:4 of chart mailer 1.4.0, no-wildcard-verbs finds this: Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed.",
      },
    ]);
  });

  it.each(VERSIONS)("compares with what was before, beside ESLint %i", (version) => {
    const eslint = version === 9 ? "eslint9" : "eslint";
    const command = install(join(directory, `comparing-${version}`), { eslint });
    const root = committed({ "a.yaml": roleBinding("view", "shop", "ClusterRole") });
    stage(root, { "a.yaml": roleBinding("edit", "shop", "ClusterRole") });
    const rule = ["--preset", "none", "--rule", "no-role-ref-change: error"];
    const args = [command, ...rule, "--staged", "--format", "json", root];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject([
      {
        filePath: join(root, "a.yaml"),
        messages: [
          {
            ...{ line: 9, column: 9, endLine: 9, endColumn: 13 },
            message:
              "RoleBinding 'readers' in namespace 'shop' referred to ClusterRole 'view' before this change and now refers to ClusterRole 'edit'. Kubernetes does not let a 'roleRef' change in place: it refuses the binding, which stops the sync. Give the binding another name, or first delete it in a change of its own.",
          },
        ],
      },
    ]);
  });

  describe("when what it prints", () => {
    let command = "";
    beforeAll(() => {
      command = install(join(directory, "printing"), {});
    });

    it("is not read to its end, as by head, goes on", async () => {
      const child = spawn(process.execPath, [command, "--list-rules"]);
      child.stdout.destroy();
      const err: Buffer[] = [];
      child.stderr.on("data", (data: Buffer) => err.push(data));
      expect([await once(child, "close"), Buffer.concat(err).toString()]).toEqual([[0, null], ""]);
    });

    it.skipIf(!existsSync("/dev/full"))("cannot be written, says so", () => {
      const full = openSync("/dev/full", "w");
      const { status, stderr } = spawnSync(process.execPath, [command, "--list-rules"], {
        encoding: "utf8",
        stdio: ["ignore", full, "pipe"],
      });
      closeSync(full);
      expect([status, stderr]).toEqual([
        2,
        "gitops-lint: The findings could not be printed: ENOSPC: no space left on device, write.\n",
      ]);
    });
  });
});
