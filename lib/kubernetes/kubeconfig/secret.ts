/** Stands for a secret that was read and is not kept. */
export const SECRET = "(secret)";
