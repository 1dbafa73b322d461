import { CodeActionKind } from "vscode-languageserver";
import { resolveBindings } from "../../../../analysis/access/bound-rules.js";
import type { Analysis } from "../../../../analysis/analysis.js";
import { isAskedInNamespace } from "../../../../kubernetes/rbac/namespaced-requests.js";
import { knownEntry } from "../../../../kubernetes/rbac/known-entry.js";
import { isKnown, type PolicyRule } from "../../../../kubernetes/objects.js";
import { type Edit, replaceScalar } from "../../../../manifests/edit.js";
import { field, items } from "../../../../util/plain-values.js";
import { mends, stateAfter } from "../hypothetical.js";
import { objectAround, type WrittenObject } from "../named-object.js";
import type { Asked, Offer, TextEdit } from "../offer.js";
import { fieldOf } from "../text/plain-name.js";
import { lineEndOf } from "../text/text-changes.js";
import { titleOf } from "../text/titles.js";

/**
 * Makes a RoleBinding of a ClusterRoleBinding, in the namespace of its subjects: where these are ServiceAccounts of one
 * namespace, and their role permits nothing that only counts in the whole cluster.
 */
export async function bindHere(asked: Asked): Promise<Offer[]> {
  const { model, path, start } = asked;
  const found = objectAround(asked, start);
  if (found?.written.kind !== "ClusterRoleBinding" || found.applied.length === 0) return [];
  const namespace = namespaceOf(found.written.object);
  if (namespace === undefined || !isForNamespaces(model.analysis, found)) return [];
  const edits = editsFor(asked, found, namespace);
  const changes = edits && [{ path, edits }];
  if (!changes) return [];
  const state = stateAfter(model, changes);
  const after = state.analysis.applied(path, found.document, found.written.at);
  const isThere = after.every(({ object: { kind, object } }) => {
    return kind === "RoleBinding" && object.metadata?.namespace === namespaceOf(object);
  });
  if (!isThere || after.length !== found.applied.length) return [];
  const besides = filesAround(model.analysis, found);
  if (!(await mends(asked, undefined, changes, { state, besides }))) return [];
  return [
    {
      title: titleOf(`Bind in namespace '${namespace}' only`),
      kind: CodeActionKind.RefactorRewrite,
      changes: () => changes,
    },
  ];
}

/** The namespace that all subjects are ServiceAccounts of. */
function namespaceOf(binding: unknown): string | undefined {
  const [first, ...others] = new Set(
    items(field(binding, "subjects")).map((one) => {
      return field(one, "kind") === "ServiceAccount" ? field(one, "namespace") : undefined;
    }),
  );
  return typeof first === "string" && isKnown(first) && others.length === 0 ? first : undefined;
}

/** Those of Kubernetes that are made to be bound in namespaces: its documentation, "User-facing roles". */
const USER_FACING: ReadonlySet<unknown> = new Set(["cluster-admin", "admin", "edit", "view"]);

/** Whether all that the role of a binding permits can be asked for in a namespace, in every build. */
function isForNamespaces(analysis: Analysis, { applied }: WrittenObject): boolean {
  const own = new Set(applied.map(({ object }) => object));
  const bindings = resolveBindings(analysis).filter((one) => own.has(one.applied.object));
  return (
    bindings.length > 0 &&
    bindings.every(({ applied: { object }, rules, unknown }) => {
      const { roleRef } = object.object;
      if (roleRef?.kind === "ClusterRole" && USER_FACING.has(roleRef.name)) return true;
      return (
        unknown === undefined && rules.length > 0 && rules.every(({ rule }) => isInNamespace(analysis, rule))
      );
    })
  );
}

function isInNamespace({ apiResources }: Analysis, rule: PolicyRule): boolean {
  if (rule.nonResourceURLs?.length) return false;
  const entry = knownEntry(rule, apiResources);
  if (!entry || entry.resources.length !== rule.resources?.length) return false;
  return entry.resources.every(({ name, found }) => {
    if (name.startsWith("*")) return true;
    return (
      found.length > 0 &&
      found.every((one) => {
        return rule.verbs?.every((verb) => {
          return isAskedInNamespace(apiResources, { apiGroup: one.group, resource: one.name, verb });
        });
      })
    );
  });
}

/** The roles, which may now permit what has no effect, and the kustomizations, which may have patches for the binding. */
function filesAround(analysis: Analysis, { applied }: WrittenObject): string[] {
  const own = new Set(applied.map(({ object }) => object));
  const roles = resolveBindings(analysis)
    .filter((one) => own.has(one.applied.object))
    .flatMap(({ rules }) => rules.flatMap(({ roles: steps }) => steps.map((one) => one.applied?.file)));
  const kustomizations = applied.flatMap(({ build: { files } }) => {
    return [...files].flatMap(([path, use]) => (use === "kustomization" ? [path] : []));
  });
  return [...new Set([...roles, ...kustomizations])].flatMap((path) => path ?? []);
}

function editsFor(asked: Asked, found: WrittenObject, namespace: string): TextEdit[] | undefined {
  const { document, written } = found;
  const edit = (one: Edit) => asked.file.manifests.edit(document, one);
  const kind = edit(replaceScalar([...written.at, "kind"], "RoleBinding"));
  const at = [...written.at, "metadata", "namespace"];
  const place =
    written.object.metadata?.namespace === undefined
      ? newNamespace(asked, found, namespace)
      : edit(replaceScalar(at, namespace));
  return kind && place && [kind, place];
}

/** Writes the namespace behind the name. */
function newNamespace(
  { file: { manifests } }: Asked,
  { document, written }: WrittenObject,
  namespace: string,
): TextEdit | undefined {
  const { text } = manifests;
  const at = [...written.at, "metadata", "name"];
  const [key, name] = [manifests.locate(document, at, "key"), manifests.locate(document, at)];
  if (!key.scalar || !name.scalar) return undefined;
  const before = text.slice(text.lastIndexOf("\n", key.start - 1) + 1, key.start);
  if (!/^[ \t-]*$/.test(before)) {
    const added =
      text[key.start] === '"'
        ? `, "namespace": ${JSON.stringify(namespace)}`
        : `, namespace: ${fieldOf(namespace)}`;
    return { range: [name.end, name.end], text: added };
  }
  const [rest = ""] = /^[^\r\n]*/.exec(text.slice(name.end)) ?? [];
  const end = name.end + rest.length;
  const added = `${before.replaceAll("-", " ")}namespace: ${fieldOf(namespace)}`;
  return { range: [end, end], text: `${lineEndOf(text)}${added}` };
}
