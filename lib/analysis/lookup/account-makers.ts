import type { BuildSet } from "../../builds/build-set.js";
import { customObjectIn } from "../../manifests/custom-object.js";
import { splitDocuments } from "../../manifests/split.js";
import { memoize } from "../../util/memoize.js";
import { namesIn, textOf } from "../searched-texts.js";
import { shareWord } from "./name-affinity.js";

/** Objects that something in the cluster may turn into ServiceAccounts. */
interface Makers {
  /** What may make one of that name, in words; undefined if nothing may. */
  find: (name: string) => string | undefined;
}

/**
 * The APIs whose objects make no ServiceAccounts, by their groups: what they describe are routes, policies, secrets,
 * certificates, rules, images, pipelines. The objects of any other API may make what goes by their names.
 */
const INERT: ReadonlySet<string> = new Set(
  [
    "argoproj.io backstage.io bitnami.com cert-manager.io certmanager.k8s.io cilium.io projectcalico.org",
    "crd.projectcalico.org external-secrets.io keda.sh metallb.io monitoring.coreos.com nmstate.io tekton.dev",
    "triggers.tekton.dev traefik.io traefik.containo.us velero.io viaduct.ai autoscaling.k8s.io k8s.cni.cncf.io",
    "gateway.networking.k8s.io policy.networking.k8s.io snapshot.storage.k8s.io",
    "networking.istio.io security.istio.io telemetry.istio.io",
    "kustomize.toolkit.fluxcd.io helm.toolkit.fluxcd.io source.toolkit.fluxcd.io image.toolkit.fluxcd.io",
    "notification.toolkit.fluxcd.io apps.openshift.io build.openshift.io config.openshift.io console.openshift.io",
    "image.openshift.io machineconfiguration.openshift.io oauth.openshift.io project.openshift.io",
    "quota.openshift.io route.openshift.io security.openshift.io user.openshift.io",
  ].flatMap((line) => line.split(" ")),
);

/** What may make ServiceAccounts in the clusters that a repository is applied to. */
export const accountMakers: (builds: BuildSet) => Makers = memoize((builds) => {
  const { files } = builds.repository;
  const mentioned = new Map<string, string>();
  const objects = new Map<string, { group: string; name: string; what: string }>();
  for (const [file, { customObjects = [], configurations = [], objects: read }] of files) {
    const custom = customObjects.flatMap((one) => customObject(one) ?? []);
    for (const one of custom) objects.set(`${one.group} ${one.name}`, one);
    const isMaker =
      custom.length > 0 ||
      read.some(({ kind }) => kind === "KyvernoPolicy") ||
      configurations.some(({ format }) => format === "AwsAuth");
    const text = isMaker ? textOf(builds.repository, file) : "";
    if (!SPEAKS_OF_ACCOUNTS.test(text)) continue;
    for (const { start, end } of splitDocuments(text)) {
      const document = text.slice(start, end);
      const one = customObject(customObjectIn(document));
      if (!one && !GENERATES.test(document)) continue;
      if (!SPEAKS_OF_ACCOUNTS.test(document)) continue;
      const what = one?.what ?? `what is in ${file}`;
      for (const name of namesIn(document)) if (!mentioned.has(name)) mentioned.set(name, what);
    }
  }
  const all = [...objects.values()];
  return {
    find(name) {
      const maker = mentioned.get(name) ?? all.find((one) => goesBy(name, one))?.what;
      return maker ?? (OF_OPERATOR.test(name) ? all[0]?.what : undefined);
    },
  };
});

/** What is said where accounts are made, or filled in, and not where one is only named. */
const SPEAKS_OF_ACCOUNTS = /service[-_]?accounts?(?![a-z])/i;

/** What kubebuilder calls the accounts of operators: objects of their APIs show that there are some. */
const OF_OPERATOR = /(?:^|-)controller-manager$/;
/** Kyverno generates what its policies say, and eksctl makes the accounts that its file lists. */
const GENERATES =
  /^["']?apiVersion["']?[ \t]*:[ \t]*["']?(?:kyverno\.io|policies\.kyverno\.io|eksctl\.io)\//m;

/** Operators name what they make after the object that asks for it, or after themselves. */
function goesBy(account: string, { group, name }: { group: string; name: string }): boolean {
  const isNamedAfter =
    name !== "" && (account === name || account.startsWith(`${name}-`) || account.endsWith(`-${name}`));
  return isNamedAfter || shareWord(group.slice(0, group.lastIndexOf(".")), account);
}

/** Takes apart `group/Kind name`; undefined for an object that makes no ServiceAccount. */
function customObject(text = ""): { group: string; name: string; what: string } | undefined {
  const [, group = "", kind = "", name = ""] = /^([^/]*)\/(\S*) (.*)$/.exec(text) ?? [];
  if (group === "" || INERT.has(group)) return undefined;
  return { group, name, what: name === "" ? `an object of kind ${kind}` : `${kind} '${name}'` };
}
