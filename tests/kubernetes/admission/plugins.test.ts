import { describe, expect, it } from "vitest";
import { pluginsFor } from "../../../lib/kubernetes/admission/plugins.js";
import type { Request } from "../../../lib/kubernetes/admission/requests.js";

const request = (change: Partial<Request> = {}): Request => ({
  operations: ["CREATE"],
  apiGroups: [""],
  resource: "pods",
  isNamespaced: true,
  isByNode: false,
  ...change,
});
const none = { enabled: [], disabled: [] };
const ofAll = ["MutatingAdmissionWebhook", "ValidatingAdmissionPolicy", "ValidatingAdmissionWebhook"];

describe("pluginsFor", () => {
  it("names those that look at a request in the order in which they are asked", () => {
    expect(pluginsFor(request(), { ...none, version: { minor: 34 } })).toEqual([
      "NamespaceLifecycle",
      "LimitRanger",
      "ServiceAccount",
      "PodSecurity",
      "Priority",
      "DefaultTolerationSeconds",
      "RuntimeClass",
      ...ofAll,
      "ResourceQuota",
    ]);
    expect(
      pluginsFor(request({ resource: "nodes", isNamespaced: false }), { ...none, version: { minor: 34 } }),
    ).toEqual(["NamespaceLifecycle", "TaintNodesByCondition", ...ofAll]);
  });

  it("has those of the version", () => {
    const on = (minor: number) => pluginsFor(request(), { ...none, version: { minor } });
    expect(on(22)).not.toContain("PodSecurity");
    expect(on(29)).not.toContain("ValidatingAdmissionPolicy");
    expect(on(35)).toContain("PodTopologyLabels");
    expect(on(36)).toContain("MutatingAdmissionPolicy");
  });

  it("adds what is switched on, and leaves out what is switched off and not on", () => {
    const switches = {
      enabled: ["AlwaysPullImages", "LimitRanger", "OurOwn"],
      disabled: ["LimitRanger", "PodSecurity"],
      version: { minor: 34 },
    };
    const found = pluginsFor(request(), switches);
    expect(found).toContain("AlwaysPullImages");
    expect(found).toContain("LimitRanger");
    expect(found).not.toContain("PodSecurity");
    expect(found.at(-1)).toBe("OurOwn");
  });

  it("restricts kubelets alone", () => {
    const switches = { ...none, enabled: ["NodeRestriction"] };
    expect(pluginsFor(request(), switches)).not.toContain("NodeRestriction");
    expect(pluginsFor(request({ isByNode: true }), switches)).toContain("NodeRestriction");
  });

  it("knows subresources", () => {
    const csr = {
      apiGroups: ["certificates.k8s.io"],
      resource: "certificatesigningrequests",
      isNamespaced: false,
    };
    const of = (change: Partial<Request>) =>
      pluginsFor(request({ ...csr, ...change }), { ...none, version: { minor: 34 } });
    expect(of({ operations: ["UPDATE"], subresource: "approval" })).toContain("CertificateApproval");
    expect(of({ operations: ["UPDATE"] })).not.toContain("CertificateApproval");
    expect(of({})).toContain("CertificateSubjectRestriction");
    expect(of({ operations: ["CONNECT"] })).toEqual(ofAll);
  });
});
