import type { BuildSet } from "../../builds/build-set.js";
import type { HiddenPart } from "../../builds/hidden-part.js";
import { ENFORCE_LABEL } from "../../kubernetes/pod-security/pod-security-labels.js";
import { filesWhere } from "../../repository/files-where.js";
import { memoize } from "../../util/memoize.js";
import { hiddenBeside } from "../hidden-beside.js";
import { mentions, namesIn, textOf } from "../searched-texts.js";

/** What the labels of Pod Security have in common, as a word of a text. */
const DOMAIN = "pod-security.kubernetes.io";
/** Constraints of Gatekeeper on pods, as its library names them, and the policies of Kubewarden. */
const CONSTRAINT = /^(?:constraints\.gatekeeper\.sh\/K8sPSP|policies\.kubewarden\.io\/)/;
/** What a policy of Kyverno says that checks what pods may do: a level, or the fields that `baseline` is about. */
const CHECKING = /"[=X^+<]?\(?(?:podSecurity|privileged|hostPath)\)?":/;
/** What the policies of the API server are called that do, of which no more is read. */
const SAYS_CHECKING = /privileged|host-?path|pod-?security/i;
const MUTATION = /^mutations\.gatekeeper\.sh\//;

/**
 * Whether something else than Pod Security's labels in manifests may check the pods of every namespace, or label the
 * namespaces: Kyverno, Gatekeeper, Kubewarden, policies of the API
 * server, or the security context constraints of OpenShift.
 */
export const hasOtherPodSecurity: (builds: BuildSet) => boolean = memoize((builds: BuildSet) => {
  const { platform, repository } = builds;
  if (platform === "openshift") return true;
  const isByKyverno = builds.ofKind("KyvernoPolicy").some(({ object }) => {
    const text = JSON.stringify(object.object.spec ?? {});
    return text.includes(DOMAIN) || CHECKING.test(text);
  });
  const isByPolicy = builds.ofKind("ValidatingAdmissionPolicy").some(({ object }) => {
    return SAYS_CHECKING.test(object.object.metadata?.name ?? "");
  });
  if (isByKyverno || isByPolicy || builds.all.some(({ hidden }) => hidden.some(bringsPolicies))) return true;
  return [...withCustomObjects(repository)].some(([path, { customObjects = [] }]) => {
    if (customObjects.some((one) => CONSTRAINT.test(one))) return true;
    if (!customObjects.some((one) => MUTATION.test(one))) return false;
    return textOf(repository, path).includes(DOMAIN);
  });
});

const withCustomObjects = filesWhere(({ customObjects = [] }) => customObjects.length > 0);

/** Kyverno's own chart of policies only reports unless it is told otherwise; its repository enforces none either. */
function bringsPolicies({ kind, names, values }: HiddenPart): boolean {
  if (kind === "remote")
    return names.some((name) => /pod-?security|kyverno.*polic|polic.*kyverno/i.test(name));
  if (kind !== "chart" || values === undefined) return false;
  const isMeant = names.some((name) => /kyverno-policies|gatekeeper|kubewarden/.test(name));
  return isMeant && [...namesIn(values)].some((word) => /^(?:enforce|deny|protect)$/i.test(word));
}

/** Whether what is no manifest, such as a file of Terraform, speaks of a namespace and of Pod Security's labels. */
export function mayBeLabelledBeside(builds: BuildSet, namespace: string): boolean {
  return hiddenBeside(builds).some(({ texts = [] }) => {
    return mentions(builds.repository, texts, DOMAIN) && mentions(builds.repository, texts, namespace);
  });
}

/** Whether Argo CD labels the namespaces that it creates: `managedNamespaceMetadata` of an Application. */
export const namespacesLabelledByArgo: (builds: BuildSet) => ReadonlySet<string> | "any" = memoize(
  (builds: BuildSet) => {
    const names = new Set<string>();
    for (const { build, object } of builds.ofKind("Application", "ApplicationSet")) {
      if (!JSON.stringify(object.object.spec ?? {}).includes(ENFORCE_LABEL)) continue;
      const made = builds.all.filter(({ appliedBy }) => {
        return appliedBy?.file === object.file && appliedBy.document === object.document;
      });
      const all = made.flatMap(({ namespaces = [] }) => namespaces);
      if (all.length === 0 || build.hidden.some(({ kind }) => kind === "program")) return "any" as const;
      for (const { name } of all) names.add(name);
    }
    return names;
  },
);
