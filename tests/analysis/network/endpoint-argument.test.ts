import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { askedEnd } from "../../../lib/analysis/network/endpoint-argument.js";
import { networksOf } from "../../../lib/analysis/network/network.js";
import { addresses, EVERY_ADDRESS } from "../../../lib/kubernetes/connections/address-set.js";
import { INTERNET } from "../../../lib/kubernetes/connections/address-blocks.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { pod } from "./world.js";

const documents = [
  pod("web", "shop"),
  pod("db", "shop"),
  pod("web", "pay"),
  "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: pay }\nspec: { selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: c }] } } }\n",
];
const networks = networksOf(new Analysis(repositoryOf({ "all.yaml": documents.join("---\n") }), {}));

function asked(written: string) {
  const end = askedEnd(networks, written);
  const all = networks.flatMap(({ workloads }) => workloads).filter((one) => end.workloads(one));
  return all.map(({ kind, namespace, name }) => `${kind}/${namespace.name}/${name}`).sort();
}

describe("askedEnd", () => {
  it.each([
    ["*", ["Deployment/pay/web", "Pod/pay/web", "Pod/shop/db", "Pod/shop/web"]],
    ["shop/", ["Pod/shop/db", "Pod/shop/web"]],
    ["shop/web", ["Pod/shop/web"]],
    ["shop/w*", ["Pod/shop/web"]],
    ["*/web", ["Deployment/pay/web", "Pod/pay/web", "Pod/shop/web"]],
    ["deployment/pay/web", ["Deployment/pay/web"]],
    ["Pod/*/web", ["Pod/pay/web", "Pod/shop/web"]],
    ["p?d/pay/", ["Pod/pay/web"]],
  ])("takes '%s'", (written, expected) => {
    expect(asked(written)).toEqual(expected);
    expect(askedEnd(networks, written).outside).toEqual([]);
  });

  it.each([
    ["outside", EVERY_ADDRESS],
    ["internet", INTERNET],
    ["10.0.0.0/8", addresses(["10.0.0.0/8"])],
    ["1.2.3.4", addresses(["1.2.3.4/32"])],
    ["fe80::1", addresses(["fe80::1/128"])],
  ])("takes '%s' for addresses, and for no pods", (written, expected) => {
    expect(askedEnd(networks, written).outside).toEqual(expected);
    expect(asked(written)).toEqual([]);
  });

  const HOW =
    "Write 'namespace/name', 'Kind/namespace/name', 'namespace/' for all of a namespace, an address, a block of addresses, 'outside' or 'internet'.";
  it.each([
    ["web", "'web' is no end of a connection. Did you mean 'shop/web'?"],
    ["db", "'db' is no end of a connection. Did you mean 'shop/db'?"],
    ["shop", "'shop' is no end of a connection. Did you mean 'shop/'?"],
    ["other", `'other' is no end of a connection. ${HOW}`],
    ["a/b/c/d", `'a/b/c/d' is no end of a connection. ${HOW}`],
    ["shopp/web", "No workload of this repository is in namespace 'shopp'. Did you mean 'shop'?"],
    ["elsewhere/web", "No workload of this repository is in namespace 'elsewhere'."],
    ["shop/webb", "There is no workload 'shop/webb' in this repository. Did you mean 'shop/web'?"],
    [
      "Deployment/shop/db",
      "There is no workload 'Deployment/shop/db' in this repository. Did you mean 'Pod/shop/db'?",
    ],
    ["shop/entirely-else", "There is no workload 'shop/entirely-else' in this repository."],
    ["shop/x*", "No workload of this repository goes by 'shop/x*'."],
    ["Job/shop/", "No workload of this repository goes by 'Job/shop/'."],
  ])("refuses '%s'", (written, message) => {
    expect(() => askedEnd(networks, written)).toThrow(message);
  });
});
