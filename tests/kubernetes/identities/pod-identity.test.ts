import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  automountIn,
  getsToken,
  isIdentityElsewhere,
  isInjected,
  podIdentityOf,
} from "../../../lib/kubernetes/identities/pod-identity.js";
import { normalise } from "../../../lib/kubernetes/kinds.js";
import type { KindName } from "../../../lib/kubernetes/objects.js";

/** What a workload with some spec of its pods is read as. */
function identity(spec: unknown, kind: KindName = "Deployment") {
  const template = { spec };
  const object =
    kind === "Pod"
      ? template
      : { spec: kind === "CronJob" ? { jobTemplate: { spec: { template } } } : { template } };
  return podIdentityOf({ kind, object: normalise(kind, object) });
}

describe("as whom pods run", () => {
  it.each<[string, unknown, string, string]>([
    ["nothing", {}, "default", "serviceAccountName"],
    ["a name", { serviceAccountName: "a" }, "a", "serviceAccountName"],
    ["the deprecated field", { serviceAccount: "b" }, "b", "serviceAccount"],
    ["both", { serviceAccountName: "a", serviceAccount: "b" }, "a", "serviceAccountName"],
    ["an empty name", { serviceAccountName: "", serviceAccount: "b" }, "b", "serviceAccount"],
    ["two empty names", { serviceAccountName: "", serviceAccount: "" }, "default", "serviceAccountName"],
    ["null", { serviceAccountName: null }, "default", "serviceAccountName"],
    ["a number", { serviceAccountName: 1, serviceAccount: "b" }, "\0", "serviceAccountName"],
    ["a text where the spec belongs", "{{ spec }}", "\0", "serviceAccountName"],
  ])("with %s", (_, spec, name, field) => {
    expect(identity(spec)).toMatchObject({ name, at: ["spec", "template", "spec", field] });
  });

  it.each<[KindName, readonly string[]]>([
    ["Pod", ["spec", "serviceAccountName"]],
    ["CronJob", ["spec", "jobTemplate", "spec", "template", "spec", "serviceAccountName"]],
    ["Rollout", ["spec", "template", "spec", "serviceAccountName"]],
  ])("in a %s", (kind, at) => {
    expect(identity({ serviceAccountName: "a" }, kind)).toMatchObject({ name: "a", at });
  });

  it("is not known where no template shows", () => {
    expect(podIdentityOf({ kind: "Deployment", object: {} })).toBeUndefined();
    expect(podIdentityOf({ kind: "ServiceAccount", object: {} })).toBeUndefined();
    expect(identity({}, "VirtualMachine")).toBeUndefined();
  });
});

describe("whether pods get a token", () => {
  const VALUES = [undefined, null, true, false, "{{ token }}"];
  const meant = (value: unknown) => (typeof value === "string" ? "unknown" : (value ?? undefined));

  it("is what the pod says, else what the ServiceAccount says, else so", () => {
    fc.assert(
      fc.property(fc.constantFrom(...VALUES), fc.constantFrom(...VALUES), (pod, account) => {
        const found = identity({ automountServiceAccountToken: pod });
        if (!found) throw new Error("a Deployment has a template");
        expect(found.automount).toBe(meant(pod));
        const object = normalise("ServiceAccount", { automountServiceAccountToken: account });
        expect(automountIn(object)).toBe(meant(account));
        expect(getsToken(found, object)).toBe(meant(pod) ?? meant(account) ?? true);
        expect(getsToken(found, undefined)).toBe(meant(pod) ?? true);
      }),
    );
  });
});

describe("what uses a token without a role", () => {
  it.each<[object, boolean]>([
    [{}, false],
    [{ annotations: { "argocd.argoproj.io/sync-wave": "1" }, labels: { app: "web" } }, false],
    [{ annotations: { "eks.amazonaws.com/role-arn": "a" } }, true],
    [{ annotations: { "iam.gke.io/gcp-service-account": "a" } }, true],
    [{ labels: { "azure.workload.identity/use": "true" } }, true],
    [{ annotations: { "x-eks.amazonaws.com/role-arn": "a" } }, false],
  ])("a ServiceAccount with %j: %s", (metadata, expected) => {
    expect(isIdentityElsewhere(metadata)).toBe(expected);
  });

  it.each<[Record<string, string>, boolean]>([
    [{}, false],
    [{ "vault.hashicorp.com/agent-inject": "true" }, true],
    [{ "vault.hashicorp.com/agent-inject": "false" }, false],
    [{ "vault.hashicorp.com/agent-inject": "${ON}" }, true],
    [{ "consul.hashicorp.com/connect-inject": "true" }, true],
    [{ "linkerd.io/inject": "disabled" }, false],
    [{ "dapr.io/enabled": "true" }, true],
    [{ "instrumentation.opentelemetry.io/inject-java": "true" }, false],
    [{ "prometheus.io/scrape": "true" }, false],
  ])("a pod with %j: %s", (annotations, expected) => {
    expect(isInjected({ metadata: { annotations } })).toBe(expected);
    expect(isInjected({ metadata: { labels: annotations } })).toBe(expected);
  });
});
