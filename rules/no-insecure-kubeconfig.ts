import { anyCase, readArgoCdCluster } from "../lib/kubernetes/kubeconfig/argocd-cluster.js";
import { hasText, readKubeconfig, textIn } from "../lib/kubernetes/kubeconfig/kubeconfig.js";
import { parseServerUrl } from "../lib/kubernetes/kubeconfig/server-url.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { field } from "../lib/util/plain-values.js";
import { defineRule, type JudgedConfiguration, type RuleContext } from "../lib/rule-kit/define-rule.js";

const messages = {
  unchecked:
    "With '{{field}}: true' nothing checks who answers at {{server}}: anybody on the way there can pose as the API server, and use the credentials that are sent. Leave it out, and give the CA in '{{ca}}', or the name that the certificate is for in '{{name}}'.",
  refused:
    "Clients such as kubectl refuse '{{field}}: true' beside a CA, so nothing connects to {{server}}. Leave it out: the CA is what checks the server.",
  http: "Clients speak to '{{server}}' in plain text and send no credentials with it, so anybody on the way can read and change what is said, and the server has to answer everybody. Write 'https://', with the CA of the server.",
  noScheme:
    "Clients take '{{server}}' for 'http://{{server}}', so they speak to it in plain text and send no credentials with it. Write 'https://{{server}}'.",
  clusterHttp:
    "Argo CD speaks to '{{server}}' in plain text, so anybody on the way can read the credentials that it sends, and use them. Write 'https://'.",
};
type Context = RuleContext<keyof typeof messages, unknown>;

export default defineRule({
  name: "no-insecure-kubeconfig",
  meta: {
    docs: {
      description: "Disallow kubeconfigs and Argo CD's cluster Secrets that do not check the server",
      topic: "How clusters are set up",
      consequence: "danger",
      preset: "recommended",
      controls: ["OWASP K8s 2025 K02", "OWASP K8s 2022 K03"],
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

const FIELD = "insecure-skip-tls-verify";
const CA_DATA = "certificate-authority-data";

function checkKubeconfig({ value }: JudgedConfiguration, { report }: Context): void {
  for (const { content, contentAt } of readKubeconfig(value).clusters) {
    const server = textIn(content, "server");
    const url = parseServerUrl(server);
    if (url && !url.isEncrypted) {
      // Whatever else is said of TLS does nothing.
      const messageId = url.hasScheme ? "http" : "noScheme";
      if (!url.isLocal) report({ at: [...contentAt, "server"], messageId, data: { server: url.shown } });
      continue;
    }
    if (field(content, FIELD) !== true) continue;
    const hasCa = hasText(content, CA_DATA) || hasText(content, "certificate-authority");
    report({
      at: [...contentAt, FIELD],
      messageId: hasCa ? "refused" : "unchecked",
      data: { field: FIELD, server: serverWords(server), ca: CA_DATA, name: "tls-server-name" },
    });
  }
}

function checkCluster({ value }: JudgedConfiguration, { report }: Context): void {
  const { server, serverAt, config, place } = readArgoCdCluster(value);
  const url = parseServerUrl(server);
  if (url?.hasScheme && !url.isEncrypted) {
    if (!url.isLocal) report({ at: serverAt, messageId: "clusterHttp", data: { server: url.shown } });
    return;
  }
  const [tlsKey, tls] = anyCase(config, "tlsClientConfig");
  const [key, insecure] = anyCase(tls, "insecure");
  if (insecure !== true) return;
  const hasCa = hasText({ ca: anyCase(tls, "caData")[1] }, "ca");
  report({
    at: place([tlsKey, key]),
    messageId: hasCa ? "refused" : "unchecked",
    data: { field: "insecure", server: serverWords(server), ca: "caData", name: "serverName" },
  });
}

function serverWords(server: string): string {
  const url = parseServerUrl(server);
  return url && isKnown(server) ? `'${url.shown}'` : "the server";
}
