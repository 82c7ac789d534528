// Chromium as the tests use it: one page, driven over a pipe by the DevTools protocol.
import { startChromium } from "@ftcp/testing";
import type { Readable, Writable } from "node:stream";

/** An answer or event of the browser. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** A page in Chromium. */
export interface ChromiumPage {
  /** Errors and warnings that the page wrote, and exceptions that nobody caught. */
  readonly complaints: readonly string[];
  /** Sends a command of the DevTools protocol. */
  send(
    method: string,
    params?: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** Computes an expression in the page, a promise included; its value is plain data. */
  evaluate(expression: string): Promise<unknown>;
  /** Waits until an expression is true in the page. */
  until(expression: string): Promise<void>;
  /** Ends the browser. */
  close(): Promise<void>;
}

/** Starts Chromium with an empty page and WebGL computed by the processor. */
export async function openChromium(): Promise<ChromiumPage> {
  const flags = ["--no-first-run", "--hide-scrollbars", "--remote-debugging-pipe"];
  const webgl = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
  const { browser, ended, close } = await startChromium(
    [...flags, ...webgl],
    ["ignore", "ignore", "ignore", "pipe", "pipe"],
  );
  const [input, output] = [browser.stdio[3] as Writable, browser.stdio[4] as Readable];
  const waiting = new Map<number, (message: Message) => void>();
  const complaints: string[] = [];
  let rest = "";
  output.setEncoding("utf8").on("data", (text: string) => {
    const parts = `${rest}${text}`.split("\0");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const message = JSON.parse(part) as Message;
      if (message.id !== undefined) waiting.get(message.id)?.(message);
      else note(message);
    }
  });
  const note = ({ method, params = {} }: Message): void => {
    const told = JSON.stringify(params);
    if (method === "Runtime.exceptionThrown") complaints.push(told);
    if (
      method === "Runtime.consoleAPICalled" &&
      ["error", "warning"].includes(String(params["type"]))
    )
      complaints.push(told);
    // The software renderer says of itself that it is slow; the page is not at fault.
    if (method === "Log.entryAdded" && !told.includes("GPU stall due to ReadPixels"))
      complaints.push(told);
  };
  let last = 0;
  const target: { sessionId?: string } = {};
  const send: ChromiumPage["send"] = async (method, params = {}) => {
    const id = ++last;
    const answer = new Promise<Message>((resolve) => waiting.set(id, resolve));
    input.write(`${JSON.stringify({ id, method, params, ...target })}\0`);
    const { result = {}, error } = await Promise.race([answer, ended]);
    waiting.delete(id);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const attached = await send("Target.attachToTarget", { targetId, flatten: true });
  target.sessionId = String(attached["sessionId"]);
  for (const domain of ["Page", "Runtime", "Log"]) await send(`${domain}.enable`);

  const evaluate = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = (await send("Runtime.evaluate", {
      ...{ expression, awaitPromise: true, returnByValue: true },
    })) as { result: { value?: unknown }; exceptionDetails?: unknown };
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  };
  return {
    ...{ complaints, send, evaluate, close },
    async until(expression) {
      for (let i = 0; i < 300; i++) {
        if ((await evaluate(expression)) === true) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`never true in the page: ${expression}`);
    },
  };
}
