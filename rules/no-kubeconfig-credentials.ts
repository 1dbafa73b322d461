import type { Analysis } from "../lib/analysis/analysis.js";
import {
  clusterCredentials,
  clusterIdentity,
  readArgoCdCluster,
} from "../lib/kubernetes/kubeconfig/argocd-cluster.js";
import { type CertificateIdentity, certificateIdentity } from "../lib/kubernetes/kubeconfig/certificate.js";
import { type Credential, userCredentials } from "../lib/kubernetes/kubeconfig/credentials.js";
import { readKubeconfig, textIn } from "../lib/kubernetes/kubeconfig/kubeconfig.js";
import { parseServerUrl } from "../lib/kubernetes/kubeconfig/server-url.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { MASTERS_GROUP } from "../lib/kubernetes/rbac/subjects.js";
import { grantsWords, identityWords, untilWords, userWords } from "../lib/rule-kit/credential-phrases.js";
import { defineRule, type JudgedConfiguration, type RuleContext } from "../lib/rule-kit/define-rule.js";

/** How the names begin that Kubernetes keeps for itself. */
const SYSTEM = "system:";
const OUT = "take it out of the repository and its history";
/** Behind what is said of something else. */
const KEY_OUT = "take the key out of the repository and its history";
const FROM_ELSEWHERE = "let 'exec' fetch credentials, or name a file outside of the repository";
const SEALED = "encrypt the Secret, or have it made from a vault";
const IRREVOCABLE = "no revocation can take this away{{until}}";

const messages = {
  masters: `Whoever can read this key is {{who}} in group 'system:masters' and may do everything: no binding and ${IRREVOCABLE}. Replace the CA of the cluster, ${KEY_OUT}, and give nobody a certificate for this group.`,
  key: `Whoever can read this key is {{who}}{{grants}}, and ${IRREVOCABLE}. {{advice}}, ${KEY_OUT}, and ${FROM_ELSEWHERE}.`,
  keyAlone: `Whoever can read this key can act as {{who}}, and ${IRREVOCABLE}. Take the rights of this user away, ${KEY_OUT}, and ${FROM_ELSEWHERE}.`,
  token: `Whoever can read this token can act as {{who}}. Revoke it, ${OUT}, and ${FROM_ELSEWHERE}.`,
  password: `Whoever can read this password can act as {{who}}. Change it, ${OUT}, and ${FROM_ELSEWHERE}.`,
  provider: `{{what}} is a secret in plain text, and whoever can read it can use it to act as {{who}}. Revoke it, ${OUT}, and let 'exec' fetch credentials.`,
  exec: `{{what}} is a secret in plain text, and whoever can read it can use it to act as {{who}}. Revoke it, ${OUT}, and let the command find it on the machine where it runs.`,
  clusterKey: `Whoever can read this key is {{who}} in {{where}}, as Argo CD is{{grants}}, and ${IRREVOCABLE}. {{advice}}, ${KEY_OUT}, and ${SEALED}.`,
  cluster: `{{what}} is a secret in plain text, and whoever can read it can do in {{where}} what Argo CD can, which is everything unless its rights are limited. Revoke it, ${OUT}, and ${SEALED}.`,
};

type MessageId = keyof typeof messages;
type Context = RuleContext<MessageId, unknown>;
interface Said {
  messageId: MessageId;
  data: Record<string, string>;
}

export default defineRule({
  name: "no-kubeconfig-credentials",
  meta: {
    docs: {
      description: "Disallow keys, tokens and passwords in kubeconfigs and in Argo CD's cluster Secrets",
      topic: "How clusters are set up",
      consequence: "danger",
      preset: "recommended",
      controls: ["OWASP K8s 2025 K03", "OWASP K8s 2022 K08"],
    },
    messages,
    schema: [],
    defaultOptions: [],
  },
  on: "configuration",
  formats: ["Kubeconfig", "ArgoCdCluster"],
  check(configuration, context) {
    if (configuration.format === "Kubeconfig") checkKubeconfig(configuration, context);
    else checkCluster(configuration, context);
  },
});

function checkKubeconfig({ value }: JudgedConfiguration, { analysis, report }: Context): void {
  for (const { name, content, contentAt } of readKubeconfig(value).users) {
    for (const credential of userCredentials(content)) {
      report({ at: [...contentAt, ...credential.at], ...inUser(credential, name, content, analysis) });
    }
  }
}

function inUser(credential: Credential, name: string, user: unknown, analysis: Analysis): Said {
  const who = isKnown(name) ? `user '${name}' of this kubeconfig` : "a user of this kubeconfig";
  const login = textIn(user, "username");
  switch (credential.kind) {
    case "key": {
      const identity = certificateIdentity(textIn(user, "client-certificate-data"));
      return identity
        ? withIdentity("key", identity, analysis)
        : { messageId: "keyAlone", data: { who, until: "" } };
    }
    case "token":
      return { messageId: "token", data: { who } };
    case "password":
      return { messageId: "password", data: { who: isKnown(login) ? `user '${login}'` : who } };
    case "provider":
      return { messageId: "provider", data: { who, what: secretWords(credential) } };
    default:
      return { messageId: "exec", data: { who, what: secretWords(credential) } };
  }
}

function withIdentity(messageId: MessageId, identity: CertificateIdentity, analysis: Analysis): Said {
  const until = untilWords(identity);
  if (identity.groups.includes(MASTERS_GROUP))
    return { messageId: "masters", data: { who: userWords(identity), until } };
  const grants = grantsWords(analysis, identity);
  return { messageId, data: { who: identityWords(identity), grants, until, advice: adviceOn(identity) } };
}

/** What Kubernetes' own users are given they need, and the API server writes it anew. */
function adviceOn({ user, groups }: CertificateIdentity): string {
  const isOwn = [user, ...groups].some((name) => name.startsWith(SYSTEM));
  return isOwn ? "Replace the CA of the cluster" : "Take the rights of this user and its groups away";
}

function checkCluster({ value }: JudgedConfiguration, { analysis, report }: Context): void {
  const { name, server, config, place } = readArgoCdCluster(value);
  const shown = isKnown(name) ? name : parseServerUrl(server)?.shown;
  const where = shown === undefined ? "this cluster" : `cluster '${shown}'`;
  const identity = clusterIdentity(config);
  const seen = new Set<string>();
  for (const credential of clusterCredentials(config)) {
    const at = place(credential.at);
    // All that is in one base64 text has one place.
    if (seen.has(at.join("\n"))) continue;
    seen.add(at.join("\n"));
    const said: Said =
      credential.kind === "key" && identity
        ? withIdentity("clusterKey", identity, analysis)
        : { messageId: "cluster", data: { what: secretWords(credential) } };
    report({ at, messageId: said.messageId, data: { ...said.data, where } });
  }
}

function secretWords({ kind, name }: Credential): string {
  if (!isKnown(name)) return "A token in this argument";
  if (kind === "argument") return `The value of '${name}'`;
  return kind === "variable" ? `The value of variable '${name}'` : `'${name}'`;
}
