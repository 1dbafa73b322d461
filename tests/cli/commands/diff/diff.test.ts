import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { committed, git, stage } from "../../../repository/git.js";
import { link, put, temporary } from "../../../repository/temporary.js";
import { clusterBinding, denyAll, manifest, roleBinding, user } from "../../../rules/manifests.js";
import { run } from "../../run.js";

const diff = (root: string, ...argv: string[]) => run(root, "diff", "--root", root, ...argv);

beforeEach(() => {
  for (const name of ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA", "FORCE_COLOR"])
    vi.stubEnv(name, "");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const role = (verbs: string, name = "reader") =>
  manifest("Role", name, "shop", `rules:\n  - { apiGroups: [""], resources: [pods], verbs: [${verbs}] }\n`);
const FILES = {
  "role.yaml": role("get"),
  "binding.yaml": roleBinding("reader", "shop", "Role", user("jane")),
};
const ADMIN = { "admin.yaml": clusterBinding("cluster-admin", user("ada")) };
const short = (root: string, commit = "HEAD") => git(root, "rev-parse", commit).slice(0, 12);

describe("diff", () => {
  it("says who can do more, through what, and where that is written", async () => {
    const root = committed(FILES);
    put(root, "role.yaml", `# more\n${role("get, list")}`);
    expect(await diff(root, "HEAD")).toEqual({
      code: 0,
      err: "",
      out: `1 subject gains access; nothing that is known to be dangerous. Compared with HEAD (${short(root)}).

Gained
  + User:jane can now list pods in namespace shop
      through RoleBinding shop/readers (binding.yaml:11) > Role shop/reader (role.yaml:8)
      the binding was there before (binding.yaml:4)`,
    });
  });

  it("says why something is not called dangerous", async () => {
    const secrets = (verbs: string) => role(verbs).replace("pods", "secrets");
    const root = committed({ ...FILES, "role.yaml": secrets("get") });
    put(root, "role.yaml", secrets("get, list"));
    expect(await diff(root, "HEAD", "--fail-on", "dangerous")).toEqual({
      code: 0,
      err: "",
      out: `1 subject gains access; nothing dangerous that it could not do before. Compared with HEAD (${short(root)}).

Gained
  + User:jane can now list secrets in namespace shop
      through RoleBinding shop/readers (binding.yaml:11) > Role shop/reader (role.yaml:7)
      the binding was there before (binding.yaml:4)
      by other rights, it could before: read every Secret of namespace 'shop'`,
    });
  });

  it("says who can do less, where that was written", async () => {
    const root = committed(FILES);
    git(root, "rm", "--quiet", "binding.yaml");
    const { out, code } = await diff(root, "HEAD", "--fail-on", "dangerous");
    expect(code).toBe(0);
    expect(out).toBe(`1 subject loses access. Compared with HEAD (${short(root)}).

Lost
  - User:jane can no longer get pods in namespace shop
      it was through RoleBinding shop/readers (binding.yaml:11) > Role shop/reader (role.yaml:7)`);
    expect((await diff(root, "HEAD", "--fail-on", "any")).code).toBe(1);
  });

  it("puts what is dangerous first, and fails on it if it is told to", async () => {
    const root = committed(FILES);
    for (const [path, text] of Object.entries(ADMIN)) put(root, path, text);
    const { out, code } = await diff(root, "HEAD", "--fail-on", "dangerous");
    expect(code).toBe(1);
    expect(out).toMatch(
      /^1 subject gains access; 1 gains what is dangerous\..*\n\nDangerous\n {2}\+ User:ada can now do everything/,
    );
    expect((await diff(root, "HEAD")).code).toBe(0);
    expect((await diff(root, "HEAD", "--fail-on", "any")).code).toBe(1);
  });

  it("says that nothing changes where files, names and rules are only put in another order", async () => {
    const root = committed({
      ...FILES,
      "wide.yaml": manifest(
        "Role",
        "wide",
        "shop",
        'rules:\n  - { apiGroups: [""], resources: [secrets, events], verbs: [get, list] }\n',
      ),
      "wide-binding.yaml": roleBinding("wide", "shop", "Role", user("bob")).replace("readers", "wide"),
    });
    git(root, "mv", "role.yaml", "moved.yaml");
    put(
      root,
      "binding.yaml",
      `${denyAll("elsewhere").replace("NetworkPolicy", "Other")}---\n${FILES["binding.yaml"]}`,
    );
    put(
      root,
      "wide.yaml",
      manifest(
        "Role",
        "renamed",
        "shop",
        'rules:\n  - { apiGroups: [""], resources: [events], verbs: [list, get] }\n  - { apiGroups: [""], resources: [secrets], verbs: [list] }\n  - { apiGroups: [""], resources: [secrets], verbs: [get] }\n',
      ),
    );
    put(
      root,
      "wide-binding.yaml",
      roleBinding("renamed", "shop", "Role", user("bob")).replace("readers", "wide"),
    );
    const { out, code } = await diff(root, "HEAD", "--fail-on", "dangerous");
    expect({ code, out: out.split("\n")[0] }).toEqual({
      code: 0,
      out: `No change in access against HEAD (${short(root)}).`,
    });
  });

  it("compares with where the branch left another one, not with what that has become", async () => {
    const root = committed(FILES);
    const left = short(root);
    git(root, "checkout", "--quiet", "-b", "feature");
    git(root, "checkout", "--quiet", "main");
    stage(root, ADMIN);
    git(root, "commit", "--quiet", "--message=second");
    git(root, "checkout", "--quiet", "feature");
    expect((await diff(root, "main")).out).toBe(`No change in access against main (${left}).`);
  });

  it("compares with the default branch of the remote if nothing is named, else with what a CI names", async () => {
    const root = committed(FILES);
    git(root, "update-ref", "refs/remotes/origin/trunk", "HEAD");
    git(root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk");
    stage(root, ADMIN);
    git(root, "commit", "--quiet", "--message=second");
    const base = `Compared with origin/trunk (${short(root, "HEAD~1")}).`;
    expect((await diff(root)).out).toContain(base);
    git(root, "symbolic-ref", "--delete", "refs/remotes/origin/HEAD");
    vi.stubEnv("GITHUB_BASE_REF", "trunk");
    expect((await diff(root)).out).toContain(base);
    vi.stubEnv("GITHUB_BASE_REF", "");
    vi.stubEnv("CI_MERGE_REQUEST_DIFF_BASE_SHA", git(root, "rev-parse", "HEAD~1"));
    expect((await diff(root)).out).toContain(` (${short(root, "HEAD~1")}).`);
  });
});

describe("--staged", () => {
  it("judges what is staged, against the last commit or the base that is named", async () => {
    const root = committed(FILES);
    stage(root, ADMIN);
    git(root, "commit", "--quiet", "--message=second");
    stage(root, { "role.yaml": role("get, list") });
    put(root, "role.yaml", role("get, list, delete"));
    put(root, "untracked.yaml", clusterBinding("view", user("eve")));
    const { out } = await diff(root, "--staged");
    expect(out).toMatch(/^1 subject gains access;.* Compared with HEAD\.\n/);
    expect(out).toContain("User:jane can now list pods in namespace shop");
    const more = (await diff(root, "HEAD~1", "--staged", "-f", "json")).out;
    expect(JSON.parse(more)).toMatchObject({ after: "index", subjects: { gain: 2, lose: 0, dangerous: 1 } });
  });

  it("has everything as new before the first commit", async () => {
    const root = temporary(ADMIN);
    git(root, "init", "--quiet", "--initial-branch=main");
    git(root, "add", "--all");
    const { out } = await diff(root, "--staged");
    expect(out).toContain("Compared with an empty repository.");
    expect(await diff(root, "main")).toMatchObject({ code: 2 });
  });
});

describe("what cannot be compared", () => {
  const sentence = async (root: string, ...argv: string[]) => {
    const { code, out, err } = await diff(root, ...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    return err;
  };

  it.each([
    [
      ["nowhere"],
      "Git finds no commit 'nowhere' here. Fetch it first, as in 'git fetch origin main', or correct the name.",
    ],
    [
      ["--", "--fix"],
      "Git finds no commit '--fix' here. Fetch it first, as in 'git fetch origin main', or correct the name.",
    ],
    [
      ["^HEAD"],
      "Git finds no commit '^HEAD' here. Fetch it first, as in 'git fetch origin main', or correct the name.",
    ],
    [
      [],
      "Nothing says what to compare with: there is no default branch 'origin/HEAD' here. Name a commit, as in 'gitops-lint diff main'.",
    ],
  ])("is told of: %j", async (argv, words) => {
    expect(await sentence(committed(FILES), ...argv)).toBe(`gitops-lint: ${words}`);
  });

  it("is told of where there is no repository, no commit or none in common", async () => {
    expect(await sentence(temporary(FILES), "main")).toBe(
      "gitops-lint: 'ROOT' is not in a git repository, so there is no record of what has changed.",
    );
    const empty = temporary(FILES);
    git(empty, "init", "--quiet");
    expect(await sentence(empty, "HEAD")).toBe(
      "gitops-lint: This branch has no commits yet; use '--staged' instead.",
    );
    const root = committed(FILES);
    git(root, "checkout", "--quiet", "--orphan", "other");
    git(root, "commit", "--quiet", "--message=other");
    expect(await sentence(root, "main")).toBe(
      "gitops-lint: This branch and 'main' have no commit in common. Name a commit that this branch is based on.",
    );
  });

  it("is told of in a shallow clone, with what to do", async () => {
    const origin = committed(FILES);
    stage(origin, ADMIN);
    git(origin, "commit", "--quiet", "--message=second");
    const clone = temporary();
    git(clone, "clone", "--quiet", "--depth=1", pathToFileURL(origin).href, "a");
    expect(await sentence(join(clone, "a"), "HEAD~1")).toBe(
      "gitops-lint: Git finds no commit 'HEAD~1' here. This clone is shallow: fetch its whole history first, with 'git fetch --unshallow' or, in actions/checkout, 'fetch-depth: 0'.",
    );
  });

  it("is told of where CI names a branch that is not here", async () => {
    vi.stubEnv("GITHUB_BASE_REF", "release");
    expect(await sentence(committed(FILES))).toBe(
      "gitops-lint: Git finds no commit 'origin/release' here. Fetch it first, as in 'git fetch origin main', or correct the name.",
    );
  });
});

describe("--output-file", () => {
  it("does not leave the report of an earlier run where a later one fails", async () => {
    const root = committed(FILES);
    const report = join(temporary({}), "report.md");
    const asked = ["--format", "markdown", "--output-file", report];
    expect((await diff(root, "HEAD", ...asked)).code).toBe(0);
    expect(readFileSync(report, "utf8")).toContain("No change in access");
    expect((await diff(root, "nowhere", ...asked)).code).toBe(2);
    expect(readFileSync(report, "utf8")).toContain("The run did not finish.");
  });
});

describe("--cluster", () => {
  const flux = (name: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: flux-system, namespace: flux-system }\nspec: { path: ./clusters/${name}, sourceRef: { kind: GitRepository, name: flux-system } }\n`;
  const clusters = () => {
    const root = committed({
      "clusters/east/flux-system/sync.yaml": flux("east"),
      "clusters/west/flux-system/sync.yaml": flux("west"),
    });
    for (const name of ["east", "west"]) put(root, `clusters/${name}/admin.yaml`, ADMIN["admin.yaml"]);
    return root;
  };

  it("leaves out what happens in others, and names the cluster", async () => {
    const root = clusters();
    const { out } = await diff(root, "HEAD", "--cluster", "east");
    expect(out).toContain("User:ada in cluster flux:clusters/east can now do everything");
    expect(out).not.toContain("west");
    expect((await diff(root, "HEAD")).out).toContain("User:ada in cluster flux:clusters/west can now");
  });

  it("is one of the repository's", async () => {
    expect(await diff(clusters(), "HEAD", "--cluster", "clusters/eas")).toEqual({
      code: 2,
      out: "",
      err: "gitops-lint: This repository has no cluster 'clusters/eas'. Did you mean 'clusters/east'? It has 'flux:clusters/east' and 'flux:clusters/west'.",
    });
    expect((await diff(committed(FILES), "HEAD", "--cluster", "east")).err).toBe(
      "gitops-lint: This repository tells no clusters apart, so it has no cluster 'east'.",
    );
  });
});

describe("contracts", () => {
  const contract = (can: string) =>
    `contracts:\n  - name: readers\n    can: [${can}]\n    on: [secrets]\n    nobody: true\n`;

  it("are listed first if they say something else", async () => {
    const root = committed({ ...FILES, ".gitops-lint.yaml": contract("get") });
    put(root, ".gitops-lint.yaml", contract("list"));
    const { out, code } = await diff(root, "HEAD", "--fail-on", "any");
    expect(code).toBe(1);
    expect(out).toBe(
      `No permission changes. 1 contract changes. Compared with HEAD (${short(root)}).\n\nContracts\n  ~ contract readers (.gitops-lint.yaml:2) says something else`,
    );
    put(root, ".gitops-lint.yaml", "");
    expect((await diff(root, "HEAD")).out).toContain("contract readers (.gitops-lint.yaml:2) is gone");
  });

  it("are listed of a stranger, though they do not count", async () => {
    const root = committed({ ...FILES, ".gitops-lint.yaml": contract("get") });
    put(root, ".gitops-lint.yaml", contract("list"));
    expect((await diff(root, "HEAD", "--untrusted")).out).toBe(
      `No permission changes. 1 contract changes. Compared with HEAD (${short(root)}).
What says how the repository is read counted only as it is in HEAD (${short(root)}), since the change is not trusted.
1 file did not count as they are here: '.gitops-lint.yaml'.

Contracts
  ~ contract readers (.gitops-lint.yaml:2) says something else`,
    );
    put(root, ".gitops-lint.yaml", "contracts: 1\n");
    expect((await diff(root, "HEAD", "--untrusted")).out).toContain("? which contracts there are: ");
  });
});

describe("--untrusted", () => {
  it("finds what a change hides from whoever reads it", async () => {
    const root = committed(FILES);
    stage(root, ADMIN);
    put(root, "deep/.gitops-lint.yaml", "");
    put(root, "deep/b.yaml", clusterBinding("cluster-admin", user("eve")));
    git(root, "add", "--all");
    put(root, ".gitignore", "admin.yaml\n");
    expect((await diff(root, "HEAD")).out).not.toMatch(/User:(ada|eve)/);
    const { out } = await diff(root, "HEAD", "--untrusted");
    expect(out).toContain("User:ada can now do everything");
    expect(out).toContain("User:eve can now do everything");
  });
});

describe("the report", () => {
  it("has files and lines of each side in JSON", async () => {
    const root = committed(FILES);
    git(root, "mv", "binding.yaml", "moved.yaml");
    put(root, "role.yaml", `# more\n${role("get, list")}`);
    const { out } = await diff(root, "HEAD", "--format", "json");
    const binding = { kind: "RoleBinding", namespace: "shop", name: "readers", line: 11 };
    const reader = { kind: "Role", namespace: "shop", name: "reader", file: "role.yaml" };
    expect(JSON.parse(out)).toEqual({
      version: 1,
      base: { name: `HEAD (${short(root)})`, commit: git(root, "rev-parse", "HEAD") },
      after: "working tree",
      subjects: { gain: 1, lose: 0, dangerous: 0 },
      contracts: [],
      grants: [
        {
          change: "gained",
          subject: "User:jane",
          namespaces: ["shop"],
          verbs: ["list"],
          resources: ["pods"],
          urls: [],
          dangers: [],
          through: [
            [
              { ...binding, file: "moved.yaml", side: "after" },
              { ...reader, line: 8, side: "after" },
            ],
          ],
          otherSide: [{ ...binding, file: "binding.yaml", line: 4, side: "before" }],
        },
      ],
      bindings: [],
      namespaces: [],
      connections: [],
      reaches: [],
      unknown: [],
    });
  });

  it("goes to a file, but not through a link of the repository", async () => {
    const root = committed(FILES);
    const { code, out } = await diff(root, "HEAD", "-f", "markdown", "-o", join(root, "new/access.md"));
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(readFileSync(join(root, "new/access.md"), "utf8")).toBe(
      `<!-- gitops-lint diff -->\n## Access\n\nNo change in access against HEAD (${short(root)}).\n`,
    );
    const other = temporary();
    link(root, "out", other);
    expect(await diff(root, "HEAD", "-o", join(root, "out/a.txt"))).toMatchObject({ code: 2, out: "" });
    expect(existsSync(join(other, "a.txt"))).toBe(false);
  });

  it("says with exit code 2 that what it is to fail on may be in what cannot be read", async () => {
    const root = committed(FILES);
    put(root, "large.yaml", Buffer.alloc(33 * 2 ** 20, "#"));
    expect((await diff(root, "HEAD")).code).toBe(0);
    expect(await diff(root, "HEAD", "--fail-on", "dangerous")).toMatchObject({
      code: 2,
      err: "gitops-lint: Nothing of what '--fail-on dangerous' names was found, but 'large.yaml' could not be read.",
    });
  });

  it("keeps names of strangers names", async () => {
    const root = committed(FILES);
    const name = "@ada/x `![a](http://b) ::error::";
    put(
      root,
      "admin.yaml",
      clusterBinding("cluster-admin", `  - { kind: User, name: ${JSON.stringify(name)} }\n`),
    );
    const { out } = await diff(root, "HEAD", "--format", "markdown");
    expect(out).toContain("- **+** ``User:@ada/x `![a](http://b) ::error::`` can now do everything");
  });
});

describe("--cache", () => {
  it("says the same from what was kept, whatever has changed meanwhile", async () => {
    const root = committed({ ...FILES, "kustomization.yaml": "resources: [role.yaml, binding.yaml]\n" });
    const kept = temporary();
    const both = async () => {
      const cached = await diff(root, "HEAD", "--cache", "--cache-location", kept);
      expect(cached).toEqual(await diff(root, "HEAD"));
      return cached.out;
    };
    put(root, "role.yaml", role("get, list"));
    const first = await both();
    expect(await both()).toBe(first);
    put(root, "role.yaml", role("get, delete"));
    expect(await both()).toContain("can now delete pods");
    put(root, "kustomization.yaml", "resources: [role.yaml]\n");
    expect(await both()).not.toBe(first);
    git(root, "commit", "--quiet", "--all", "--message=second");
    expect(await both()).toContain("No change in access");
  });

  it("is of no use for a stranger's change", async () => {
    const root = committed(FILES);
    const kept = temporary();
    await diff(root, "HEAD", "--untrusted", "--cache", "--cache-location", join(kept, "cache"));
    expect(existsSync(join(kept, "cache"))).toBe(false);
  });
});
