// What it takes to list all connections of a cluster, beside reading the repository and knowing what it applies.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Analysis } from "../../dist/lib/analysis/analysis.js";
import { connectionList } from "../../dist/lib/analysis/network/connection-list.js";
import { setWords } from "../../dist/lib/analysis/network/endpoint-set.js";
import { networksOf } from "../../dist/lib/analysis/network/network.js";
import { readRepository } from "../../dist/lib/repository/read-repository.js";
import { write } from "./made-up.mjs";
import { median } from "./process.mjs";

const NAMESPACES = 50;
const WORKLOADS = 20;
const RUNS = 5;

const deployment = (name, namespace, tier) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name}, tier: ${tier} } }
    spec:
      containers:
        - { name: main, image: "registry.example.com/${name}:1", ports: [{ name: http, containerPort: 8080 }, { name: metrics, containerPort: 9102 }] }
`;

const policy = (name, namespace, spec) =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: ${spec}\n`;

/** 1,000 workloads in 50 namespaces with 500 policies: default-deny, DNS, metrics, and who speaks with whom. */
export function connected() {
  const files = new Map();
  for (let number = 0; number < NAMESPACES; number++) {
    const namespace = `team-${number}`;
    const add = (name, text) => files.set(`${namespace}/${name}.yaml`, text);
    add(
      "namespace",
      `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${namespace}, labels: { stage: ${number % 2 ? "dev" : "prod"}, team: t${number % 10} } }\n`,
    );
    for (let app = 0; app < WORKLOADS; app++) {
      const name = `app-${app}`;
      add(name, deployment(name, namespace, ["web", "api", "db"][app % 3]));
    }
    const app = (name) => `podSelector: { matchLabels: { app: ${name} } }`;
    const tier = (name) => `podSelector: { matchLabels: { tier: ${name} } }`;
    const peer = (label) => `namespaceSelector: { matchLabels: { ${label} } }`;
    const specs = {
      "default-deny": "{ podSelector: {}, policyTypes: [Ingress, Egress] }",
      dns: `{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ ${peer("kubernetes.io/metadata.name: team-0")}, ${app("app-0")} }], ports: [{ port: 53, protocol: UDP }, { port: 53 }] }] }`,
      metrics: `{ podSelector: {}, ingress: [{ from: [{ ${peer("kubernetes.io/metadata.name: team-1")} }], ports: [{ port: metrics }] }] }`,
      "web-to-api": `{ ${tier("api")}, ingress: [{ from: [{ ${tier("web")} }], ports: [{ port: http }] }] }`,
      "api-to-db": `{ ${tier("db")}, ingress: [{ from: [{ ${tier("api")} }], ports: [{ port: 8080 }] }] }`,
      inside: `{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ podSelector: {} }] }] }`,
      stage: `{ ${app("app-1")}, ingress: [{ from: [{ ${peer(`stage: ${number % 2 ? "dev" : "prod"}`)}, ${tier("api")} }], ports: [{ port: http }] }] }`,
      "to-stage": `{ ${tier("api")}, policyTypes: [Egress], egress: [{ to: [{ ${peer(`stage: ${number % 2 ? "dev" : "prod"}`)} }], ports: [{ port: http }] }] }`,
      out: `{ ${app("app-2")}, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 198.51.${number}.0/24 } }], ports: [{ port: 443 }] }] }`,
      in: `{ ${app("app-0")}, ingress: [{ from: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.${number}.0.0/16] } }], ports: [{ port: http }] }] }`,
    };
    for (const [name, spec] of Object.entries(specs)) add(`policy-${name}`, policy(name, namespace, spec));
  }
  return files;
}

/** One row of the table. */
export function measureConnections() {
  const root = mkdtempSync(join(tmpdir(), "gitops-bench-"));
  try {
    mkdirSync(join(root, ".git"));
    write(root, connected());
    const command = [resolve(import.meta.dirname, "../../dist/cli/bin.js"), "connections", "--root", root];
    const times = { read: [], list: [], whole: [] };
    let lines = 0;
    for (let run = 0; run < RUNS; run++) {
      let start = performance.now();
      const analysis = new Analysis(readRepository(root), {});
      void analysis.all.length;
      times.read.push(performance.now() - start);
      start = performance.now();
      for (const network of networksOf(analysis)) {
        const { groups } = connectionList(network);
        for (const { from, to } of groups) setWords(network, from) + setWords(network, to);
      }
      times.list.push(performance.now() - start);
      start = performance.now();
      const { status, stdout, stderr } = spawnSync(process.execPath, command, {
        encoding: "utf8",
        maxBuffer: 2 ** 30,
      });
      if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}: ${stderr}`);
      times.whole.push(performance.now() - start);
      lines = stdout.split("\n").length;
    }
    const [read, list] = [median(times.read), median(times.list)];
    return [
      {
        connections: "1,000 workloads in 50 namespaces, 500 policies",
        "lines printed": lines,
        "read and resolve ms": Math.round(read),
        "connections ms": Math.round(list),
        "whole command ms": Math.round(median(times.whole)),
        "ratio to reading and resolving": Number((list / read).toFixed(2)),
      },
    ];
  } finally {
    rmSync(root, { recursive: true });
  }
}
