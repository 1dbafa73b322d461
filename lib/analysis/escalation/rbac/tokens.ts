import { memoizePairs } from "../../../util/memoize.js";
import { nodeWords } from "../nodes.js";
import type { SubjectNode } from "../escalation.js";
import type { Held } from "../rights.js";
import type { Edge, Technique } from "../technique.js";
import type { TokenSecret } from "../token-secrets.js";
import type { World } from "../world.js";
import { accountsFor, both, changesOf, core, inNamespace, isForAnyName, namespaceOf } from "./allowed.js";

const CREATE_TOKEN = core("create", "serviceaccounts/token");
const CREATE_SECRET = core("create", "secrets");
const CHANGE_SECRET = changesOf("", "secrets");
/** A list with a field selector names an object as well: apiserver/pkg/endpoints/request/requestinfo.go. */
const READ_SECRET = ["get", "list", "watch"].map((verb) => core(verb, "secrets"));

const TOKEN_SECRETS = "https://kubernetes.io/docs/concepts/security/service-accounts/#get-a-token";
const TOKENS_CONTROLLER = "Kubernetes: pkg/controller/serviceaccount/tokens_controller.go, syncSecret";

export const createToken: Technique = {
  name: "create-token",
  title: "Create a token",
  takes: "'create' on 'serviceaccounts/token'.",
  gives: "The ServiceAccounts of the namespace, or those that resourceNames names.",
  cites: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#token-request",
    "Kubernetes: pkg/registry/core/serviceaccount/storage/token.go, Create",
  ],
  edges: (world, from) =>
    world
      .rightsOf(from)
      .allowing(CREATE_TOKEN)
      .map((held): Edge => {
        const words = (to: Parameters<Edge["words"]>[0]) => `creates a token of ${nodeWords(to)}`;
        return { to: accountsFor(world, held), words, rights: [held] };
      }),
};

/** Clusters make no such Secret by themselves since 1.24, so only one that is written counts. */
export const readTokenSecret: Technique = {
  name: "read-token-secret",
  title: "Read the Secret of a token",
  takes:
    "'get', 'list' or 'watch' on 'secrets', where the repository has a Secret of type 'kubernetes.io/service-account-token'.",
  gives: "The ServiceAccount that the Secret names.",
  cites: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets",
    TOKENS_CONTROLLER,
  ],
  edges: (world, from) => {
    const rights = world.rightsOf(from);
    return READ_SECRET.flatMap((question) => rights.allowing(question)).map((held): Edge => {
      return {
        to: accountsIn(world, held),
        words: (to) => `reads the token of ${nodeWords(to)} from its Secret`,
        rights: [held],
      };
    });
  },
};

/** A new Secret of this type gets the token of the ServiceAccount that it names. */
export const makeTokenSecret: Technique = {
  name: "make-token-secret",
  title: "Make the Secret of a token, and read it",
  takes:
    "'create' on 'secrets' without resourceNames, and 'get', 'list' or 'watch' on 'secrets' in the same namespace.",
  gives:
    "Every ServiceAccount of the namespace: the cluster writes the token into a Secret that asks for it.",
  cites: [TOKEN_SECRETS, TOKENS_CONTROLLER],
  edges: (world, from) => {
    const rights = world.rightsOf(from);
    return READ_SECRET.flatMap((read) => both(rights, CREATE_SECRET, read)).map(
      ({ namespace, rights: needed }): Edge => ({
        to: world.accounts(namespace),
        words: (to) =>
          `creates a Secret ${inNamespace(namespaceOf(to, namespace))} that the cluster fills with the token of ${nodeWords(to)}, and reads it`,
        rights: needed,
      }),
    );
  },
};

/** The type of a Secret cannot be changed, but the ServiceAccount that it names can. */
export const changeTokenSecret: Technique = {
  name: "change-token-secret",
  title: "Change the Secret of a token, and read it",
  takes:
    "'update' or 'patch' on a Secret of type 'kubernetes.io/service-account-token' that the repository has, and 'get', 'list' or 'watch' on it.",
  gives:
    "Every ServiceAccount of the namespace: without its UID and its old token, the cluster fills the Secret for the one that it names now.",
  cites: [TOKENS_CONTROLLER, "Kubernetes: pkg/apis/core/validation/validation.go, ValidateSecretUpdate"],
  edges: (world, from) => {
    const rights = world.rightsOf(from);
    const changing = CHANGE_SECRET.flatMap((question) => rights.allowing(question));
    return changing.flatMap((held) =>
      secretsFor(world, held).flatMap((secret): Edge[] => {
        const read = rights.mayAny(READ_SECRET, { namespace: secret.namespace, name: secret.name });
        if (!read) return [];
        return [
          {
            to: world.accounts(secret.namespace),
            words: (to) =>
              `makes Secret '${secret.namespace}/${secret.name}' that of ${nodeWords(to)}, and reads the token in it`,
            rights: [held, read],
          },
        ];
      }),
    );
  },
};

/** The Secrets with a token that a rule on Secrets covers, one for each namespace if it has no names. */
function secretsFor(world: World, held: Held): readonly TokenSecret[] {
  const all = world.tokenSecrets(held.namespace);
  if (!isForAnyName(held)) return all.filter(({ name }) => held.rule.resourceNames?.includes(name));
  return [...new Map(all.map((secret) => [secret.namespace, secret])).values()];
}

function accountsIn(world: World, held: Held): readonly SubjectNode[] {
  if (isForAnyName(held)) return accountsWithSecret(world, held.namespace);
  return accountsOf(
    world,
    world.tokenSecrets(held.namespace).filter(({ name }) => held.rule.resourceNames?.includes(name)),
  );
}

const accountsWithSecret = memoizePairs((world: World, namespace: string | undefined) => {
  return accountsOf(world, world.tokenSecrets(namespace));
});

function accountsOf(world: World, secrets: readonly TokenSecret[]): readonly SubjectNode[] {
  const found = secrets.flatMap(({ namespace, account }) => world.account(namespace, account) ?? []);
  return [...new Set(found)];
}
