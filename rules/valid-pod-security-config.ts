import {
  LEVELS,
  POD_SECURITY_FIELDS,
  type PodSecurityDefect,
  podSecurityDefects,
} from "../lib/kubernetes/pod-security/pod-security-configuration.js";
import { podSecurityOpenings } from "../lib/kubernetes/pod-security/pod-security-openings.js";
import type { Path } from "../lib/manifests/locate.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { meantKind } from "../lib/util/nearest.js";
import { series } from "../lib/util/phrases.js";

const REFUSED = "so the API server does not start";

export default defineRule({
  name: "valid-pod-security-config",
  meta: {
    docs: {
      description: "Disallow PodSecurityConfigurations that check nothing, exempt everybody, or are refused",
      topic: "How clusters are set up",
      consequence: "danger",
      preset: "strict",
      controls: ["CIS 5.2.1"],
    },
    messages: {
      privileged:
        "A namespace without a label of its own enforces level 'privileged' here, which checks nothing: whoever may create a pod there can take over its node. Enforce 'baseline' by default, and label the namespaces that need more.",
      controller:
        "User '{{value}}' creates the pods of every {{workloads}}, so whoever may create one of these gets any pod in, whatever its namespace enforces. Delete this exemption; exempt a namespace if there must be one.",
      pattern:
        "User names are compared as they are written, without wildcards, so '{{value}}' exempts nobody. Name each user, or delete it.",
      group:
        "'{{value}}' is a group, and only names of users count here, so it exempts nobody. Name each user, or delete it.",
      level: `There is no level '{{value}}', ${REFUSED}. Write {{instead}}.`,
      version: `There is no version '{{value}}' of the Pod Security Standards, ${REFUSED}. Write 'latest', or a minor version such as 'v1.34'.`,
      namespace: `No namespace can be named '{{value}}', and there are no wildcards here, ${REFUSED}. Name each namespace.`,
      runtimeClass: `No RuntimeClass can be named '{{value}}', ${REFUSED}. Name each one in lower case.`,
      userName: `An empty user name exempts nobody, and is refused, ${REFUSED}. Delete it.`,
      duplicate: `'{{value}}' is exempt already, and may be listed only once, ${REFUSED}. Delete it.`,
      unknownField: `There is no field '{{value}}' here, ${REFUSED}. Write {{instead}}.`,
    },
    schema: [],
    defaultOptions: [],
  },
  on: "configuration",
  formats: ["PodSecurityConfiguration"],
  check({ value }, { report }) {
    for (const defect of podSecurityDefects(value)) {
      const { id, at, value: written } = defect;
      const data = { value: written, instead: insteadOf(defect) };
      report({ at, messageId: id, data, isKey: id === "unknownField" });
    }
    for (const { id, at, value: written, ...more } of podSecurityOpenings(value)) {
      report({ at, messageId: id, data: { value: written, ...more } });
    }
  },
});

function insteadOf({ id, at, value }: PodSecurityDefect): string {
  const possible = id === "level" ? LEVELS : fieldsBeside(at);
  const meant = meantKind(value, possible);
  if (meant !== undefined) return `'${meant}'`;
  return series(
    possible.map((one) => `'${one}'`),
    "or",
  );
}

function fieldsBeside([parent, name]: Path): readonly string[] {
  const { top, defaults, exemptions } = POD_SECURITY_FIELDS;
  if (name === undefined) return top;
  return parent === "defaults" ? defaults : exemptions;
}
