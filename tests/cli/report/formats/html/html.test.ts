import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { html } from "../../../../../lib/cli/report/formats/html/html.js";
import { script } from "../../../../../lib/cli/report/formats/html/assets.js";
import type { Finding, Report } from "../../../../../lib/cli/report/formats/report.js";
import { findingsData } from "../../../../../lib/cli/report/formats/html/findings-data.js";
import { committed, stage } from "../../../../repository/git.js";
import { temporary } from "../../../../repository/temporary.js";
import { repository } from "../../../../rules/lint.js";
import { clusterBinding, roleBinding, user } from "../../../../rules/manifests.js";
import { run } from "../../../run.js";
import { HOSTILE_RESOURCE, report, wildcard } from "../repository.js";
import { dataIn } from "../page-reader.js";

const HOSTILE = `</script><script>alert(1)</script><!--'"&\u0007\u202E\u2028`;

describe("a page", () => {
  it("has what was found, with the lines of the manifests", async () => {
    const { out, code } = await report("html", { "a/b.yaml": wildcard("x"), "c.yaml": wildcard("y") });
    const { findings, title, version, failures } = dataIn(out);
    expect({ code, title, failures }).toEqual({ code: 1, title: "Report of gitops-lint", failures: [] });
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(findings?.files).toEqual(["a/b.yaml", "c.yaml"]);
    expect(findings?.findings[0]).toEqual({
      f: 0,
      r: 0,
      at: [9, 13],
      isError: true,
      message:
        "Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed.",
      object: "Role shop/x",
      excerpt: [[9, "    verbs: [", '"*"', "]"]],
    });
    expect(findings?.rules[0]).toEqual({
      id: "gitops/no-wildcard-verbs",
      description: "Disallow `*` as a verb in a Role or ClusterRole",
      url: expect.stringMatching(/^https:\/\/.*no-wildcard-verbs\.md$/) as string,
    });
  });

  it("says what the run says, and what was not known", async () => {
    const { out } = await report("html", {
      "far/kustomization.yaml": "resources: [all.yaml, 'https://example.org/roles']\n",
      "far/all.yaml": roleBinding("unknown", "far"),
    });
    const { sentences, unknown } = dataIn(out);
    expect(sentences[0]).toMatch(/^Nothing found in 1 object of 2 files \(0\.0 s\)\.$/);
    expect(unknown?.sentences).toEqual(["Not known: whether 1 role exists."]);
    expect(unknown?.groups.map(({ questions }) => questions)).toEqual([
      [
        {
          what: "whether there is Role 'unknown' in namespace 'far', which RoleBinding 'readers' names",
          place: { file: "far/all.yaml", line: 9 },
        },
      ],
    ]);
  });

  it("has who is bound to what, and which namespaces may reach which", async () => {
    const pods =
      "apiVersion: v1\nkind: Pod\nmetadata: { name: p, namespace: shop }\nspec: { containers: [] }\n";
    const { out } = await report("html", {
      "b.yaml": clusterBinding("cluster-admin", user("ada")),
      "p.yaml": pods,
    });
    const { access, networks } = dataIn(out);
    expect(access).toEqual([
      {
        subjects: [{ name: "User:ada" }],
        roles: [{ kind: "ClusterRole", name: "cluster-admin", places: [] }],
        bindings: [
          {
            kind: "ClusterRoleBinding",
            name: "readers",
            place: { file: "b.yaml", line: 4 },
            level: "cluster",
            can: ["do everything in the cluster"],
            subjects: [0],
            role: 0,
          },
        ],
      },
    ]);
    expect(networks).toMatchObject([{ names: ["shop", "outside"], cells: ["aa", "aa"] }]);
  });

  it("keeps apart what belongs to several repositories", async () => {
    const root = repository({
      ".git/HEAD": "",
      "one/.gitops-lint.yaml": "preset: none\n",
      "one/b.yaml": roleBinding("gone"),
      "two/b.yaml": roleBinding("gone"),
    });
    const { out } = await run(root, "--preset", "none", "--format", "html", root);
    const { access } = dataIn(out);
    expect(access?.map(({ title, bindings }) => [title, bindings[0]?.place.file])).toEqual([
      [".", "two/b.yaml"],
      ["one", "one/b.yaml"],
    ]);
  });

  it("shows the state that is linted where changes are", async () => {
    const root = committed({ "b.yaml": roleBinding("gone") });
    stage(root, { "c.yaml": clusterBinding("view", user("ada")) });
    const { out } = await run(root, "--staged", "--preset", "none", "--format", "html", root);
    const { access } = dataIn(out);
    expect(access?.[0]?.bindings.map(({ place }) => place.file).sort()).toEqual(["b.yaml", "c.yaml"]);
  });

  it("holds texts of strangers as texts", async () => {
    const name = JSON.stringify(HOSTILE);
    const binding = clusterBinding("view", `  - { kind: User, name: ${name} }\n`);
    const { out } = await report("html", {
      "</script>\u202E'\"&.yaml": binding,
      "r.yaml": wildcard("x", HOSTILE_RESOURCE),
    });
    const { access, findings } = dataIn(out);
    expect(access?.[0]?.subjects[0]?.name).toBe(
      `User:${HOSTILE.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}]/gu, "\uFFFD")}`,
    );
    expect(out).not.toMatch(/\\u202e/i);
    expect(access?.[0]?.bindings[0]?.place.file).toBe("</script>\uFFFD'\"&.yaml");
    expect(findings?.findings[0]?.message).toContain("']]><img src=x|`@all`");
  });

  it("says that the run failed, and shows nothing of an earlier one", async () => {
    const root = repository({ ".gitops-lint.yaml": "rules: [\n" });
    const file = join(temporary(), "x.html");
    expect((await run(root, "--format", "html", "-o", file, root)).code).toBe(2);
    const { sentences, failures, findings, access } = dataIn(readFileSync(file, "utf8"));
    expect(sentences).toEqual(["The run failed."]);
    expect(failures).toEqual([expect.stringMatching(/^\.gitops-lint\.yaml:\d+: /)]);
    expect([findings, access]).toEqual([undefined, undefined]);
  });
});

describe("what a page has room for", () => {
  const region = { column: 1, endColumn: 5 };
  const finding = (index: number): Finding => ({
    ...region,
    line: index + 1,
    endLine: index + 1,
    path: "a.yaml",
    rule: "gitops/x",
    level: "error",
    message: "m",
    fingerprint: String(index),
    suggestions: [],
    isCrash: false,
    suppressions: [],
  });
  const many = (count: number): Report => ({
    version: "0.0.0",
    failures: [],
    looked: { files: 1, objects: 1 },
    rules: [{ id: "gitops/x", description: "X", controls: [] }],
    files: [
      {
        path: "a.yaml",
        findings: Array.from({ length: count }, (_, index) => finding(index)),
        suppressed: [],
        text: "kind: Role\n".repeat(count).replaceAll("kind", (_, at: number) => `k${at}`),
      },
    ],
  });

  it("is excerpts for 5,000 findings, and for more only the findings", () => {
    const { findings, withoutRoom } = findingsData(many(5002));
    expect(findings).toHaveLength(5002);
    expect(withoutRoom).toBe(2);
    expect(findings.filter(({ excerpt }) => excerpt).length).toBe(5000);
    expect(findings.at(-1)?.excerpt).toBeUndefined();
  });

  it("ends with the bytes that findings and excerpts take together", () => {
    const { findings: all } = findingsData(many(100));
    const bytesOf = (data: unknown) => Buffer.byteLength(JSON.stringify(data));
    const plain = all.reduce((sum, one) => sum + bytesOf({ ...one, excerpt: undefined }), 0);
    const { findings, withoutRoom } = findingsData(many(100), plain + 10 * bytesOf(all[50]?.excerpt));
    expect(findings.filter(({ excerpt }) => excerpt).length).toBe(100 - withoutRoom);
    expect([89, 90]).toContain(withoutRoom);
    expect(dataIn(html(many(100))).findings?.withoutRoom).toBe(0);
  });
});

describe("a page without a file", () => {
  const { isTTY, columns, rows } = process.stdout;
  afterEach(() => {
    vi.unstubAllEnvs();
    Object.assign(process.stdout, { isTTY, columns, rows });
  });

  it("is refused at a terminal, where nobody could see it", async () => {
    vi.stubEnv("CI", "");
    Object.assign(process.stdout, { isTTY: true, columns: 80, rows: 24 });
    const root = repository({ "a.yaml": wildcard("x") });
    expect(await run(root, "--format", "html", root)).toEqual({
      code: 2,
      out: "",
      err: "gitops-lint: A browser shows what '--format html' makes. Give it a file, as in '-o report.html'. See gitops-lint --help.",
    });
    const directory = temporary();
    const { code } = await run(root, "--format", `html:${join(directory, "x.html")}`, root);
    expect(code).toBe(1);
    expect(readdirSync(directory)).toEqual(["x.html"]);
  });

  it("is printed into a pipe", async () => {
    const root = repository({ "a.yaml": wildcard("x") });
    expect((await run(root, "--format", "html", root)).out).toMatch(/^<!doctype html>\n/);
  });
});

it("has a script that makes no HTML of a text, and asks for nothing", () => {
  expect(script.length).toBeGreaterThan(5000);
  expect(script).not.toMatch(
    /innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(|fetch\(|XMLHttp/,
  );
  expect(script.match(/https?:\/\/[^"'`]*/g)).toEqual(["http://www.w3.org/2000/svg"]);
});
