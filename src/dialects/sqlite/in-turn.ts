/** Runs what it is given one after the other, also after a failure. */
export function inTurn(): <Result>(run: () => Promise<Result>) => Promise<Result> {
  let previous: Promise<unknown> = Promise.resolve();
  return (run) => {
    const result = previous.then(run);
    previous = result.catch(() => undefined);
    return result;
  };
}
