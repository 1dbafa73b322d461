import { printable } from "../../util/phrases.js";
import { FetchError } from "../answer.js";
import type { FetchContext } from "../context.js";
import type { GetOptions, HttpAnswer } from "../http/client.js";
import { requireAnswer } from "../http/require-answer.js";
import { urlOf } from "../hosts/entry.js";
import { setWith } from "../hosts/sets.js";
import { fromJson, mapOf } from "../plain.js";
import { parseChallenge } from "./challenge.js";
import { MANIFEST_TYPES } from "./manifest.js";
import type { OciRepository } from "./reference.js";

/** distribution, spec/api.md: what a registry must take. */
const LARGEST_MANIFEST = 4 * 1024 * 1024;
const LARGEST_TOKEN = 100_000;
const LARGEST_PAGE = 8 * 1024 * 1024;
const MOST_PAGES = 200;
const MOST_TAGS = 200_000;

/** One repository of a registry, as it is asked: distribution, spec/api.md. It asks for the right to pull, and no other. */
export class Registry {
  readonly #repository: OciRepository;
  readonly #context: FetchContext;
  #authorization: GetOptions["authorization"];

  constructor(repository: OciRepository, context: FetchContext) {
    this.#repository = repository;
    this.#context = context;
  }

  /** @param reference a tag or a digest */
  async manifest(reference: string): Promise<Buffer> {
    return requireAnswer(
      await this.#get(this.#url(`manifests/${reference}`), {
        most: LARGEST_MANIFEST,
        accept: MANIFEST_TYPES,
        ...(reference.includes(":") && { knownDigest: reference }),
      }),
    );
  }

  async blob(digest: string, most: number): Promise<Buffer> {
    return requireAnswer(
      await this.#get(this.#url(`blobs/${digest}`), {
        most,
        knownDigest: digest,
        digestBy: "the manifest",
        isArchive: true,
      }),
    );
  }

  /** All tags, of as many pages as there are. */
  async tags(): Promise<string[]> {
    const tags: string[] = [];
    let page: URL | undefined = this.#url("tags/list?n=1000");
    for (let pages = 0; page; pages++) {
      if (pages === MOST_PAGES || tags.length > MOST_TAGS)
        throw new FetchError(`'${this.#shown}' has more tags than are looked at.`);
      const answer = await this.#get(page, { most: LARGEST_PAGE });
      const { tags: some } = mapOf(fromJson(requireAnswer(answer).toString("utf8")));
      for (const tag of Array.isArray(some) ? (some as unknown[]) : []) {
        if (typeof tag === "string") tags.push(tag);
      }
      page = this.#next(page, answer.headers.link);
    }
    return tags;
  }

  /** The next page, at the same registry: RFC 5988. */
  #next(page: URL, link: string | undefined): URL | undefined {
    const links = (link ?? "").split(/,\s*(?=<)/);
    const targets = links.map((one) => /^\s*<([^>]{1,2000})>\s*;\s*rel="?next"?\s*$/.exec(one)?.[1]);
    const target = targets.find((one) => one !== undefined);
    if (target === undefined) return undefined;
    const next = urlOf(target, page);
    if (next?.origin === page.origin && next.href !== page.href) return next;
    throw new FetchError(
      `'${this.#shown}' has further tags at '${printable(target)}', which is not the same registry.`,
    );
  }

  async #get(url: URL, options: GetOptions): Promise<HttpAnswer> {
    const { http } = this.#context;
    const answer = await http.get(url, { ...options, authorization: this.#authorization });
    if (answer.status !== 401 || this.#authorization) return answer;
    this.#authorization = await this.#authorize(answer);
    return this.#authorization ? http.get(url, { ...options, authorization: this.#authorization }) : answer;
  }

  async #authorize({ headers }: HttpAnswer): Promise<GetOptions["authorization"]> {
    const { registry } = this.#repository;
    const challenge = parseChallenge(headers["www-authenticate"]);
    if (!challenge) return undefined;
    const login = await this.#context.credentials.forRegistry(registry);
    if (challenge.scheme === "basic") return login;
    const realm = urlOf(challenge.realm);
    if (!realm || !this.#context.hosts.allows(realm))
      throw new FetchError(
        `'${this.#shown}' asks for a token of somebody else. ${this.#context.hosts.refusal(realm ?? challenge.realm)}`,
      );
    if (challenge.service !== "") realm.searchParams.set("service", challenge.service);
    // What the registry asks for may be more.
    realm.searchParams.set("scope", `repository:${this.#repository.name}:pull`);
    const isOurs = realm.origin === registry.origin || areOneSet(registry, realm);
    const answer = await this.#context.http.get(realm, {
      most: LARGEST_TOKEN,
      authorization: isOurs ? login : undefined,
    });
    const { token, access_token: other } = mapOf(fromJson(requireAnswer(answer).toString("utf8")));
    const given = typeof token === "string" && token !== "" ? token : other;
    if (typeof given === "string" && /^[\x21-\x7e]+$/.test(given)) return { token: given };
    throw new FetchError(`'${printable(realm.origin)}' gives no token for '${this.#shown}'.`);
  }

  #url(rest: string): URL {
    return new URL(`/v2/${this.#repository.name}/${rest}`, this.#repository.registry);
  }

  get #shown(): string {
    return printable(`${this.#repository.registry.host}/${this.#repository.name}`);
  }
}

/** Whether a login for the one is meant for the other too: they are two hosts of one service, over https. */
function areOneSet(registry: URL, realm: URL): boolean {
  if (registry.protocol !== "https:" || realm.protocol !== "https:") return false;
  return setWith(registry.host)?.[1].hosts.includes(realm.host) ?? false;
}
