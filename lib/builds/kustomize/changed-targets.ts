import type { Repository } from "../../repository/repository.js";
import { resolvePath } from "../../repository/paths.js";
import { field, items } from "../../util/plain-values.js";
import { inlineValues, MAX_INLINE } from "./layer.js";

/** What something may change the kind of; undefined means any. */
interface Changed {
  kind: string | undefined;
  name: string | undefined;
}

/** Names and kinds that are no regular expressions, or match only themselves. */
const LITERAL = /^[\w-]+$/;
const KIND_FIELDS: ReadonlySet<unknown> = new Set(["kind", "apiVersion"]);

/** The objects of which a kustomization's patches and replacements may change the kind or the apiVersion. */
export function changedIn(
  repository: Repository,
  directory: string,
  kustomization: Readonly<Record<string, unknown>>,
): Changed[] {
  const parsed = (text: unknown) =>
    typeof text === "string" && text.length <= MAX_INLINE ? inlineValues(repository, text) : [];
  const pathOf = (text: unknown) =>
    typeof text === "string" && !text.includes("\n") ? resolvePath(directory, text) : undefined;
  const valuesAt = (text: unknown) => repository.values(pathOf(text) ?? "") ?? [];
  // What has objects is a patch of another form.
  const operationsAt = (text: unknown) =>
    (repository.files.get(pathOf(text) ?? "")?.objects ?? []).length > 0 ? [] : valuesAt(text);
  const writesKind = (entry: unknown) => {
    if (field(entry, "options", "allowKindChange") === true) return true;
    const texts = [field(entry, "patch"), field(entry, "jsonOp")].filter(mayNameKind);
    return [...texts.flatMap(parsed), ...operationsAt(field(entry, "path"))].some(hasKindOperation);
  };
  const configured = items(kustomization.transformers).flatMap((text) =>
    typeof text === "string" && text.includes("\n") ? parsed(text) : valuesAt(text),
  );
  const patches = [
    ...items(kustomization.patches),
    ...items(kustomization.patchesJson6902),
    ...configured.filter((one) => field(one, "patch") ?? field(one, "path") ?? field(one, "jsonOp")),
  ];
  const replacements = [
    ...items(kustomization.replacements),
    ...configured.flatMap((one) => items(field(one, "replacements"))),
  ].flatMap((entry) =>
    field(entry, "path") === undefined ? [entry] : valuesAt(field(entry, "path")).flat(),
  );
  return [
    ...patches.flatMap((entry) => {
      if (!writesKind(entry)) return [];
      const target = field(entry, "target");
      if (target !== undefined) return [changed(target)];
      const own = [...parsed(field(entry, "patch")), ...valuesAt(field(entry, "path"))];
      return own.map((patch) => ({ ...changed(patch), name: literal(field(patch, "metadata", "name")) }));
    }),
    ...replacements
      .flatMap((entry) => items(field(entry, "targets")))
      .flatMap((target) => {
        const writes = items(field(target, "fieldPaths")).some((path) => KIND_FIELDS.has(path));
        return writes ? [changed(field(target, "select"))] : [];
      }),
  ];
}

function changed(target: unknown): Changed {
  return { kind: literal(field(target, "kind")), name: literal(field(target, "name")) };
}

function literal(pattern: unknown): string | undefined {
  return typeof pattern === "string" && LITERAL.test(pattern) ? pattern : undefined;
}

/** Whether a JSON patch writes the kind, or all. */
function hasKindOperation(patch: unknown): boolean {
  return items(patch).some((operation) => {
    const path = field(operation, "path");
    return path === "" || (typeof path === "string" && KIND_FIELDS.has(path.slice(1)));
  });
}

/** Whether a text may be a JSON patch that writes the kind; others need not be parsed. */
function mayNameKind(text: unknown): text is string {
  if (typeof text !== "string" || !/^\s*(?:[-[#%&!]|$)/.test(text)) return false;
  return /\/(?:kind|apiVersion)|\\|""|''|path['"]?\s*:\s*[|>&*!]/.test(text);
}
