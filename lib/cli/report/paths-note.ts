/** What is not counted among paths, as the notes of every format say it. */
export const NOT_COUNTED =
  "Not counted: what every cluster has from Kubernetes, group system:masters, and whoever holds the target already. An image's own user, and programs with holes, are not looked at.";
