/** Where Prisma's WebAssembly modules leave the reason before they stop for good. */
type Registry = { PRISMA_WASM_PANIC_REGISTRY?: { set_message(message: string): void } };

/** Listens from now on; the returned function gives the reason of a panic since then, or null. */
export function listenForPanic(): () => string | null {
  let reason: string | null = null;
  (globalThis as Registry).PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => {
      reason = message;
    },
  };
  return () => reason;
}
