export const asSvg = (x: unknown) => String(x);
