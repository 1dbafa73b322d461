import { AUTHENTICATED_GROUP } from "../rbac/subjects.js";

/** Kubernetes: pkg/apis/abac/register.go, GroupName. */
export const ABAC_GROUP = "abac.authorization.kubernetes.io";
export const ABAC_VERSION = `${ABAC_GROUP}/v1beta1`;

/** What a line of a policy file allows: Kubernetes, pkg/apis/abac/types.go, PolicySpec. */
export interface PolicySpec {
  user: string;
  group: string;
  readonly: boolean;
  apiGroup: string;
  resource: string;
  namespace: string;
  nonResourcePath: string;
}

export type PolicyField = keyof PolicySpec;

export const NO_POLICY: PolicySpec = {
  user: "",
  group: "",
  readonly: false,
  apiGroup: "",
  resource: "",
  namespace: "",
  nonResourcePath: "",
};

/** A form in which a policy can be written. */
export interface PolicyForm {
  /** The property that holds the others; left out if they are at the top. */
  spec?: string;
  /** The properties by their names, which must be written exactly so. */
  fields: ReadonlyMap<string, PolicyField>;
}

const V1BETA1_FIELDS: readonly PolicyField[] = [
  "user",
  "group",
  "readonly",
  "apiGroup",
  "resource",
  "namespace",
  "nonResourcePath",
];
const V0_FIELDS: readonly PolicyField[] = ["user", "group", "readonly", "resource", "namespace"];

/** The versions of the group that a policy file can name: pkg/apis/abac, types.go of each. */
export const POLICY_FORMS = {
  v1beta1: { spec: "spec", fields: new Map(V1BETA1_FIELDS.map((name) => [name, name])) },
  /** Also called unversioned: a line without an apiVersion is in this form. */
  v0: { fields: new Map(V0_FIELDS.map((name) => [name, name])) },
  /** The types have no names for JSON, so the names of Go are used. */
  __internal: {
    spec: "Spec",
    fields: new Map([
      ["User", "user"],
      ["Group", "group"],
      ["Readonly", "readonly"],
      ["APIGroup", "apiGroup"],
      ["Resource", "resource"],
      ["Namespace", "namespace"],
      ["NonResourcePath", "nonResourcePath"],
    ]),
  },
} as const satisfies Record<string, PolicyForm>;

export type PolicyVersion = keyof typeof POLICY_FORMS;

/**
 * What a policy means, from what is written.
 * Kubernetes: pkg/apis/abac/v0/conversion.go and pkg/apis/abac/v1beta1/conversion.go.
 */
export function converted(version: PolicyVersion, written: PolicySpec): PolicySpec {
  if (version === "__internal") return written;
  const isStar = written.user === "*" || written.group === "*";
  // The name beside a `*` is lost.
  const someone = isStar ? { user: "", group: AUTHENTICATED_GROUP } : {};
  if (version === "v1beta1") return { ...written, ...someone };
  const { user, group, namespace, resource } = written;
  return {
    ...written,
    ...(user === "" && group === "" ? { group: AUTHENTICATED_GROUP } : someone),
    apiGroup: "*",
    namespace: namespace || "*",
    resource: resource || "*",
    nonResourcePath: namespace === "" && resource === "" ? "*" : "",
  };
}
