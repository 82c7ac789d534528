/**
 * Lets the event loop turn once, so that a Ctrl-C is heard and streams can tell of errors.
 */
export async function nextTask(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}
