/** Lower-case names of place holders: dummy atoms, difference peaks, vacancies. */
export const dummyNames: ReadonlySet<string> = new Set(["x", "xx", "du", "dum", "q", "vac", "vc"]);
