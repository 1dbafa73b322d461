import { ACTIONS } from "../lib/kubernetes/argocd/builtin-policy.js";
import { anonymousAccess } from "../lib/analysis/argo-settings.js";
import { deadLineJudge, projectRoleDefect } from "../lib/kubernetes/argocd/dead-lines.js";
import { policyOf, type Policy } from "../lib/kubernetes/argocd/enforce.js";
import { fullyAllowed, holdsEverything, isAdmin, restrained } from "../lib/kubernetes/argocd/everything.js";
import { FIELDS, type LoadDefect, type Permission } from "../lib/kubernetes/argocd/policy-text.js";
import {
  writtenPolicy,
  type WrittenPolicy,
  type WrittenText,
} from "../lib/kubernetes/argocd/written-policy.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { lineAt } from "../lib/manifests/text-within.js";
import { defineRule, type RuleContext } from "../lib/rule-kit/define-rule.js";
import { field } from "../lib/util/plain-values.js";
import { quoteList } from "../lib/util/phrases.js";

type MessageId = keyof typeof messages;
type Context = RuleContext<MessageId, { everyObjectOf: string[] }>;

const messages = {
  everything:
    "This line lets {{who}} do everything in Argo CD: every action on every resource of every project, shells in pods and whatever later versions add included. Make administrators with 'g, {{subject}}, role:admin', and give others only the resources, actions and projects that they need.",
  everyObject: "This line lets {{who}} {{what}}. Name the objects that it is for, such as 'my-project/*'.",
  everythingInProject:
    "This line lets role '{{role}}' do everything in project '{{project}}', shells in pods included. Argo CD's own API refuses '*' as the resource of a role. Name the resources that the role needs, such as applications and logs.",
  defaultRole:
    "'policy.default' gives '{{role}}' to everyone who can log in{{anonymous}}, and '{{role}}' may do everything with every application, cluster and repository. No line that denies something to a user or a group takes that away. Set policy.default to 'role:readonly' or leave it empty, and write 'g, GROUP, {{role}}' for those who need it.",
  notLoaded:
    "Argo CD cannot load this line: {{why}}. {{consequence}} Write 'p, SUBJECT, RESOURCE, ACTION, OBJECT, allow' or 'g, GROUP, ROLE'.",
  unknownEffect:
    "'{{written}}' is not an effect, so this line does nothing: Argo CD knows only 'allow' and 'deny'{{comment}}.",
  trailingBlank:
    "'{{written}}' ends in a blank, so this line does nothing: Argo CD drops the blanks before a field and keeps those behind it. Remove the blank.",
  unknownResource:
    "Argo CD has no resource '{{written}}', so this line does nothing. Write '{{meant}}', if that was meant.",
  unknownAction:
    "Argo CD has no action '{{written}}', so this line does nothing. Those {{resource}}are {{actions}}.",
  otherSubject:
    "This line is for '{{written}}' and does nothing for role '{{role}}', in which it stands. Write '{{subject}}'.",
  otherProject:
    "A role of project '{{project}}' can be given objects of that project alone, and '{{written}}' is none, so this line does nothing. Write '{{project}}/*', or the name of an application behind '{{project}}/'.",
} as const;

/** What it means to have every action on all objects of a resource. */
const MEANING: Readonly<Record<string, string>> = {
  applications:
    "do everything with every application of every project, and so deploy whatever the projects let through",
  clusters: "add, change and remove every cluster that Argo CD deploys to",
  exec: "open a shell in the pods of every application",
};

export default defineRule<never, MessageId, { everyObjectOf: string[] }>({
  name: "no-argocd-policy-wildcard",
  meta: {
    docs: {
      description: "Disallow Argo CD policies that allow everything, and lines of them that do not load",
      topic: "GitOps controllers",
      consequence: "danger",
      preset: "recommended",
      strictOptions: { everyObjectOf: ["applications", "clusters", "exec"] },
      controls: ["OWASP K8s 2025 K02", "OWASP K8s 2022 K03"],
    },
    messages,
    schema: [
      {
        type: "object",
        properties: {
          everyObjectOf: {
            type: "array",
            items: { enum: [...ACTIONS.keys()] },
            description: "Resources of which no line may allow every action on all objects.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ everyObjectOf: [] }],
  },
  on: "configuration",
  formats: ["ArgoCdRbac", "ArgoCdOperator", "ArgoCdProject"],
  check(configuration, context) {
    const written = writtenPolicy(configuration);
    if (!written) return;
    const { texts, mode, defaultRole, project } = written;
    for (const text of texts) reportUnloaded(text, project !== undefined, context);
    if (mode === undefined) return;

    const { place, value } = configuration;
    if (project !== undefined) {
      const applied = context.analysis.applied(place.file, place.document, place.path);
      const isRenamed = applied.some(({ object }) => object.object.metadata?.name !== project);
      if (project !== "" && !isRenamed) for (const text of texts) reportInProject(text, project, context);
      return;
    }
    const lines = texts.flatMap((text) => text.lines);
    const policy = policyOf(lines, mode);
    reportLines(written, policy, context);
    if (defaultRole && holdsEverything(policy, defaultRole.value)) {
      const file = anonymousAccess(
        context.analysis.repository,
        place.file,
        field(value, "metadata", "namespace"),
      );
      context.report({
        at: defaultRole.at,
        messageId: "defaultRole",
        data: {
          role: defaultRole.value,
          anonymous: file
            ? `, and to everyone else who reaches the server, since '${file}' sets users.anonymous.enabled`
            : "",
        },
      });
    }
  },
});

function reportUnloaded(text: WrittenText, isOfProject: boolean, { report }: Context): void {
  for (const defect of text.defects) {
    if (!isKnown(text.source[defect.line])) continue;
    report({
      at: lineAt(text, defect.line),
      messageId: "notLoaded",
      data: {
        why: whyUnloaded(defect, text.source[defect.line] ?? ""),
        consequence: isOfProject
          ? "It then leaves out the roles of this project."
          : "It then loads no policy at all: argocd-server does not start, and one that runs fails every request.",
      },
    });
  }
}

function whyUnloaded({ id, type, count }: LoadDefect, line: string): string {
  if (id === "quotes") return "a quote stands inside of a field, or is not closed at its end";
  if (id === "lineType") return `a line begins with 'p' or 'g', and this one with '${type.slice(0, 40)}'`;
  const hint = line.includes("{") ? ", as commas in braces count unless the field is in quotes" : "";
  return `a line that begins with '${type}' has ${FIELDS[type === "g" ? "g" : "p"]} fields, and this one has ${count}${hint}`;
}

/** Reports the lines of a policy of all Argo CD. */
function reportLines({ texts, mode, defaultRole }: WrittenPolicy, policy: Policy, context: Context): void {
  const all = texts.flatMap(({ lines }) => lines);
  const deadLine = deadLineJudge(all, defaultRole?.value);
  const allowedLess = restrained(policy, all);
  for (const text of texts) {
    for (const line of text.lines) {
      const dead = mode === "glob" && isKnown(text.source[line.line]) ? deadLine(line) : undefined;
      if (dead) context.report({ at: lineAt(text, line.line), messageId: dead.id, data: dead.data });
      if (dead || line.type === "g" || line.subject === "*") continue;
      if (!isAdmin(line.subject) && !allowedLess.has(line.subject))
        reportWildcard(text, line, policy, context);
    }
  }
}

function reportWildcard(
  text: WrittenText,
  line: Permission,
  policy: Policy,
  { options, report }: Context,
): void {
  const allowed = fullyAllowed(line, policy.mode);
  const isEverything = allowed.includes("*");
  const resource = isEverything ? "*" : allowed.find((one) => options.everyObjectOf.includes(one));
  if (resource === undefined) return;
  const { subject } = line;
  const members = (policy.members.get(subject) ?? []).filter((one) => isKnown(one));
  const name = isKnown(subject) ? `'${subject}'` : "its subject";
  report({
    at: lineAt(text, line.line),
    messageId: isEverything ? "everything" : "everyObject",
    data: {
      who: members.length > 0 ? `${name}, and so ${quoteList(members)},` : name,
      subject: isKnown(subject) ? subject : "GROUP",
      what: MEANING[resource] ?? `do everything with all ${resource}`,
    },
  });
}

/** Reports the lines of a role of a project. */
function reportInProject(text: WrittenText, project: string, { report }: Context): void {
  const { role } = text;
  const deadLine = deadLineJudge(text.lines);
  for (const line of text.lines) {
    if (!isKnown(text.source[line.line])) continue;
    const at = lineAt(text, line.line);
    const isOfRole = line.type === "p" && role !== undefined;
    const dead = deadLine(line) ?? (isOfRole ? projectRoleDefect(line, project, role) : undefined);
    if (dead) report({ at, messageId: dead.id, data: dead.data });
    else if (isOfRole && fullyAllowed(line, "glob", project).includes("*")) {
      report({ at, messageId: "everythingInProject", data: { role, project } });
    }
  }
}
