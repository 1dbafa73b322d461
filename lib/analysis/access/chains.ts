import { BINDING_KINDS, isKnown, ROLE_KINDS } from "../../kubernetes/objects.js";
import { bootstrapClusterRoles, bootstrapRoles } from "../../kubernetes/rbac/bootstrap-policy.js";
import { matchesGlob } from "../../util/glob.js";
import type { BuildSet } from "../../builds/build-set.js";
import type { ResolvedBinding } from "./bound-rules.js";

/** A binding or a role, as far as it is named. */
interface Link {
  kind?: string | undefined;
  name?: string | undefined;
  namespace?: string | undefined;
}

/**
 * Whether a binding or role is called by a pattern: by its name, with or without its namespace and its kind, as in
 * `deployer`, `shop/deployer` and `RoleBinding shop/deployer`.
 */
export function isCalled(pattern: string, link: Link): boolean {
  return namesOf(link).some((name) => matchesGlob(pattern, name));
}

/** The names by which the bindings and roles of a repository, and those of every cluster, can be called. */
export function chainNames(builds: BuildSet): ReadonlySet<string> {
  const applied = builds.ofKind(...BINDING_KINDS, ...ROLE_KINDS).map(({ object }) => object.object);
  const written = builds.written(...BINDING_KINDS, ...ROLE_KINDS);
  const all: readonly (typeof written)[number][] = [
    ...new Set([...applied, ...written, ...bootstrapClusterRoles, ...bootstrapRoles]),
  ];
  return new Set(
    all.flatMap(({ kind, metadata = {}, ...rest }) => {
      const role = "roleRef" in rest ? rest.roleRef : undefined;
      const ref = role && { ...role, namespace: role.kind === "Role" ? metadata.namespace : undefined };
      return [{ kind, ...metadata }, ...(ref ? [ref] : [])].flatMap(namesOf);
    }),
  );
}

function namesOf({ kind = "", name, namespace }: Link): string[] {
  if (!isKnown(name)) return [];
  const full = namespace === undefined ? [name] : [name, `${namespace}/${name}`];
  return [...full, ...full.map((one) => `${kind} ${one}`)];
}

/** A binding with those of its rules that it gives through what is called so, or undefined if it gives none so. */
export function through(binding: ResolvedBinding, pattern: string): ResolvedBinding | undefined {
  const { kind, object } = binding.applied.object;
  const { metadata, roleRef } = object;
  if (isCalled(pattern, { kind, ...metadata })) return binding;
  const rules = binding.rules.filter(({ roles }) => {
    return roles.some((role) => isCalled(pattern, { kind: role.kind, ...role.object.metadata }));
  });
  const namespace = roleRef?.kind === "Role" ? metadata?.namespace : undefined;
  const isRole = rules.length > 0 || isCalled(pattern, { ...roleRef, namespace });
  return isRole ? { ...binding, rules } : undefined;
}
