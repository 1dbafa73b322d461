/**
 * What requests with a verb do, in words. Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go,
 * NewRequestInfo, and for those that no request has by itself, where they are checked.
 */
export const VERB_WORDS: ReadonlyMap<string, string> = new Map([
  ["get", "Reads one object by its name."],
  ["list", "Reads all objects at once, with all that is in them."],
  ["watch", "Reads all objects, with all that is in them, and every change from then on."],
  ["create", "Creates objects."],
  ["update", "Replaces an object that is there."],
  [
    "patch",
    "Changes parts of an object; a server-side apply also creates one, for which 'create' is checked, too.",
  ],
  ["delete", "Deletes one object by its name."],
  ["deletecollection", "Deletes all objects of a namespace, or all that a selector selects, at once."],
  // pkg/registry/rbac/escalation_check.go, BindingAuthorized and RoleEscalationAuthorized.
  ["bind", "Lets a writer of bindings give a role whose rights the writer does not have."],
  ["escalate", "Lets a writer of roles put rights into them that the writer does not have."],
  // staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation.go.
  ["impersonate", "Makes requests as somebody else: a user, a group or a ServiceAccount."],
  ["use", "Lets pods use a policy, such as a SecurityContextConstraints of OpenShift."],
  // plugin/pkg/admission/certificates.
  ["approve", "Approves requests for certificates of a signer."],
  ["sign", "Signs certificates as a signer."],
  ["attest", "Vouches for what a signer or an API group is asked for."],
  [
    "*",
    "Every verb, also those that Kubernetes may check in the future, such as 'bind', 'escalate' and 'impersonate' where they count.",
  ],
]);

/** What requests for paths that are no resources do: HTTP's methods, in lower case. */
export const PATH_VERB_WORDS: ReadonlyMap<string, string> = new Map([
  ["get", "Reads the path."],
  ["head", "Asks for the headers of the path."],
  ["post", "Sends data to the path."],
  ["put", "Writes the path."],
  ["patch", "Changes the path."],
  ["delete", "Deletes the path."],
  ["*", "Every method of HTTP."],
]);

/** What the API server has at paths that are no resources: staging/src/k8s.io/apiserver/pkg/server/routes. */
export const PATH_WORDS: readonly (readonly [path: string, words: string])[] = [
  ["/metrics", "the metrics of the API server"],
  ["/healthz", "whether the API server is healthy"],
  ["/livez", "whether the API server is alive"],
  ["/readyz", "whether the API server is ready"],
  ["/version", "the version of Kubernetes"],
  ["/apis", "which API groups there are"],
  ["/api", "which versions the core group has"],
  ["/openapi", "the schemas of the API"],
  ["/logs", "the log files of the API server's node"],
  ["/debug", "the profiles of the API server"],
  ["/.well-known/openid-configuration", "how tokens of ServiceAccounts can be checked"],
  ["/openid/v1/jwks", "the keys with which tokens of ServiceAccounts can be checked"],
];
