/**
 * What the page of a report shows: plain data that travels in the page as JSON. All texts are cleaned, and the script
 * of the page puts them in as texts only. What is named often is named by its index.
 */
export interface PageData {
  /** The version of gitops-lint. */
  version: string;
  /** What the page is about, for its title and its first heading. */
  title: string;
  /** What the run said, in sentences: the first one has the numbers. */
  sentences: readonly string[];
  failures: readonly string[];
  /** Where the files of the commit can be read; undefined if that is not known. */
  filesUrl?: string;
  findings?: FindingsData;
  changes?: readonly ChangeData[];
  access?: readonly AccessData[];
  networks?: readonly NetworkData[];
  paths?: readonly PathsData[];
  unknown?: UnknownData;
}

/** A place in a file, which has a line if it is known. */
export interface PlaceData {
  file: string;
  line?: number;
  /** Whether the file is not of the repository, but said in words. */
  isElsewhere?: true;
}

/** A line of a manifest in three parts, the second of which is the place that is meant. */
export type ExcerptLine = readonly [line: number, before: string, place: string, after: string];

export interface FindingsData {
  files: readonly string[];
  rules: readonly RuleData[];
  findings: readonly FindingData[];
  /** How many findings have no excerpt since there was no room for it. */
  withoutRoom: number;
  /** How many findings comments and accepted findings switch off. */
  suppressed: number;
}

export interface RuleData {
  id: string;
  description: string;
  url?: string;
}

/** A finding. Names are short, since there can be thousands. */
export interface FindingData {
  /** The indices of its file and of its rule. */
  f: number;
  r: number;
  /** Line and column, from 1. */
  at: readonly [line: number, column: number];
  isError: boolean;
  message: string;
  object?: string;
  excerpt?: readonly ExcerptLine[];
}

/** Who is bound to which role in one repository. */
export interface AccessData {
  /** Which repository it is, where there are several. */
  title?: string;
  subjects: readonly SubjectData[];
  bindings: readonly BindingData[];
  roles: readonly RoleData[];
}

export interface SubjectData {
  name: string;
}

/** How far something dangerous reaches. */
export type Level = "none" | "namespace" | "cluster";

export interface BindingData {
  kind: string;
  name: string;
  namespace?: string;
  cluster?: string;
  place: PlaceData;
  level: Level;
  /** What is dangerous of what it gives: each completes "can". */
  can: readonly string[];
  /** Why what it gives is not known. */
  unknown?: string;
  /** The indices of its subjects and of its role. */
  subjects: readonly number[];
  role: number;
}

export interface RoleData {
  kind: string;
  name: string;
  namespace?: string;
  /** The cluster of the bindings that refer to it. */
  cluster?: string;
  /** Where it is written; nowhere if it is one of Kubernetes' own, or comes from elsewhere. */
  places: readonly PlaceData[];
}

/** Whether the pods of one namespace may reach those of another: everything, something, nothing, or not known. */
export type Reach = "all" | "some" | "none" | "unknown";

/** Which namespaces of a cluster may reach which. */
export interface NetworkData {
  /** Which repository and cluster it is, where there are several. */
  title?: string;
  /** What is in the rows and columns; the last one is what is outside of the cluster. */
  names: readonly string[];
  /** One text for each row, with one letter for each column: the first one of a reach. */
  cells: readonly string[];
  /** By the indices of row and column, as in `3,14`: the indices of the connections in it. */
  details: Readonly<Record<string, readonly number[]>>;
  connections: readonly ConnectionData[];
  isolation: readonly IsolationData[];
  /** What is left out, in sentences. */
  notes: readonly string[];
}

export interface ConnectionData {
  from: string;
  to: string;
  ports: string;
  through: string;
}

/** What isolates the pods of a namespace that no other policy selects. */
export interface IsolationData {
  namespace: string;
  ingress: string;
  egress: string;
}

/** How some come to more than they hold. */
export interface PathsData {
  title?: string;
  paths: readonly PathData[];
  /** What is left out, in sentences. */
  notes: readonly string[];
}

export interface PathData {
  from: string;
  to: string;
  steps: readonly { words: string; needs?: string; isSure: boolean; places: readonly PlaceData[] }[];
}

/** What was not known, and why. */
export interface UnknownData {
  sentences: readonly string[];
  groups: readonly { why: string; questions: readonly { what: string; place: PlaceData }[] }[];
  notRead: readonly string[];
}

/** What has changed, of one kind. */
export interface ChangeData {
  title: string;
  /** Whether a reader must not miss it. */
  isUrgent: boolean;
  items: readonly ChangeItem[];
  /** How many more there are. */
  left: number;
}

export interface ChangeItem {
  /** Whether something is given, taken away, neither, or not known. */
  mark: "+" | "-" | "~" | "?";
  words: string;
  /** What else there is to say of it, such as through what it is given before and after. */
  details: readonly string[];
}
