/**
 * Parses JSON, also Python's: `json.dumps` writes bare NaN and Infinity, which are no JSON; read as null.
 *
 * @param text - the text
 * @returns the value
 * @throws SyntaxError when it is neither
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const repaired = text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (token) =>
      token.startsWith('"') ? token : "null",
    );
    if (repaired === text) throw error;
    return JSON.parse(repaired);
  }
}
