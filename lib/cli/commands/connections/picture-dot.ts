export const asDot = (x: unknown) => String(x);
