import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers one request instead of the server; returns whether it did. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A document of the summary endpoint. */
export type SummaryDocument = Readonly<Record<string, unknown>>;

export const testKey = "0123456789abcdefghijABCDEFGHIJ01";

/**
 * A stand-in for the interface of the Materials Project: heartbeat, and the summary endpoint with the
 * conditions, fields, order and pages that mp-api 0.46 uses, answers in the shape of maggma's models. Faults are taken from
 * the list one a request of the summary endpoint.
 */
export class MaterialsProjectServer {
  /** Faults of the next requests; `undefined` lets one pass. */
  readonly faults: (Fault | undefined)[] = [];
  /** Addresses asked for. */
  readonly requests: string[] = [];
  /** Headers of the last request. */
  headers: IncomingMessage["headers"] = {};
  /** Version of the database. */
  version = "2025.09.25";
  /** Its documents. */
  documents: readonly SummaryDocument[];
  readonly #server: Server;

  constructor(documents: readonly SummaryDocument[]) {
    this.documents = documents;
    this.#server = createServer((request, response) => {
      this.#answer(request, response);
    });
  }

  /** Listens on loopback. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends all connections. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(request.url ?? "");
    const url = new URL(request.url ?? "", "http://127.0.0.1");
    if (url.pathname === "/heartbeat") {
      sendJson(response, 200, {
        ...{ status: "OK", time: "2026-11-22T22:00:00.000000", version: "0.84.6" },
        ...{ db_version: this.version, access_controlled_batch_ids: [] },
      });
      return;
    }
    this.headers = request.headers;
    if (this.faults.shift()?.(request, response) === true) return;
    if (url.pathname !== "/materials/summary/") {
      sendJson(response, 404, { detail: "Not Found" });
    } else if (request.headers["x-api-key"] !== testKey) {
      sendJson(response, 401, { message: "No API key found in request" });
    } else {
      this.#search(url.searchParams, response);
    }
  }

  #search(parameters: URLSearchParams, response: ServerResponse): void {
    const number = (name: string): number | undefined => {
      const text = parameters.get(name);
      return text === null ? undefined : Number(text);
    };
    const limit = number("_limit") ?? 100;
    if (limit > 1000) {
      const loc = ["query", "_limit"];
      sendJson(response, 422, { detail: [{ loc, msg: "too large", type: "value_error" }] });
      return;
    }
    const inRange = (document: SummaryDocument, field: string): boolean => {
      const value = Number(document[field]);
      return (
        value >= (number(`${field}_min`) ?? -Infinity) &&
        value <= (number(`${field}_max`) ?? Infinity)
      );
    };
    const elements = parameters.get("elements")?.split(",") ?? [];
    const ids = parameters.get("material_ids")?.split(",");
    const found = this.documents
      .filter((document) => {
        const own = Array.isArray(document["elements"]) ? (document["elements"] as unknown[]) : [];
        return (
          elements.every((element) => own.includes(element)) &&
          ids?.includes(String(document["material_id"])) !== false &&
          ["nelements", "nsites", "energy_above_hull", "band_gap"].every((field) =>
            parameters.has(`${field}_min`) || parameters.has(`${field}_max`)
              ? inRange(document, field)
              : true,
          )
        );
      })
      .sort((left, right) => (String(left["material_id"]) < String(right["material_id"]) ? -1 : 1));
    const skip = number("_skip") ?? 0;
    const fields = (parameters.get("_fields") ?? "material_id").split(",");
    const data = found
      .slice(skip, skip + limit)
      .map((document) =>
        Object.fromEntries(
          Object.entries(document).filter(([name]) =>
            fields.some((field) => field.split(".")[0] === name),
          ),
        ),
      );
    sendJson(response, 200, {
      data,
      errors: null,
      meta: {
        api_version: "0.71.6",
        time_stamp: "2026-11-22T22:00:00.000000",
        total_doc: found.length,
        facet: null,
      },
    });
  }
}

/** Sends a JSON value. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(value));
}

/** Makes a fault of a status. */
export function failWith(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Fault {
  return (_request, response) => {
    sendJson(response, status, value, headers);
    return true;
  };
}

/** Makes a fault of a body, with status 200. */
export function answerWith(body: string, headers: Readonly<Record<string, string>> = {}): Fault {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", ...headers });
    response.end(body);
    return true;
  };
}
