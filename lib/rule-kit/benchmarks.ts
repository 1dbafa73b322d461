import { CIS, type Recommendation } from "./cis-recommendations.js";

/** A public list of recommendations. */
export interface Benchmark {
  title: string;
  /** The versions of the benchmark that use these ids. */
  versions: string;
  url: string;
  /** The sections whose controls are not listed, as no repository shows them. */
  leavesOut?: string;
}

/** A recommendation of a benchmark. Its id is unambiguous only together with the benchmark's version. */
export interface Control {
  benchmark: BenchmarkName;
  /** The number in the benchmark, or the section heading where the benchmark has no numbers. */
  id: string;
  /** What the control asks for, in our own words. */
  asks: string;
  /** Its numbers in older versions of the benchmark, by the versions, where they are others. */
  older?: Readonly<Record<string, string>>;
  /** The first version of the benchmark that has it, if not all have. */
  since?: string;
  /** Why no repository shows whether it is followed. */
  outOfReach?: string;
}

/** The benchmarks, by the prefix of their control ids. */
export const BENCHMARKS = {
  CIS: {
    title: "CIS Kubernetes Benchmark",
    versions: "1.7 to 1.12",
    url: "https://www.cisecurity.org/benchmark/kubernetes",
    leavesOut: "1.1 and 4.1, the permissions of files on nodes, and 3.1, who uses which credentials",
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

/** What the controls of other benchmarks than CIS' for Kubernetes itself ask for. */
const ASKED = {
  "CIS GKE 4.1.8": "Bind nothing to system:anonymous",
  "CIS GKE 4.1.9": "Bind nothing to system:unauthenticated",
  "CIS GKE 4.1.10": "Bind nothing to system:authenticated",
  "OWASP K8s 2025 K02": "Overly permissive authorization",
  "OWASP K8s 2025 K03": "Secrets management failures",
  "OWASP K8s 2025 K05": "Missing network segmentation",
  "OWASP K8s 2025 K08": "Cluster to cloud lateral movement",
  "OWASP K8s 2022 K03": "Overly permissive RBAC",
  "OWASP K8s 2022 K07": "Missing network segmentation",
  "OWASP K8s 2022 K08": "Secrets management failures",
  "RBAC Good Practices: Least privilege": "Grant what is needed and no more",
  "RBAC Good Practices: Hardening":
    "Review the bindings of unauthenticated users and default service accounts",
  "RBAC Good Practices: Privilege escalation risks": "Some rights lead to those of others",
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

export type ControlId = keyof typeof CIS | keyof typeof ASKED;

const BENCHMARK_NAMES = Object.keys(BENCHMARKS) as BenchmarkName[];

/** Every control that a rule can name. */
export const CONTROL_IDS = [...Object.keys(CIS), ...Object.keys(ASKED)] as ControlId[];

/** Returns a control together with its equivalents in other benchmarks. */
export function controlsOf(name: ControlId): Control[] {
  if (!isOfCis(name)) return [{ ...split(name), asks: ASKED[name] }];
  const { elsewhere = {}, ...own }: Recommendation = CIS[name];
  const { asks, outOfReach } = own;
  const shared = outOfReach === undefined ? { asks } : { asks, outOfReach };
  const others = Object.entries(elsewhere).map(([benchmark, id]): Control => {
    return { benchmark: benchmark as BenchmarkName, id, ...shared };
  });
  return [{ ...split(name), ...own }, ...others];
}

function isOfCis(name: ControlId): name is keyof typeof CIS {
  return Object.hasOwn(CIS, name);
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
