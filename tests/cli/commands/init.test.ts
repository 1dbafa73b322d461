import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { type Ask, initialize } from "../../../lib/cli/commands/init/init.js";
import { lookAround } from "../../../lib/cli/commands/init/look.js";
import { initCommand } from "../../../lib/cli/definitions/init.js";
import { Output } from "../../../lib/cli/output.js";
import { DiskTree } from "../../../lib/repository/disk/file-tree.js";
import { parseConfigFile, readConfigFile } from "../../../lib/repository/configuration/config-file.js";
import { readRepository } from "../../../lib/repository/read-repository.js";
import { rules } from "../../../rules/index.js";
import { link, put } from "../../repository/temporary.js";
import { repository } from "../../rules/lint.js";
import { clusterBinding, manifest, user } from "../../rules/manifests.js";
import { run } from "../run.js";

const CONFIG = ".gitops-lint.yaml";
const SUPPRESSIONS = "eslint-suppressions.json";
const WILDCARD = manifest(
  "Role",
  "x",
  "shop",
  'rules:\n  - { apiGroups: [""], resources: [pods], verbs: ["*"] }\n',
);
const ADMIN = clusterBinding("cluster-admin", user("jane"));

async function init(root: string, argv: string[] = [], ask?: Ask) {
  const lines = { out: [] as string[], err: [] as string[] };
  const streams = {
    out: (text: string) => void lines.out.push(text),
    err: (text: string) => void lines.err.push(text),
  };
  const code = await initialize(
    initCommand().parse([...argv, root], { from: "user" }),
    new Output(streams),
    ask,
  );
  const clean = (text: string[]) => text.join("\n").replaceAll(root, "ROOT");
  return { code, out: clean(lines.out), err: clean(lines.err) };
}

const textOf = (root: string, file = CONFIG): string => readFileSync(join(root, file), "utf8");
const settingsOf = (root: string) => readConfigFile(root, Object.keys(rules))?.settings;

describe("the configuration", () => {
  it("says what was found, and is valid with everything that it offers", async () => {
    const root = repository({
      "a/kustomization.yaml": "resources: [role.yaml]\n",
      "a/role.yaml": WILDCARD,
      "flux.yaml": manifest("Kustomization", "a", "flux-system", "spec: { path: ./a }\n").replace(
        /apiVersion: .*/,
        "apiVersion: kustomize.toolkit.fluxcd.io/v1",
      ),
    });
    const { code, out } = await init(root);
    expect(code).toBe(0);
    expect(out).toContain(
      "ROOT: 3 files, 1 kustomization, 1 object of Flux.\n.gitops-lint.yaml is new. It says what can be set; read it, and commit it.\nThere is 1 finding:",
    );
    const text = textOf(root);
    expect(text.split("\n")[0]).toBe(
      "# How gitops-lint judges this repository: 3 files, 1 kustomization, 1 object of Flux.",
    );
    expect(settingsOf(root)).toEqual({});
    const everything = text.replace(/^( *)# (?!yaml-language)(?= *[a-zA-Z-]+:(?: |$)| *- )/gm, "$1");
    expect(everything).not.toContain("# rules:");
    const {
      preset,
      rules: set,
      ignores,
      overrides,
      settings: { contracts, ...settings },
    } = parseConfigFile(everything, Object.keys(rules));
    expect(contracts).toMatchObject([{ name: "Nobody gets a shell in production" }]);
    expect({ preset, set, ignores, overrides, settings }).toEqual({
      preset: "recommended",
      set: { "no-wildcard-verbs": "warn" },
      ignores: ["examples/**"],
      overrides: [{ files: ["clusters/dev/**"], rules: { "require-default-deny": "off" } }],
      settings: {
        platform: "none",
        kubernetesVersion: "1.34",
        knownRoles: ["cluster-operator", "monitoring/reader-*"],
        knownServiceAccounts: ["monitoring/prometheus"],
        knownNamespaces: ["monitoring"],
      },
    });
  });

  const account = (annotation: string) =>
    `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a, namespace: b, annotations: { ${annotation} } }\n`;
  const EKS = account('"eks.amazonaws.com/role-arn": arn');
  const GKE = account('"iam.gke.io/gcp-service-account": a@b');
  it.each([
    ["EKS", EKS, "eks"],
    ["EKS", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: aws-auth\n", "eks"],
    ["GKE", GKE, "gke"],
    ["AKS", account('"azure.workload.identity/client-id": x'), "aks"],
  ])("names %s as the platform where a manifest is made for it", async (name, text, platform) => {
    const root = repository({ "a.yaml": text });
    expect((await init(root)).out).toContain(`ROOT: 1 file, made for ${name}.\n`);
    expect(settingsOf(root)).toEqual({ platform });
    expect(textOf(root)).toContain(`  # Seen: ${platform} in a.yaml.\n  platform: ${platform}\n`);
  });

  it("leaves the platform to whoever knows it, where there are several", async () => {
    const root = repository({ "a.yaml": EKS, "b.yaml": GKE });
    await init(root);
    expect(settingsOf(root)).toEqual({});
    expect(textOf(root)).toContain("  # Seen: eks in a.yaml, gke in b.yaml.\n  # platform: eks\n");
  });

  it("reads no more files once each platform is seen", () => {
    const seen = "eks.amazonaws.com/a iam.gke.io/b azure.workload.identity/c";
    const root = repository({ "a.yaml": `# ${seen}\n`, "b.yaml": "", "c.yaml": "" });
    const analysis = new Analysis(readRepository(root), { root });
    const reading = vi.spyOn(DiskTree.prototype, "bytes");
    expect(lookAround(analysis).platforms.map(({ file }) => file)).toEqual(["a.yaml", "a.yaml", "a.yaml"]);
    expect(reading.mock.calls.map(([path]) => path)).toEqual(["a.yaml"]);
  });

  it("says that an object of OpenShift counts, which may be for others", async () => {
    const route = "apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: { name: a, namespace: b }\n";
    const root = repository({ "a.yaml": route });
    expect((await init(root)).out).toContain("ROOT: 1 file, made for OpenShift.\n");
    expect(settingsOf(root)).toEqual({});
    expect(textOf(root)).toContain(
      "  # Seen: openshift in a.yaml. That counts as openshift, unless another one is named.\n  # platform: none\n",
    );
  });

  it("sets the preset that is asked for", async () => {
    const root = repository({ "a.yaml": WILDCARD });
    await init(root, ["--preset", "strict"]);
    expect(readConfigFile(root)?.preset).toBe("strict");
  });

  it.each([".gitops-lint.yaml", ".gitops-lint.yml"])("never takes the place of %s", async (name) => {
    const root = repository({ "a.yaml": WILDCARD, [name]: "preset: none\n" });
    const { code, out } = await init(root);
    expect(code).toBe(0);
    expect(out).toContain(`${name} is there and stays as it is.\nNothing is found in it.\n`);
    expect(textOf(root, name)).toBe("preset: none\n");
    expect([CONFIG, ".gitops-lint.yml"].filter((one) => existsSync(join(root, one)))).toEqual([name]);
  });

  it("writes through no link", async () => {
    const root = repository({ "a.yaml": WILDCARD });
    link(root, CONFIG, "../elsewhere.yaml");
    expect((await init(root)).out).toContain(`${CONFIG} is there and stays as it is.\n`);
    expect(existsSync(join(root, "../elsewhere.yaml"))).toBe(false);
  });

  it("ends with the mistake in a configuration that is there", async () => {
    const root = repository({ [CONFIG]: "presets: all\n" });
    const { code, out, err } = await run(root, "init", root);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^gitops-lint: \.gitops-lint\.yaml:1:1: Unknown key 'presets'/);
  });

  it("needs a directory", async () => {
    const root = repository({ "a.yaml": WILDCARD });
    expect(await run(root, "init", `${root}/a.yaml`)).toEqual({
      code: 2,
      out: "",
      err: "gitops-lint: There is no directory 'ROOT/a.yaml'.",
    });
  });
});

describe("what is there already", () => {
  it("is accepted if that is asked for, and nothing else later", async () => {
    const root = repository({ "a.yaml": WILDCARD });
    const { code, out } = await init(root, ["--accept"]);
    expect(code).toBe(0);
    expect(out).toContain(
      "eslint-suppressions.json and eslint-suppressions.gitops.json are new, and accept 1 finding. Commit both;",
    );
    expect((await run(root, root)).code).toBe(0);
    put(root, "b.yaml", ADMIN);
    const after = await run(root, root);
    expect(after.code).toBe(1);
    expect(after.out).toContain("gitops/no-cluster-admin-binding");
    expect(after.out).not.toContain("gitops/no-wildcard-verbs");
  });

  it("is not accepted where nobody can be asked", async () => {
    const root = repository({ "a.yaml": WILDCARD });
    expect((await init(root)).out).toContain(
      "There is 1 finding: 'gitops-lint' shows it, and 'gitops-lint --suppress-all' accepts it, so that only what is new is reported.\n",
    );
    expect(existsSync(join(root, SUPPRESSIONS))).toBe(false);
    expect((await run(root, root)).code).toBe(1);
  });

  it.each([true, false])("is accepted or not as a person answers: %s", async (answer) => {
    const root = repository({ "a.yaml": WILDCARD, "b.yaml": ADMIN });
    const asked: string[] = [];
    await init(root, [], (question) => Promise.resolve(asked.push(question) > 0 && answer));
    expect(asked).toEqual(["Accept 2 findings, so that only what is new is reported?"]);
    expect(existsSync(join(root, SUPPRESSIONS))).toBe(answer);
    expect((await run(root, root)).code).toBe(answer ? 0 : 1);
  });

  it("stays accepted as it was", async () => {
    const root = repository({ "a.yaml": WILDCARD });
    await run(root, "--suppress-all", root);
    put(root, "b.yaml", ADMIN);
    const before = textOf(root, SUPPRESSIONS);
    expect((await init(root, ["--accept"])).out).toContain(
      "eslint-suppressions.json is there and stays as it is; it does not accept 1 finding.\n",
    );
    expect(textOf(root, SUPPRESSIONS)).toBe(before);
  });

  it("is not accepted where not all of it can be linted", async () => {
    const root = repository({ "a.yaml": WILDCARD });
    writeFileSync(join(root, "huge.yaml"), Buffer.alloc(33 * 2 ** 20, "#"));
    const { code, err } = await init(root, ["--accept"]);
    expect(code).toBe(2);
    expect(err).toBe(
      "gitops-lint: Not all of it can be linted, so nothing is accepted; 'gitops-lint' says why.",
    );
    expect(existsSync(join(root, SUPPRESSIONS))).toBe(false);
  });
});

describe("what to write for commits and pull requests", () => {
  it.each([
    [".pre-commit-config.yaml", "below 'repos:' in .pre-commit-config.yaml", "- repo: https"],
    [".husky/pre-commit", "in .husky/pre-commit", "npx --no-install gitops-lint --staged"],
    ["lefthook.yml", "in lefthook.yml", "pre-commit:\n    commands:\n      gitops-lint:"],
    ["nothing", "in .pre-commit-config.yaml, for pre-commit", "repos:\n    - repo: https"],
  ])("follows what is there for commits: %s", async (file, where, lines) => {
    const root = repository({ [file]: "" });
    expect((await init(root)).out).toContain(`\nTo lint before each commit, write ${where}:\n\n  ${lines}`);
  });

  it.each([
    [".github/workflows/a.yml", "GitHub Actions", "as .github/workflows/gitops-lint.yml"],
    [".gitlab-ci.yml", "GitLab CI", "in .gitlab-ci.yml"],
    [".forgejo/workflows/a.yml", "Forgejo Actions", "as .forgejo/workflows/gitops-lint.yml"],
    [".gitea/workflows/a.yml", "Gitea Actions", "as .gitea/workflows/gitops-lint.yml"],
    ["azure-pipelines.yml", "Azure Pipelines", "below 'jobs:' in azure-pipelines.yml"],
    ["Jenkinsfile", "Jenkins", "in 'stages' of the Jenkinsfile"],
    [".circleci/config.yml", "CircleCI", "below 'jobs:' in .circleci/config.yml, and its name in a workflow"],
    ["bitbucket-pipelines.yml", "Bitbucket Pipelines", "as a step in bitbucket-pipelines.yml"],
    [".woodpecker.yml", "Woodpecker CI", "below 'steps:' of a workflow"],
    [".drone.yml", "Drone", "below 'steps:' in .drone.yml"],
    [".buildkite/pipeline.yml", "Buildkite", "below 'steps:' of the pipeline"],
    ["nothing", "any pipeline with Node.js", "as two commands"],
  ])("knows the pipelines of %s", async (file, name, where) => {
    const { out } = await init(repository({ [file]: "" }));
    const wanted = [...out.matchAll(/^To lint in (.+), write (.+):$/gm)].map(([, host, place]) => [
      host,
      place,
    ]);
    expect(wanted).toEqual([[name, where]]);
    expect(out).toMatch(/eslint-plugin-gitops@\d+\.\d+\.\d+ eslint@10/);
  });

  it.each([
    ["git@github.com:a/b.git", "GitHub Actions"],
    ["https://gitlab.example.com/a/b", "GitLab CI"],
    ["https://codeberg.org/a/b.git", "Forgejo Actions"],
    ["https://dev.azure.com/a/b/_git/c", "Azure Pipelines"],
    ["https://bitbucket.org/a/b.git", "Bitbucket Pipelines"],
    ["https://git.example.com/a/b.git", "any pipeline with Node.js"],
  ])("goes by the server where there are no pipelines yet: %s", async (url, name) => {
    const root = repository({ "a.yaml": WILDCARD, ".git/config": `[remote "origin"]\n\turl = ${url}\n` });
    expect((await init(root)).out).toContain(`\nTo lint in ${name}, write `);
  });
});
