import { FeaturizeError } from "../featurizeError.ts";
import type { FeaturizeBatch, FeaturizedBatch } from "./featurizeBatch.ts";
import type { FeaturizePool } from "./featurizePool.ts";
import type { PoolReply } from "./poolMessages.ts";
import { reviveError } from "./reviveError.ts";
import type { WorkerListener, WorkerPort } from "./workerPort.ts";

interface Job<T> {
  readonly batch: FeaturizeBatch<T>;
  readonly signal: AbortSignal;
  readonly resolve: (result: FeaturizedBatch) => void;
  readonly reject: (error: Error) => void;
}

interface Member<T> {
  readonly port: WorkerPort;
  /** What it was sent and has not answered; it works through them in this order. */
  readonly jobs: { readonly request: number; readonly job: Job<T> }[];
}

/** Batches that a worker holds: one to work on, and one that it finds when that is done. */
const depth = 2;

/**
 * A pool of workers of any kind.
 *
 * Memory goes back to the worker that wrote it last, whose cache still has it, unless another has less
 * to do. A worker that is stopped or dies takes only the batch with it that it was working on, or those
 * that were aborted; others that it held are sent again.
 *
 * @param start - starts a worker; called when there is work for one more, and for one that has ended
 * @param size - number of workers
 * @param startsAtOnce - whether all are started now
 */
export function createWorkerPool<T>(
  start: (listener: WorkerListener) => WorkerPort,
  size: number,
  startsAtOnce: boolean,
): FeaturizePool<T> {
  const members: Member<T>[] = [];
  const queue: Job<T>[] = [];
  const lastWriter = new WeakMap<ArrayBuffer, Member<T>>();
  let requests = 0;
  let isClosed = false;
  if (startsAtOnce) while (members.length < size) addMember();

  return {
    size,
    run: (batch, signal) =>
      new Promise((resolve, reject) => {
        if (isClosed) {
          reject(failed("the pool is closed"));
          return;
        }
        if (signal.aborted) {
          reject(toError(signal.reason));
          return;
        }
        const stop = (): void => {
          abort(job);
        };
        const job: Job<T> = {
          batch,
          signal,
          resolve: (result) => {
            signal.removeEventListener("abort", stop);
            resolve(result);
          },
          reject: (error) => {
            signal.removeEventListener("abort", stop);
            reject(error);
          },
        };
        signal.addEventListener("abort", stop);
        queue.push(job);
        sendJobs();
      }),
    close: async () => {
      isClosed = true;
      const ended = members.splice(0);
      const left = [...ended.flatMap(({ jobs }) => jobs.map(({ job }) => job)), ...queue.splice(0)];
      for (const { reject } of left) reject(failed("the pool was closed"));
      await Promise.all(ended.map(({ port }) => port.end()));
    },
  };

  function sendJobs(): void {
    for (let job = queue[0]; job !== undefined; job = queue[0]) {
      try {
        const member = chooseMember(job.batch.memory);
        if (member === undefined) return;
        queue.shift();
        send(job, member);
      } catch (cause) {
        if (queue[0] === job) queue.shift();
        job.reject(failed("a worker cannot be started or takes no such items", cause));
      }
    }
  }

  /** Who has the least to do and, if several have, the one whose cache holds the memory. */
  function chooseMember(memory: ArrayBuffer | undefined): Member<T> | undefined {
    let best = memory === undefined ? undefined : lastWriter.get(memory);
    if (best !== undefined && !members.includes(best)) best = undefined;
    for (const member of members) {
      if (best === undefined || member.jobs.length < best.jobs.length) best = member;
    }
    if (members.length < size && best?.jobs.length !== 0) return addMember();
    return best === undefined || best.jobs.length >= depth ? undefined : best;
  }

  function send(job: Job<T>, { port, jobs }: Member<T>): void {
    const { memory } = job.batch;
    // What a worker that has ended was given is lost; the batch is then sent without.
    const isThere = memory !== undefined && memory.byteLength > 0;
    const request = requests++;
    const batch = isThere ? job.batch : { ...job.batch, memory: undefined };
    port.send({ request, batch }, isThere ? [memory] : []);
    jobs.push({ request, job });
  }

  function addMember(): Member<T> {
    const member: Member<T> = {
      port: start({
        onReply: (reply) => {
          if (members.includes(member)) settle(member, reply);
        },
        onFailure: (message, cause) => {
          if (!members.includes(member)) return; // was stopped in the meantime
          const [first] = member.jobs.splice(0, 1);
          drop(member);
          first?.job.reject(failed(message, cause));
          sendJobs();
        },
      }),
      jobs: [],
    };
    members.push(member);
    return member;
  }

  function settle(member: Member<T>, reply: PoolReply): void {
    const at = member.jobs.findIndex(({ request }) => request === reply.request);
    const [task] = at < 0 ? [] : member.jobs.splice(at, 1);
    if (task === undefined) return;
    if ("result" in reply) {
      lastWriter.set(reply.result.data.buffer, member);
      task.job.resolve(reply.result);
    } else {
      task.job.reject(failed("featurizing failed", reviveError(reply.failure)));
    }
    sendJobs();
  }

  function abort(job: Job<T>): void {
    const waiting = queue.indexOf(job);
    if (waiting >= 0) queue.splice(waiting, 1);
    const member = members.find(({ jobs }) => jobs.some((task) => task.job === job));
    if (member !== undefined) drop(member);
    job.reject(toError(job.signal.reason));
    sendJobs();
  }

  /** Ends a worker; what others wait for is done anew. */
  function drop(member: Member<T>): void {
    members.splice(members.indexOf(member), 1);
    // Those whose signal is aborted are rejected by their own listeners.
    const left = member.jobs.map(({ job }) => job).filter(({ signal }) => !signal.aborted);
    queue.unshift(...left);
    void member.port.end();
  }
}

function failed(message: string, cause?: unknown): FeaturizeError {
  return new FeaturizeError("FEATURIZE_WORKER_FAILED", `worker: ${message}`, {}, { cause });
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
