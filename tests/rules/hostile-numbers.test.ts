import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { account, clusterBinding, manifest } from "./manifests.js";
import { workload } from "./workloads.js";

const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join("---\n");

const deployment = (name: string, labels: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, namespace: shop }\nspec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: a, ports: [{ name: http, containerPort: 8080 }] }] } } }\n`;

const policy = (name: string, spec: string): string =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: ${name}, namespace: shop }\nspec: ${spec}\n`;

describe("what is there in numbers that nobody has", () => {
  it("names the first workloads that a route does not reach, and counts the others", async () => {
    const found = await lint("no-blocked-backend", {
      "pods.yaml": times(300, (index) => deployment(`w${index}`, "app: web")),
      "policy.yaml": policy("deny", "{ podSelector: {}, policyTypes: [Ingress] }"),
      "service.yaml":
        "apiVersion: v1\nkind: Service\nmetadata: { name: s, namespace: shop }\nspec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }\n",
      "routes.yaml": times(
        300,
        (index) =>
          `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: r${index}, namespace: shop }\nspec: { rules: [{ backendRefs: [{ name: s, port: 80 }] }] }\n`,
      ),
    });
    const workloads = Array.from({ length: 10 }, (_, index) => `Deployment 'w${index}'`).join(", ");
    const message = `What comes in here does not reach ${workloads} and 290 more: Service 's' sends it to TCP 8080, and NetworkPolicy 'deny' (policy.yaml) lets in no pod that can be an ingress controller. Add an ingress rule for the namespace of the controller with TCP 8080.`;
    expect(found).toHaveLength(300);
    expect(found[0]).toEqual(["routes.yaml:4:41-4:42", message]);
    expect(new Set(found.map(([, one]) => one))).toEqual(new Set([message]));
  });

  it("finds each policy that selects nothing, with the pods that were meant", async () => {
    const found = await lint("no-unmatched-selector", {
      "pods.yaml": times(400, (index) => deployment(`w${index}`, `app: worker-x-${index}`)),
      "policies.yaml": times(400, (index) =>
        policy(`p${index}`, `{ podSelector: { matchLabels: { app: wroker-x-${index} } } }`),
      ),
    });
    expect(found).toHaveLength(400);
    expect(found[7]?.[0]).toBe("policies.yaml:39:44-39:54");
    expect(found[7]?.[1]).toContain("worker-x-7");
  });

  it("finds each named port that no pod has", async () => {
    const ports = Array.from(
      { length: 3000 },
      (_, index) => `{ name: n${index}, containerPort: ${index + 1} }`,
    );
    const asked = Array.from({ length: 3000 }, (_, index) => `{ port: n${index + 10} }`);
    const found = await lint("no-dead-port", {
      "pod.yaml": `apiVersion: v1\nkind: Pod\nmetadata: { name: w, namespace: shop, labels: { app: w } }\nspec: { containers: [{ name: a, ports: [${ports.join(", ")}] }] }\n`,
      "policy.yaml": policy(
        "p",
        `{ podSelector: { matchLabels: { app: w } }, ingress: [{ ports: [\n${asked.join(",\n")}] }] }`,
      ),
    });
    expect(found.map(([place]) => place)).toEqual(
      Array.from({ length: 10 }, (_, index) => `policy.yaml:${2995 + index}:9-${2995 + index}:14`),
    );
  });

  it("finds each workload whose own ServiceAccount may do everything", async () => {
    const found = await lint("no-privileged-workload-identity", {
      "accounts.yaml": times(300, (index) => manifest("ServiceAccount", `a${index}`, "shop")),
      "pods.yaml": times(300, (index) =>
        workload("Deployment", "shop", `serviceAccountName: a${index}`).replaceAll(
          "name: web",
          `name: w${index}`,
        ),
      ),
      "bindings.yaml": times(300, (index) =>
        clusterBinding("cluster-admin", account(`a${index}`, index % 3 === 0 ? "other" : "shop")).replace(
          "readers",
          `b${index}`,
        ),
      ),
    });
    expect(found).toHaveLength(200);
  });
});
