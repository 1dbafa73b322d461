import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { committed, ENVIRONMENT } from "../repository/git.js";
import { install } from "./install.js";
import { directory } from "./helpers.js";

const role = (verbs: string) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: x, namespace: shop }\nrules: [{ apiGroups: [""], resources: [pods], verbs: ${verbs} }]\n`;
const RENDERED = `---\n# Source: shop/templates/role.yaml\n${role('["*"]')}`;
const FOUND = `<stdin> (shop/templates/role.yaml)
  6:55  error  Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed  gitops/no-wildcard-verbs

✖ 1 finding in 1 object of 1 file (0.0 s).
`;

describe.skipIf(process.platform === "win32")("the built command in a pipe", () => {
  let command = "";
  let root = "";

  beforeAll(() => {
    command = install(join(directory, "pipes"), { eslint: "eslint" });
  });

  beforeEach(() => {
    root = committed({
      ".gitops-lint.yaml": "",
      "rendered.yaml": RENDERED,
      "twice.yaml": role("[get, get]"),
    });
  });

  /** Runs a line of a shell, in which `lint` is the command. */
  function shell(line: string) {
    const script = `set -o pipefail\nlint() { "$NODE" "$COMMAND" "$@"; }\n${line}`;
    const env = { ...ENVIRONMENT, NODE: process.execPath, COMMAND: command, NO_COLOR: "1" };
    const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
      cwd: root,
      env,
      encoding: "utf8",
    });
    return { status, out: stdout.replace(/\d+\.\d s\)/, "0.0 s)"), err: stderr };
  }

  it("lints what comes", () => {
    expect(shell("cat rendered.yaml | lint -")).toEqual({ status: 1, out: FOUND, err: "" });
    expect(shell("lint - < rendered.yaml")).toEqual({ status: 1, out: FOUND, err: "" });
    expect(shell("(sed -n 1,3p rendered.yaml; sleep 0.1; sed -n '4,$p' rendered.yaml) | lint -")).toEqual({
      status: 1,
      out: FOUND,
      err: "",
    });
    expect(shell("cat rendered.yaml | lint - --exit-zero")).toEqual({ status: 0, out: FOUND, err: "" });
  });

  it.each(["true | lint -", "lint - < /dev/null", "lint - <&-", "lint - < ."])(
    "says that nothing comes: %s",
    (line) => {
      expect(shell(line)).toEqual({
        status: 0,
        out: "Nothing found in 0 objects of 1 file (0.0 s).\n",
        err: "gitops-lint: Standard input is empty, so nothing was looked at. If the program before the pipe failed, 'set -o pipefail' makes the pipe fail, too.\n",
      });
    },
  );

  it("does not read forever", () => {
    expect(shell("set +o pipefail; yes | lint -")).toMatchObject({
      status: 2,
      err: "gitops-lint: <stdin> could not be read: it is larger than 32 MB, too large for a manifest.\n",
    });
  });

  it("reads a configuration that a shell makes", () => {
    const config = "<(echo 'rules: { no-wildcard-verbs: off }')";
    expect(shell(`cat rendered.yaml | lint - -c ${config}`)).toMatchObject({ status: 0, err: "" });
  });

  it("expands globs that no shell has expanded", () => {
    expect(shell("lint '*ed.yaml' --format github")).toMatchObject({ status: 1 });
    expect(shell("lint '*ing.yaml'")).toMatchObject({ status: 2, out: "" });
  });

  it("prints what git applies", () => {
    const rule = "--preset none --rule 'no-redundant-rule: error'";
    const { status, err } = shell(`lint twice.yaml ${rule} --fix-dry-run | git apply`);
    expect({ status, err: err.replace(/\d+\.\d s\)/, "0.0 s)") }).toEqual({
      status: 0,
      err: "Nothing found in 1 object of 1 file (0.0 s).\n",
    });
    expect(readFileSync(join(root, "twice.yaml"), "utf8")).toBe(role("[get]"));
  });

  it("has colors if they are asked for, and none for NO_COLOR", () => {
    expect(shell("lint rendered.yaml").out).not.toContain("\u001B");
    expect(shell("lint rendered.yaml --color").out).toContain("\u001B[31merror\u001B[39m");
    expect(shell("FORCE_COLOR=1 lint rendered.yaml").out).toContain("\u001B[31merror\u001B[39m");
  });
});
