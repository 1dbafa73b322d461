import type { Analysis, Applied } from "../lib/analysis/analysis.js";
import { podSecurityDefaults } from "../lib/analysis/pod-security/defaults.js";
import { placeOf } from "../lib/builds/build.js";
import type { Namespace } from "../lib/kubernetes/objects.js";
import { LEVELS } from "../lib/kubernetes/pod-security/pod-security-configuration.js";
import {
  type PodSecurityLabelDefect,
  podSecurityLabelDefects,
  podSecurityLabelGaps,
} from "../lib/kubernetes/pod-security/pod-security-labels.js";
import { renameKey, replaceScalar } from "../lib/manifests/edit.js";
import { appliedDefects } from "../lib/rule-kit/applied-defects.js";
import { asApplied } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { series } from "../lib/util/phrases.js";

const REFUSED = "so the API server refuses this Namespace";

export default defineRule({
  name: "valid-pod-security-labels",
  meta: {
    docs: {
      description: "Disallow Pod Security labels that are refused or do nothing",
      topic: "Identities and namespaces",
      consequence: "no effect",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      level: `There is no level '{{value}}'{{as}}, ${REFUSED}. Write {{instead}}.`,
      version: `There is no version '{{value}}' of the Pod Security Standards{{as}}, ${REFUSED}. Write 'latest', or a minor version such as 'v1.34'.`,
      unknownLabel: "Pod Security knows no label '{{value}}'{{as}}, so it does nothing.{{more}}",
      versionAlone:
        "No label says which level to {{meant}}{{as}}, so the version is that of the cluster's default, which is 'privileged' and checks nothing unless the API server is told otherwise. Add 'pod-security.kubernetes.io/{{meant}}', or delete this.",
      weaker:
        "Level '{{value}}' is weaker than '{{enforced}}', which is enforced{{as}}, so this says nothing of any pod that is let in, and nothing of a Deployment whose pods break '{{enforced}}' alone. Write '{{enforced}}'.",
      write: "Write '{{text}}'.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["Namespace"],
  patches: true,
  check(written, context) {
    const { analysis, applied, patched, place, report } = context;
    const own = podSecurityLabelDefects(labelsOf(written));
    // What a patch leaves out is known only of what it is laid over.
    const gaps = analysis.isPatch(place.file)
      ? patched.flatMap((one) =>
          gapsOf(one, analysis).filter(({ at }) => {
            const { file, document } = placeOf(one.object as Applied["object"], at);
            return file === place.file && document === place.document;
          }),
        )
      : gapsIn(written, analysis);
    const unique = [...new Map([...own, ...gaps].map((one) => [JSON.stringify(one), one])).values()];
    const ofBuild = (one: Applied<"Namespace">) => [
      ...podSecurityLabelDefects(labelsOf(one.object.object)),
      ...gapsOf(one, analysis),
    ];
    for (const { defect, by } of appliedDefects(unique, ofBuild, { applied, analysis })) {
      const { id, at, value, meant = "", enforced = "" } = defect;
      report({
        at,
        messageId: id,
        isKey: id === "unknownLabel" || id === "versionAlone",
        data: {
          value,
          meant,
          enforced,
          as: by.length > 0 ? asApplied(by) : "",
          more: meant === "" ? " Delete it." : ` Write '${meant}'.`,
          instead: meant === "" ? ANY_LEVEL : `'${meant}'`,
        },
        suggest: by.length === 0 ? suggestionsFor(defect) : [],
      });
    }
  },
});

const ANY_LEVEL = series(
  LEVELS.map((level) => `'${level}'`),
  "or",
);

function labelsOf({ metadata }: Namespace): Readonly<Record<string, string>> {
  return metadata?.labels ?? {};
}

function gapsOf({ object }: Applied<"Namespace">, analysis: Analysis): PodSecurityLabelDefect[] {
  return gapsIn(object.object, analysis);
}

/** A version alone is that of the default level, which an API server here may be given, as OpenShift's is. */
function gapsIn(namespace: Namespace, analysis: Analysis): PodSecurityLabelDefect[] {
  const found = podSecurityLabelGaps(labelsOf(namespace));
  const hasDefaults = analysis.platform === "openshift" || podSecurityDefaults(analysis).levels.length > 0;
  return hasDefaults ? found.filter(({ id }) => id !== "versionAlone") : found;
}

function suggestionsFor({ id, at, meant, enforced }: PodSecurityLabelDefect) {
  const text = id === "weaker" ? enforced : meant;
  if (text === undefined || id === "versionAlone") return [];
  const edit = id === "unknownLabel" ? renameKey(at, text) : replaceScalar(at, text);
  return [{ messageId: "write" as const, data: { text }, edit }];
}
