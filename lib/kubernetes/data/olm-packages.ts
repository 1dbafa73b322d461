/**
 * OLM packages that bring roles and service accounts with other names than their own, and the words that these go by.
 * They are the names in the `clusterPermissions` and `permissions` of the package's ClusterServiceVersion, in those of
 * the packages it depends on, and in what the operator makes once it runs. A package whose objects go by its own name
 * is not here.
 */
export const OLM_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "3scale-operator": ["amp", "apicast", "system-app", "threescale", "zync"],
  "advanced-cluster-management": ["klusterlet", "multicluster", "multiclusterhub", "open-cluster-management"],
  "amq-streams": ["strimzi"],
  "cincinnati-operator": ["updateservice"],
  "cloud-native-postgresql": ["cnpg", "postgresql-operator-manager"],
  "cloudnative-pg": ["cnpg"],
  "cluster-logging": ["collect", "collector", "logcollector"],
  "codeready-workspaces": ["che", "devworkspace"],
  "compliance-operator": [
    "api-resource-collector",
    "profileparser",
    "remediation-aggregator",
    "rerunner",
    "resultscollector",
    "resultserver",
  ],
  "crunchy-postgres-operator": ["pgo"],
  datagrid: ["infinispan"],
  devspaces: ["che", "devworkspace"],
  "eclipse-che": ["devworkspace"],
  eap: ["wildfly"],
  "gpu-operator-certified": ["nvidia"],
  "kubevirt-hyperconverged": ["cdi", "cnv", "hco", "hostpath-provisioner", "ssp", "virt"],
  "loki-operator": ["logging", "lokistack"],
  "lvms-operator": ["topolvm", "vg-manager"],
  "mcg-operator": ["noobaa"],
  "mtc-operator": ["migration", "velero"],
  "multicluster-engine": ["assisted", "hive", "hypershift", "klusterlet", "open-cluster-management"],
  nfd: ["node-feature-discovery"],
  "ocs-operator": ["ceph", "noobaa", "rook"],
  "odf-operator": ["ceph", "csi", "noobaa", "ocs", "rook"],
  "opendatahub-operator": ["kserve", "kubeflow", "notebook", "odh"],
  "openshift-custom-metrics-autoscaler-operator": ["keda"],
  "openshift-gitops-operator": ["argocd"],
  "openshift-pipelines-operator-rh": ["pipelines-as-code", "tekton"],
  "openshift-zero-trust-workload-identity-manager": ["spire"],
  "ptp-operator": ["linuxptp"],
  "redhat-oadp-operator": ["openshift-adp", "velero"],
  "rhacs-operator": ["central", "sensor", "stackrox"],
  "rhbk-operator": ["keycloak"],
  "rhcl-operator": ["authorino", "kuadrant", "limitador"],
  rhdh: ["backstage"],
  "rhods-operator": ["kserve", "kubeflow", "notebook", "odh", "opendatahub", "redhat-ods"],
  "rhsso-operator": ["keycloak"],
  sailoperator: ["istio", "istiod"],
  "serverless-operator": ["knative", "kourier"],
  "service-registry-operator": ["apicurio"],
  servicemeshoperator: ["istio", "istiod", "maistra"],
  servicemeshoperator3: ["istio", "istiod", "sail"],
  "web-terminal": ["devworkspace"],
};

/** The names that what an OLM package brings can go by: the package's own, and those of its parts. */
export function namesOfPackage(name: string): readonly string[] {
  return [name, ...(Object.hasOwn(OLM_PACKAGES, name) ? (OLM_PACKAGES[name] ?? []) : [])];
}
