import { isWithin } from "../lib/kubernetes/api/kubernetes-version.js";
import { type AuditDefect, auditDefects } from "../lib/kubernetes/audit/audit-defects.js";
import { type AuditGap, auditGaps, type Concern, type Scope } from "../lib/kubernetes/audit/audit-gaps.js";
import { auditLeaks, type Content } from "../lib/kubernetes/audit/audit-leaks.js";
import { AUDIT_LEVELS, AUDIT_STAGES, auditRules } from "../lib/kubernetes/audit/audit-rules.js";
import { kubernetesVersionOf } from "../lib/repository/configuration/settings.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { meantKind } from "../lib/util/nearest.js";
import { series } from "../lib/util/phrases.js";

const REFUSED = "so the API server does not start";

export default defineRule({
  name: "complete-audit-policy",
  meta: {
    docs: {
      description:
        "Require audit policies to log who uses Secrets and changes RBAC, and no content of Secrets",
      topic: "How clusters are set up",
      consequence: "danger",
      preset: "strict",
      controls: ["CIS 3.2.1", "CIS 3.2.2"],
    },
    messages: {
      everything:
        "This rule is about every request that no rule before it is about, and logs none, {{what}} included: nobody can tell who did it. Write 'level: Metadata'.",
      unlogged:
        "No rule is about {{what}}, and what no rule is about is not logged: nobody can tell who did it. End the rules with '- level: Metadata'.",
      hidden:
        "This rule keeps {{what}}{{whose}} out of the audit log: nobody can tell who did it. Log them with a rule of level 'Metadata' before this one, or name here only what may go unseen.",
      noStages:
        "Level '{{level}}' logs nothing here, since stages RequestReceived and ResponseComplete are both omitted, and so keeps {{what}}{{whose}} out of the audit log. Omit only RequestReceived.",
      content:
        "Level '{{level}}' puts the content of {{contents}} into the audit log, so whoever can read the log has it. Log them with a rule of level 'Metadata' before this one.",
      removedVersion: `From Kubernetes 1.24 on there is no '{{value}}', ${REFUSED}. Write 'audit.k8s.io/v1'.`,
      noRules: `An audit policy needs rules, and this one has none, ${REFUSED}. Write at least '- level: Metadata'.`,
      noLevel: `This rule has no level, ${REFUSED}. Add one, such as 'level: Metadata'.`,
      level: `There is no level '{{value}}', ${REFUSED}. Write {{instead}}.`,
      stage: `There is no stage '{{value}}', ${REFUSED}. Write {{instead}}.`,
      mixed: `One rule cannot be about both resources and 'nonResourceURLs', ${REFUSED}. Make two rules of it.`,
      url: `Path '{{value}}' does not begin with '/', ${REFUSED}. Write '/{{value}}'.`,
      urlStar: `In '{{value}}', a '*' is not at the end, ${REFUSED}. End the path with it.`,
      group: `'{{value}}' is not an API group, ${REFUSED}. {{instead}}`,
      namesAlone: `'resourceNames' without 'resources' is not accepted, ${REFUSED}. Name the resources, too.`,
      star: "Here '*' is not a wildcard but a name, which nothing has. Leave out '{{list}}' to mean all.",
      starBehind:
        "'{{value}}' is not a pattern but a name, which nothing has: '*' is not a wildcard in '{{list}}'. Write each name in full.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "configuration",
  formats: ["AuditPolicy"],
  check({ value }, { analysis, report }) {
    const version = kubernetesVersionOf(analysis.settings);
    const defects = auditDefects(value);
    for (const defect of defects) {
      const { id, at, value: written, since = 0 } = defect;
      if (!isWithin({ since }, version)) continue;
      report({
        at,
        messageId: id,
        data: { value: written, list: String(at.at(-2)), instead: insteadOf(defect) },
      });
    }
    const rules = auditRules(value);
    if (!rules || rules.length === 0) return;
    const hasStar = defects.some(({ id }) => id === "star" || id === "starBehind");
    for (const gap of auditGaps(rules)) {
      const { rule } = gap;
      // Without the star, a rule would be about it.
      if (!rule && hasStar) continue;
      const data = { what: whatOf(gap), whose: WHOSE[gap.scope], level: rule?.level ?? "" };
      const at = rule ? [...rule.at, "level"] : ["rules"];
      report({ at, messageId: messageOf(gap), data });
    }
    for (const { rule, contents } of auditLeaks(rules)) {
      const data = {
        level: rule.level ?? "",
        contents: series(contents.map((content) => CONTENTS[content])),
      };
      report({ at: [...rule.at, "level"], messageId: "content", data });
    }
  },
});

const WHOSE: Readonly<Record<Scope, string>> = {
  everybody: "",
  masters: " by group 'system:masters'",
  "kube-system": " in namespace 'kube-system'",
};

const CONTENTS: Readonly<Record<Content, string>> = {
  Secrets: "Secrets",
  ConfigMaps: "ConfigMaps",
  TokenReviews: "TokenReviews",
  TokenRequests: "TokenRequests (serviceaccounts/token)",
};

/** What each concern is called, and how many verbs it has. */
const CONCERNS: Readonly<Record<Concern, readonly [words: string, verbs: number]>> = {
  "Secret reads": ["reads of Secrets", 3],
  "Secret writes": ["writes of Secrets", 5],
  "RBAC writes": ["changes of roles and bindings", 5],
};

function whatOf({ verbs }: AuditGap): string {
  const parts = [...verbs].map(([concern, some]) => {
    const [words, all] = CONCERNS[concern];
    return some.size === all ? words : `${words} by ${series([...some].map((verb) => `'${verb}'`))}`;
  });
  return series(parts);
}

function messageOf({ rule, isAboutEverything }: AuditGap): "unlogged" | "noStages" | "everything" | "hidden" {
  if (!rule) return "unlogged";
  if (rule.level !== "None") return "noStages";
  return isAboutEverything ? "everything" : "hidden";
}

function insteadOf({ id, value }: AuditDefect): string {
  if (id === "group") {
    const [group = ""] = value.split("/");
    if (group !== "" && group !== value) return `Leave out the version: '${group}'.`;
    return "Name each group; the empty one, '', is the core group.";
  }
  const possible = id === "stage" ? AUDIT_STAGES : AUDIT_LEVELS;
  const meant = meantKind(value, possible);
  if (meant !== undefined) return `'${meant}'`;
  return series(
    possible.map((one) => `'${one}'`),
    "or",
  );
}
