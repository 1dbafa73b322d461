import { isRefusedIn } from "../../builds/applied.js";
import { type AppliedObject, type Build, placeOf } from "../../builds/build.js";
import { isKnown, type PolicyRule, ROLE_KINDS, type RoleKind } from "../../kubernetes/objects.js";
import { aggregates, effectiveRules, isAggregating } from "../../kubernetes/rbac/aggregation.js";
import { bootstrapClusterRole, bootstrapClusterRoles } from "../../kubernetes/rbac/bootstrap-policy.js";
import { push } from "../../util/group-by.js";
import { memoizeParts } from "../../util/memoize.js";
import type { Step } from "../access/answers.js";
import type { Analysis } from "../analysis.js";

/** A role that a cluster has. */
export interface WorldRole {
  kind: RoleKind;
  name: string;
  /** The namespace of a Role. */
  namespace?: string;
  /** What it grants, with what it takes in. */
  rules: () => readonly PolicyRule[];
  /** Whether Kubernetes writes its rules: those of the roles that it selects. */
  isAggregating: boolean;
  step: Step;
}

/** The roles that one cluster has. */
export class RolesOfWorld {
  readonly #byKey = new Map<string, WorldRole>();
  readonly #byNamespace = new Map<string | undefined, WorldRole[]>();

  constructor(analysis: Analysis, isIn: (build: Build) => boolean) {
    for (const { build, object } of analysis.ofKind(...ROLE_KINDS)) {
      const role = object as AppliedObject<RoleKind>;
      const { name, namespace } = role.object.metadata ?? {};
      if (!isIn(build) || isRefusedIn(build, object as AppliedObject) || !isKnown(name)) continue;
      if (role.kind === "Role" && !isKnown(namespace)) continue;
      const where = role.kind === "Role" && namespace !== undefined ? { namespace } : {};
      this.#add({
        kind: role.kind,
        name,
        ...where,
        rules: once(() => analysis.grants.rulesOf(role)),
        isAggregating: isAggregating(role.object),
        step: {
          kind: role.kind,
          name,
          ...where,
          place: placeOf(role as unknown as AppliedObject, ["metadata", "name"]),
        },
      });
    }
    for (const role of bootstrapClusterRoles) {
      const name = role.metadata?.name ?? "";
      this.#add({
        kind: "ClusterRole",
        name,
        rules: () => rulesOfBuiltIn(name),
        isAggregating: isAggregating(role),
        step: { kind: "ClusterRole", name },
      });
    }
  }

  get(kind: string, name: string, namespace?: string): WorldRole | undefined {
    return this.#byKey.get(keyOf(kind, name, kind === "Role" ? namespace : undefined));
  }

  /** The Roles of a namespace; without one, the ClusterRoles. */
  in(namespace: string | undefined): readonly WorldRole[] {
    return this.#byNamespace.get(namespace) ?? [];
  }

  #add(role: WorldRole): void {
    const key = keyOf(role.kind, role.name, role.namespace);
    if (this.#byKey.has(key)) return;
    this.#byKey.set(key, role);
    push(this.#byNamespace, role.namespace, role);
  }
}

function keyOf(kind: string, name: string, namespace = ""): string {
  return `${kind} ${namespace} ${name}`;
}

function once<Answer>(find: () => Answer): () => Answer {
  let found: { answer: Answer } | undefined;
  return () => (found ??= { answer: find() }).answer;
}

/** What a role of every cluster grants by itself and by those of every cluster that it takes in. */
const rulesOfBuiltIn = memoizeParts((name: string): readonly PolicyRule[] => {
  const role = bootstrapClusterRole(name);
  if (!role) return [];
  return effectiveRules(role, (one) =>
    bootstrapClusterRoles.filter((other) => aggregates(one, other) === true),
  );
});
