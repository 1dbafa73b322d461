import { printable } from "../../util/phrases.js";
import { FetchError } from "../answer.js";
import type { Hosts } from "../hosts/hosts.js";
import { registryUrl } from "../hosts/request-url.js";

/** A repository in a registry. */
export interface OciRepository {
  /** Where the registry answers. */
  registry: URL;
  /** `stefanprodan/charts/podinfo` */
  name: string;
}

/** distribution, reference: a name has parts of lower-case letters and digits. */
const NAME = /^[a-z\d]+(?:[._-]+[a-z\d]+)*(?:\/[a-z\d]+(?:[._-]+[a-z\d]+)*)*$/;
const LONGEST_NAME = 255;

/** What names something in a registry. */
export const TAG = /^\w[\w.-]{0,127}$/;
export const DIGEST = /^sha256:[\da-f]{64}$/;

/**
 * The repository that an `oci://HOST/NAME` means.
 * @throws {FetchError} if it means none
 */
export function ociRepository(oci: string, hosts: Hosts): OciRepository {
  const registry = registryUrl(oci, hosts);
  const name = registry?.pathname.replace(/^\/|\/+$/g, "") ?? "";
  if (!registry || registry.username !== "" || name.length > LONGEST_NAME || !NAME.test(name))
    throw new FetchError(`'${printable(oci)}' is not the address of a repository in a registry.`);
  return { registry: new URL("/", registry), name };
}

/** The tag of a version of a chart, which cannot have a `+`: helm, pkg/registry/util.go. */
export function tagOf(version: string): string {
  return version.replaceAll("+", "_");
}
