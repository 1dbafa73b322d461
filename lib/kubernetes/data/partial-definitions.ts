import type { Definitions } from "../schema/definition.js";

const OBJECT = { apiVersion: "text", kind: "text", metadata: "ObjectMeta" };
const CALICO = { ...OBJECT, spec: "CalicoPolicySpec" };
const CILIUM = { ...OBJECT, spec: "CiliumRule", specs: "CiliumRule[]" };
const CUSTOM = { ...OBJECT, spec: "{any}" };

/**
 * Of kinds that have many more fields, in which new ones keep appearing, those that are read. The types of the others
 * are those of their CustomResourceDefinitions.
 */
export const PARTIAL_DEFINITIONS: Definitions = {
  // Its template is that of Kubernetes' own workloads.
  DeploymentConfig: { ...OBJECT, spec: "DeploymentConfigSpec" },
  DeploymentConfigSpec: { template: "PodTemplateSpec" },
  // Cilium: pkg/k8s/apis/cilium.io/client/crds/v2/ciliumnetworkpolicies.yaml.
  CiliumNetworkPolicy: CILIUM,
  CiliumClusterwideNetworkPolicy: CILIUM,
  CiliumRule: {
    endpointSelector: "LabelSelector",
    nodeSelector: "LabelSelector",
    ingress: "{any}[]",
    ingressDeny: "{any}[]",
    egress: "{any}[]",
    egressDeny: "{any}[]",
    enableDefaultDeny: "CiliumDefaultDeny",
  },
  CiliumDefaultDeny: { ingress: "boolean", egress: "boolean" },
  // Calico: libcalico-go/config/crd/crd.projectcalico.org_networkpolicies.yaml.
  CalicoNetworkPolicy: CALICO,
  GlobalNetworkPolicy: CALICO,
  CalicoPolicySpec: {
    selector: "text",
    namespaceSelector: "text",
    serviceAccountSelector: "text",
    types: "text[]",
    ingress: "{any}[]",
    egress: "{any}[]",
  },
  KyvernoPolicy: CUSTOM,
  FluxKustomization: CUSTOM,
  HelmRelease: CUSTOM,
  GitRepository: CUSTOM,
  Application: CUSTOM,
  ApplicationSet: CUSTOM,
  Subscription: CUSTOM,
  CustomResourceDefinition: OBJECT,
};
