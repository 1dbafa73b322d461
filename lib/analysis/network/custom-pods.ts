import type { BuildSet } from "../../builds/build-set.js";
import { memoize } from "../../util/memoize.js";
import { shareWord } from "../lookup/name-affinity.js";
import { namesIn, textOf } from "../searched-texts.js";
import type { WantedPods } from "./wanted-pods.js";

/** A custom object, by what it goes by, and where it is. */
interface CustomObject {
  file: string;
  group: string;
  kind: string;
  name: string;
}

/** More than these are not compared. */
const MAX_OBJECTS = 5000;

/**
 * The custom object for which an operator may make the pods that are wanted, as a clause: its group, kind or name has a
 * word in common with their labels, or the text that it is in names these. One in which no label is named may make any.
 */
export function customObjectNear(
  set: BuildSet,
  { namespace, values, domains }: WantedPods,
): string | undefined {
  const all = customObjects(set);
  if (all.length > MAX_OBJECTS) return "more custom resources are in this repository than are compared";
  const found = all.find(({ file, group, kind, name }) => {
    const called = [kind, name, group];
    if (values.some((value) => called.some((one) => shareWord(one, value)))) return true;
    if (domains.some((domain) => domain === group || shareWord(group, domain))) return true;
    const isThere = [name, kind].some((one) => shareWord(one, namespace));
    const text = namesOf(set)(file);
    return values.length === 0 ? isThere || text.has(namespace) : values.some((value) => text.has(value));
  });
  return found && `an operator may make such pods for ${found.kind} '${found.name}' in ${found.file}`;
}

const customObjects = memoize(({ repository }: BuildSet): CustomObject[] =>
  [...repository.files].flatMap(([file, { customObjects: written = [] }]) =>
    written.flatMap((one): CustomObject[] => {
      const [type = "", name = ""] = one.split(" ");
      const slash = type.indexOf("/");
      const [group, kind] = [type.slice(0, slash), type.slice(slash + 1)];
      return WITHOUT_PODS.test(kind) || WITHOUT_PODS_GROUPS.test(group) ? [] : [{ file, group, kind, name }];
    }),
  ),
);

/** The names in the text of a file. */
const namesOf = memoize(({ repository }: BuildSet) => {
  const found = new Map<string, ReadonlySet<string>>();
  return (file: string): ReadonlySet<string> => {
    let names = found.get(file);
    if (!names) found.set(file, (names = namesIn(textOf(repository, file))));
    return names;
  };
});

/** Kinds for which operators make no pods that go by the object's name. */
const WITHOUT_PODS =
  /^(?:(?:Service|Pod)Monitor|PrometheusRule|Probe|AlertmanagerConfig|ScrapeConfig|(?:Cluster)?(?:Issuer|ExternalSecret|SecretStore|Policy)|Certificate|SealedSecret|.*(?:Secret|Policy|Middleware|TLSOption|Quota|Role|RoleBinding|Binding|Class|Source|Repository|Receiver|Alert|Route|Rule|User|Database|Provider)|VirtualService|DestinationRule|ServiceEntry|Sidecar|Authorization.*|PeerAuthentication|RequestAuthentication|EnvoyFilter|Telemetry|IPAddressPool|L2Advertisement|BGP.*|ScaledObject|VerticalPodAutoscaler|GrafanaDashboard|GrafanaDatasource|ConsoleLink|OperatorGroup|Image(?:Stream|Repository|Policy|UpdateAutomation))$/;
const WITHOUT_PODS_GROUPS =
  /^(?:(?:.*\.)?(?:networking\.istio\.io|security\.istio\.io|source\.toolkit\.fluxcd\.io|notification\.toolkit\.fluxcd\.io|image\.toolkit\.fluxcd\.io|external-secrets\.io|cert-manager\.io|bitnami\.com|constraints\.gatekeeper\.sh|templates\.gatekeeper\.sh|kustomize\.config\.k8s\.io))$/;
