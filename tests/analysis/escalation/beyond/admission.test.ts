import { describe, expect, it } from "vitest";
import { mutatingWebhook, validatingWebhook } from "../../../../lib/analysis/escalation/beyond/admission.js";
import { grant, reached, rule, steps, worldOf } from "./steps.js";

const write = (verb: string, kind: string, ...names: string[]) =>
  rule(verb, `${kind}.admissionregistration.k8s.io`, ...names);
const WEBHOOK =
  "apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\nmetadata: { name: mine }\nwebhooks: []\n";

describe("mutate-others", () => {
  it("is never sure", () => {
    expect(
      steps(mutatingWebhook, worldOf([grant([write("create", "mutatingwebhookconfigurations")])])),
    ).toEqual([
      "? cluster-admin: has a mutating webhook change what others write (only for what others create or change afterwards)",
    ]);
  });

  it("takes the right to change one that is there", () => {
    const patch = write("patch", "mutatingwebhookconfigurations", "mine");
    expect(reached(mutatingWebhook, [patch], [WEBHOOK])).toEqual(["? cluster-admin"]);
    expect(reached(mutatingWebhook, [patch])).toEqual([]);
  });

  it("needs a policy and its binding", () => {
    const both = [
      write("create", "mutatingadmissionpolicies"),
      write("create", "mutatingadmissionpolicybindings"),
    ];
    expect(reached(mutatingWebhook, both)).toEqual(["? cluster-admin"]);
    for (const one of both) expect(reached(mutatingWebhook, [one])).toEqual([]);
  });

  it.each(["get, list, watch", "delete"])("finds nothing with %s", (verbs) => {
    expect(reached(mutatingWebhook, [write(verbs, "mutatingwebhookconfigurations")])).toEqual([]);
  });
});

describe("see-what-others-write", () => {
  it.each(["mutatingwebhookconfigurations", "validatingwebhookconfigurations"])("takes %s", (kind) => {
    expect(reached(validatingWebhook, [write("update", kind)])).toEqual(["? secrets "]);
  });

  it("finds nothing with policies, which send nothing anywhere", () => {
    expect(reached(validatingWebhook, [write("create", "validatingadmissionpolicies")])).toEqual([]);
  });
});
