import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";

const RULE = "valid-pod-security-config";

function config(rest: string, version = "v1"): string {
  return `apiVersion: pod-security.admission.config.k8s.io/${version}\nkind: PodSecurityConfiguration\n${rest}`;
}

/** In an AdmissionConfiguration, as the API server reads it. */
function admission(rest: string): string {
  const inside = config(rest).replace(/^(?=.)/gm, "      ");
  return `apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins:\n  - name: PodSecurity\n    configuration:\n${inside}`;
}

const PRIVILEGED =
  "A namespace without a label of its own enforces level 'privileged' here, which checks nothing: whoever may create a pod there can take over its node. Enforce 'baseline' by default, and label the namespaces that need more.";
const CONTROLLERS = "system:serviceaccount:kube-system";

describe(RULE, () => {
  // The example of the documentation, https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-admission-controller/.
  it("reports the default that checks nothing, in an AdmissionConfiguration", async () => {
    const defaults = ["enforce", "audit", "warn"].map(
      (mode) => `  ${mode}: "privileged"\n  ${mode}-version: "latest"\n`,
    );
    const text = admission(
      `defaults:\n${defaults.join("")}exemptions:\n  usernames: []\n  runtimeClasses: []\n  namespaces: []\n`,
    );
    expect(await lint(RULE, { "a.yaml": text })).toEqual([["a.yaml:9:18-9:30", PRIVILEGED]]);
  });

  it("reports it in the text of a ConfigMap", async () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  psa.yaml: |\n${config("defaults:\n  enforce: privileged\n").replace(/^(?=.)/gm, "    ")}`;
    expect(await lint(RULE, { "a.yaml": text })).toEqual([["a.yaml:10:16-10:26", PRIVILEGED]]);
  });

  it.each([
    [
      "a controller of Deployments",
      `exemptions:\n  usernames: [ada, ${CONTROLLERS}:replicaset-controller]\n`,
      "4:20-4:75",
      `User '${CONTROLLERS}:replicaset-controller' creates the pods of every Deployment and every ReplicaSet, so whoever may create one of these gets any pod in, whatever its namespace enforces. Delete this exemption; exempt a namespace if there must be one.`,
    ],
    [
      "a pattern",
      `exemptions:\n  usernames: ["${CONTROLLERS}:*"]\n`,
      "4:15-4:52",
      `User names are compared as they are written, without wildcards, so '${CONTROLLERS}:*' exempts nobody. Name each user, or delete it.`,
    ],
    [
      "a group",
      "exemptions:\n  usernames:\n    - system:masters\n",
      "5:7-5:21",
      "'system:masters' is a group, and only names of users count here, so it exempts nobody. Name each user, or delete it.",
    ],
    [
      "a level in capitals",
      "defaults:\n  enforce: Restricted\n",
      "4:12-4:22",
      "There is no level 'Restricted', so the API server does not start. Write 'restricted'.",
    ],
    [
      "another level",
      "defaults:\n  warn: default\n",
      "4:9-4:16",
      "There is no level 'default', so the API server does not start. Write 'privileged', 'baseline' or 'restricted'.",
    ],
    [
      "a version without v",
      "defaults:\n  enforce: baseline\n  enforce-version: 1.34\n",
      "5:20-5:24",
      "There is no version '1.34' of the Pod Security Standards, so the API server does not start. Write 'latest', or a minor version such as 'v1.34'.",
    ],
    [
      "a namespace by a pattern",
      "exemptions:\n  namespaces: [kube-*]\n",
      "4:16-4:22",
      "No namespace can be named 'kube-*', and there are no wildcards here, so the API server does not start. Name each namespace.",
    ],
    [
      "a RuntimeClass in capitals",
      "exemptions:\n  runtimeClasses: [gVisor]\n",
      "4:20-4:26",
      "No RuntimeClass can be named 'gVisor', so the API server does not start. Name each one in lower case.",
    ],
    [
      "an empty user name",
      "exemptions:\n  usernames: ['']\n",
      "4:15-4:17",
      "An empty user name exempts nobody, and is refused, so the API server does not start. Delete it.",
    ],
    [
      "a namespace twice",
      "exemptions:\n  namespaces: [kube-system, kube-system]\n",
      "4:29-4:40",
      "'kube-system' is exempt already, and may be listed only once, so the API server does not start. Delete it.",
    ],
    [
      "a field of the first version's documentation",
      "exemptions:\n  runtimeClassNames: []\n",
      "4:3-4:20",
      "There is no field 'runtimeClassNames' here, so the API server does not start. Write 'usernames', 'namespaces' or 'runtimeClasses'.",
    ],
    [
      "a field in another spelling",
      "defaults:\n  enforceVersion: latest\n",
      "4:3-4:17",
      "There is no field 'enforceVersion' here, so the API server does not start. Write 'enforce-version'.",
    ],
    [
      "a field that is nowhere",
      "enforcement: baseline\n",
      "3:1-3:12",
      "There is no field 'enforcement' here, so the API server does not start. Write 'defaults' or 'exemptions'.",
    ],
  ])("reports %s", async (_, rest, place, message) => {
    expect(await lint(RULE, { "a.yaml": config(rest) })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it.each([
    // https://kubernetes.io/docs/tutorials/security/cluster-level-pss/
    [
      "the example of the tutorial",
      admission(
        "defaults:\n  enforce: baseline\n  enforce-version: latest\n  audit: restricted\n  warn: restricted\nexemptions:\n  usernames: []\n  runtimeClasses: []\n  namespaces: [kube-system]\n",
      ),
    ],
    ["nothing written", config("")],
    ["an older version", config("defaults:\n  enforce: restricted\n", "v1alpha1")],
    ["variables", config("defaults:\n  enforce: ${LEVEL}\nexemptions:\n  namespaces: ['{{ namespace }}']\n")],
    [
      "values of wrong types",
      config("defaults: []\nexemptions:\n  usernames: {}\n  namespaces: [1, null, {}]\n"),
    ],
    [
      "another kind",
      "apiVersion: example.com/v1\nkind: PodSecurityConfiguration\ndefaults:\n  enforce: privileged\n",
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
