import { CompletionItemKind } from "vscode-languageserver";
import type { Spot } from "../../../cursor/incomplete.js";
import type { Offer } from "../offer.js";

const RBAC = "rbac.authorization.k8s.io/v1";

/** A way to begin an object: the text below its apiVersion and kind, with tab stops. */
interface Form {
  apiVersion: string;
  kind: string;
  detail: string;
  /** With tab stops; undefined for a kind that is only named. */
  body?: string;
}

const FORMS: readonly Form[] = [
  {
    apiVersion: RBAC,
    kind: "Role",
    detail: "rights in a namespace",
    body: `metadata:
  name: \${1:name}
  namespace: \${2:namespace}
rules:
  - apiGroups: [\${3:""}]
    resources: [\${4:pods}]
    verbs: [\${5:get, list, watch}]
`,
  },
  {
    apiVersion: RBAC,
    kind: "ClusterRole",
    detail: "rights in the cluster, or to bind in namespaces",
    body: `metadata:
  name: \${1:name}
rules:
  - apiGroups: [\${2:""}]
    resources: [\${3:pods}]
    verbs: [\${4:get, list, watch}]
`,
  },
  {
    apiVersion: RBAC,
    kind: "RoleBinding",
    detail: "gives a role in a namespace",
    body: `metadata:
  name: \${1:name}
  namespace: \${2:namespace}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: \${3|Role,ClusterRole|}
  name: \${4:role}
subjects:
  - kind: ServiceAccount
    name: \${5:account}
    namespace: \${2:namespace}
`,
  },
  {
    apiVersion: RBAC,
    kind: "ClusterRoleBinding",
    detail: "gives a role in the whole cluster",
    body: `metadata:
  name: \${1:name}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: \${2:role}
subjects:
  - kind: ServiceAccount
    name: \${3:account}
    namespace: \${4:namespace}
`,
  },
  {
    apiVersion: "v1",
    kind: "ServiceAccount",
    detail: "as which pods run",
    body: `metadata:
  name: \${1:name}
  namespace: \${2:namespace}
automountServiceAccountToken: \${3|false,true|}
`,
  },
  {
    apiVersion: "v1",
    kind: "Namespace",
    detail: "with the strictest Pod Security",
    body: `metadata:
  name: \${1:name}
  labels:
    pod-security.kubernetes.io/enforce: restricted
`,
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    detail: "denies all connections of a namespace that no other policy allows",
    body: `metadata:
  name: default-deny
  namespace: \${1:namespace}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
`,
  },
  { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", detail: "of kustomize" },
  { apiVersion: "kustomize.config.k8s.io/v1alpha1", kind: "Component", detail: "of kustomize" },
  { apiVersion: "kustomize.toolkit.fluxcd.io/v1", kind: "Kustomization", detail: "of Flux" },
  { apiVersion: "argoproj.io/v1alpha1", kind: "Application", detail: "of Argo CD" },
];

/** What can stand at the top of a document: kinds, their API versions, and whole objects for editors with tab stops. */
export function kindOffers(spot: Spot, withSnippets: boolean): readonly Offer[] {
  const [key, ...rest] = spot.at;
  const said = (name: string) => spot.valueAt([name]);
  if (!spot.isKey && rest.length === 0 && key === "kind") {
    const apiVersion = said("apiVersion");
    const fitting = FORMS.filter((one) => typeof apiVersion !== "string" || one.apiVersion === apiVersion);
    return fitting.map(({ kind, detail }) => ({ value: kind, detail, kind: CompletionItemKind.Class }));
  }
  if (!spot.isKey && rest.length === 0 && key === "apiVersion") {
    const kind = said("kind");
    const fitting = FORMS.filter((one) => typeof kind !== "string" || one.kind === kind);
    const versions = new Set(fitting.map(({ apiVersion }) => apiVersion));
    return [...versions].map((value) => ({ value, kind: CompletionItemKind.Module }));
  }
  const isAtTop = spot.mapAt?.length === 0 && spot.range.start.character === 0;
  if (!withSnippets || !isAtTop || spot.rest.trim() !== "") return [];
  if (["apiVersion", "kind", "metadata"].some((name) => said(name) !== undefined)) return [];
  return FORMS.flatMap(({ apiVersion, kind, detail, body }): Offer[] => {
    if (body === undefined) return [];
    const text = `apiVersion: ${apiVersion}\nkind: ${kind}\n${body}`;
    return [{ value: kind, detail, kind: CompletionItemKind.Snippet, text, isSnippet: true }];
  });
}
