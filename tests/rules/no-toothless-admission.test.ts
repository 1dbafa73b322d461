import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";

const RULE = "no-toothless-admission";
const API = "apiVersion: admissionregistration.k8s.io";

const PODS = `{ apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods] }`;

interface Parts {
  name?: string;
  policy?: string;
  rules?: string;
}

/** A webhook of five lines; `failurePolicy` is the second one. */
const webhook = ({ name = "pods.guard.example.com", policy = "Ignore", rules = PODS }: Parts = {}) =>
  `  - name: ${name}\n    failurePolicy: ${policy}\n    sideEffects: None\n    rules:\n      - ${rules}\n`;

/** A configuration; the failurePolicy of its first webhook stands in line 7, column 20. */
const configuration = (webhooks: string, type = "Validating", version = "v1") =>
  `${API}/${version}\nkind: ${type}WebhookConfiguration\nmetadata:\n  name: guard\nwebhooks:\n${webhooks}`;

/** A policy; its failurePolicy stands in line 6, column 18. */
const policy = (failurePolicy: string, type = "Validating", rules = PODS) =>
  `${API}/v1\nkind: ${type}AdmissionPolicy\nmetadata:\n  name: guard\nspec:\n  failurePolicy: ${failurePolicy}\n  matchConstraints:\n    resourceRules:\n      - ${rules}\n`;

/** A binding; its actions stand in line 7. */
const binding = (actions: string, name = "binding", policyName = "guard") =>
  `${API}/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata:\n  name: ${name}\nspec:\n  policyName: ${policyName}\n  validationActions: ${actions}\n`;

const UNCHECKED =
  "Requests to create or update 'pods' pass unchecked while webhook 'pods.guard.example.com' does not answer";
const IGNORED =
  "since its failurePolicy is 'Ignore'. Write 'Fail', and leave out with 'namespaceSelector' what must start without it.";
const unevaluated = (how: string, by = "") =>
  `Requests to create or update 'pods' pass ${how} where this policy cannot be evaluated${by}, such as where an expression reads a field that is not there, since its failurePolicy is 'Ignore'. Write 'Fail'.`;
const [WARNING, LOG] = ["shown to the user as a warning", "written into the audit log"];
const reported = (how: string, way: string, by = "") =>
  `This binding denies nothing${by}: what breaks policy 'guard' is stored all the same, and is only ${how}. ${way}.`;
const INSTEAD = "Write 'Deny' instead of 'Warn'";

const patched = (kind: string, patch: string) =>
  `resources: [a.yaml]\npatches:\n  - target: { kind: ${kind} }\n    patch: '${patch}'\n`;
const patchFile = "resources: [a.yaml]\npatches: [{ path: patch.yaml }]\n";

describe("no-toothless-admission", () => {
  it.each([
    ["a webhook", { "a.yaml": configuration(webhook()) }, "a.yaml:7:20-7:26", `${UNCHECKED}, ${IGNORED}`],
    [
      "a webhook for everything, as Gatekeeper's",
      {
        "a.yaml": configuration(
          webhook({
            name: "validation.gatekeeper.sh",
            rules: `{ apiGroups: ["*"], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: ["*", pods/exec] }`,
          }),
        ),
      },
      "a.yaml:7:20-7:26",
      `Requests to create or update anything pass unchecked while webhook 'validation.gatekeeper.sh' does not answer, ${IGNORED}`,
    ],
    [
      "the second webhook of two",
      { "a.yaml": configuration(webhook({ name: "a", policy: "Fail" }) + webhook()) },
      "a.yaml:12:20-12:26",
      `${UNCHECKED}, ${IGNORED}`,
    ],
    [
      "a webhook whose name is filled in later",
      { "a.yaml": configuration(webhook({ name: '"{{ .Values.name }}"' })) },
      "a.yaml:7:20-7:26",
      `Requests to create or update 'pods' pass unchecked while this webhook does not answer, ${IGNORED}`,
    ],
    [
      "v1beta1, where it is written",
      { "a.yaml": configuration(webhook(), "Validating", "v1beta1") },
      "a.yaml:7:20-7:26",
      `${UNCHECKED}, ${IGNORED}`,
    ],
    [
      "v1beta1, where it is the default",
      { "a.yaml": configuration(webhook({ policy: "" }), "Validating", "v1beta1") },
      "a.yaml:7:5-7:18",
      `${UNCHECKED}: in admissionregistration.k8s.io/v1beta1, its failurePolicy is 'Ignore' unless it is written. Write 'failurePolicy: Fail', and apiVersion 'admissionregistration.k8s.io/v1', since Kubernetes 1.22 removed this one.`,
    ],
    ["a policy", { "a.yaml": policy("Ignore") }, "a.yaml:6:18-6:24", unevaluated("unchecked")],
    ["a binding that warns", { "a.yaml": binding("[Warn]") }, "a.yaml:7:23-7:27", reported(WARNING, INSTEAD)],
    [
      "a binding that audits",
      { "a.yaml": binding("[Audit]") },
      "a.yaml:7:23-7:28",
      reported(LOG, "Add 'Deny'"),
    ],
    [
      "a binding that does both",
      { "a.yaml": binding("[Audit, Warn]") },
      "a.yaml:7:3-7:20",
      reported(`${LOG} and ${WARNING}`, INSTEAD),
    ],
    [
      "a binding beside one that denies by another policy",
      { "a.yaml": `${binding("[Warn]")}---\n${binding("[Deny]", "other", "other")}` },
      "a.yaml:7:23-7:27",
      reported(WARNING, INSTEAD),
    ],
    [
      "what a patch writes",
      {
        "kustomization.yaml": patchFile,
        "a.yaml": configuration(webhook({ name: "a", policy: "Fail" }) + webhook({ policy: "Fail" })),
        "patch.yaml": configuration("  - name: pods.guard.example.com\n    failurePolicy: Ignore\n"),
      },
      "patch.yaml:7:20-7:26",
      `${UNCHECKED}, ${IGNORED}`,
    ],
    [
      "a webhook that a patch adds",
      {
        "kustomization.yaml": patchFile,
        "a.yaml": configuration(webhook({ name: "a", policy: "Fail" })),
        "patch.yaml": configuration(webhook()),
      },
      "patch.yaml:7:20-7:26",
      `${UNCHECKED}, ${IGNORED}`,
    ],
    [
      "a webhook beside one that a patch changes",
      {
        "kustomization.yaml": patchFile,
        "a.yaml": configuration(webhook({ name: "a" }) + webhook()),
        "patch.yaml": configuration("  - name: a\n    failurePolicy: Fail\n"),
      },
      "a.yaml:12:20-12:26",
      `${UNCHECKED}, ${IGNORED}`,
    ],
    [
      "what a JSON patch writes, in the object",
      {
        "kustomization.yaml": patched(
          "ValidatingWebhookConfiguration",
          "[{op: replace, path: /webhooks/0/failurePolicy, value: Ignore}]",
        ),
        "a.yaml": configuration(webhook({ policy: "Fail" })),
      },
      "a.yaml:7:20-7:24",
      `${UNCHECKED} (as the root applies it), ${IGNORED}`,
    ],
    [
      "a webhook that a JSON patch adds, at the list",
      {
        "kustomization.yaml": patched(
          "ValidatingWebhookConfiguration",
          `[{op: add, path: /webhooks/-, value: {name: pods.guard.example.com, failurePolicy: Ignore, rules: [${PODS}]}}]`,
        ),
        "a.yaml": configuration(webhook({ name: "a", policy: "Fail" })),
      },
      "a.yaml:5:1-5:9",
      `${UNCHECKED} (as the root applies it), ${IGNORED}`,
    ],
    [
      "a webhook that a JSON patch renames",
      {
        "kustomization.yaml": patched(
          "ValidatingWebhookConfiguration",
          "[{op: replace, path: /webhooks/1/name, value: pods.guard.example.com}]",
        ),
        "a.yaml": configuration(webhook({ name: "a", policy: "Fail" }) + webhook({ name: "b" })),
      },
      "a.yaml:12:20-12:26",
      `${UNCHECKED}, ${IGNORED}`,
    ],
    [
      "a policy that a JSON patch changes",
      {
        "kustomization.yaml": patched(
          "ValidatingAdmissionPolicy",
          "[{op: add, path: /spec/failurePolicy, value: Ignore}]",
        ),
        "a.yaml": policy("Fail"),
      },
      "a.yaml:6:18-6:22",
      unevaluated("unchecked", " (as the root applies it)"),
    ],
    [
      "a policy that a patch changes",
      {
        "kustomization.yaml": patchFile,
        "a.yaml": policy("Fail"),
        "patch.yaml": `${API}/v1\nkind: ValidatingAdmissionPolicy\nmetadata: { name: guard }\nspec: { failurePolicy: Ignore }\n`,
      },
      "patch.yaml:4:24-4:30",
      unevaluated("unchecked"),
    ],
    [
      "a binding that a JSON patch changes",
      {
        "kustomization.yaml": patched(
          "ValidatingAdmissionPolicyBinding",
          "[{op: replace, path: /spec/validationActions/0, value: Audit}]",
        ),
        "a.yaml": binding("[Deny]"),
      },
      "a.yaml:7:23-7:27",
      reported(LOG, "Add 'Deny'", " (as the root applies it)"),
    ],
    [
      "a binding that a patch changes",
      {
        "kustomization.yaml": patchFile,
        "a.yaml": binding("[Deny]"),
        "patch.yaml": `${API}/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: { name: binding }\nspec: { validationActions: [Warn] }\n`,
      },
      "patch.yaml:4:29-4:33",
      reported(WARNING, INSTEAD),
    ],
    [
      "an object in a List",
      {
        "a.yaml": `apiVersion: v1\nkind: List\nitems:\n  - ${policy("Ignore").trimEnd().replaceAll("\n", "\n    ")}\n`,
      },
      "a.yaml:9:22-9:28",
      unevaluated("unchecked"),
    ],
  ])("reports %s", async (_, files, place, message) => {
    expect(await lint(RULE, files)).toEqual([[place, message]]);
  });

  it("reports what one overlay leaves as it is, once", async () => {
    const files = {
      "base/kustomization.yaml": "resources: [a.yaml]\n",
      "base/a.yaml": configuration(webhook()),
      "dev/kustomization.yaml": "resources: [../base]\n",
      "test/kustomization.yaml": "resources: [../base]\n",
      "prod/kustomization.yaml": "resources: [../base]\npatches: [{ path: patch.yaml }]\n",
      "prod/patch.yaml": configuration("  - name: pods.guard.example.com\n    failurePolicy: Fail\n"),
    };
    expect(await lint(RULE, files)).toEqual([["base/a.yaml:7:20-7:26", `${UNCHECKED}, ${IGNORED}`]]);
  });

  it.each([
    ["a webhook that fails", { "a.yaml": configuration(webhook({ policy: "Fail" })) }],
    ["the default of v1", { "a.yaml": configuration(webhook({ policy: "" })) }],
    ["a template", { "a.yaml": configuration(webhook({ policy: '"{{ .Values.failurePolicy }}"' })) }],
    ["another word", { "a.yaml": configuration(webhook({ policy: "ignore" })) }],
    ["a number", { "a.yaml": configuration(webhook({ policy: "1" })) }],
    [
      "custom resources alone",
      { "a.yaml": configuration(webhook({ rules: "{ apiGroups: [example.com], resources: ['*'] }" })) },
    ],
    [
      "a group that is filled in later",
      { "a.yaml": configuration(webhook({ rules: "{ apiGroups: ['${X}'] }" })) },
    ],
    [
      "rules that a controller writes",
      { "a.yaml": configuration("  - name: a\n    failurePolicy: Ignore\n") },
    ],
    ["Istio's own", { "a.yaml": configuration(webhook({ name: "rev.validation.istio.io" })) }],
    ["no webhooks", { "a.yaml": configuration("").replace("webhooks:", "webhooks: []") }],
    ["a text for webhooks", { "a.yaml": configuration("").replace("webhooks:", "webhooks: a") }],
    ["texts for webhooks", { "a.yaml": configuration("  - a\n  - null\n  - [b]\n") }],
    ["a mutating webhook", { "a.yaml": configuration(webhook(), "Mutating") }],
    ["a mutating policy", { "a.yaml": policy("Ignore", "Mutating") }],
    ["a policy that fails", { "a.yaml": policy("Fail") }],
    ["the default of a policy", { "a.yaml": policy("") }],
    [
      "a policy for custom resources",
      { "a.yaml": policy("Ignore", "Validating", "{ apiGroups: [example.com] }") },
    ],
    ["a binding that denies", { "a.yaml": binding("[Deny, Audit]") }],
    ["a binding without actions, which is refused", { "a.yaml": binding("[]") }],
    ["an action that is filled in later", { "a.yaml": binding("['${ACTION}']") }],
    ["a text for actions", { "a.yaml": binding("Warn") }],
    [
      "a binding beside one that denies by the same policy",
      { "a.yaml": `${binding("[Warn]")}---\n${binding("[Deny]", "other")}` },
    ],
    [
      "what a patch makes fail",
      {
        "kustomization.yaml": patchFile,
        "a.yaml": configuration(webhook({ name: "a", policy: "Fail" }) + webhook()),
        "patch.yaml": configuration("  - name: pods.guard.example.com\n    failurePolicy: Fail\n"),
      },
    ],
    [
      "a webhook that a patch deletes",
      {
        "kustomization.yaml": patchFile,
        "a.yaml": configuration(webhook() + webhook({ name: "a", policy: "Fail" })),
        "patch.yaml": configuration("  - name: pods.guard.example.com\n    $patch: delete\n"),
      },
    ],
    [
      "what a patch on v1beta1 leaves out",
      {
        "kustomization.yaml": patchFile,
        "a.yaml": configuration(webhook({ policy: "Fail" }), "Validating", "v1beta1"),
        "patch.yaml": configuration(
          `  - name: pods.guard.example.com\n    rules: [${PODS}]\n`,
          "Validating",
          "v1beta1",
        ),
      },
    ],
    [
      "what a JSON patch makes deny",
      {
        "kustomization.yaml": patched(
          "ValidatingAdmissionPolicyBinding",
          "[{op: replace, path: /spec/validationActions, value: [Deny]}]",
        ),
        "a.yaml": binding("[Warn]"),
      },
    ],
  ])("accepts %s", async (_, files) => {
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("knows which versions have no v1beta1", async () => {
    const files = { "a.yaml": configuration(webhook({ policy: "" }), "Validating", "v1beta1") };
    expect(await lint(RULE, files, { settings: { kubernetesVersion: "1.22" } })).toEqual([]);
    expect(await lint(RULE, files, { settings: { kubernetesVersion: "1.21" } })).toHaveLength(1);
  });

  it("reports what changes objects, if asked to", async () => {
    const files = {
      "a.yaml": configuration(webhook(), "Mutating"),
      "b.yaml": policy("Ignore", "Mutating"),
    };
    expect(await lint(RULE, files, { options: { mutating: true } })).toEqual([
      ["a.yaml:7:20-7:26", `${UNCHECKED.replace("unchecked", "unchanged")}, ${IGNORED}`],
      ["b.yaml:6:18-6:24", unevaluated("unchanged")],
    ]);
  });

  it("reports what is about custom resources, if asked to", async () => {
    const rules = "{ apiGroups: [example.com], operations: [DELETE], resources: [widgets] }";
    const files = {
      "a.yaml": configuration(webhook({ rules }) + webhook({ name: "b.validation.istio.io", rules })),
      "b.yaml": configuration("  - name: c\n    failurePolicy: Ignore\n"),
    };
    expect(await lint(RULE, files, { options: { customResources: true } })).toEqual([
      ["a.yaml:7:20-7:26", `${UNCHECKED.replace("create or update 'pods'", "delete 'widgets'")}, ${IGNORED}`],
    ]);
  });

  it.each([
    ["Write 'Fail'.", configuration(webhook()), "Ignore", "Fail"],
    ["Write 'Fail'.", policy("Ignore"), "Ignore", "Fail"],
    [INSTEAD + ".", binding("[Audit, Warn]"), "Warn", "Deny"],
    ["Add 'Deny'.", binding("[Audit]"), "[Audit]", "[Deny, Audit]"],
    ["Add 'Deny'.", binding("\n    - Audit"), "- Audit", "- Deny\n    - Audit"],
  ])("suggests: %s", async (words, text, from, to) => {
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([[words, text.replace(from, to)]]);
  });

  it("suggests nothing for what stands in a JSON patch", async () => {
    const kustomization = patched(
      "ValidatingWebhookConfiguration",
      "[{op: replace, path: /webhooks/0/failurePolicy, value: Ignore}]",
    );
    const text = configuration(webhook({ policy: "Fail" }));
    expect(await suggestions(RULE, "a.yaml", text, { "kustomization.yaml": kustomization })).toEqual([]);
  });
});
