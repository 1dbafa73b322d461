import type { SoughtKind } from "./lookup-index.js";
import { memoizeParts } from "../../util/memoize.js";

/** Words that are in names and paths everywhere, and so distinguish nothing. */
const COMMON_WORDS = new Set(
  [
    "access addon addons admin admins aggregate all api apis app apps application applications base bases basic",
    "binding bitnami build builds chart charts cli cluster clusterrole clusters com common component components config",
    "configs configuration controller controllers core crd crds create default deploy deployment dev dir download",
    "edit editor env environments example examples ext external file fleet full generic ghcr git github",
    "githubusercontent gitlab gitops group head heads helm http https images incubator infra infrastructure install instance",
    "instances int internal io job jobs k8s kube kubernetes kustomization kustomize lab latest leader libs local main manage",
    "manager manifest manifests master metrics namespace namespaces net new node oci operator operators ops",
    "org overlay overlays platform pod pods policy prod production proxy public raw read reader readers refs registry",
    "release releases repo repos resource resources role rolebinding roles run sample samples secret server service",
    "serviceaccount services setup shared sig sigs src stable staging stage storage subscription svc system tag tags team",
    "teams tenant tenants test tests the tree upstream user users version view viewer watch web work workload workloads",
    "write writer yaml yml",
  ].flatMap((line) => line.split(" ")),
);
const SHORTEST_WORD = 3;
/** Shorter names are found within many others by accident. */
const SHORTEST_NAME = 5;

/**
 * Whether something with one name may bring what has another: whether both have a word in common that is not in names
 * everywhere, or one name is written in the other without its separators. A ClusterRole `argocd-server` is likely to
 * come with the chart `argo-cd`; `team-a-reader` is not.
 * @param known words that say nothing here
 */
export function shareWord(one: string, other: string, known: ReadonlySet<string> = new Set()): boolean {
  const [first, second] = [partsOf(one), partsOf(other)];
  if (first.words.some((word) => second.words.includes(word) && !known.has(word))) return true;
  return (
    isWithin(first, second, known) || isWithin(second, first, known) || isPrefix(first.last, other, known)
  );
}

/** A name, path or URL in its parts; each is taken apart once, however many it is compared with. */
interface Parts {
  /** The words that distinguish it. */
  words: readonly string[];
  /** All of it without separators. */
  squashed: string;
  /** What is between its slashes and colons, if it can be found in another name, with and without separators. */
  findable: readonly { text: string; squashed: string }[];
  /** What is behind its last slash. */
  last: string;
}

const partsOf: (text: string) => Parts = memoizeParts((text: string): Parts => {
  const path = text.replace(/[?#].*$/, "");
  const parts = path.split(/[/:]/).map((part) => ({ text: part, squashed: squash(part) }));
  return {
    words: wordsIn(text),
    squashed: squash(text),
    findable: parts.filter((part) => {
      const isLong = part.squashed.length >= SHORTEST_NAME && isDistinct(part.squashed);
      return isLong && wordsIn(part.text).length > 0;
    }),
    last: lastPart(text),
  };
});

/** Whether a name begins with another one: charts put the name of the release before that of the object. */
function isPrefix(start: string, name: string, known: ReadonlySet<string>): boolean {
  if (!name.startsWith(start)) return false;
  const isStart = start.length >= SHORTEST_WORD && /^[-:]$/.test(name.charAt(start.length));
  return (isStart || name === start) && !isKnownThere(start, known);
}

/** Whether a name is made of words only that say nothing. */
function isKnownThere(name: string, known: ReadonlySet<string>): boolean {
  return name.split(/[^A-Za-z0-9]+/).every((word) => known.has(word));
}

function lastPart(path: string): string {
  return (
    path
      .replace(/[?#].*$/, "")
      .split("/")
      .at(-1) ?? ""
  );
}

/** The words of a name, path or URL that distinguish it from others. */
function wordsIn(text: string): string[] {
  const words = text.toLowerCase().split(/[^a-z0-9]+/);
  return words.filter(isDistinct);
}

function isDistinct(word: string): boolean {
  return word.length >= SHORTEST_WORD && !COMMON_WORDS.has(word) && !/^v?\d+[a-z]?\d*$/.test(word);
}

/** Whether a part of a name or path is written in another one, whatever separates their words. */
function isWithin({ findable }: Parts, { squashed }: Parts, known: ReadonlySet<string>): boolean {
  return findable.some((part) => squashed.includes(part.squashed) && !isKnownThere(part.text, known));
}

function squash(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "");
}

const SAYS_ROLE = /^(?:rbac|(?:cluster[-_]?)?roles?)$|rbac$/i;
const SAYS_ACCOUNT = /^(?:rbac|sa|service[-_]?accounts?)$/i;
const SAYS_NAMESPACE = /^(?:ns|namespaces?|projects?|tenants?)$|namespaces?$/i;
const SAYS_POLICY = /admission|guardrail|polic(?:y|ies)|^[mv]aps?$/i;
const SAYS_ANYTHING = /^(?:all|bases?|common|core|default|install|manifests?|resources?|shared|upstream)$/i;
const SAYS_ANOTHER =
  /(?:certificate|configmap|config-map|crd|customresourcedefinition|cronjob|daemonset|deployment|hpa|ingress|issuer|monitor|namespace|pdb|policy|pvc|route|secret|service|statefulset)s?$/i;

/** Whether the name of a file or directory says that it holds objects of a kind, or whatever there is. */
export function saysKind(path: string, kind: SoughtKind | "Namespace"): boolean {
  const name = stem(path);
  return SAYS_ANYTHING.test(name) || patternFor(kind).test(name);
}

function patternFor(kind: SoughtKind | "Namespace"): RegExp {
  switch (kind) {
    case "ServiceAccount":
      return SAYS_ACCOUNT;
    case "Role":
    case "ClusterRole":
      return SAYS_ROLE;
    case "Namespace":
      return SAYS_NAMESPACE;
    default:
      return SAYS_POLICY;
  }
}

/** Whether the name of a file says that it holds an object that is neither of a kind nor of one that comes with it. */
export function saysAnother(path: string, kind: SoughtKind | "Namespace"): boolean {
  return SAYS_ANOTHER.test(stem(path)) && !patternFor(kind).test(stem(path));
}

function stem(path: string): string {
  return lastPart(path.replace(/\/+$/, "")).replace(/\.\w+$/, "");
}

/** The roles for the kinds of an operator, and those for itself: kubebuilder's layout, and operator-sdk's. */
const OF_KINDS = /-(?:viewer|editor|admin)-role$/;
const OF_ITSELF = /^(.*-)?(?:(?:manager|proxy|leader-election|metrics-auth)-role|metrics-reader)$/;

/**
 * Whether a role may be made by what a URL leads to, a part of the `config` directory that operators have.
 * @param known the words of what is made elsewhere: an operator's roles have its own name before theirs
 */
export function isMadeByLayout(url: string, role: string, known: ReadonlySet<string>): boolean {
  if (!/(?:^|\/)config(?:\/|\?|$)/.test(url)) return false;
  if (OF_KINDS.test(role)) return true;
  const [isOne, prefix] = OF_ITSELF.exec(role) ?? [];
  if (isOne === undefined) return false;
  // Only in `config/default` are names given a prefix.
  if (prefix === undefined) return !/config\/default/.test(url);
  return !isKnownThere(prefix.slice(0, -1), known);
}
