// A TypeDoc plugin: a page of the documentation is called by its first heading, not by its file's name.
import { Converter } from "typedoc";

export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const [part] = document.content;
    const heading = /^# (.+)$/m.exec(part?.text ?? "")?.[1];
    if (heading !== undefined) document.name = heading;
  });
}
