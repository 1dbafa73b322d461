import { defineRule } from "../lib/rule-kit/define-rule.js";
import { isRoleOfApiServer } from "../lib/kubernetes/rbac/builtin-roles.js";
import { matchesGlob } from "../lib/util/glob.js";
import { type AnyObject, isKnown, type KindName, ROLE_KINDS } from "../lib/kubernetes/objects.js";
import { platformClusterRoles, platformRoles } from "../lib/kubernetes/rbac/platform-roles.js";
import type { Analysis } from "../lib/analysis/analysis.js";

interface Options {
  systemNames: boolean;
}

export default defineRule({
  name: "no-builtin-redefinition",
  meta: {
    docs: {
      description: "Disallow roles that overwrite one of Kubernetes' own",
      topic: "What a role permits",
      consequence: "danger",
      preset: "recommended",
      strictOptions: { systemNames: true },
      controls: ["OWASP K8s 2025 K02", "OWASP K8s 2022 K03"],
    },
    messages: {
      overwrites:
        "{{kind}} '{{name}}' is Kubernetes' own: applying this overwrites it for all who have it already, and the API server adds back what is missing when it starts. Give this role a name of its own.",
      systemName:
        "Names that begin with 'system:' belong to Kubernetes, and a later version may have its own {{kind}} '{{name}}'. Give this role a name of its own.",
    },
    schema: [
      {
        type: "object",
        properties: {
          systemNames: {
            type: "boolean",
            description: "Whether any other name that begins with `system:` is reported as well.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ systemNames: false } as Options],
  },
  on: "object",
  kinds: ROLE_KINDS,
  patches: false,
  check(written, { kind, applied, analysis, options, report }) {
    const roles: AnyObject[] =
      applied.length > 0 ? applied.map(({ object }) => object.object) : [written as AnyObject];
    const named = roles.flatMap(({ metadata = {} }) => {
      return isKnown(metadata.name) ? [{ name: metadata.name, namespace: metadata.namespace }] : [];
    });
    const builtIn = named.find(({ name, namespace }) => isRoleOfApiServer(kind, name, namespace));
    const system = options.systemNames
      ? named.find(
          ({ name, namespace }) =>
            name.startsWith("system:") && !isOfPlatform(analysis, kind, name, namespace),
        )
      : undefined;
    const found = builtIn ?? system;
    if (!found) return;
    report({
      at: ["metadata", "name"],
      messageId: builtIn ? "overwrites" : "systemName",
      data: { kind, name: found.name },
    });
  },
});

/** Whether a role belongs to the platform: only the platform's own repositories contain it, and they may. */
function isOfPlatform({ platform }: Analysis, kind: KindName, name: string, namespace = ""): boolean {
  if (platform === undefined) return false;
  return kind === "ClusterRole"
    ? platformClusterRoles(platform).some((pattern) => matchesGlob(pattern, name))
    : platformRoles(platform).some((pattern) => matchesGlob(pattern, `${namespace}/${name}`));
}
