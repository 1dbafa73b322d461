/** Hosts that belong together, under a name. */
export interface HostSet {
  /** What it is for, for the documentation. */
  about: string;
  hosts: readonly string[];
}

/**
 * The sets that `fetch.allow` and `--allow` take by name, as these services name their hosts in November 2026. Pages that
 * anybody can make under a name of their own, such as `*.github.io`, are in no set. Where content comes from another
 * host with a digest that is known, that host needs no entry: so those that registries keep blobs on are mostly not here.
 */
export const HOST_SETS: Readonly<Record<string, HostSet>> = {
  dockerhub: {
    about: "Docker Hub",
    hosts: ["registry-1.docker.io", "auth.docker.io", "production.cloudflare.docker.com"],
  },
  ghcr: { about: "GitHub's container registry", hosts: ["ghcr.io", "pkg-containers.githubusercontent.com"] },
  quay: {
    about: "Quay",
    hosts: ["quay.io", "cdn.quay.io", "cdn01.quay.io", "cdn02.quay.io", "cdn03.quay.io"],
  },
  gcr: { about: "Google's Artifact Registry, and gcr.io", hosts: ["gcr.io", "*.gcr.io", "*.pkg.dev"] },
  kubernetes: {
    about: "The registry of Kubernetes, which leads on to Google's",
    hosts: ["registry.k8s.io", "*.pkg.dev"],
  },
  "ecr-public": { about: "Amazon's public registry", hosts: ["public.ecr.aws"] },
  mcr: { about: "Microsoft's registry", hosts: ["mcr.microsoft.com", "*.data.mcr.microsoft.com"] },
  github: {
    about: "GitHub: repositories, files, and releases, over https",
    hosts: [
      "github.com",
      "codeload.github.com",
      "raw.githubusercontent.com",
      "objects.githubusercontent.com",
      "release-assets.githubusercontent.com",
    ],
  },
  gitlab: { about: "GitLab, its registry too", hosts: ["gitlab.com", "registry.gitlab.com"] },
  codeberg: { about: "Codeberg", hosts: ["codeberg.org"] },
  bitbucket: { about: "Bitbucket", hosts: ["bitbucket.org"] },
};

/** The set that has a host in it, by name. */
export function setWith(host: string): [name: string, set: HostSet] | undefined {
  return Object.entries(HOST_SETS).find(([, { hosts }]) => hosts.includes(host));
}
