import { type AbacBreach, abacBreaches } from "../lib/analysis/contracts/abac-breaches.js";
import { type AccessBreach, accessBreaches } from "../lib/analysis/contracts/access-breaches.js";
import { contractDefects } from "../lib/analysis/contracts/contract-defects.js";
import type { Analysis } from "../lib/analysis/analysis.js";
import { documentOf, type PlacedReach, reachByDocument } from "../lib/analysis/contracts/reach-places.js";
import type { Place } from "../lib/builds/build.js";
import type { Path } from "../lib/manifests/locate.js";
import { WORKLOADS } from "../lib/kubernetes/kinds.js";
import {
  type Binding,
  BINDING_KINDS,
  type BindingKind,
  NETWORK_POLICY_KINDS,
} from "../lib/kubernetes/objects.js";
import { policyOn } from "../lib/rule-kit/abac-lines.js";
import { abacWords, breachWords, defectWords, reachWords } from "../lib/rule-kit/contract-phrases.js";
import { defineRule, type ObjectRuleContext } from "../lib/rule-kit/define-rule.js";
import { effectiveSubjects, type SubjectUse } from "../lib/rule-kit/effective-subjects.js";
import { groupBy } from "../lib/util/group-by.js";

const BINDINGS: ReadonlySet<string> = new Set(BINDING_KINDS);

type BindingContext = Pick<
  ObjectRuleContext<string, unknown, BindingKind>,
  "applied" | "patched" | "analysis" | "place"
>;

export default defineRule({
  name: "access-contract",
  meta: {
    docs: {
      description: "Require what the contracts of `.gitops-lint.yaml` say about who may do and reach what",
      topic: "Access as a whole",
      consequence: "danger",
      preset: "recommended",
      controls: [],
    },
    messages: {
      granted:
        "{{subject}} has {{verbs}} on {{targets}} in {{where}} through {{role}}, and contract '{{contract}}' leaves that to {{allowed}}. Take it away here, or name who has it in the contract.",
      abac: "{{subject}} has {{verbs}} on {{targets}} {{where}} by this ABAC policy, and contract '{{contract}}' leaves that to {{allowed}}. Narrow the line or delete it, or name who has it in the contract.",
      letIn:
        "This lets in connections from {{from}} to {{to}} on {{ports}}, and contract '{{contract}}' leaves that to {{allowed}}. Narrow it, or name who may in the contract.",
      open: "No policy says who may reach {{to}}, so connections from {{from}} on {{ports}} are let in, and contract '{{contract}}' leaves that to {{allowed}}. Write a NetworkPolicy that lets in only these.",
      unmet:
        "Contract '{{contract}}' demands '{{verb}}' on '{{resource}}' in {{where}} for '{{subject}}', and nothing grants it.{{more}} Bind a role that does, or correct the contract.",
      unreached:
        "Contract '{{contract}}' demands connections from {{from}} to {{to}}, and policies do not let them in. Let them in, or correct the contract.",
      builtIn:
        "Kubernetes itself gives {{subject}}{{more}} {{verbs}} on {{targets}} through {{role}}, and contract '{{contract}}' leaves that to {{allowed}}. Name who has it in the contract, or leave out 'system'.",
      noGrant:
        "Contract '{{contract}}' matches nothing: nothing here grants what it leaves to {{allowed}}, not even to them. Correct it, or write 'nobody: true'.",
      noPods:
        "Contract '{{contract}}' matches nothing: no pods of this repository go by '{{pods}}'. Correct it, or delete the contract.",
      namespace:
        "Contract '{{contract}}' matches nothing: no namespace of this repository goes by '{{namespace}}'. {{hint}}",
      resource: "Contract '{{contract}}' matches nothing. {{words}}",
      verb: "Contract '{{contract}}' matches nothing: Kubernetes never asks for '{{verb}}' on {{targets}}. Write a verb such as 'get', 'list', 'create' or 'update'.",
      clusterScoped:
        "Contract '{{contract}}' matches nothing: what it is on is in no namespace. Leave out 'in'.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: [...BINDING_KINDS, ...NETWORK_POLICY_KINDS, ...WORKLOADS],
  patches: true,
  check(written, context) {
    const { analysis, kind, place, report } = context;
    if (!analysis.settings.contracts) return;
    if (BINDINGS.has(kind)) {
      // Only a binding is of these kinds.
      for (const { at, data } of granted(written as Binding, context as BindingContext))
        report({ at, messageId: "granted", data });
    }
    for (const found of connectionsHere(analysis, place))
      report({
        at: found.place.path.slice(place.path.length),
        messageId: found.isOpen ? "open" : "letIn",
        data: reachWords(found),
      });
  },
  checkPolicy(line, { analysis, report }) {
    if (!analysis.settings.contracts) return;
    const breaches = abacBreaches(analysis).get(documentOf(line.place)) ?? [];
    const places = breaches.length > 0 ? policyOn(line, analysis)?.places : undefined;
    const at = places?.get("user") ?? places?.get("group") ?? [];
    for (const breach of onePerContract(breaches)) report({ at, messageId: "abac", data: abacWords(breach) });
  },
  checkContracts({ names }, { analysis, report }) {
    for (const defect of contractDefects(analysis)) {
      const index = names.indexOf(defect.contract.name);
      report({ at: index < 0 ? ["contracts"] : ["contracts", index, ...defect.at], ...defectWords(defect) });
    }
  },
});

/** A line can be against a contract by its resource and by its path. */
function onePerContract(breaches: readonly AbacBreach[]): AbacBreach[] {
  return [...new Map(breaches.toReversed().map((one) => [one.contract, one])).values()].toReversed();
}

/** Who has what against a contract, once for each subject and contract. */
function granted(written: Binding, context: BindingContext): { at: Path; data: Record<string, string> }[] {
  const breaches = accessBreaches(context.analysis);
  if (breaches.size === 0) return [];
  return effectiveSubjects(written, context).flatMap(({ at, uses }) => {
    const found = uses.flatMap((use) => breachesOf(use, breaches));
    return [...groupBy(found, ({ breach }) => breach.contract).values()].flatMap((same) => {
      const [first] = same;
      if (!first) return [];
      const namespaces = same.map(({ breach }) => breach.grant.binding.namespace);
      return { at: [...at, "name"], data: breachWords(first.breach, first.use.subject, namespaces) };
    });
  });
}

function breachesOf(
  use: SubjectUse,
  breaches: ReturnType<typeof accessBreaches>,
): { use: SubjectUse; breach: AccessBreach }[] {
  const found = use.applied && breaches.get(use.applied.object)?.get(use.subject);
  return (found ?? []).map((breach) => ({ use, breach }));
}

/** The rules of policies in an object that let in whom contracts do not, or its pods if no policy isolates them. */
function connectionsHere(analysis: Analysis, { file, document, path: own }: Place): PlacedReach[] {
  const found = reachByDocument(analysis).get(documentOf({ file, document })) ?? [];
  return found.filter(({ place: { path } }) => own.every((step, index) => step === path[index]));
}
