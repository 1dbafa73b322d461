import { bindingsOfUser } from "../analysis/bindings-of-user.js";
import type { Analysis } from "../analysis/analysis.js";
import type { CertificateIdentity } from "../kubernetes/kubeconfig/certificate.js";
import { isKnown } from "../kubernetes/objects.js";
import { nameWords, quoteKnown, roleRefWords } from "../kubernetes/name-words.js";
import { KUBEADM_ADMINS_GROUP } from "../kubernetes/rbac/subjects.js";
import { plural } from "../util/phrases.js";

/** The user of a certificate, in a sentence: `User 'ada'`. */
export function userWords({ user }: CertificateIdentity): string {
  return isKnown(user) ? `User '${user}'` : "a User";
}

/** The user of a certificate with its groups, in a sentence: `User 'ada' in groups 'dev' and 'ops'`. */
export function identityWords(identity: CertificateIdentity): string {
  const { groups } = identity;
  if (groups.length === 0) return userWords(identity);
  return `${userWords(identity)} in ${groups.length === 1 ? "group" : "groups"} ${quoteKnown(groups)}`;
}

/** Until when a certificate is good: ` until the certificate expires on 2035-01-31`; empty if nobody can say. */
export function untilWords({ until }: CertificateIdentity): string {
  return until === undefined ? "" : ` until the certificate expires on ${until}`;
}

/**
 * What an identity is given, as a further part of a sentence: `, to whom ClusterRoleBinding 'a' gives ClusterRole
 * 'b'`; empty if the repository does not say.
 */
export function grantsWords(analysis: Analysis, { user, groups }: CertificateIdentity): string {
  const [first, ...others] = bindingsOfUser(analysis, { name: user, groups }).map(({ object }) => {
    const { kind, object: binding } = object;
    const name = binding.metadata?.name;
    return `${nameWords(kind, name)} gives ${roleRefWords(binding.roleRef)}`;
  });
  const more = new Set(others.filter((one) => one !== first)).size;
  if (first !== undefined)
    return `, to whom ${first}${more > 0 ? `, besides ${plural(more, "other binding")}` : ""}`;
  return groups.includes(KUBEADM_ADMINS_GROUP) ? ", to whom kubeadm gives ClusterRole 'cluster-admin'" : "";
}
