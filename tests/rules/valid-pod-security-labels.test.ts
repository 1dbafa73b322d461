import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "valid-pod-security-labels";
const KEY = "pod-security.kubernetes.io";

/** A Namespace; its first label stands in line 6. */
const labelled = (...labels: string[]) =>
  manifest(
    "Namespace",
    "shop",
    undefined,
    `  labels:\n${labels.map((label) => `    ${KEY}/${label}\n`).join("")}`,
  );

const REFUSED = "so the API server refuses this Namespace.";

describe("valid-pod-security-labels", () => {
  it.each([
    [
      "a level with a capital",
      ["enforce: Baseline"],
      [["a.yaml:6:41-6:49", `There is no level 'Baseline', ${REFUSED} Write 'baseline'.`]],
    ],
    [
      "a level that is none",
      ["warn: strict"],
      [
        [
          "a.yaml:6:38-6:44",
          `There is no level 'strict', ${REFUSED} Write 'privileged', 'baseline' or 'restricted'.`,
        ],
      ],
    ],
    [
      "a version without its v",
      ["enforce: baseline", 'enforce-version: "1.34"'],
      [
        [
          "a.yaml:7:49-7:55",
          `There is no version '1.34' of the Pod Security Standards, ${REFUSED} Write 'latest', or a minor version such as 'v1.34'.`,
        ],
      ],
    ],
    [
      "a mode that does not exist",
      ["enforced: baseline"],
      [
        [
          "a.yaml:6:5-6:40",
          `Pod Security knows no label '${KEY}/enforced', so it does nothing. Write '${KEY}/enforce'.`,
        ],
      ],
    ],
    [
      "a label that people hope for",
      ["enforce: privileged", 'disable: "true"'],
      [["a.yaml:7:5-7:39", `Pod Security knows no label '${KEY}/disable', so it does nothing. Delete it.`]],
    ],
    [
      "a version without a level",
      ["enforce-version: v1.34"],
      [
        [
          "a.yaml:6:5-6:47",
          `No label says which level to enforce, so the version is that of the cluster's default, which is 'privileged' and checks nothing unless the API server is told otherwise. Add '${KEY}/enforce', or delete this.`,
        ],
      ],
    ],
    [
      "a warning that is weaker than what is enforced",
      ["enforce: restricted", "warn: baseline", "audit: restricted"],
      [
        [
          "a.yaml:7:38-7:46",
          "Level 'baseline' is weaker than 'restricted', which is enforced, so this says nothing of any pod that is let in, and nothing of a Deployment whose pods break 'restricted' alone. Write 'restricted'.",
        ],
      ],
    ],
  ])("finds %s", async (_, labels, expected) => {
    expect(await lint(RULE, { "a.yaml": labelled(...labels) })).toEqual(expected);
  });

  it.each([
    [["enforce: baseline", "warn: restricted", "audit: restricted"]],
    [["enforce: restricted", "warn: restricted", "audit: restricted"]],
    [["enforce: privileged", "warn: privileged", "audit: privileged"]],
    [["enforce: ${LEVEL}", "enforce-version: ${VERSION}"]],
    [["enforce: baseline", "enforce-version: v1.34", "warn: restricted", "warn-version: latest"]],
  ])("is silent on %j", async (labels) => {
    expect(await lint(RULE, { "a.yaml": labelled(...labels) })).toEqual([]);
  });

  it("does not look at the labels of other objects", async () => {
    const text = labelled("enforce: Baseline").replace("v1\nkind: Namespace", "v1\nkind: ServiceAccount");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("takes a version alone where the API server has its own default, or OpenShift labels namespaces", async () => {
    const config = "apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\n";
    const files = { "a.yaml": labelled("enforce-version: v1.34") };
    expect(await lint(RULE, { ...files, "b.yaml": `${config}defaults: { enforce: baseline }\n` })).toEqual(
      [],
    );
    expect(await lint(RULE, files, { settings: { platform: "openshift" } })).toEqual([]);
  });

  it("judges what kustomize adds and completes", async () => {
    const build = (labels: string) => `resources: [a.yaml]\nlabels: [{ pairs: { ${labels} } }]\n`;
    const namespace = labelled("enforce-version: v1.34");
    expect(
      await lint(RULE, { "kustomization.yaml": build(`${KEY}/enforce: baseline`), "a.yaml": namespace }),
    ).toEqual([]);
    expect(
      await lint(RULE, {
        "kustomization.yaml": build(`${KEY}/warn: Restricted`),
        "a.yaml": labelled("enforce: baseline"),
      }),
    ).toEqual([
      [
        "a.yaml:5:3-5:9",
        `There is no level 'Restricted' (as the root applies it), ${REFUSED} Write 'restricted'.`,
      ],
    ]);
  });

  it("judges a patch by what it is laid over, and reports it there", async () => {
    const files = {
      "kustomization.yaml": "resources: [a.yaml]\npatches: [{ path: patch.yaml }]\n",
      "a.yaml": labelled("enforce: restricted"),
    };
    expect(await lint(RULE, { ...files, "patch.yaml": labelled("enforce-version: v1.34") })).toEqual([]);
    expect(await lint(RULE, { ...files, "patch.yaml": labelled("warn: baseline") })).toMatchObject([
      ["patch.yaml:6:38-6:46", expect.stringContaining("Level 'baseline' is weaker than 'restricted'")],
    ]);
    expect(await lint(RULE, { ...files, "patch.yaml": labelled("enforced: baseline") })).toMatchObject([
      ["patch.yaml:6:5-6:40", expect.stringContaining("Pod Security knows no label")],
    ]);
  });

  it.each([
    ["enforce: Baseline", "enforce: baseline"],
    ['enforce-version: "1.34"', 'enforce-version: "v1.34"'],
    ["enforced: baseline", "enforce: baseline"],
  ])("offers to mend %s", async (wrong, right) => {
    const others = wrong.includes("version") ? ["enforce: baseline"] : [];
    const text = labelled(...others, wrong);
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      [expect.stringMatching(/^Write '/), text.replace(wrong, right)],
    ]);
  });

  it("offers the level that is enforced", async () => {
    const text = labelled("enforce: restricted", "warn: baseline");
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      ["Write 'restricted'.", text.replace("baseline", "restricted")],
    ]);
  });
});
