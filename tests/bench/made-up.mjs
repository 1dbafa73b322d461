// A repository of many teams, made up: what a platform of some hundred applications looks like in git.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const rbac = (kind, name, rest) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`;

/** A Deployment as long as real ones are. */
function deployment(name, version) {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels: { app.kubernetes.io/name: ${name} }
spec:
  replicas: 2
  selector:
    matchLabels: { app.kubernetes.io/name: ${name} }
  template:
    metadata:
      labels: { app.kubernetes.io/name: ${name} }
    spec:
      serviceAccountName: deployer
      securityContext:
        runAsNonRoot: true
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: ${name}
          image: registry.example.com/shop/${name}:${version}
          ports:
            - { name: http, containerPort: 8080 }
          env:
            - { name: LOG_LEVEL, value: info }
            - name: POD_NAME
              valueFrom: { fieldRef: { fieldPath: metadata.name } }
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 256Mi }
          readinessProbe:
            httpGet: { path: /ready, port: http }
            periodSeconds: 5
          volumeMounts:
            - { name: config, mountPath: /etc/${name} }
      volumes:
        - name: config
          configMap: { name: ${name} }
`;
}

const service = (name) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  selector: { app.kubernetes.io/name: ${name} }\n  ports:\n    - { name: http, port: 80, targetPort: http }\n`;

/** Numbers from 0 to 1 that look random and are the same for the same seed: mulberry32. */
function numbersFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The paths and texts of a repository with at least so many manifests. */
export function madeUp(manifests, seed = 1) {
  const number = numbersFrom(seed);
  const files = new Map();
  for (let team = 0; files.size < manifests; team++) {
    const at = (path) => `teams/t${team}/${path}`;
    const add = (path, text) => files.set(at(path), text);
    const shared = ["role.yaml", "binding.yaml", "service-account.yaml", "network-policy.yaml"];
    const apps = Array.from({ length: 10 + Math.floor(10 * number()) }, (_, index) => `app-${index}`);
    const own = apps.flatMap((app) => [`${app}/deployment.yaml`, `${app}/service.yaml`]);
    add(
      "base/kustomization.yaml",
      `resources:\n${[...shared, ...own].map((path) => `  - ${path}\n`).join("")}`,
    );
    add(
      "base/role.yaml",
      rbac("Role", "reader", "rules:\n  - { apiGroups: [''], resources: [pods], verbs: [get, list] }\n"),
    );
    add(
      "base/binding.yaml",
      rbac(
        "RoleBinding",
        "readers",
        `roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${team % 50 === 0 ? "raeder" : "reader"} }\nsubjects: [{ kind: ServiceAccount, name: deployer }]\n`,
      ),
    );
    add("base/service-account.yaml", "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: deployer\n");
    add(
      "base/network-policy.yaml",
      "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: default-deny\nspec:\n  podSelector: {}\n  policyTypes: [Ingress]\n",
    );
    for (const app of apps) {
      add(`base/${app}/deployment.yaml`, deployment(app, `1.${team}.0`));
      add(`base/${app}/service.yaml`, service(app));
    }
    for (const stage of ["dev", "prod"]) {
      add(
        `${stage}/kustomization.yaml`,
        `namespace: t${team}-${stage}\nresources: [../base, namespace.yaml]\npatches:\n  - path: replicas.yaml\n  - target: { kind: Role }\n    patch: '[{ "op": "add", "path": "/rules/0/verbs/-", "value": "watch" }]'\n`,
      );
      add(
        `${stage}/namespace.yaml`,
        `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: t${team}-${stage}\n`,
      );
      add(
        `${stage}/replicas.yaml`,
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app-0\nspec:\n  replicas: 3\n",
      );
    }
  }
  return files;
}

/** Writes them below a root. */
export function write(root, files) {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
