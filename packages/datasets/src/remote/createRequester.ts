import { createRandom } from "@ftcp/random";
import { DatasetError } from "../datasetError.ts";
import type { DatasetErrorCode, DatasetErrorPlace } from "../datasetError.ts";
import { describeCause } from "./describeCause.ts";
import { describeServerMessage } from "./describeServerMessage.ts";
import { parseRetryAfter } from "./parseRetryAfter.ts";
import { pause } from "./pause.ts";
import type { RequestOptions } from "./requestOptions.ts";

/** A whole answer. */
export interface Answer<T> {
  /** The body as it came, without the secret. */
  readonly text: string;
  /** What the check made of it. */
  readonly value: T;
}

/** Sends requests one after the other and counts. */
export interface Requester {
  /** Requests sent so far. */
  readonly requests: number;
  /** Bytes received so far. */
  readonly bytesRead: number;
  /**
   * Gets a JSON text, again and again where that may help.
   *
   * @param url - the address
   * @param check - makes something of the value, or throws a {@link DatasetError}; an incomplete answer
   *   is asked for again
   * @returns text and value
   */
  getJson<T>(url: string, check: (value: unknown) => T): Promise<Answer<T>>;
}

/** What a requester is made of besides the caller's options. */
export interface RequesterSetup {
  /** Headers of each request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What must not appear in any text or error. */
  readonly secret?: string;
  /** Told of each wait. */
  readonly onWait: (seconds: number, code: DatasetErrorCode) => void;
}

const repeated: ReadonlySet<DatasetErrorCode> = new Set<DatasetErrorCode>([
  "DATASETS_NETWORK_FAILED",
  "DATASETS_TIMED_OUT",
  "DATASETS_RATE_LIMITED",
  "DATASETS_SERVER_FAILED",
  "DATASETS_INCOMPLETE_RESPONSE",
]);

const advice: Partial<Record<DatasetErrorCode, string>> = {
  DATASETS_NETWORK_FAILED: "check the network and the address, then try again",
  DATASETS_TIMED_OUT: "ask for smaller pages or fewer fields, allow more time, or try later",
  DATASETS_RATE_LIMITED: "wait, then try again",
  DATASETS_SERVER_FAILED: "the fault is the server's; try again later",
  DATASETS_INCOMPLETE_RESPONSE: "ask for smaller pages, or try again",
};

/**
 * Creates what sends requests.
 *
 * @param options - see {@link RequestOptions}
 * @param setup - see {@link RequesterSetup}
 * @returns the requester
 * @throws RangeError when a number among the options is not one that makes sense
 * @internal
 */
export function createRequester(options: RequestOptions, setup: RequesterSetup): Requester {
  const { signal, seed = 0 } = options;
  const send = options.fetch ?? globalThis.fetch.bind(globalThis);
  const timeoutSeconds = requirePositive("timeoutSeconds", options.timeoutSeconds ?? 60);
  const maxResponseBytes = requirePositive("maxResponseBytes", options.maxResponseBytes ?? 2 ** 28);
  const maxWaitSeconds = requireNotNegative("maxWaitSeconds", options.maxWaitSeconds ?? 120);
  const backoffSeconds = requireNotNegative("backoffSeconds", options.backoffSeconds ?? 1);
  const retries = requireNotNegative("retries", options.retries ?? 5);
  const random = createRandom(seed);
  const hide = createHider(setup.secret);
  let requests = 0;
  let bytesRead = 0;

  /** One request; every failure is a `DatasetError`, but for an abort. */
  async function attempt<T>(url: string, check: (value: unknown) => T): Promise<Answer<T>> {
    signal?.throwIfAborted();
    const place = { url: hide(url) };
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = { is: false };
    let refuse: (reason: unknown) => void = () => undefined;
    // A `fetch` of the caller's may not listen to the signal: the race ends without it.
    const ended = new Promise<never>((_, reject) => {
      refuse = reject;
    });
    ended.catch(() => undefined);
    const stop = (): void => {
      controller.abort();
      refuse(new Error("stopped"));
    };
    const restartTimer = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        late.is = true;
        stop();
      }, timeoutSeconds * 1000);
    };
    signal?.addEventListener("abort", stop, { once: true });
    restartTimer();
    try {
      requests += 1;
      const response = await Promise.race([
        send(url, {
          headers: { accept: "application/json", ...setup.headers },
          // A redirect would carry the key to another server.
          redirect: setup.secret === undefined ? "follow" : "manual",
          signal: controller.signal,
        }),
        ended,
      ]);
      restartTimer();
      const text = hide(
        await readText(response, { ...place, status: response.status }, ended, (size) => {
          bytesRead += size;
          restartTimer();
        }),
      );
      checkStatus(response, text, place);
      return { text, value: check(parseBody(response, text, place)) };
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof DatasetError) throw error;
      if (late.is) {
        throw new DatasetError(
          "DATASETS_TIMED_OUT",
          `nothing came for ${timeoutSeconds} seconds`,
          place,
        );
      }
      const reason = hide(describeCause(error));
      throw new DatasetError("DATASETS_NETWORK_FAILED", `no answer: ${reason}`, place, {
        // What a `fetch` throws may hold the request with its headers.
        cause: setup.secret === undefined ? error : new Error(reason),
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      controller.abort();
    }
  }

  async function readText(
    response: Response,
    place: DatasetErrorPlace,
    ended: Promise<never>,
    onBytes: (size: number) => void,
  ): Promise<string> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const reader = response.body?.getReader();
    while (reader !== undefined) {
      const { done, value } = await Promise.race([reader.read(), ended]);
      if (done) break;
      chunks.push(value);
      size += value.byteLength;
      onBytes(value.byteLength);
      if (size > maxResponseBytes) {
        throw new DatasetError(
          "DATASETS_INVALID_RESPONSE",
          `the answer is longer than ${maxResponseBytes} bytes; ask for smaller pages or fewer fields`,
          place,
        );
      }
    }
    const promised = Number(response.headers.get("content-length") ?? size);
    if (response.headers.get("content-encoding") === null && size < promised) {
      throw new DatasetError(
        "DATASETS_INCOMPLETE_RESPONSE",
        `the answer is cut short: ${size} of ${promised} bytes`,
        place,
      );
    }
    const decoder = new TextDecoder("utf-8", { fatal: true });
    try {
      return (
        chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode()
      );
    } catch (cause) {
      throw new DatasetError("DATASETS_INVALID_RESPONSE", "the answer is not UTF-8", place, {
        cause,
      });
    }
  }

  function checkStatus(response: Response, text: string, where: DatasetErrorPlace): void {
    const { status, headers } = response;
    const place = { ...where, status };
    if (status === 200) return;
    const said = describeServerMessage(text);
    const suffix = said === "" ? "" : ` (${said})`;
    if (response.type === "opaqueredirect" || (status >= 300 && status < 400)) {
      const target = hide(headers.get("location") ?? "");
      throw new DatasetError(
        "DATASETS_INVALID_RESPONSE",
        `the server redirects${target === "" ? "" : ` to ${target}`}; a key is not sent along: give the ` +
          "address that answers itself",
        place,
      );
    }
    const retryAfterSeconds = parseRetryAfter(headers.get("retry-after"), Date.now());
    if (status === 429) {
      throw new DatasetError("DATASETS_RATE_LIMITED", `too many requests${suffix}`, {
        ...place,
        retryAfterSeconds,
      });
    }
    if (status >= 500 || status === 408) {
      throw new DatasetError(
        "DATASETS_SERVER_FAILED",
        `the server fails: HTTP ${status}${suffix}`,
        {
          ...place,
          retryAfterSeconds,
        },
      );
    }
    if (setup.secret !== undefined && (status === 401 || status === 403)) {
      throw new DatasetError(
        "DATASETS_KEY_REFUSED",
        `the server refuses the key: HTTP ${status}${suffix}; check that it is whole and still valid`,
        place,
      );
    }
    if (status >= 400) {
      throw new DatasetError(
        "DATASETS_QUERY_REFUSED",
        `the server refuses the query: HTTP ${status}${suffix}; change the query or the address`,
        place,
      );
    }
    throw new DatasetError("DATASETS_INVALID_RESPONSE", `HTTP ${status} brings no data`, place);
  }

  async function getJson<T>(url: string, check: (value: unknown) => T): Promise<Answer<T>> {
    for (let count = 1; ; count += 1) {
      try {
        return await attempt(url, check);
      } catch (error) {
        if (!(error instanceof DatasetError) || !repeated.has(error.code)) throw error;
        const { code, retryAfterSeconds } = error;
        const backoff = backoffSeconds * 2 ** (count - 1);
        // Between half and the whole, so that many clients do not come back at the same moment.
        const jittered = Math.min(backoff, maxWaitSeconds) * (0.5 + 0.5 * random.uniform());
        const seconds = Math.max(retryAfterSeconds ?? 0, jittered);
        const isTooLong = retryAfterSeconds !== undefined && retryAfterSeconds > maxWaitSeconds;
        if (count > retries || isTooLong) throw concludeError(error, count, isTooLong);
        setup.onWait(seconds, code);
        await pause(seconds, signal);
      }
    }
  }

  return {
    get requests() {
      return requests;
    },
    get bytesRead() {
      return bytesRead;
    },
    getJson,
  };
}

function concludeError(error: DatasetError, attempts: number, isTooLong: boolean): DatasetError {
  const { code, url, status, retryAfterSeconds } = error;
  const wait = isTooLong ? `; it wants ${Math.ceil(retryAfterSeconds ?? 0)} seconds of rest` : "";
  const count = attempts === 1 ? "" : `, ${attempts} times`;
  return new DatasetError(
    isTooLong ? "DATASETS_RATE_LIMITED" : code,
    `${error.message}${count}${wait}; ${advice[code] ?? "try again later"}`,
    { url, status, retryAfterSeconds },
    { cause: error.cause },
  );
}

function parseBody(response: Response, text: string, place: DatasetErrorPlace): unknown {
  const type = response.headers.get("content-type") ?? "";
  if (/^\s*</u.test(text) || /\bhtml\b/u.test(type)) {
    throw new DatasetError(
      "DATASETS_INVALID_RESPONSE",
      "the answer is a web page, not JSON; check the address, and whether a proxy or a login stands between",
      { ...place, status: response.status },
    );
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const isBegun = /^\s*(?:[[{]|$)/u.test(text);
    throw new DatasetError(
      isBegun ? "DATASETS_INCOMPLETE_RESPONSE" : "DATASETS_INVALID_RESPONSE",
      isBegun ? "the answer is cut short or damaged" : "the answer is no JSON; check the address",
      { ...place, status: response.status },
      { cause: new SyntaxError(describeCause(cause).slice(0, 200)) },
    );
  }
}

function createHider(secret: string | undefined): (text: string) => string {
  if (secret === undefined) return (text) => text;
  const forms = [...new Set([secret, encodeURIComponent(secret)])];
  return (text) => {
    let hidden = text;
    for (const form of forms) {
      if (hidden.includes(form)) hidden = hidden.replaceAll(form, "[key]");
    }
    return hidden;
  };
}

function requirePositive(name: string, value: number): number {
  if (!(value > 0)) throw new RangeError(`${name} must be positive, received ${value}`);
  return value;
}

function requireNotNegative(name: string, value: number): number {
  if (!(value >= 0)) throw new RangeError(`${name} must not be negative, received ${value}`);
  return value;
}
