/** How many worlds a model is compared on: a few in `npm test`, which has to be quick, or all of them. */
export function worlds(few: number, all: number): number {
  return process.env.GITOPS_ALL_WORLDS === "yes" ? all : few;
}
