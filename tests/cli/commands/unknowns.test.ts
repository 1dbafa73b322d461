import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repository } from "../../rules/lint.js";
import { clusterBinding, denyAll, manifest, roleBinding } from "../../rules/manifests.js";
import { workload } from "../../rules/workloads.js";
import { temporary } from "../../repository/temporary.js";
import { run } from "../run.js";

const REMOTE =
  "app/kustomization.yaml uses 'https://example.org/network-policies', which is not in this repository";

const files = {
  "app/kustomization.yaml":
    "namespace: shop\nresources: [binding.yaml, namespace.yaml, 'https://example.org/network-policies']\n",
  "app/binding.yaml": roleBinding("reader", undefined, "Role", "  - { kind: ServiceAccount, name: ci }\n"),
  "app/namespace.yaml": manifest("Namespace", "shop"),
  "bakery/all.yaml": [
    manifest("Namespace", "bakery"),
    denyAll("bakery"),
    manifest("Role", "baker", "bakery"),
    roleBinding("baker", "bakery"),
    clusterBinding("nowhere"),
  ].join("---\n"),
  "bakery/lab.yaml": manifest("Namespace", "lab"),
};

describe("--unknowns", () => {
  it("lists every question without an answer, by what keeps it from being answered", async () => {
    expect(await run(repository(files), "--unknowns", "--root", repository(files))).toEqual({
      code: 0,
      out: `3 questions because ${REMOTE}:
  app/binding.yaml:9:9  whether there is Role 'reader' in namespace 'shop', which RoleBinding 'readers' names
  app/binding.yaml:11:35  whether there is ServiceAccount 'ci' in namespace 'shop', which RoleBinding 'readers' names
  app/namespace.yaml:4:9  whether namespace 'shop' is isolated

What is there all the same can be declared: knownRoles, knownServiceAccounts, ignoreNamespaces of require-default-deny.`,
      err: "",
    });
  });

  it("asks for the admission policies that bindings name, too", async () => {
    const root = repository({
      "kustomization.yaml": "resources: [all.yaml, 'https://example.org/policies']\n",
      "all.yaml": [
        "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: { name: a }\nspec: { policyName: images, validationActions: [Deny] }\n",
        roleBinding("reader", "shop"),
      ].join("---\n"),
    });
    const why = "kustomization.yaml uses 'https://example.org/policies', which is not in this repository";
    expect((await run(root, "--unknowns", "--root", root)).out).toBe(`2 questions because ${why}:
  all.yaml:4:21  whether there is ValidatingAdmissionPolicy 'images', which ValidatingAdmissionPolicyBinding 'a' names
  all.yaml:14:9  whether there is Role 'reader' in namespace 'shop', which RoleBinding 'readers' names

What is there all the same can be declared: known of no-missing-admission-policy, knownRoles.`);
    expect((await run(root, root)).out).toContain(
      "Not known: whether 1 role and 1 admission policy exist. Why: gitops-lint unknowns",
    );
  });

  it("prints the same as JSON, also into a file", async () => {
    const root = repository(files);
    const { out } = await run(root, "--unknowns", "--format", "json", "--root", root);
    const hidden = {
      kind: "remote",
      file: "app/kustomization.yaml",
      names: ["https://example.org/network-policies"],
    };
    expect(JSON.parse(out)).toEqual({
      cannotKnow: [],
      unknowns: [
        {
          topic: "role",
          what: "Role 'reader' in namespace 'shop'",
          by: "RoleBinding 'readers'",
          file: "app/binding.yaml",
          line: 9,
          column: 9,
          why: REMOTE,
          hidden,
        },
        {
          topic: "account",
          what: "ServiceAccount 'ci' in namespace 'shop'",
          by: "RoleBinding 'readers'",
          file: "app/binding.yaml",
          line: 11,
          column: 35,
          why: REMOTE,
          hidden,
        },
        {
          topic: "namespace",
          what: "namespace 'shop'",
          file: "app/namespace.yaml",
          line: 4,
          column: 9,
          why: REMOTE,
          hidden,
        },
      ],
    });
    const file = join(root, "unknowns.json");
    expect(await run(root, "--unknowns", "--format", `json:${file}`, "--root", root)).toMatchObject({
      out: "",
    });
    expect(readFileSync(file, "utf8")).toBe(`${out}\n`);
  });

  it("asks for the ServiceAccounts that workloads run as, too", async () => {
    const root = repository({
      "kustomization.yaml": "resources: [web.yaml, 'https://example.org/policies']\n",
      "web.yaml": workload("Deployment", "shop", "serviceAccountName: web"),
      "other.yaml": workload("Deployment", "shop", "serviceAccountName: web"),
    });
    const why = "kustomization.yaml uses 'https://example.org/policies', which is not in this repository";
    expect((await run(root, "--unknowns", "--root", root)).out.split("\n").slice(0, 2)).toEqual([
      `2 questions because ${why}:`,
      "  web.yaml:9:27  whether there is ServiceAccount 'web' in namespace 'shop', which Deployment 'web' names",
    ]);
    expect((await run(root, "--root", root)).out).toContain(
      "Not known: whether 1 ServiceAccount exists and whether 1 namespace is isolated. Why: gitops-lint unknowns --root",
    );
    const { out } = await run(root, "--explain-silence", join(root, "other.yaml"), "--root", root);
    expect(out).toBe(
      "other.yaml is in no build: the kustomization next to it or above it does not list it, so nothing in it is applied.",
    );
  });

  it("is about the given paths", async () => {
    const root = repository(files);
    const { out } = await run(root, "--unknowns", "--root", root, join(root, "bakery"));
    expect(out).toBe("Every reference and every namespace could be judged.");
  });

  it("refuses other formats", async () => {
    const root = repository(files);
    expect(await run(root, "--unknowns", "--format", "sarif", "--root", root)).toMatchObject({
      code: 2,
      err: "gitops-lint: --unknowns prints text or JSON, not 'sarif'.",
    });
  });
});

describe("the summary", () => {
  it("counts what could be judged and what could not", async () => {
    const root = repository(files);
    const { out } = await run(root, "--root", root);
    expect(out.split("\n").slice(-1)).toEqual([
      "3 namespaces: 1 without default deny, 1 isolated. Not known: whether 1 role and 1 ServiceAccount exist and whether 1 namespace is isolated. Why: gitops-lint unknowns --root ROOT",
    ]);
  });

  it("says the same of a run that takes everything from the cache", async () => {
    const root = repository(files);
    const cached = ["--root", root, "--cache", "--cache-location", temporary()];
    const first = await run(root, ...cached);
    expect(await run(root, ...cached)).toEqual(first);
  });
});

describe("--explain-silence", () => {
  const explain = async (at: string) => {
    const root = repository(files);
    return run(root, "--explain-silence", join(root, at), "--root", root);
  };

  it("says what was asked, where it was looked for, and what could hold it", async () => {
    expect((await explain("app/binding.yaml")).out).toBe(
      `app/binding.yaml:9:9 RoleBinding 'readers' names Role 'reader' in namespace 'shop'. Is it there?
  As 'app' applies it: not in that build, in none of 1 others, in no cluster by itself, and not declared as known, but:
    ${REMOTE}. It goes by 'https://example.org/network-policies'.
  So nothing is reported, except with the option 'strict'.
app/binding.yaml:11:35 RoleBinding 'readers' names ServiceAccount 'ci' in namespace 'shop'. Is it there?
  As 'app' applies it: not in that build, in none of 1 others, in no cluster by itself, and not declared as known, but:
    ${REMOTE}. It goes by 'https://example.org/network-policies'.
  So nothing is reported, except with the option 'strict'.`,
    );
  });

  it("takes a line, for the document that it is in", async () => {
    expect((await explain("bakery/all.yaml:24")).out).toBe(
      `bakery/all.yaml:29:9 RoleBinding 'readers' names Role 'baker' in namespace 'bakery'. Is it there?
  As 'bakery' applies it: yes, in 'bakery/all.yaml'.
  So there is nothing to report.`,
    );
    expect((await explain("bakery/all.yaml:3")).out).toBe(
      `bakery/all.yaml:4:9 Is namespace 'bakery' isolated from other namespaces?
  Yes, by its policies.
  So there is nothing to report.`,
    );
    expect((await explain("bakery/all.yaml:38")).out).toBe(
      `bakery/all.yaml:38:9 ClusterRoleBinding 'readers' names ClusterRole 'nowhere'. Is it there?
  As 'bakery' applies it: no: not in that build, in none of 1 others, in no cluster by itself, and not declared as known.
  So it is reported, if the rule is on.`,
    );
    expect((await explain("bakery/lab.yaml:1")).out).toBe(
      `bakery/lab.yaml:4:9 Is namespace 'lab' isolated from other namespaces?
  No: no policy that selects all of its pods restricts who reaches them.
  So it is reported, if the rule is on.`,
    );
  });

  it("says why there is nothing to ask", async () => {
    const root = repository({
      ...files,
      "app/left-out.yaml": roleBinding("reader"),
      "app/patch.yaml": roleBinding("reader"),
      "app/kustomization.yaml": "resources: [binding.yaml]\npatches: [{ path: patch.yaml }]\n",
      "roles.yaml": manifest("Role", "reader", "shop"),
    });
    const said = async (file: string) =>
      (await run(root, "--explain-silence", join(root, file), "--root", root)).out;
    expect(await said("app/left-out.yaml")).toBe(
      "app/left-out.yaml is in no build: the kustomization next to it or above it does not list it, so nothing in it is applied.",
    );
    expect(await said("app/patch.yaml")).toBe(
      "app/patch.yaml is a patch: what it writes is judged in the objects that it is for.",
    );
    expect(await said("roles.yaml")).toBe(
      "roles.yaml names no role, ServiceAccount or admission policy, and no namespace is reported there: it may be reported where another file declares it.",
    );
  });

  it("refuses what is no file of the repository", async () => {
    expect(await explain("nowhere.yaml")).toMatchObject({ code: 2 });
    expect((await explain("app")).err).toMatch(/^gitops-lint: '.*app' is a directory; name a file in it\.$/);
  });
});
