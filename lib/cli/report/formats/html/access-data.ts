import type { Analysis } from "../../../../analysis/analysis.js";
import { type ResolvedBinding, resolveBindings } from "../../../../analysis/access/bound-rules.js";
import { dangersOf } from "../../../../analysis/binding-dangers.js";
import { placeOf, writtenAt } from "../../../../builds/build.js";
import { isKnown } from "../../../../kubernetes/objects.js";
import { subjectName } from "../../../../kubernetes/rbac/rbac.js";
import { printable } from "../../../../util/phrases.js";
import type { Placer } from "./placer.js";
import type { AccessData, BindingData, PlaceData, RoleData, SubjectData } from "./page-data.js";

/** Who is bound to which role, as the repository applies it; undefined if nobody is bound. */
export function accessData(
  analysis: Analysis,
  place: Placer,
  title: string | undefined,
): AccessData | undefined {
  const subjects = new Numbers<SubjectData>();
  const roles = new Numbers<RoleData & { places: PlaceData[] }>();
  const dangers = dangersOf(analysis);
  const bindings = new Map<string, BindingData>();
  for (const binding of resolveBindings(analysis)) {
    const role = roles.of(roleKey(binding), () => roleOf(binding, place));
    const names = [...new Set(binding.subjects.map((subject) => subjectName(subject, binding.namespace)))];
    const data = bindingData(binding, place, {
      role,
      ...dangersIn(dangers(binding)),
      // What is filled in later is not the same in two bindings.
      subjects: names.map((name, index) => {
        const key = isKnown(name) && !name.includes("?") ? name : `${name} ${bindings.size} ${index}`;
        return subjects.of(key, () => ({ name: printable(name) }));
      }),
    });
    // Overlays that apply the same are one.
    bindings.set(JSON.stringify(data), data);
  }
  if (bindings.size === 0) return undefined;
  return {
    ...(title !== undefined && { title }),
    subjects: subjects.all,
    bindings: [...bindings.values()],
    roles: roles.all,
  };
}

/** Things by their keys, each with its number. */
class Numbers<Item> {
  readonly all: Item[] = [];
  readonly #numbers = new Map<string, number>();

  of(key: string, make: () => Item): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.all.push(make()) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}

function bindingData(
  { applied, kind, namespace, unknown }: ResolvedBinding,
  place: Placer,
  more: Pick<BindingData, "level" | "can" | "subjects" | "role">,
): BindingData {
  const { build, object } = applied;
  const name = object.object.metadata?.name;
  return {
    kind,
    name: nameOf(name),
    ...(kind === "RoleBinding" && { namespace: nameOf(namespace) }),
    ...(build.cluster !== undefined && { cluster: printable(build.cluster) }),
    place: place(placeOf(object, ["metadata", "name"])),
    ...(unknown !== undefined && { unknown: printable(unknown) }),
    ...more,
  };
}

function dangersIn({ isWholeCluster, dangers }: ReturnType<ReturnType<typeof dangersOf>>) {
  const level = dangers.length === 0 ? "none" : isWholeCluster ? "cluster" : "namespace";
  return { level, can: dangers.map(({ can }) => printable(can)) } as const;
}

function roleKey({ applied, namespace }: ResolvedBinding): string {
  const { kind, name } = applied.object.object.roleRef ?? {};
  return JSON.stringify([kind, name, kind === "Role" && namespace, applied.build.cluster]);
}

function roleOf(
  { applied, namespace, rules }: ResolvedBinding,
  place: Placer,
): RoleData & { places: PlaceData[] } {
  const { build, object } = applied;
  const { kind = "role", name } = object.object.roleRef ?? {};
  const written = new Set(rules.flatMap(({ roles: [first] }) => first?.applied ?? []));
  return {
    kind: printable(kind),
    name: nameOf(name),
    ...(kind === "Role" && { namespace: nameOf(namespace) }),
    ...(build.cluster !== undefined && { cluster: printable(build.cluster) }),
    places: [...written].map((role) => place(writtenAt(role))),
  };
}

function nameOf(name: string | undefined): string {
  return isKnown(name) ? printable(name) : "?";
}
