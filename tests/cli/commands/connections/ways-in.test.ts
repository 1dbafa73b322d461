import { describe, expect, it } from "vitest";
import { ask, deployment, policy } from "./repositories.js";

const service = (name: string, more = "") =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { selector: { app: ${name} }, ports: [{ port: 80, targetPort: http }]${more} }\n`;
const ingress = (name: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: ${name}, namespace: shop }\nspec: { defaultBackend: { service: { name: ${name}, port: { number: 80 } } } }\n`;
const app = (name: string) => `podSelector: { matchLabels: { app: ${name} } }`;

/** A workload for each of what policies can make of a way in. */
const GIVEN = {
  "open.yaml": [deployment("open", "shop"), service("open"), ingress("open")].join("---\n"),
  "closed.yaml": [deployment("closed", "shop"), service("closed"), ingress("closed")].join("---\n"),
  "other.yaml": [deployment("other", "shop"), service("other"), ingress("other")].join("---\n"),
  "direct.yaml": [deployment("direct", "shop"), service("direct", ", type: LoadBalancer")].join("---\n"),
  "inside.yaml": [deployment("inside", "shop"), service("inside")].join("---\n"),
  "policies.yaml": [
    policy("closed", "shop", `{ ${app("closed")}, ingress: [] }`),
    policy(
      "other",
      "shop",
      `{ ${app("other")}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { a: b } } }] }] }`,
    ),
    policy("direct", "shop", `{ ${app("direct")}, ingress: [{}] }`),
  ].join("---\n"),
};

/** The table of ways from outside. */
async function ways(...args: string[]): Promise<string[]> {
  const { out } = await ask(GIVEN, "connections", ...args);
  const [, table = ""] = out.split("\n\n").map((part) => (part.includes("FROM OUTSIDE") ? part : ""));
  return table.split("\n").map((line) => line.replace(/ {2,}/g, " | "));
}

describe("connections from outside", () => {
  it("says through what they come, and what policies make of them", async () => {
    expect(await ways()).toEqual([
      "TO | PORTS | FROM OUTSIDE THROUGH | POLICIES",
      "shop/closed | TCP 8080 | Ingress shop/closed (closed.yaml:13) | blocked: NetworkPolicy shop/closed",
      " | > Service shop/closed (closed.yaml:8)",
      "shop/open | TCP 8080 | Ingress shop/open (open.yaml:13) | open: no policy",
      " | > Service shop/open (open.yaml:8)",
      "shop/other | TCP 8080 | Ingress shop/other (other.yaml:13) | depends on who sends to other: NetworkPolicy shop/other",
      " | > Service shop/other (other.yaml:8)",
      "shop/direct | TCP 8080 | Service shop/direct (direct.yaml:8) | open: NetworkPolicy shop/direct",
    ]);
  });

  it("are those that are asked for", async () => {
    expect((await ways("--to", "shop/open")).length).toBe(3);
    expect(await ways("--from", "shop/open")).toEqual([""]);
    expect((await ways("--from", "outside", "--to", "shop/closed")).length).toBe(3);
  });

  it("are in JSON and Markdown as well", async () => {
    const { out } = await ask(GIVEN, "connections", "--to", "shop/closed", "--format", "json");
    const { networks } = JSON.parse(out) as { networks: { fromOutside: unknown[] }[] };
    expect(networks[0]?.fromOutside).toEqual([
      {
        to: { kind: "Deployment", namespace: "shop", name: "closed" },
        ports: [{ protocol: "TCP", from: 8080, to: 8080 }],
        through: [
          { kind: "Ingress", namespace: "shop", name: "closed", file: "closed.yaml", line: 13 },
          { kind: "Service", namespace: "shop", name: "closed", file: "closed.yaml", line: 8 },
        ],
        state: "blocked",
      },
    ]);
    const markdown = await ask(GIVEN, "connections", "--to", "shop/closed", "--format", "markdown");
    expect(markdown.out).toContain(
      "| shop/closed | TCP 8080 | Ingress shop/closed (closed.yaml:13) \\> Service shop/closed (closed.yaml:8) | blocked: NetworkPolicy shop/closed |",
    );
  });
});
