export const pictureOf = (x: unknown) => x;
