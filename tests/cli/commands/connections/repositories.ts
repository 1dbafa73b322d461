import { repository } from "../../../rules/lint.js";
import { run } from "../../run.js";

/** A Deployment whose pods have its name as `app`, and a port. */
export function deployment(name: string, namespace: string, more = ""): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { matchLabels: { app: ${name} } }, template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: c, image: x, ports: [{ name: http, containerPort: 8080 }] }]${more} } } }
`;
}

export function namespace(name: string, labels = "{}"): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: ${labels} }\n`;
}

/** A NetworkPolicy of five lines; its name is in the third, its spec in the fourth. */
export function policy(name: string, namespace: string, spec: string): string {
  return `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: ${spec}\n`;
}

const app = (name: string) => `podSelector: { matchLabels: { app: ${name} } }`;

/** A shop with a front, an API and a database, and the monitoring that looks at it. */
export const SHOP = {
  "namespaces.yaml": `${namespace("shop")}---\n${namespace("ops", "{ team: ops }")}`,
  "web.yaml": deployment("web", "shop"),
  "api.yaml": deployment("api", "shop"),
  "db.yaml": deployment("db", "shop"),
  "probe.yaml": deployment("probe", "ops"),
  "node.yaml": deployment("node", "ops", ", hostNetwork: true"),
  "policies/deny.yaml": policy("deny", "shop", "{ podSelector: {}, policyTypes: [Ingress, Egress] }"),
  "policies/web.yaml": policy(
    "web",
    "shop",
    `{ ${app("web")}, ingress: [{ from: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }], ports: [{ port: http }] }], egress: [{ to: [{ ${app("api")} }] }] }`,
  ),
  "policies/api.yaml": policy(
    "api",
    "shop",
    `{ ${app("api")}, ingress: [{ from: [{ ${app("web")} }], ports: [{ port: 8080 }, { port: 9000, endPort: 9009 }] }, { from: [{ namespaceSelector: { matchLabels: { team: ops } } }], ports: [{ port: 9102 }] }] }`,
  ),
};

/** Runs a command in a repository of its own. */
export function ask(files: Record<string, string>, command: string, ...argv: string[]) {
  const root = repository(files);
  return run(root, command, "--root", root, ...argv);
}
