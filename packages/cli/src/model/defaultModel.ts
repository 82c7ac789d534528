/** The bundled model that commands take when none is named. */
export const defaultModel = "ternary-20";
