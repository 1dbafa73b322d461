import type { Build } from "../../builds/build.js";
import type { HiddenKind, HiddenPart } from "../../builds/hidden-part.js";
import { kustomizeOf } from "../../builds/kustomize/kustomize.js";
import { kustomizationIn } from "../../builds/kustomize/kustomization.js";
import { wholeMatcher } from "../../builds/kustomize/selectors/regex.js";
import { BINDING_KINDS, NETWORK_POLICY_KINDS, ROLE_KINDS } from "../../kubernetes/objects.js";
import { directoryOf, isKustomizationFile } from "../../repository/paths.js";
import { push } from "../../util/group-by.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import type { Side, UnknownChange } from "./access-change.js";
import { mayMatter, type Patch, patchesIn, type PatchTarget, targetsOf } from "./patches.js";

/** The kinds of objects that decide about access by themselves. */
const KINDS: readonly string[] = [...ROLE_KINDS, ...BINDING_KINDS, ...NETWORK_POLICY_KINDS];
/** What kustomize patches although it cannot be seen here. */
const HIDING: ReadonlySet<HiddenKind> = new Set<HiddenKind>([
  "chart",
  "remote",
  "program",
  "file",
  "path",
  "text",
]);

/**
 * The patches of one side only that are for what is hidden, such as the objects of a remote base: what these are once they
 * are patched is not known.
 */
export function hiddenPatches(before: Analysis, after: Analysis): UnknownChange[] {
  const [old, now] = [before, after].map(({ repository }) => patchesIn(repository)) as [Patch[], Patch[]];
  const [gone, fresh] = [without(old, now), without(now, old)];
  const names = new Set(fresh.map(nameOf));
  return [
    ...fresh.flatMap((patch) => told(after, patch, "after")),
    ...gone.filter((patch) => !names.has(nameOf(patch))).flatMap((patch) => told(before, patch, "before")),
  ];
}

/** The patches that no kustomization in the same directory has as well; none at all, if the directory is not there. */
function without(patches: readonly Patch[], others: readonly Patch[]): Patch[] {
  const directories = new Set(others.map(({ directory }) => directory));
  const placed = ({ directory, content }: Patch) => JSON.stringify([directory, content]);
  const [there, anywhere] = [new Set(others.map(placed)), new Set(others.map(({ content }) => content))];
  return patches.filter((patch) => {
    return !(directories.has(patch.directory) ? there.has(placed(patch)) : anywhere.has(patch.content));
  });
}

function nameOf({ file, place }: Patch): string {
  return file ?? JSON.stringify(place);
}

function told(analysis: Analysis, patch: Patch, side: Side): UnknownChange[] {
  const targets = targetsOf(patch).filter((target) => isOfAccess(target) && mayMatter(patch, target));
  if (targets.length === 0) return [];
  for (const build of buildsWith(analysis).get(patch.place.file) ?? []) {
    const part = build.hidden.find((one) => mayHold(analysis, patch, one));
    const target = part && targets.find((one) => !isSeen(analysis, build, one));
    if (!target) continue;
    return [
      {
        what:
          patch.file === undefined
            ? `what a patch in '${patch.place.file}' changes`
            : `what the patch '${patch.file}' changes`,
        why: `it is for ${targetWords(target)}, which may be in what cannot be seen: ${part.reason}`,
        ...(patch.file === undefined && { place: patch.place }),
        sides: [side],
        isOfChange: true,
      },
    ];
  }
  return [];
}

function isOfAccess({ kind }: PatchTarget): boolean {
  const matches = kind === undefined ? undefined : wholeMatcher(kind);
  return matches === undefined || KINDS.some((one) => matches(one));
}

/** The builds that read a kustomization, by its file. */
const buildsWith = memoize(({ all }: Analysis): ReadonlyMap<string, readonly Build[]> => {
  const found = new Map<string, Build[]>();
  for (const build of all)
    for (const [file, use] of build.files) if (use === "kustomization") push(found, file, build);
  return found;
});

/** Whether a kustomization hides something that a patch reaches: its own is, or what it includes; a component's any. */
function mayHold(analysis: Analysis, { directory }: Patch, { kind, file }: HiddenPart): boolean {
  if (!HIDING.has(kind) || !isKustomizationFile(file)) return false;
  return (
    kustomizationIn(analysis.repository, directory)?.value.kind === "Component" ||
    includedIn(analysis, directory).has(directoryOf(file))
  );
}

const includedIn = memoizePairs(({ repository }: Analysis, directory: string): ReadonlySet<string> => {
  const found = new Set([directory]);
  // Iterating over a set covers what is added on the way.
  for (const one of found) for (const next of kustomizeOf(repository).includes(one)) found.add(next);
  return found;
});

/** Whether an object is seen that is the only one that can be meant. */
function isSeen(analysis: Analysis, build: Build, { kind, name }: PatchTarget): boolean {
  return kind !== undefined && name !== undefined && seenIn(analysis, build).has(`${kind} ${name}`);
}

/** What a build applies, by kind and name, with what it was called before it was patched. */
const seenIn = memoizePairs(({ repository }: Analysis, { objects, files }: Build): ReadonlySet<string> => {
  const written = [...files].flatMap(([file, use]) => {
    return use === "resource" ? (repository.files.get(file)?.objects ?? []) : [];
  });
  return new Set(
    [...objects, ...written].map(({ object: { kind, metadata } }) => `${kind} ${metadata?.name}`),
  );
});

function targetWords({ kind = "object", name }: PatchTarget): string {
  return name === undefined ? `every ${kind}` : `${kind} '${name}'`;
}
