/** Why something is not renamed: a sentence for the user. */
export class Refusal extends Error {}
