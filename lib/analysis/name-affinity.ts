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
  const [words, others] = [wordsOf(one), wordsOf(other)];
  if (words.some((word) => others.includes(word) && !known.has(word))) return true;
  return isWithin(one, other, known) || isWithin(other, one, known) || isPrefix(lastPart(one), other, known);
}

/** Whether a name begins with another one: charts put the name of the release before that of the object. */
function isPrefix(start: string, name: string, known: ReadonlySet<string>): boolean {
  if (known.has(start)) return false;
  if (name === start) return true;
  return (start.length >= SHORTEST_WORD && name.startsWith(`${start}-`)) || name.startsWith(`${start}:`);
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
export function wordsOf(text: string): string[] {
  const words = text.toLowerCase().split(/[^a-z0-9]+/);
  return words.filter(isDistinct);
}

function isDistinct(word: string): boolean {
  return word.length >= SHORTEST_WORD && !COMMON_WORDS.has(word) && !/^v?\d+[a-z]?\d*$/.test(word);
}

/** Whether a part of a name or path is written in another one, whatever separates their words. */
function isWithin(inner: string, outer: string, known: ReadonlySet<string>): boolean {
  const text = squashed(outer);
  return inner
    .replace(/[?#].*$/, "")
    .split(/[/:]/)
    .some((part) => {
      const short = squashed(part);
      if (short.length < SHORTEST_NAME || !isDistinct(short) || known.has(short)) return false;
      return wordsOf(part).some((word) => !known.has(word)) && text.includes(short);
    });
}

function squashed(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "");
}
