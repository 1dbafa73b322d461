import { posix } from "node:path";
import { CodeActionKind } from "vscode-languageserver";
import type { Applied } from "../../../../analysis/analysis.js";
import { permissionContext } from "../../../../analysis/dangerous-roles.js";
import type { Lookup } from "../../../../analysis/lookup/lookup.js";
import { areDangerous } from "../../../../kubernetes/rbac/dangerous-permissions.js";
import { WORKLOADS } from "../../../../kubernetes/kinds.js";
import {
  BINDING_KINDS,
  type BindingKind,
  type PolicyRule,
  type Subject,
} from "../../../../kubernetes/objects.js";
import { directoryOf, isAtOrBelow } from "../../../../repository/paths.js";
import { field, isMap, items, valueAt } from "../../../../util/plain-values.js";
import { mends } from "../hypothetical.js";
import { objectAround, type WrittenObject } from "../named-object.js";
import type { Asked, Finding, Offer } from "../offer.js";
import { newResource } from "../text/kustomization-entry.js";
import { titleOf } from "../text/titles.js";

/** Lists the file that has what is missing in the kustomization that applies what refers to it. */
export async function unlistedFile(asked: Asked, finding: Finding): Promise<Offer[]> {
  const found = objectAround(asked, finding.start);
  const hints = new Set(found ? lookupsOf(asked, found).map(hintedFile) : []);
  const [file] = hints;
  if (!found || file === undefined || hints.size > 1 || givesDanger(asked, file)) return [];
  const kustomization = kustomizationFor(found.applied, file);
  const listing = kustomization === undefined ? undefined : asked.model.file(kustomization);
  if (kustomization === undefined || !listing) return [];
  const { kustomization: value } = asked.model.repository.files.get(kustomization) ?? {};
  const entry = posix.relative(directoryOf(kustomization), file);
  const edit = newResource(listing, items(field(value, "resources")).length, entry);
  const changes = edit && [{ path: kustomization, edits: [edit] }];
  if (!changes || !(await mends(asked, finding, changes, { besides: [file] }))) return [];
  return [
    {
      title: titleOf(`List '${entry}' in ${kustomization}`),
      kind: CodeActionKind.QuickFix,
      finding,
      changes: () => changes,
    },
  ];
}

function lookupsOf({ model: { analysis } }: Asked, { written, applied, path }: WrittenObject) {
  if (WORKLOADS.has(written.kind)) return applied.map((one) => analysis.podAccount(one));
  if (!(BINDING_KINDS as readonly string[]).includes(written.kind)) return [];
  const bindings = applied as unknown as readonly Applied<BindingKind>[];
  if (path[0] === "roleRef") return bindings.map((one) => analysis.role(one));
  return bindings.flatMap((one) => {
    const subject = valueAt(one.object.object, path.slice(0, 2));
    return isMap(subject) ? [analysis.serviceAccount(one, subject as Subject)] : [];
  });
}

function hintedFile(result: Pick<Lookup, "state"> & { hint?: unknown }): string | undefined {
  const file = field(result.hint, "type") === "unlisted" ? field(result.hint, "file") : undefined;
  return typeof file === "string" ? file : undefined;
}

/** What gives access to the rights or the Secrets of others is left to people. */
function givesDanger({ model: { analysis, repository } }: Asked, file: string): boolean {
  const objects = repository.files.get(file)?.objects ?? [];
  return objects.some(({ kind, object }) => {
    const rules = items(field(object, "rules")).filter(isMap) as readonly PolicyRule[];
    return areDangerous(rules, permissionContext(analysis), kind === "Role");
  });
}

/** Of the kustomizations that all builds of an object read, the nearest at or above a file: others may not list it. */
function kustomizationFor(applied: readonly Applied[], file: string): string | undefined {
  const read = applied.map(({ build: { files } }) => {
    return [...files].flatMap(([path, use]) => (use === "kustomization" ? [path] : []));
  });
  const [first = [], ...others] = read;
  return first
    .filter((path) => others.every((paths) => paths.includes(path)) && isAtOrBelow(file, directoryOf(path)))
    .sort((a, b) => b.length - a.length)[0];
}
