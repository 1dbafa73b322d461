import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { put } from "../repository/temporary.js";
import { clusterBinding, manifest, roleBinding, user } from "../rules/manifests.js";
import { install } from "./install.js";
import { directory, VERSIONS } from "./helpers.js";

const role = manifest(
  "Role",
  "reader",
  "shop",
  "rules: [{ apiGroups: [''], resources: [pods], verbs: [get] }]\n",
);
const FILES = {
  "admin.yaml": clusterBinding("cluster-admin", user("ada")),
  "rb.yaml": roleBinding("reader", "shop", "Role", user("ada")),
  "roles/role.yaml": role,
  "x/kustomization.yaml": "resources: [cm.yaml]\n",
  "x/cm.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n",
};
const ADMIN = "admin.yaml gitops/no-cluster-admin-binding";
const MISSING = "rb.yaml gitops/no-missing-role";
const NOTHING_THERE = "x/kustomization.yaml gitops/valid-kustomization";

/** What happens, and what must be found then. */
const STEPS: [name: string, change: (root: string) => void, expected: string[]][] = [
  ["cold", () => undefined, [ADMIN]],
  ["warm", () => undefined, [ADMIN]],
  ["a role deleted elsewhere", (root) => rmSync(join(root, "roles/role.yaml")), [ADMIN, MISSING]],
  ["the role written elsewhere", (root) => put(root, "other/role.yaml", role), [ADMIN]],
  ["a listed file deleted", (root) => rmSync(join(root, "x/cm.yaml")), [ADMIN, NOTHING_THERE]],
];

const PLAIN = `import gitops from "eslint-plugin-gitops";
export default [gitops.configs.recommended, gitops.repository(import.meta.dirname)];
`;
const WITH_YML = `import gitops from "eslint-plugin-gitops";
import yml from "eslint-plugin-yml";
export default [...yml.configs.standard, gitops.configs.recommended, gitops.repository(import.meta.dirname)];
`;
const READY = `export { default } from "eslint-plugin-gitops/config";\n`;

/** Has a process die at one of its steps on the disk, whatever it is about to do there; or count them. */
const DYING = `const fs = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");
let steps = 0;
for (const name of ["readFileSync", "readdirSync", "statSync", "mkdirSync", "writeFileSync", "renameSync", "rmSync"]) {
  const original = fs[name];
  fs[name] = (...given) => {
    if (++steps === Number(process.env.DIES_AT)) process.kill(process.pid, "SIGKILL");
    return original(...given);
  };
}
syncBuiltinESMExports();
const { writeFileSync } = fs;
if (process.env.COUNTED) process.on("exit", () => writeFileSync(process.env.COUNTED, String(steps)));
`;

interface Result {
  filePath: string;
  messages: { ruleId: string }[];
}

function start(command: string, args: readonly string[], cwd: string) {
  const env = { ...process.env, NODE_OPTIONS: "", XDG_CACHE_HOME: join(directory, "xdg") };
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    encoding: "utf8",
    cwd,
    env,
  });
  expect({ status, stderr }, stdout).toMatchObject({
    status: expect.toSatisfy((code) => code < 2) as number,
  });
  const found = (JSON.parse(stdout) as Result[]).flatMap(({ filePath, messages }) =>
    messages
      .filter(({ ruleId }) => ruleId.startsWith("gitops/"))
      .map(({ ruleId }) => `${filePath.slice(cwd.length + 1)} ${ruleId}`),
  );
  return { found: found.sort(), stderr };
}

/** A repository of its own where the package is installed beside an ESLint. */
function installed(name: string, version: number, config?: string) {
  const root = join(directory, `${name}-${version}`);
  mkdirSync(root, { recursive: true });
  const eslint = version === 9 ? "eslint9" : "eslint";
  const command = install(root, { eslint, "eslint-plugin-yml": "eslint-plugin-yml" });
  writeFileSync(join(root, "package.json"), "{}");
  if (config !== undefined) writeFileSync(join(root, "eslint.config.mjs"), config);
  for (const [path, text] of Object.entries(FILES)) put(root, path, text);
  return { root, command, eslint: join(root, "node_modules/eslint/bin/eslint.js") };
}

describe.each(VERSIONS)("with ESLint %i", (version) => {
  it.each([
    ["a preset", PLAIN],
    ["the yml preset as well", WITH_YML],
    ["the ready configuration", READY],
  ])("its own --cache is never stale: %s", (name, config) => {
    const { root, eslint } = installed(`own ${name}`.replaceAll(" ", "-"), version, config);
    const run = (...args: string[]) => start(eslint, ["--format", "json", ...args, "."], root);
    const cache = (threads: string) => [
      ...[
        "--cache",
        "--cache-strategy",
        "content",
        "--cache-location",
        join(root, `node_modules/${threads}`),
      ],
      ...["--concurrency", threads],
    ];
    for (const [step, change, expected] of STEPS) {
      change(root);
      expect(run(...cache("off")), step).toEqual({ found: expected, stderr: "" });
      // One set-up more would only show the same once more.
      if (config === READY) continue;
      const { found, stderr } = run(...cache("2"));
      expect([step, found]).toEqual([step, expected]);
      expect(stderr).not.toContain("gitops");
    }
    expect(run().found).toEqual(STEPS.at(-1)?.[2]);
  });

  it("gitops-lint finds the same with threads and with what was kept", () => {
    const { root, command } = installed("command", version);
    const run = (...args: string[]) => start(command, ["--format", "json", ...args, root], root).found;
    const cache = ["--cache", "--cache-location", join(directory, `command-cache-${version}`)];
    for (const [step, change, expected] of STEPS) {
      change(root);
      expect([step, run("--concurrency", "2")]).toEqual([step, expected]);
      expect([step, run(...cache, "--concurrency", "2")]).toEqual([step, expected]);
      expect([step, run(...cache)]).toEqual([step, expected]);
    }
    expect(run()).toEqual(STEPS.at(-1)?.[2]);
  });

  it("a rule that fails in a thread ends gitops-lint with 2", () => {
    const { root, command } = installed("failing", version);
    const bundle = dirname(command);
    for (const file of readdirSync(bundle)) {
      const text = readFileSync(join(bundle, file), "utf8");
      const check = /name: "no-wildcard-verbs".*?check\([^\n]*/s;
      writeFileSync(join(bundle, file), text.replace(check, "$&\n throw new Error('a defect');"));
    }
    for (const threads of ["off", "2"]) {
      const args = ["--concurrency", threads, "--rule", "no-missing-role: off", root];
      const { status, stderr } = spawnSync(process.execPath, [command, ...args], { encoding: "utf8" });
      expect([threads, status]).toEqual([threads, 2]);
      // ESLint itself says besides that threads are not worth it here.
      expect(stderr).toMatch(
        /^gitops-lint: rule no-wildcard-verbs failed on roles\/role\.yaml, .* of the rule: a defect\.\n/,
      );
    }
  });

  it("says once that --cache may be wrong without the digest, also when nothing is linted anew", () => {
    const config = PLAIN.replace(/, gitops.repository.*\]/, "]");
    const { root, eslint } = installed("without-digest", version, config);
    const run = (...args: string[]) => start(eslint, ["--format", "json", ...args, "."], root).stderr;
    const says = /^eslint-plugin-gitops: With --cache, .* leave --cache out\.\n$/;
    expect(run()).toBe("");
    expect(run("--cache")).toMatch(says);
    expect(run("--cache")).toMatch(says);
    expect(run("--cache", "--concurrency", "2").match(/eslint-plugin-gitops:/g)).toHaveLength(1);
  });
});

describe("a run of gitops-lint --cache that is killed", () => {
  it("leaves nothing that gives another answer later", async () => {
    const { root, command } = installed("killed", 10);
    const cache = join(directory, "killed-cache");
    const args = ["--format", "json", "--cache", "--cache-location", cache, "--root", root, root];
    const env = { ...process.env, NODE_OPTIONS: "" };
    const dying = join(directory, "dying.cjs");
    writeFileSync(dying, DYING);
    const counted = join(directory, "counted");
    spawnSync(process.execPath, ["--require", dying, command, ...args], {
      env: { ...env, COUNTED: counted },
    });
    const steps = Number(readFileSync(counted, "utf8"));
    rmSync(cache, { recursive: true });
    const states = [
      role,
      role.replace("get", "'*'"),
      role.replace("reader", "raeder"),
      "kind: Role\napiVersion: [\n",
    ];
    let killed = 0;
    for (let round = 0; round < 20; round++) {
      const write = (shift: number) => put(root, "roles/role.yaml", states[(round + shift) % states.length]);
      write(0);
      const child = spawn(process.execPath, ["--require", dying, command, ...args], {
        // A run that finds its results has fewer steps than the first.
        env: { ...env, DIES_AT: String(Math.ceil((steps * (round + 1)) / 30)) },
        stdio: "ignore",
      });
      const ended = once(child, "exit");
      // What is there changes while it is read.
      if (round % 2 === 1) write(1);
      const [, signal] = (await ended) as [number | null, string | null];
      if (signal === "SIGKILL") killed++;
      if (round % 3 === 0) write(2);
      const [cached, fresh] = [args, args.map((arg) => (arg === "--cache" ? "--no-cache" : arg))].map(
        (these) => {
          const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...these], { env });
          return { status, stdout: stdout.toString(), stderr: stderr.toString() };
        },
      );
      expect(cached, `round ${round}`).toEqual(fresh);
    }
    expect(killed).toBeGreaterThan(10);
    // What was left unfinished is no file of the cache.
    expect(readdirSync(cache).filter((name) => name.endsWith(".json"))).toHaveLength(1);
  });
});

it("what gitops-lint --cache has kept does not count for another build of the program", () => {
  const { root, command } = installed("build", 10);
  const cache = join(directory, "build-cache");
  const version = () => {
    spawnSync(process.execPath, [command, "--cache", "--cache-location", cache, "--root", root, root]);
    const kept = readdirSync(cache).find((name) => name.endsWith(".json")) ?? "";
    const text = readFileSync(join(cache, kept), "utf8");
    return (JSON.parse(text.slice(text.indexOf("{"))) as { version: string }).version;
  };
  const before = version();
  expect(version()).toBe(before);
  const bundle = dirname(command);
  const rules = readdirSync(bundle).find((file) => file.startsWith("rules-")) ?? "";
  appendFileSync(join(bundle, rules), "\n");
  expect(version()).not.toBe(before);
});
