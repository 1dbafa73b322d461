import { mayBeInKubeconfigs } from "../lib/analysis/kubeconfigs.js";
import { isWithin } from "../lib/kubernetes/api/kubernetes-version.js";
import {
  type KubeconfigDefect,
  kubeconfigDefects,
  type Reference,
  references,
  REMOVED_PROVIDERS,
} from "../lib/kubernetes/kubeconfig/kubeconfig-defects.js";
import { ENTRY_FIELDS, type Kubeconfig, readKubeconfig } from "../lib/kubernetes/kubeconfig/kubeconfig.js";
import { mayBeAmong, namesOf } from "../lib/kubernetes/kubeconfig/names.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { kubernetesVersionOf } from "../lib/repository/configuration/settings.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { memoize } from "../lib/util/memoize.js";
import { nearest } from "../lib/util/nearest.js";
import { quoteList } from "../lib/util/phrases.js";

const NOWHERE = "which neither this kubeconfig nor another one of the repository has";
const REFUSED = "Clients such as kubectl refuse {{entry}}";

/** A search among more names takes too long, if there are many to search for. */
const MAX_CANDIDATES = 1000;

const messages = {
  noContext: `The current context is '{{name}}', ${NOWHERE}, so kubectl refuses every command that does not choose another one.{{instead}}`,
  noCluster: `{{by}} names cluster '{{name}}', ${NOWHERE}, so kubectl looks for an API server on its own machine, at 'localhost:8080'.{{instead}}`,
  noUser: `{{by}} names user '{{name}}', ${NOWHERE}, so requests carry no credentials.{{instead}}`,
  duplicate:
    "There is a {{kind}} '{{name}}' already, and clients such as kubectl refuse a kubeconfig that has two of a name. Rename one of them, or delete it.",
  fileAndData: `${REFUSED}, since it has both '{{field}}' and '{{field}}-data'. Keep the one that is meant, and delete the other.`,
  tokenAndFile:
    "There are both 'token' and 'tokenFile' in {{entry}}: the file counts where it can be read, and this token where it cannot. Delete the token.",
  tokenAndPassword: `${REFUSED}, since it has both a token and '{{field}}'. No API server has taken passwords since 1.19. Delete '{{field}}'.`,
  execAndProvider: `${REFUSED}, since it has both 'auth-provider' and 'exec'. Delete 'auth-provider'.`,
  removedProvider:
    "Since 1.{{since}} kubectl has had no auth provider '{{name}}', so {{entry}} cannot log in. Write 'exec' with the command '{{command}}' instead.",
  removedExecVersion:
    "Since 1.{{since}} kubectl has not known '{{name}}', so {{entry}} cannot log in. Write 'client.authentication.k8s.io/v1beta1' or 'client.authentication.k8s.io/v1', whichever the command prints.",
  execVersion:
    "No kubectl knows '{{name}}' as a version of what a credential plugin prints, so {{entry}} cannot log in. Write 'client.authentication.k8s.io/v1', or '.../v1beta1' if the command prints that.",
  noInteractiveMode: `${REFUSED}, since '{{name}}' needs an 'interactiveMode'. Write 'interactiveMode: IfAvailable', or 'Never' if the command never asks for anything.`,
};

export default defineRule({
  name: "valid-kubeconfig",
  meta: {
    docs: {
      description: "Disallow kubeconfigs that kubectl refuses, and references in them to what does not exist",
      topic: "How clusters are set up",
      consequence: "refusal",
      preset: "recommended",
      controls: [],
    },
    messages,
    schema: [],
    defaultOptions: [],
  },
  on: "configuration",
  formats: ["Kubeconfig"],
  check({ value }, { analysis, report }) {
    const config = readKubeconfig(value);
    for (const reference of references(config)) {
      const { list, name, at } = reference;
      const entries = config[list];
      // Without any entry, it is the part of a kubeconfig that each user completes.
      if (entries.length === 0 || mayBeAmong(namesOf(config)[list], name)) continue;
      if (mayBeInKubeconfigs(analysis.repository, list, name)) continue;
      report({ at, messageId: MISSING[list], data: missingData(reference, config) });
    }
    const version = kubernetesVersionOf(analysis.settings);
    for (const defect of kubeconfigDefects(config)) {
      if (!isWithin(defect.range ?? {}, version)) continue;
      report({ at: defect.at, messageId: defect.id, data: dataOf(defect) });
    }
  },
});

const MISSING = { clusters: "noCluster", contexts: "noContext", users: "noUser" } as const;

function missingData({ list, name, by }: Reference, config: Kubeconfig): Record<string, string> {
  const names = knownNames(namesOf(config)[list].known);
  const near = names.length > MAX_CANDIDATES ? undefined : nearest(name, names);
  const known = names.length === 0 ? "" : ` This kubeconfig has ${quoteList(names)}.`;
  return {
    name,
    by: by && isKnown(by.name) ? `Context '${by.name}'` : "This context",
    instead: near === undefined ? known : ` Write '${near}'.`,
  };
}

const knownNames = memoize((names: ReadonlySet<string>) => [...names].filter(isKnown));

function dataOf({ list, entry, value, range }: KubeconfigDefect): Record<string, string> {
  const kind = ENTRY_FIELDS[list];
  return {
    kind,
    name: value,
    field: value,
    entry: isKnown(entry.name) ? `${kind} '${entry.name}'` : `this ${kind}`,
    since: String(range?.since ?? ""),
    command: Object.hasOwn(REMOVED_PROVIDERS, value) ? (REMOVED_PROVIDERS[value]?.instead ?? "") : "",
  };
}
