import { CodeActionKind } from "vscode-languageserver";
import type { Applied } from "../../../../analysis/analysis.js";
import type { Lookup } from "../../../../analysis/lookup/lookup.js";
import { podIdentityOf } from "../../../../kubernetes/identities/pod-identity.js";
import { WORKLOADS } from "../../../../kubernetes/kinds.js";
import { BINDING_KINDS, type BindingKind, isKnown } from "../../../../kubernetes/objects.js";
import { field, valueAt } from "../../../../util/plain-values.js";
import { mends } from "../hypothetical.js";
import { objectAround, type WrittenObject } from "../named-object.js";
import type { Asked, Finding, Offer } from "../offer.js";
import { behindDocument, type NewManifest } from "../text/new-document.js";
import { fieldOf } from "../text/plain-name.js";
import { titleOf } from "../text/titles.js";

/** Writes the ServiceAccount that a workload or a binding names behind it, under the name that it is written with. */
export async function missingAccount(asked: Asked, finding: Finding): Promise<Offer[]> {
  const found = objectAround(asked, finding.start);
  if (!found) return [];
  const account = WORKLOADS.has(found.written.kind)
    ? accountOfPods(asked, found)
    : accountOfSubject(asked, found);
  if (!account) return [];
  const edit = behindDocument(asked.file.manifests.text, found.document, [manifestOf(account)]);
  const changes = edit && [{ path: asked.path, edits: [edit] }];
  if (!changes || !(await mends(asked, finding, changes))) return [];
  return [
    {
      title: titleOf(`Create ServiceAccount '${account.name}' in this file`),
      kind: CodeActionKind.QuickFix,
      finding,
      changes: () => changes,
    },
  ];
}

interface Account {
  name: string;
  namespace: string | undefined;
}

function accountOfPods({ model }: Asked, { written, applied }: WrittenObject): Account | undefined {
  if (!applied.every((one) => isNowhere(model.analysis.podAccount(one)))) return undefined;
  const name = podIdentityOf(written)?.name;
  return accountFrom(name, written.object.metadata?.namespace);
}

function accountOfSubject({ model }: Asked, { written, applied, path }: WrittenObject): Account | undefined {
  if (!(BINDING_KINDS as readonly string[]).includes(written.kind)) return undefined;
  const at = path.slice(0, 2);
  const bindings = applied as unknown as readonly Applied<BindingKind>[];
  const areMissing = bindings.every((one) => {
    const subject = valueAt(one.object.object, at) as Parameters<typeof model.analysis.serviceAccount>[1];
    return typeof subject === "object" && isNowhere(model.analysis.serviceAccount(one, subject));
  });
  if (!areMissing) return undefined;
  const subject = valueAt(written.object, at);
  return accountFrom(
    field(subject, "name"),
    // Kubernetes: pkg/registry/rbac/validation/rule.go, appliesToUser.
    field(subject, "namespace") || written.object.metadata?.namespace,
  );
}

/** Where there is one that could be meant, and only the way there is wrong, another one is no help. */
function isNowhere(result: Lookup): boolean {
  const { type } = (result.state === "missing" && result.hint) || {};
  return result.state === "missing" && type !== "unlisted" && type !== "renamed" && type !== "noNamespace";
}

function accountFrom(name: unknown, namespace: unknown): Account | undefined {
  if (typeof name !== "string" || !isKnown(name)) return undefined;
  if (namespace === undefined) return { name, namespace };
  return typeof namespace === "string" && isKnown(namespace) ? { name, namespace } : undefined;
}

function manifestOf({ name, namespace }: Account): NewManifest {
  return {
    lines: [
      "apiVersion: v1",
      "kind: ServiceAccount",
      "metadata:",
      `  name: ${fieldOf(name)}`,
      ...(namespace === undefined ? [] : [`  namespace: ${fieldOf(namespace)}`]),
    ],
  };
}
