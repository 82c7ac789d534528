/**
 * Lets timers and signals run; a resolved promise alone would not.
 *
 * @returns in the next task of the event loop
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
