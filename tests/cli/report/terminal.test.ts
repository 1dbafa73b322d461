import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { displayWidth } from "../../../lib/util/display-width.js";
import { repository } from "../../rules/lint.js";
import { manifest } from "../../rules/manifests.js";
import { run } from "../run.js";
import { wildcard } from "./formats/repository.js";

const { isTTY, columns, rows } = process.stdout;

function terminalOf(width: number, height: number): void {
  Object.assign(process.stdout, { isTTY: true, columns: width, rows: height, hasColors: () => false });
}

beforeEach(() => {
  vi.stubEnv("CI", "");
  terminalOf(80, 24);
});
afterEach(() => {
  vi.unstubAllEnvs();
  Object.assign(process.stdout, { isTTY, columns, rows });
});

/** A repository with a thousand findings of several rules in several directories, and something that is not known. */
function many(): string {
  const files: Record<string, string> = {
    "remote/kustomization.yaml": "resources: [all.yaml, 'https://example.org/roles']\n",
    "remote/all.yaml":
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: b, namespace: far }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: unknown }\nsubjects: [{ kind: User, apiGroup: rbac.authorization.k8s.io, name: ada }]\n",
  };
  for (let index = 0; index < 400; index++) {
    const directory = `clusters/${"long-name-of-a-cluster-".repeat(index % 3)}${index % 12}`;
    files[`${directory}/role-${index}.yaml`] = manifest(
      "Role",
      `role-${index}`,
      "shop",
      'rules:\n  - { apiGroups: ["*"], resources: ["*"], verbs: ["*"] }\n',
    );
    if (index % 3 === 0) files[`${directory}/space-${index}.yaml`] = manifest("Namespace", `space-${index}`);
  }
  return repository(files);
}

describe("a thousand findings at a terminal of 80 columns and 24 lines", () => {
  it("end with counts, what was not known, and what to do next", async () => {
    const root = many();
    vi.spyOn(process, "cwd").mockReturnValue(root);
    const { code, out } = await run("/nowhere", "--preset", "all", ".");
    expect(code).toBe(1);
    const lines = out.split("\n");
    const screen = lines.slice(-23);
    expect(screen.filter((line) => displayWidth(line) > 80)).toEqual([]);
    const [sentence = ""] = screen.filter((line) => line.startsWith("✖"));
    const [, count = ""] = /^✖ (1,\d{3}) findings in /.exec(sentence) ?? [];
    const total = Number(count.replace(",", ""));
    expect(total).toBeGreaterThan(1000);
    for (const title of ["By rule:", "By directory:", "What to do next:"]) {
      const from = screen.indexOf(title);
      expect(from).toBeGreaterThan(0);
      if (!title.startsWith("By")) continue;
      const numbers = screen.slice(from + 1, screen.indexOf("", from)).map((row) => {
        return Number((/^ +([\d,]+) {2}/.exec(row)?.[1] ?? "").replace(",", ""));
      });
      // Everything is counted once, with what is left out in the last row.
      expect(numbers.length).toBeGreaterThan(1);
      expect(numbers.reduce((sum, number) => sum + number, 0)).toBe(total);
    }
    expect(screen).toContain("Not known: whether 1 role exists.");
    expect(screen.slice(-5)).toEqual([
      expect.stringMatching(/^ {2}Look up a rule: {7}gitops-lint explain [\w-]+$/),
      "  Begin with danger:    gitops-lint --preset recommended .",
      "  Accept all of this:   gitops-lint --preset all --suppress-all .",
      "  See every finding:    gitops-lint --preset all --all .",
      "  See what is unknown:  gitops-lint unknowns .",
    ]);
    // The others are examples: few enough to scroll through.
    expect(lines.length).toBeLessThan(200);
    expect(out).toMatch(
      /^gitops\/[\w-]+ {2}400 findings\nhttps:\S+\/docs\/rules\/[\w-]+\.md\n {2}clusters\//,
    );
    expect(out).toContain("  … and 397 more in 397 files\n");
    vi.restoreAllMocks();
  });

  it("are all there where that is wanted, and in a pipeline that only looks like a terminal", async () => {
    const root = many();
    const all = await run(root, "--preset", "all", "--all", root);
    const places = all.out.split("\n").filter((line) => /^ {2}\d+:\d+ +(?:error|warning) /.test(line));
    expect(places.length).toBeGreaterThan(1000);
    expect(all.out).toContain("What to do next:");
    expect(all.out).not.toContain("--all ");
    vi.stubEnv("CI", "true");
    const { out } = await run(root, "--preset", "all", root);
    expect(out.split("\n").filter((line) => /^ {2}\d+:\d+ +error /.test(line))).toHaveLength(places.length);
    expect(out).toMatch(/^ +400 {2}no-full-access-role +in 400 files +https:\S+\/no-full-access-role\.md$/m);
    expect(out).not.toContain(" | ");
  });
});

describe("a few findings at a terminal", () => {
  it("have their lines wrapped, and an excerpt each", async () => {
    const root = repository({ "a.yaml": wildcard("x") });
    expect((await run(root, root)).out).toBe(
      `ROOT/a.yaml
  9:13  error  Verb '*' allows every action on 'pods', now and in future
               versions of Kubernetes. List the verbs that are needed
               gitops/no-wildcard-verbs
  9 |     verbs: ["*"]
    |             ^^^

✖ 1 finding in 1 object of 1 file (0.0 s).`,
    );
    expect((await run(root, "--no-excerpt", root)).out).not.toContain(" | ");
  });

  it("have an excerpt elsewhere only if it is wanted", async () => {
    terminalOf(80, 24);
    Object.assign(process.stdout, { isTTY: false });
    const root = repository({ "a.yaml": wildcard("x") });
    expect((await run(root, root)).out).not.toContain(" | ");
    expect((await run(root, "--excerpt", root)).out).toContain(
      '  9 |     verbs: ["*"]\n    |             ^^^\n',
    );
  });

  it("are none in one line", async () => {
    const root = repository({
      "a.yaml": manifest("Role", "x", "shop", "rules: []\n"),
      "b.yaml": "{{ x }}\n",
    });
    expect((await run(root, root)).out.split("\n")).toHaveLength(1);
  });
});
