import { DatasetError } from "../datasetError.ts";

/**
 * Refuses a web page that was saved in place of data: the answer of a login page, a proxy or a server in
 * trouble.
 *
 * @param start - how the text begins
 * @param file - name of the file, for the message
 * @throws {@link DatasetError} with code `DATASETS_HTML_PAGE` when it is HTML
 */
export function refuseHtml(start: string, file: string | undefined): void {
  const head = start.slice(0, 300);
  if (!/^\uFEFF?\s*<(?:!doctype\s+html|html|head|body)\b/iu.test(head)) return;
  const title = /<title[^>]*>([^<]*)/iu.exec(start)?.[1]?.trim() ?? "";
  throw new DatasetError(
    "DATASETS_HTML_PAGE",
    `this is a web page${title === "" ? "" : ` ("${title.slice(0, 80)}")`}, not data: the download ` +
      "brought a login or error page; open its address in a browser and save the data itself",
    { file },
  );
}
