/** A public list of recommendations. */
export interface Benchmark {
  title: string;
  /** The versions of the benchmark that use these ids. */
  versions: string;
  url: string;
}

/** A recommendation of a benchmark. Its id is unambiguous only together with the benchmark's version. */
export interface Control {
  benchmark: BenchmarkName;
  /** The number in the benchmark, or the section heading where the benchmark has no numbers. */
  id: string;
  /** What the control asks for, in our own words. */
  asks: string;
}

/** The benchmarks, by the prefix of their control ids. */
export const BENCHMARKS = {
  CIS: {
    title: "CIS Kubernetes Benchmark",
    versions: "1.7 to 1.12",
    url: "https://www.cisecurity.org/benchmark/kubernetes",
  },
  "CIS EKS": {
    title: "CIS Amazon EKS Benchmark",
    versions: "1.8.0",
    url: "https://www.cisecurity.org/benchmark/kubernetes",
  },
  "CIS GKE": {
    title: "CIS Google GKE Benchmark",
    versions: "1.9.0",
    url: "https://www.cisecurity.org/benchmark/kubernetes",
  },
  "CIS AKS": {
    title: "CIS Azure AKS Benchmark",
    versions: "1.8",
    url: "https://www.cisecurity.org/benchmark/kubernetes",
  },
  "OWASP K8s 2025": {
    title: "OWASP Kubernetes Top 10 2025",
    versions: "2025",
    url: "https://owasp.org/www-project-kubernetes-top-ten/",
  },
  "OWASP K8s 2022": {
    title: "OWASP Kubernetes Top 10 2022",
    versions: "2022",
    url: "https://owasp.org/www-project-kubernetes-top-ten/",
  },
  "RBAC Good Practices": {
    title: "Kubernetes RBAC Good Practices",
    versions: "current",
    url: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
  },
  NSA: {
    title: "NSA and CISA Kubernetes Hardening Guide",
    versions: "1.2",
    url: "https://www.nsa.gov/Press-Room/News-Highlights/Article/Article/2716980/",
  },
} as const satisfies Record<string, Benchmark>;

export type BenchmarkName = keyof typeof BENCHMARKS;

/** What each control asks for. Platform benchmarks ask for the same under other numbers. */
const ASKED = {
  "CIS 1.2.1": "Let nobody ask the API server without credentials",
  "CIS 1.2.2": "Give the API server no file of tokens",
  "CIS 1.2.6": "Do not let the API server allow everything",
  "CIS 1.2.7": "Use the authorization mode Node",
  "CIS 1.2.8": "Use the authorization mode RBAC",
  "CIS 1.2.9": "Use the admission plugin EventRateLimit",
  "CIS 1.2.10": "Do not use the admission plugin AlwaysAdmit",
  "CIS 1.2.11": "Use the admission plugin AlwaysPullImages",
  "CIS 1.2.12": "Use the admission plugin ServiceAccount",
  "CIS 1.2.13": "Use the admission plugin NamespaceLifecycle",
  "CIS 1.2.14": "Use the admission plugin NodeRestriction",
  "CIS 4.2.1": "Let nobody ask a kubelet without credentials",
  "CIS 4.2.2": "Do not let a kubelet allow everything",
  "CIS 5.1.1": "Give cluster-admin only where it is needed",
  "CIS 5.1.2": "Limit who can read Secrets",
  "CIS 5.1.3": "Use no wildcards in roles",
  "CIS 5.1.4": "Limit who can create pods",
  "CIS 5.1.5": "Do not use the default service accounts",
  "CIS 5.1.6": "Mount service account tokens only where they are needed",
  "CIS 5.1.7": "Do not use the group system:masters",
  "CIS 5.1.8": "Limit who can bind, impersonate and escalate",
  "CIS 5.1.9": "Limit who can create persistent volumes",
  "CIS 5.1.10": "Limit who can use the node proxy",
  "CIS 5.1.11": "Limit who can approve certificate signing requests",
  "CIS 5.1.12": "Limit who can change webhook configurations",
  "CIS 5.1.13": "Limit who can create service account tokens",
  "CIS 5.3.2": "Have network policies in every namespace",
  "CIS GKE 4.1.8": "Bind nothing to system:anonymous",
  "CIS GKE 4.1.9": "Bind nothing to system:unauthenticated",
  "CIS GKE 4.1.10": "Bind nothing to system:authenticated",
  "OWASP K8s 2025 K02": "Overly permissive authorization",
  "OWASP K8s 2025 K05": "Missing network segmentation",
  "OWASP K8s 2022 K03": "Overly permissive RBAC",
  "OWASP K8s 2022 K07": "Missing network segmentation",
  "RBAC Good Practices: Least privilege": "Grant what is needed and no more",
  "RBAC Good Practices: Hardening":
    "Review the bindings of unauthenticated users and default service accounts",
  "RBAC Good Practices: Listing secrets": "Listing or watching Secrets reads them",
  "RBAC Good Practices: Workload creation": "Creating workloads reads what pods can mount",
  "RBAC Good Practices: Persistent volume creation": "A volume can be a directory of the node",
  "RBAC Good Practices: Access to proxy subresource of Nodes": "The node proxy runs commands in pods",
  "RBAC Good Practices: Escalate verb": "Escalating gives every right",
  "RBAC Good Practices: Bind verb": "Binding gives every right",
  "RBAC Good Practices: Impersonate verb": "Impersonating gives the rights of others",
  "RBAC Good Practices: CSRs and certificate issuing": "Approving certificates makes identities",
  "RBAC Good Practices: Token request": "Creating tokens gives the rights of service accounts",
  "RBAC Good Practices: Control admission webhooks": "Webhooks read and change what is admitted",
  "RBAC Good Practices: Namespace modification": "Labels of a namespace decide what is isolated",
  "NSA: Authentication and authorization": "Limit what users, administrators and pods may do",
  "NSA: Network separation and hardening": "Deny by default, allow what is needed",
} as const satisfies Record<string, string>;

export type ControlId = keyof typeof ASKED;

/** The numbers of the same recommendation in the platform benchmarks. */
const ELSEWHERE: Partial<Record<ControlId, Partial<Record<BenchmarkName, string>>>> = {
  "CIS 5.1.1": { "CIS EKS": "4.1.1", "CIS GKE": "4.1.1", "CIS AKS": "4.1.1" },
  "CIS 5.1.2": { "CIS EKS": "4.1.2", "CIS GKE": "4.1.2", "CIS AKS": "4.1.2" },
  "CIS 5.1.3": { "CIS EKS": "4.1.3", "CIS GKE": "4.1.3", "CIS AKS": "4.1.3" },
  "CIS 5.1.4": { "CIS EKS": "4.1.4", "CIS AKS": "4.1.4" },
  "CIS 5.1.5": { "CIS EKS": "4.1.5", "CIS GKE": "4.1.4", "CIS AKS": "4.1.5" },
  "CIS 5.1.6": { "CIS EKS": "4.1.6", "CIS GKE": "4.1.5", "CIS AKS": "4.1.6" },
  "CIS 5.1.7": { "CIS GKE": "4.1.6" },
  "CIS 5.1.8": { "CIS EKS": "4.1.8", "CIS GKE": "4.1.7", "CIS AKS": "4.1.7" },
  "CIS 5.1.9": { "CIS EKS": "4.1.9", "CIS AKS": "4.1.8" },
  "CIS 5.1.10": { "CIS EKS": "4.1.10", "CIS AKS": "4.1.9" },
  "CIS 5.1.11": { "CIS AKS": "4.1.10" },
  "CIS 5.1.12": { "CIS EKS": "4.1.11", "CIS AKS": "4.1.11" },
  "CIS 5.1.13": { "CIS EKS": "4.1.12", "CIS AKS": "4.1.12" },
  "CIS 5.3.2": { "CIS EKS": "4.3.2", "CIS GKE": "4.3.2", "CIS AKS": "4.4.2" },
};

const BENCHMARK_NAMES = Object.keys(BENCHMARKS) as BenchmarkName[];

/** Every control that a rule can name. */
export const CONTROL_IDS = Object.keys(ASKED) as ControlId[];

/** Returns a control together with its equivalents in other benchmarks. */
export function controlsOf(name: ControlId): Control[] {
  const asks = ASKED[name];
  const others = Object.entries(ELSEWHERE[name] ?? {}).map(([benchmark, id]): Control => {
    return { benchmark: benchmark as BenchmarkName, id, asks };
  });
  return [{ ...split(name), asks }, ...others];
}

function split(name: ControlId): { benchmark: BenchmarkName; id: string } {
  const benchmark = BENCHMARK_NAMES.filter((prefix) => name.startsWith(prefix)).reduce((longest, prefix) =>
    prefix.length > longest.length ? prefix : longest,
  );
  return { benchmark, id: name.slice(benchmark.length).replace(/^:? /, "") };
}

/** Returns the id of a control after the full title of its benchmark, as the rule pages show it. */
export function controlTitle(name: ControlId): string {
  const { benchmark, id } = split(name);
  const { title } = BENCHMARKS[benchmark];
  return name.includes(": ") ? `${title}: ${id}` : `${title} ${id}`;
}
