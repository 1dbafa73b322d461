import { field, items } from "../../util/plain-values.js";
import { type FieldSpec, fieldSpecsIn, type KindSelector, kindSelectorIn } from "./fields/field-spec.js";

/** A kind of object that others refer to by name, and the fields in which they do. */
export interface NameReference extends KindSelector {
  referrers: readonly FieldSpec[];
}

/** Where transformers write: kustomize's defaults, and what `configurations` add to them. */
export interface Configuration {
  namePrefix: readonly FieldSpec[];
  nameSuffix: readonly FieldSpec[];
  namespace: readonly FieldSpec[];
  commonLabels: readonly FieldSpec[];
  labels: readonly FieldSpec[];
  templateLabels: readonly FieldSpec[];
  commonAnnotations: readonly FieldSpec[];
  varReference: readonly FieldSpec[];
  nameReference: readonly NameReference[];
}

/** The parts of a configuration that are field specs. */
export const SPEC_FIELDS = [
  "namePrefix",
  "nameSuffix",
  "namespace",
  "commonLabels",
  "labels",
  "templateLabels",
  "commonAnnotations",
  "varReference",
] as const;

export type SpecField = (typeof SPEC_FIELDS)[number];

const RBAC = "rbac.authorization.k8s.io";
const ADMISSION = "admissionregistration.k8s.io";

function spec(path: string, kind?: string, group?: string, create = false): FieldSpec {
  return { path: path.split("/"), kind, group, create };
}

const WORKLOADS = ["ReplicationController", "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job"];

/** The metadata of pod templates, and of what makes templates. */
function templateMetadata(name: "labels" | "annotations"): FieldSpec[] {
  return [
    ...WORKLOADS.map((kind) => spec(`spec/template/metadata/${name}`, kind, undefined, true)),
    spec(`spec/jobTemplate/spec/template/metadata/${name}`, "CronJob", "batch", true),
  ];
}

const metadataName = spec("metadata/name");
const metadataLabels = spec("metadata/labels", undefined, undefined, true);
const metadataAnnotations = spec("metadata/annotations", undefined, undefined, true);
const resourceNames = [spec("rules/resourceNames", "Role"), spec("rules/resourceNames", "ClusterRole")];

/**
 * kustomize's defaults, as far as they concern what is read: api/internal/konfig/builtinpluginconsts. The
 * order of the name references is kustomize's, since what one writes the next one reads.
 */
export const DEFAULTS: Configuration = {
  namePrefix: [metadataName],
  nameSuffix: [metadataName],
  namespace: [spec("metadata/name", "Namespace", undefined, true)],
  commonLabels: [
    spec("spec/podSelector/matchLabels", "NetworkPolicy", "networking.k8s.io"),
    spec("spec/ingress/from/podSelector/matchLabels", "NetworkPolicy", "networking.k8s.io"),
    spec("spec/egress/to/podSelector/matchLabels", "NetworkPolicy", "networking.k8s.io"),
    metadataLabels,
    { path: ["spec", "selector"], kind: "Service", version: "v1", create: true },
    ...templateMetadata("labels"),
  ],
  labels: [],
  templateLabels: [metadataLabels, ...templateMetadata("labels")],
  commonAnnotations: [metadataAnnotations, ...templateMetadata("annotations")],
  varReference: [
    spec("metadata/labels"),
    spec("metadata/annotations"),
    spec("spec/template/metadata/annotations", "Deployment"),
  ],
  nameReference: [
    {
      kind: "Service",
      version: "v1",
      referrers: [
        spec("spec/rules/http/paths/backend/serviceName", "Ingress"),
        spec("spec/backend/serviceName", "Ingress"),
        spec("spec/rules/http/paths/backend/service/name", "Ingress"),
        spec("spec/defaultBackend/service/name", "Ingress"),
        spec("spec/rules/backendRefs/name", "HTTPRoute"),
      ],
    },
    {
      kind: "ServiceAccount",
      version: "v1",
      referrers: [
        spec("subjects", "RoleBinding", RBAC),
        spec("subjects", "ClusterRoleBinding", RBAC),
        spec("spec/serviceAccountName", "Pod"),
        ...["StatefulSet", "Deployment", "ReplicationController", "Job", "DaemonSet"].map((kind) =>
          spec("spec/template/spec/serviceAccountName", kind),
        ),
        spec("spec/jobTemplate/spec/template/spec/serviceAccountName", "CronJob"),
      ],
    },
    { kind: "Role", group: RBAC, referrers: [spec("roleRef/name", "RoleBinding", RBAC)] },
    {
      kind: "ClusterRole",
      group: RBAC,
      referrers: [
        spec("roleRef/name", "RoleBinding", RBAC),
        spec("roleRef/name", "ClusterRoleBinding", RBAC),
      ],
    },
    { kind: "ConfigMap", version: "v1", referrers: resourceNames },
    { kind: "Secret", version: "v1", referrers: resourceNames },
    // Not so for a MutatingAdmissionPolicyBinding, which a prefix breaks.
    {
      kind: "ValidatingAdmissionPolicy",
      group: ADMISSION,
      referrers: [spec("spec/policyName", "ValidatingAdmissionPolicyBinding", ADMISSION)],
    },
  ],
};

export function configurationOf(
  specs: (key: SpecField) => Configuration[SpecField],
  nameReference: Configuration["nameReference"],
): Configuration {
  return {
    namePrefix: specs("namePrefix"),
    nameSuffix: specs("nameSuffix"),
    namespace: specs("namespace"),
    commonLabels: specs("commonLabels"),
    labels: specs("labels"),
    templateLabels: specs("templateLabels"),
    commonAnnotations: specs("commonAnnotations"),
    varReference: specs("varReference"),
    nameReference,
  };
}

/** What a file named in `configurations` says. */
export function configurationIn(value: unknown): Configuration {
  const nameReference = items(field(value, "nameReference")).map((item) => ({
    ...kindSelectorIn(item),
    referrers: fieldSpecsIn(field(item, "fieldSpecs")),
  }));
  return configurationOf((key) => fieldSpecsIn(field(value, key)), nameReference);
}

/** Whether a configuration makes a transformer write what kind of object something is. */
export function writesKind({ nameReference, ...configuration }: Configuration): boolean {
  const specs = [...Object.values(configuration), ...nameReference.map(({ referrers }) => referrers)].flat();
  return specs.some(({ path: [first = ""], path }) => path.length === 1 && KIND_FIELDS.has(first));
}

const KIND_FIELDS: ReadonlySet<string> = new Set(["kind", "apiVersion"]);

/** Several configurations of one kustomization, one after the other. */
export function joinConfigurations(all: readonly Configuration[]): Configuration {
  return configurationOf(
    (key) => all.flatMap((one) => one[key]),
    all.flatMap(({ nameReference }) => nameReference),
  );
}
