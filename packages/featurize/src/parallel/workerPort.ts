import type { PoolReply, PoolRequest } from "./poolMessages.ts";

/** A worker of any kind, as a pool sees it. */
export interface WorkerPort {
  /** Sends work; what stands in `transfer` is handed over instead of copied. */
  readonly send: (request: PoolRequest<unknown>, transfer: ArrayBuffer[]) => void;
  /** Ends the worker, even in the midst of a crystal. */
  readonly end: () => Promise<unknown>;
}

/** What a worker says to its pool. */
export interface WorkerListener {
  /** An answer has come. */
  readonly onReply: (reply: PoolReply) => void;
  /** The worker can do nothing more. */
  readonly onFailure: (message: string, cause?: unknown) => void;
}
