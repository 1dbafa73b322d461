import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { operatorBinding, roleOf } from "./manifests.js";

const RULE = "no-admission-write";
const INSTEAD =
  "Name the role's own configurations in resourceNames, and leave creating them to whoever installs them.";

describe("no-admission-write", () => {
  it("reports a controller that keeps the certificate of its webhooks", async () => {
    const files = {
      "role.yaml": roleOf(
        "apiGroups: [admissionregistration.k8s.io], resources: [mutatingwebhookconfigurations, validatingwebhookconfigurations], verbs: [get, list, update, watch]",
      ),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:62-6:91",
        `ServiceAccount 'tools/operator' can change the webhooks and policies that every request to the API server of the cluster passes: ClusterRole 'operator' allows 'update' on 'mutatingwebhookconfigurations' and 'validatingwebhookconfigurations' and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });

  it.each([
    [
      "mutatingadmissionpolicies",
      roleOf(
        "apiGroups: [admissionregistration.k8s.io], resources: [mutatingadmissionpolicies], verbs: [delete]",
      ),
      "a.yaml:6:62-6:87",
    ],
    [
      "mutatingadmissionpolicybindings",
      roleOf(
        "apiGroups: [admissionregistration.k8s.io], resources: [mutatingadmissionpolicybindings], verbs: [delete]",
      ),
      "a.yaml:6:62-6:93",
    ],
    [
      "validatingadmissionpolicies",
      roleOf(
        "apiGroups: [admissionregistration.k8s.io], resources: [validatingadmissionpolicies], verbs: [delete]",
      ),
      "a.yaml:6:62-6:89",
    ],
    [
      "validatingadmissionpolicybindings",
      roleOf(
        "apiGroups: [admissionregistration.k8s.io], resources: [validatingadmissionpolicybindings], verbs: [delete]",
      ),
      "a.yaml:6:62-6:95",
    ],
  ])("counts %s", async (_, text, place) => {
    expect((await lint(RULE, { "a.yaml": text })).map(([at]) => at)).toEqual([place]);
  });

  it.each([
    [
      "reading",
      roleOf(
        "apiGroups: [admissionregistration.k8s.io], resources: [validatingwebhookconfigurations], verbs: [get, list, watch]",
      ),
    ],
    [
      "its own, by their name",
      roleOf(
        "apiGroups: [admissionregistration.k8s.io], resources: [validatingwebhookconfigurations], verbs: [get, update], resourceNames: [queue-controller]",
      ),
    ],
    [
      "a Role, which gives nothing of them",
      roleOf(
        "apiGroups: [admissionregistration.k8s.io], resources: [mutatingwebhookconfigurations, validatingwebhookconfigurations], verbs: [get, list, update, watch]",
        "Role",
        "shop",
      ),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
