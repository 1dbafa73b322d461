import { CodeActionKind } from "vscode-languageserver";
import type { Applied } from "../../../../analysis/analysis.js";
import { BINDING_KINDS, type BindingKind, isKnown } from "../../../../kubernetes/objects.js";
import { field } from "../../../../util/plain-values.js";
import { mends } from "../hypothetical.js";
import { objectAround } from "../named-object.js";
import type { Asked, Finding, Offer } from "../offer.js";
import { behindDocument, type NewManifest } from "../text/new-document.js";
import { fieldOf } from "../text/plain-name.js";
import { asSnippet } from "../text/text-changes.js";
import { titleOf } from "../text/titles.js";

/**
 * Writes the role that a binding refers to behind it, under the name and in the namespace that the binding is written
 * with, so that every build gives both the same. It permits nothing until somebody fills in what is needed.
 */
export async function missingRole(asked: Asked, finding: Finding): Promise<Offer[]> {
  const found = objectAround(asked, finding.start);
  if (!found || !isBinding(found.written.kind)) return [];
  const bindings = found.applied as unknown as readonly Applied<BindingKind>[];
  const lookups = bindings.map((one) => asked.model.analysis.role(one));
  if (!lookups.every((one) => one.state === "missing" && one.hint?.type !== "unlisted")) return [];
  const { object } = found.written;
  const [kind, name] = [field(object, "roleRef", "kind"), field(object, "roleRef", "name")];
  if ((kind !== "Role" && kind !== "ClusterRole") || typeof name !== "string" || !isKnown(name)) return [];
  const namespace = kind === "Role" ? object.metadata?.namespace : undefined;
  if (namespace !== undefined && !isKnown(namespace)) return [];
  const edit = behindDocument(asked.file.manifests.text, found.document, [roleOf(kind, name, namespace)]);
  const changes = edit && [{ path: asked.path, edits: [edit] }];
  if (!changes || !(await mends(asked, finding, changes))) return [];
  return [
    {
      title: titleOf(`Create ${kind} '${name}' beside this binding`),
      kind: CodeActionKind.QuickFix,
      finding,
      changes: () => changes,
    },
  ];
}

function isBinding(kind: string): boolean {
  return (BINDING_KINDS as readonly string[]).includes(kind);
}

function roleOf(kind: string, name: string, namespace: string | undefined): NewManifest {
  const lines = [
    "apiVersion: rbac.authorization.k8s.io/v1",
    `kind: ${kind}`,
    "metadata:",
    `  name: ${fieldOf(name)}`,
    ...(namespace === undefined ? [] : [`  namespace: ${fieldOf(namespace)}`]),
  ];
  return {
    lines: [
      ...lines,
      "# TODO: list the apiGroups, resources and verbs that its subjects need, and no more.",
      "rules: []",
    ],
    snippet: [
      ...lines.map(asSnippet),
      "rules:",
      '  - apiGroups: ["$1"]',
      "    resources: [$2]",
      "    verbs: [$3]",
    ],
  };
}
