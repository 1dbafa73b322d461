import { posix } from "node:path";
import { CodeActionKind } from "vscode-languageserver";
import { isKnown } from "../../../../kubernetes/objects.js";
import { directoryOf, isKustomizationFile } from "../../../../repository/paths.js";
import { items, field, valueAt } from "../../../../util/plain-values.js";
import { mends } from "../hypothetical.js";
import { objectAround } from "../named-object.js";
import type { Asked, FileChange, Finding, Offer } from "../offer.js";
import { newResource } from "../text/kustomization-entry.js";
import { behindDocument, fileOf, type NewManifest } from "../text/new-document.js";
import { fieldOf } from "../text/plain-name.js";

const WAYS = [
  ["Add a default-deny policy for ingress", ["Ingress"]],
  ["Add a default-deny policy that lets pods reach DNS only", ["Ingress", "Egress"]],
] as const;

/**
 * Isolates a namespace: with a policy that allows nothing, and for egress with another one that allows DNS. They come
 * behind what makes the namespace, or in a file of their own beside the kustomization that does.
 */
export async function defaultDeny(asked: Asked, finding: Finding): Promise<Offer[]> {
  const offers: Offer[] = [];
  for (const [title, directions] of WAYS) {
    const changes = changesFor(asked, finding, directions);
    if (!changes || !(await mends(asked, finding, changes))) continue;
    offers.push({ title, kind: CodeActionKind.QuickFix, finding, changes: () => changes });
  }
  return offers;
}

type Directions = (typeof WAYS)[number][1];

function changesFor(asked: Asked, finding: Finding, directions: Directions): FileChange[] | undefined {
  const { path, file, model } = asked;
  const around = objectAround(asked, finding.start);
  if (!around) return isKustomizationFile(path) ? besideKustomization(asked, directions) : undefined;
  const namespace = valueAt(around.written.object, around.path);
  if (typeof namespace !== "string" || !isKnown(namespace)) return undefined;
  const policies = policiesFor(model.analysis, directions, namespace);
  const edit = policies && behindDocument(file.manifests.text, around.document, policies);
  return edit && [{ path, edits: [edit] }];
}

/** The kustomization gives the namespace to what it lists. */
function besideKustomization({ path, file, model }: Asked, directions: Directions): FileChange[] | undefined {
  const policies = policiesFor(model.analysis, directions, undefined);
  const name = FILES.find((one) => model.repository.textAt(posix.join(directoryOf(path), one)) === undefined);
  if (!policies || name === undefined) return undefined;
  const { kustomization } = model.repository.files.get(path) ?? {};
  const entry = newResource(file, items(field(kustomization, "resources")).length, name);
  if (!entry) return undefined;
  const added = { range: [0, 0] as const, text: fileOf(policies) };
  return [
    { path: posix.join(directoryOf(path), name), edits: [added], isNew: true },
    { path, edits: [entry] },
  ];
}

const FILES = ["default-deny.yaml", "default-deny-policies.yaml"];

/** @param namespace undefined if something else gives it */
function policiesFor(
  analysis: Asked["model"]["analysis"],
  directions: Directions,
  namespace: string | undefined,
): NewManifest[] | undefined {
  const used = new Set(
    analysis
      .ofKind("NetworkPolicy")
      .map(({ object }) => object.object.metadata ?? {})
      .filter((one) => namespace === undefined || one.namespace === namespace)
      .map(({ name }) => name),
  );
  const free = (...names: readonly string[]) => names.find((name) => !used.has(name));
  const [deny, dns] = [free("default-deny", "default-deny-all"), free("allow-dns", "allow-dns-egress")];
  if (deny === undefined || dns === undefined) return undefined;
  const denies = policy(deny, namespace, ["  podSelector: {}", `  policyTypes: [${directions.join(", ")}]`]);
  return directions.length === 1 ? [denies] : [denies, policy(dns, namespace, DNS)];
}

function policy(name: string, namespace: string | undefined, spec: readonly string[]): NewManifest {
  return {
    lines: [
      "apiVersion: networking.k8s.io/v1",
      "kind: NetworkPolicy",
      "metadata:",
      `  name: ${name}`,
      ...(namespace === undefined ? [] : [`  namespace: ${fieldOf(namespace)}`]),
      "spec:",
      ...spec,
    ],
  };
}

/** The labels of the DNS server's pods are kubeadm's: cmd/kubeadm/app/phases/addons/dns/manifests.go. */
const DNS = [
  "  podSelector: {}",
  "  policyTypes: [Egress]",
  "  egress:",
  "    - to:",
  "        - namespaceSelector:",
  "            matchLabels:",
  "              kubernetes.io/metadata.name: kube-system",
  "          podSelector:",
  "            matchLabels:",
  "              k8s-app: kube-dns",
  "      ports:",
  "        - { protocol: UDP, port: 53 }",
  "        - { protocol: TCP, port: 53 }",
];
