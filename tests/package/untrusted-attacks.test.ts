import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { main } from "../../lib/cli/main.js";
import { forget } from "../../lib/plugin/session.js";
import { committed, git } from "../repository/git.js";
import { put } from "../repository/temporary.js";
import { manifest } from "../rules/manifests.js";

afterEach(forget);

const kustomization = (body: string) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${body}\n`;
const WILD = 'rules:\n  - { apiGroups: [""], resources: [pods], verbs: ["*"] }\n';
const TAME = 'rules:\n  - { apiGroups: [""], resources: [pods], verbs: [get] }\n';
const wild = (name = "evil") => manifest("Role", name, "shop", WILD);
const tame = (name = "tame") => manifest("Role", name, "shop", TAME);
/** Other tools take the last of equal keys. */
const twice = tame() + WILD;
const marked = (text: string) => text.replace("metadata:", "metadata:\n  annotations: { a: '{{ b }}' }");
const long = (text: string) => `${text}${"\n".repeat(1_600_000)}`;
const flux = (path: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps, namespace: flux-system }\n` +
  `spec: { path: ${path}, prune: true, sourceRef: { kind: GitRepository, name: flux-system } }\n`;

type Files = Record<string, string | undefined>;

async function lint(base: Record<string, string>, change: Files) {
  const root = committed(base);
  git(root, "checkout", "--quiet", "-b", "change");
  for (const [path, text] of Object.entries(change)) {
    if (text === undefined) rmSync(join(root, path));
    else put(root, path, text);
  }
  git(root, "add", "--all", "--force");
  git(root, "commit", "--quiet", "--allow-empty", "--message=change");
  const [out, err]: [string[], string[]] = [[], []];
  const rule = ["--rule", "require-default-deny: off"];
  const code = await main(["--untrusted", "--changed-since", "main", ...rule, "--format", "json", root], {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  });
  const results = JSON.parse(out.join("")) as {
    filePath: string;
    messages: { line: number; ruleId: string }[];
  }[];
  const found = results.flatMap(({ filePath, messages }) =>
    messages.map(
      ({ line, ruleId }) => `${filePath.slice(root.length + 1)}:${line} ${ruleId.replace("gitops/", "")}`,
    ),
  );
  return { code, found, notes: err.join("\n").split("\n").slice(1).filter(Boolean) };
}

const ATTACKS: Record<string, { base?: Record<string, string>; change: Files; found: string[] }> = {
  "a list that does not say that it is one": {
    change: { "a.yaml": `apiVersion: x/v1\nkind: Thing\nitems:\n  - ${wild().replaceAll("\n", "\n    ")}` },
    found: ["a.yaml:10 no-wildcard-verbs"],
  },
  "a key that is there twice, and a mark of a template": {
    change: { "a.yaml": marked(twice) },
    found: ["a.yaml:9 valid-yaml"],
  },
  "too much for the parser, and a mark of a template": {
    change: { "a.yaml": long(marked(wild()).replace("kind: ", "kind: &a ")) },
    found: ["a.yaml:2 valid-yaml"],
  },
  "too much for the parser, and a kind elsewhere": {
    change: { "a.yaml": long(`a: &a Role\n${wild().replace("kind: Role", "kind: *a")}`) },
    found: ["a.yaml:1 valid-yaml"],
  },
  "a key of a kustomization that is there twice, and a mark of a template": {
    base: { "app/kustomization.yaml": kustomization("resources: [a.yaml]"), "app/a.yaml": tame() },
    change: {
      "app/kustomization.yaml": `${kustomization("resources: [a.yaml]")}commonAnnotations: { a: "{{ b }}" }\nresources: [a.txt]\n`,
      "app/a.txt": wild(),
    },
    found: ["app/kustomization.yaml:5 valid-yaml"],
  },
  // Kubernetes' parser takes a text in quotes whose lines are not indented, and so must ours.
  "a definition in a text that only some parsers take": {
    change: { "a.yaml": `a: '\nkind: CustomResourceDefinition\n'\n${wild().replace("kind: ", "kind: &a ")}` },
    found: ["a.yaml:1 valid-manifest", "a.yaml:10 no-wildcard-verbs"],
  },
  "naming a file that is known, and that nothing applied": {
    base: { "app/kustomization.yaml": kustomization("resources: []"), "app/a.yaml": wild() },
    change: { "app/kustomization.yaml": kustomization("resources: [a.yaml]") },
    found: ["app/a.yaml:7 no-wildcard-verbs"],
  },
  "leading Flux to a directory that nothing applied": {
    base: { "clusters/apps.yaml": flux("apps"), "apps/a.yaml": tame(), "examples/a.yaml": wild() },
    change: { "clusters/apps.yaml": flux("examples") },
    found: ["examples/a.yaml:7 no-wildcard-verbs"],
  },
  ...patchAttacks(),
};

/** A patch that was accepted for one object, and is applied to another. */
function patchAttacks(): typeof ATTACKS {
  const found = ["patches/wild.yaml:7 no-wildcard-verbs"];
  const patched = (target: string) =>
    kustomization(
      `resources: [a.yaml, b.yaml]\npatches:\n  - { path: ../patches/wild.yaml, target: { ${target} } }`,
    );
  const base = {
    "app/kustomization.yaml": patched("kind: Role, name: a"),
    "app/a.yaml": tame("a"),
    "app/b.yaml": tame("b"),
    "patches/wild.yaml": wild("a"),
  };
  const other = { "prod/a.yaml": tame("a"), "prod/b.yaml": tame("b") };
  const text = (...verbs: string[]) => {
    const patch = [{ op: "replace", path: "/rules/0/verbs", value: verbs }];
    return `patches:\n  - target: { kind: Role, name: a }\n    patch: '${JSON.stringify(patch)}'`;
  };
  const inline = (...verbs: string[]) => kustomization(`resources: [a.yaml]\n${text(...verbs)}`);
  const roles = tame("a").replace(
    '[""], resources: [pods]',
    "[rbac.authorization.k8s.io], resources: [roles]",
  );
  return {
    "a wider target of a patch": {
      base,
      change: { "app/kustomization.yaml": patched("kind: Role") },
      found,
    },
    "another target of a patch": {
      base,
      change: { "app/kustomization.yaml": patched("kind: Role, name: b") },
      found,
    },
    "an accepted patch in another kustomization": {
      base,
      change: { ...other, "prod/kustomization.yaml": patched("kind: Role, name: b") },
      found,
    },
    "an accepted patch on what nothing patched, through a component": {
      base: {
        "base/kustomization.yaml": kustomization("resources: [a.yaml]"),
        "base/a.yaml": tame("a"),
        "wild/kustomization.yaml":
          "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{ path: ../patches/wild.yaml }]\n",
        "dev/kustomization.yaml": kustomization("resources: [../base]\ncomponents: [../wild]"),
        "patches/wild.yaml": wild("a"),
      },
      change: { "prod/kustomization.yaml": kustomization("resources: [../base]\ncomponents: [../wild]") },
      found,
    },
    "another object under the name of a patch's object": {
      base: { ...base, "app/kustomization.yaml": patched("kind: Role, name: b") },
      change: { "app/b.yaml": tame("b").replace("shop", "kube-system") },
      found,
    },
    "an accepted JSON patch that another overlay repeats": {
      base: {
        "base/kustomization.yaml": kustomization("resources: [a.yaml]"),
        "base/a.yaml": tame("a"),
        "dev/kustomization.yaml": kustomization(`resources: [../base]\n${text("*")}`),
        "prod/kustomization.yaml": kustomization("resources: [../base]"),
      },
      change: { "prod/kustomization.yaml": kustomization(`resources: [../base]\n${text("*")}`) },
      found: ["base/a.yaml:6 no-wildcard-verbs"],
    },
    "a JSON patch that gives more than it did": {
      base: { "app/kustomization.yaml": inline("escalate"), "app/a.yaml": roles },
      change: { "app/kustomization.yaml": inline("escalate", "bind") },
      found: ["app/a.yaml:6 no-privilege-escalation"],
    },
  };
}

describe("a change by a stranger", () => {
  it.each(Object.entries(ATTACKS))("is not silenced by %s", async (_, { base = {}, change, found }) => {
    expect(await lint(base, change)).toMatchObject({ code: 1, found });
  });

  it("does not repeat what was applied before, if something else applies it as well", async () => {
    const base = { "app/kustomization.yaml": kustomization("resources: [a.yaml]"), "app/a.yaml": wild() };
    const change = { "prod/kustomization.yaml": kustomization("resources: [../app]") };
    expect(await lint(base, change)).toMatchObject({ code: 0, found: [] });
  });

  it("does not repeat what an accepted patch does, if another kustomization applies the whole", async () => {
    const base = {
      "app/kustomization.yaml": kustomization("resources: [a.yaml]\npatches: [{ path: wild.yaml }]"),
      "app/a.yaml": tame("a"),
      "app/wild.yaml": wild("a"),
    };
    for (const body of ["resources: [../app]", "resources: [../app]\ncommonLabels: { a: b }"]) {
      const change = { "prod/kustomization.yaml": kustomization(body) };
      expect(await lint(base, change)).toMatchObject({ code: 0, found: [] });
    }
  });

  it("is said to hide what it hides", async () => {
    const base = { "app/kustomization.yaml": kustomization("resources: [a.yaml]"), "app/a.yaml": tame() };
    const change = {
      "app/kustomization.yaml": kustomization("resources: [a.yaml, 'https://example.com/x.yaml']"),
    };
    const { code, notes } = await lint(base, change);
    expect(code).toBe(0);
    expect(notes).toEqual([
      "The change makes something apply what cannot be seen here, and so is not judged: app/kustomization.yaml uses 'https://example.com/x.yaml', which is not in this repository.",
    ]);
    expect((await lint({ ...base, ...change }, { "b.yaml": tame("b") })).notes).toEqual([]);
  });

  it("is said to hold what only other parsers read", async () => {
    const text = `a: '{{ b }}'\nc: ["x" y]\n${wild()}`;
    const { code, notes } = await lint({ "b.yaml": text }, { "a.yaml": text });
    expect(code).toBe(0);
    expect(notes).toContain("1 file with documents that cannot be read here, and so are not judged: a.yaml.");
  });

  it("is said to hide what a patch does that is too large", async () => {
    const base = { "kustomization.yaml": kustomization("resources: [a.yaml]"), "a.yaml": tame() };
    const change = {
      "kustomization.yaml": kustomization(
        "resources: [a.yaml]\npatches: [{ path: p.yaml, target: { kind: Role } }]",
      ),
      "p.yaml": long(`- &a { op: add, path: /rules/0, value: { verbs: ["*"] } }\n`),
    };
    const { notes } = await lint(base, change);
    expect(notes).toEqual([
      "The change makes something apply what cannot be seen here, and so is not judged: kustomization.yaml uses 'p.yaml', which is too large or nested too deep to be read here.",
    ]);
  });
});
