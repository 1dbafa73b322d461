/** The versions of the CIS Kubernetes Benchmark that have other numbers than the newest. */
type OlderVersions = "1.7" | "1.8" | "1.7 and 1.8" | "1.7 to 1.10" | "1.7 to 1.11";

/** A recommendation of the CIS Kubernetes Benchmark. */
export interface Recommendation {
  /** What it asks for, in our own words. */
  asks: string;
  /** Its numbers in older versions, where they are others. */
  older?: Partial<Record<OlderVersions, string>>;
  /** The first version that has it, if not all have. */
  since?: string;
  /** Its numbers in the benchmarks of platforms. */
  elsewhere?: Partial<Record<"CIS EKS" | "CIS GKE" | "CIS AKS", string>>;
  /** Why no repository shows whether it is followed. */
  outOfReach?: string;
}

/**
 * The recommendations of the CIS Kubernetes Benchmark that a repository could show, by their numbers in version 1.12:
 * sections 1.2, 1.3, 1.4, 2, 3.2, 4.2, 4.3 and 5. Where a version had one that 1.12 has not, its number names the
 * versions. Sections 1.1 and 4.1 are about the permissions of files on the nodes, and 3.1 about who uses which
 * credentials.
 */
export const CIS = {
  "CIS 1.2.1": { asks: "Let nobody ask the API server without credentials" },
  "CIS 1.2.2": { asks: "Give the API server no file of tokens" },
  "CIS 1.2.3": { asks: "Use the admission plugin DenyServiceExternalIPs" },
  "CIS 1.2.4": { asks: "Give the API server a certificate for kubelets" },
  "CIS 1.2.5": { asks: "Let the API server check the certificates of kubelets" },
  "CIS 1.2.6": { asks: "Do not let the API server allow everything" },
  "CIS 1.2.7": { asks: "Use the authorization mode Node" },
  "CIS 1.2.8": { asks: "Use the authorization mode RBAC" },
  "CIS 1.2.9": { asks: "Use the admission plugin EventRateLimit" },
  "CIS 1.2.10": { asks: "Do not use the admission plugin AlwaysAdmit" },
  "CIS 1.2.11": { asks: "Use the admission plugin AlwaysPullImages" },
  "CIS 1.2.12": { asks: "Use the admission plugin ServiceAccount", older: { "1.7 and 1.8": "1.2.13" } },
  "CIS 1.2.12 in 1.7 and 1.8": {
    asks: "Use the admission plugin SecurityContextDeny",
    outOfReach: "Kubernetes 1.30 removed the plugin",
  },
  "CIS 1.2.13": { asks: "Use the admission plugin NamespaceLifecycle", older: { "1.7 and 1.8": "1.2.14" } },
  "CIS 1.2.14": { asks: "Use the admission plugin NodeRestriction", older: { "1.7 and 1.8": "1.2.15" } },
  "CIS 1.2.15": {
    asks: "Switch off profiles of the API server",
    older: { "1.8": "1.2.16", "1.7": "1.2.17" },
  },
  "CIS 1.2.16": { asks: "Write an audit log", older: { "1.8": "1.2.17", "1.7": "1.2.18" } },
  "CIS 1.2.16 in 1.7": { asks: "Keep the port with TLS open" },
  "CIS 1.2.17": { asks: "Keep audit logs for 30 days", older: { "1.8": "1.2.18", "1.7": "1.2.19" } },
  "CIS 1.2.18": { asks: "Keep 10 old audit logs", older: { "1.8": "1.2.19", "1.7": "1.2.20" } },
  "CIS 1.2.19": { asks: "Let audit logs grow to 100 MB", older: { "1.8": "1.2.20", "1.7": "1.2.21" } },
  "CIS 1.2.20": { asks: "Limit how long a request may take", older: { "1.8": "1.2.21", "1.7": "1.2.22" } },
  "CIS 1.2.21": {
    asks: "Refuse the tokens of deleted ServiceAccounts",
    older: { "1.8": "1.2.22", "1.7": "1.2.23" },
  },
  "CIS 1.2.22": {
    asks: "Check ServiceAccount tokens with keys of their own",
    older: { "1.8": "1.2.23", "1.7": "1.2.24" },
  },
  "CIS 1.2.23": {
    asks: "Give the API server a certificate for etcd",
    older: { "1.8": "1.2.24", "1.7": "1.2.25" },
  },
  "CIS 1.2.24": {
    asks: "Give the API server a certificate to serve with",
    older: { "1.8": "1.2.25", "1.7": "1.2.26" },
  },
  "CIS 1.2.25": {
    asks: "Let the API server check the certificates of clients",
    older: { "1.8": "1.2.26", "1.7": "1.2.27" },
  },
  "CIS 1.2.26": {
    asks: "Let the API server check the certificate of etcd",
    older: { "1.8": "1.2.27", "1.7": "1.2.28" },
  },
  "CIS 1.2.27": {
    asks: "Encrypt Secrets where they are stored",
    older: { "1.8": "1.2.28", "1.7": "1.2.29" },
  },
  "CIS 1.2.28": {
    asks: "Encrypt Secrets with a provider that is strong enough",
    older: { "1.8": "1.2.29", "1.7": "1.2.30" },
  },
  "CIS 1.2.29": { asks: "Use strong ciphers in the API server", older: { "1.8": "1.2.30", "1.7": "1.2.31" } },
  "CIS 1.2.30": { asks: "Do not extend the life of pods' tokens", since: "1.11" },
  "CIS 1.3.1": { asks: "Delete pods that have ended" },
  "CIS 1.3.2": { asks: "Switch off profiles of the controller manager" },
  "CIS 1.3.3": { asks: "Give each controller a ServiceAccount of its own" },
  "CIS 1.3.4": { asks: "Sign ServiceAccount tokens with a key of their own" },
  "CIS 1.3.5": { asks: "Give pods the certificate of the API server" },
  "CIS 1.3.6": { asks: "Renew the certificates that kubelets serve with" },
  "CIS 1.3.7": { asks: "Keep the controller manager on its own machine" },
  "CIS 1.4.1": { asks: "Switch off profiles of the scheduler" },
  "CIS 1.4.2": { asks: "Keep the scheduler on its own machine" },
  "CIS 2.1": { asks: "Give etcd a certificate to serve with" },
  "CIS 2.2": { asks: "Let etcd check the certificates of clients" },
  "CIS 2.3": { asks: "Let etcd make up no certificates" },
  "CIS 2.4": { asks: "Give etcd a certificate for its other members" },
  "CIS 2.5": { asks: "Let etcd check the certificates of its other members" },
  "CIS 2.6": { asks: "Let etcd make up no certificates for its members" },
  "CIS 2.7": { asks: "Give etcd a certificate authority of its own" },
  "CIS 3.2.1": { asks: "Have an audit policy" },
  "CIS 3.2.2": { asks: "Log what matters for security, and no Secrets" },
  "CIS 4.2.1": {
    asks: "Let nobody ask a kubelet without credentials",
    elsewhere: { "CIS EKS": "3.2.1", "CIS AKS": "3.2.1" },
  },
  "CIS 4.2.2": {
    asks: "Do not let a kubelet allow everything",
    elsewhere: { "CIS EKS": "3.2.2", "CIS AKS": "3.2.2" },
  },
  "CIS 4.2.3": {
    asks: "Let kubelets check the certificates of clients",
    elsewhere: { "CIS EKS": "3.2.3", "CIS AKS": "3.2.3" },
  },
  "CIS 4.2.4": {
    asks: "Close the read-only port of kubelets",
    elsewhere: { "CIS EKS": "3.2.4", "CIS AKS": "3.2.4" },
  },
  "CIS 4.2.5": {
    asks: "End connections that are idle",
    elsewhere: { "CIS EKS": "3.2.5", "CIS AKS": "3.2.5" },
  },
  "CIS 4.2.6": {
    asks: "Let kubelets keep up their firewall rules",
    elsewhere: { "CIS EKS": "3.2.6", "CIS AKS": "3.2.6" },
  },
  "CIS 4.2.7": { asks: "Let kubelets go by the names of their machines" },
  "CIS 4.2.8": {
    asks: "Let kubelets record enough events",
    elsewhere: { "CIS EKS": "3.2.7", "CIS AKS": "3.2.7" },
    outOfReach: "how many events are enough depends on the cluster",
  },
  "CIS 4.2.9": { asks: "Give kubelets a certificate to serve with" },
  "CIS 4.2.10": {
    asks: "Renew the certificates of kubelets",
    elsewhere: { "CIS EKS": "3.2.8", "CIS AKS": "3.2.8" },
  },
  "CIS 4.2.11": {
    asks: "Renew the certificates that kubelets serve with",
    elsewhere: { "CIS EKS": "3.2.9", "CIS AKS": "3.2.9" },
  },
  "CIS 4.2.12": { asks: "Use strong ciphers in kubelets" },
  "CIS 4.2.13": { asks: "Limit the processes of a pod" },
  "CIS 4.2.14": { asks: "Use a seccomp profile by default", since: "1.11" },
  "CIS 4.2.15 in 1.11": {
    asks: "Limit which addresses may reach kubelets",
    outOfReach: "it is set in systemd on each node",
  },
  "CIS 4.3.1": { asks: "Keep the metrics of kube-proxy on its own machine", since: "1.9" },
  "CIS 5.1.1": {
    asks: "Give cluster-admin only where it is needed",
    elsewhere: { "CIS EKS": "4.1.1", "CIS GKE": "4.1.1", "CIS AKS": "4.1.1" },
  },
  "CIS 5.1.2": {
    asks: "Limit who can read Secrets",
    elsewhere: { "CIS EKS": "4.1.2", "CIS GKE": "4.1.2", "CIS AKS": "4.1.2" },
  },
  "CIS 5.1.3": {
    asks: "Use no wildcards in roles",
    elsewhere: { "CIS EKS": "4.1.3", "CIS GKE": "4.1.3", "CIS AKS": "4.1.3" },
  },
  "CIS 5.1.4": { asks: "Limit who can create pods", elsewhere: { "CIS EKS": "4.1.4", "CIS AKS": "4.1.4" } },
  "CIS 5.1.5": {
    asks: "Do not use the default service accounts",
    elsewhere: { "CIS EKS": "4.1.5", "CIS GKE": "4.1.4", "CIS AKS": "4.1.5" },
  },
  "CIS 5.1.6": {
    asks: "Mount service account tokens only where they are needed",
    elsewhere: { "CIS EKS": "4.1.6", "CIS GKE": "4.1.5", "CIS AKS": "4.1.6" },
  },
  "CIS 5.1.7": { asks: "Do not use the group system:masters", elsewhere: { "CIS GKE": "4.1.6" } },
  "CIS 5.1.8": {
    asks: "Limit who can bind, impersonate and escalate",
    elsewhere: { "CIS EKS": "4.1.8", "CIS GKE": "4.1.7", "CIS AKS": "4.1.7" },
  },
  "CIS 5.1.9": {
    asks: "Limit who can create persistent volumes",
    elsewhere: { "CIS EKS": "4.1.9", "CIS AKS": "4.1.8" },
  },
  "CIS 5.1.10": {
    asks: "Limit who can use the node proxy",
    elsewhere: { "CIS EKS": "4.1.10", "CIS AKS": "4.1.9" },
  },
  "CIS 5.1.11": {
    asks: "Limit who can approve certificate signing requests",
    elsewhere: { "CIS AKS": "4.1.10" },
  },
  "CIS 5.1.12": {
    asks: "Limit who can change webhook configurations",
    elsewhere: { "CIS EKS": "4.1.11", "CIS AKS": "4.1.11" },
  },
  "CIS 5.1.13": {
    asks: "Limit who can create service account tokens",
    elsewhere: { "CIS EKS": "4.1.12", "CIS AKS": "4.1.12" },
  },
  "CIS 5.2.1": { asks: "Have something that checks what pods may do", elsewhere: { "CIS GKE": "4.2.1" } },
  "CIS 5.2.2": {
    asks: "Limit which pods may be privileged",
    elsewhere: { "CIS EKS": "4.2.1", "CIS AKS": "4.2.1" },
  },
  "CIS 5.2.3": {
    asks: "Limit which pods may see the processes of the node",
    elsewhere: { "CIS EKS": "4.2.2", "CIS AKS": "4.2.2" },
  },
  "CIS 5.2.4": {
    asks: "Limit which pods may share memory with the node",
    elsewhere: { "CIS EKS": "4.2.3", "CIS AKS": "4.2.3" },
  },
  "CIS 5.2.5": {
    asks: "Limit which pods may use the network of the node",
    elsewhere: { "CIS EKS": "4.2.4", "CIS AKS": "4.2.4" },
  },
  "CIS 5.2.6": {
    asks: "Limit which containers may gain privileges",
    elsewhere: { "CIS EKS": "4.2.5", "CIS AKS": "4.2.5" },
  },
  "CIS 5.2.7": { asks: "Limit which containers may run as root" },
  "CIS 5.2.8": { asks: "Limit which containers have the capability NET_RAW" },
  "CIS 5.2.9 in 1.7 to 1.11": { asks: "Limit which containers add capabilities" },
  "CIS 5.2.9": { asks: "Limit which containers have capabilities", older: { "1.7 to 1.11": "5.2.10" } },
  "CIS 5.2.10": {
    asks: "Limit which Windows containers run on the node itself",
    older: { "1.7 to 1.11": "5.2.11" },
  },
  "CIS 5.2.11": {
    asks: "Limit which pods may mount directories of the node",
    older: { "1.7 to 1.11": "5.2.12" },
  },
  "CIS 5.2.12": { asks: "Limit which pods may use ports of the node", older: { "1.7 to 1.11": "5.2.13" } },
  "CIS 5.3.1": {
    asks: "Use a network plugin that enforces policies",
    elsewhere: { "CIS EKS": "4.3.1", "CIS GKE": "4.3.1" },
    outOfReach: "what enforces them shows in the cluster",
  },
  "CIS 5.3.2": {
    asks: "Have network policies in every namespace",
    elsewhere: { "CIS EKS": "4.3.2", "CIS GKE": "4.3.2", "CIS AKS": "4.4.2" },
  },
  "CIS 5.4.1": {
    asks: "Mount Secrets as files, not as variables",
    elsewhere: { "CIS EKS": "4.4.1", "CIS GKE": "4.4.1", "CIS AKS": "4.5.1" },
  },
  "CIS 5.4.2": {
    asks: "Consider storing secrets elsewhere",
    elsewhere: { "CIS EKS": "4.4.2", "CIS GKE": "4.4.2", "CIS AKS": "4.5.2" },
    outOfReach: "it asks for a decision, not for a setting",
  },
  "CIS 5.5.1": { asks: "Check where images come from", elsewhere: { "CIS GKE": "4.5.1" } },
  "CIS 5.6.1": {
    asks: "Keep apart by namespaces what belongs to different people",
    older: { "1.7 to 1.10": "5.7.1" },
    elsewhere: { "CIS EKS": "4.5.1", "CIS GKE": "4.6.1", "CIS AKS": "4.6.1" },
    outOfReach: "who should be kept apart is known to people only",
  },
  "CIS 5.6.2": {
    asks: "Use the seccomp profile of the container runtime in pods",
    older: { "1.7 to 1.10": "5.7.2" },
    elsewhere: { "CIS GKE": "4.6.2" },
  },
  "CIS 5.6.3": {
    asks: "Set a security context for pods and containers",
    older: { "1.7 to 1.10": "5.7.3" },
    elsewhere: { "CIS GKE": "4.6.3", "CIS AKS": "4.6.2" },
  },
  "CIS 5.6.4": {
    asks: "Do not use the namespace default",
    older: { "1.7 to 1.10": "5.7.4" },
    elsewhere: { "CIS EKS": "4.5.2", "CIS GKE": "4.6.4", "CIS AKS": "4.6.3" },
  },
} as const satisfies Record<string, Recommendation>;
